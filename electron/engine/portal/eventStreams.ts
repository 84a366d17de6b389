import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../ports.ts';
import type { Exchanges } from './sitePart.ts';

/** Server-sent events (HTML standard, section 9.2) to clients that stay connected. */
export interface EventStreams {
  /** Begins the answer. Undefined, and the answer is given, when there are too many already. */
  open(request: FastifyRequest, reply: FastifyReply): EventStream | undefined;
  count(): number;
}

export interface EventStream {
  /** A client that does not read what it is sent is cut off. */
  send(event: string, data: unknown): void;
  /** Once, whoever ends it. */
  onClose(listener: () => void): void;
  end(): void;
}

/** Half of the site's connections: pages are still to be had when all streams are taken. */
const MAX_STREAMS = 512;
const HEARTBEAT_MS = 15_000;
/** A heartbeat that is late by this much will not come. */
const PATIENCE_MS = 60_000;
const MAX_WAITING_BYTES = 1024 * 1024;
/** How long a browser waits before it asks again. */
const RETRY_MS = 5000;

export function createEventStreams({ clock, exchanges }: { clock: Clock; exchanges: Exchanges }): EventStreams {
  let open = 0;

  return {
    count: () => open,
    open(request, reply) {
      if (open >= MAX_STREAMS) {
        reply.code(503).header('Retry-After', '60').type('text/plain; charset=utf-8').send('too many follow already\n');
        return undefined;
      }
      open++;
      const { raw } = reply;
      reply.hijack();
      const headers = { ...reply.getHeaders(), 'Content-Type': 'text/event-stream', 'X-Accel-Buffering': 'no' };
      raw.writeHead(200, headers as Record<string, string>);
      raw.write(`retry: ${RETRY_MS}\n\n`);
      const renew = (): void => exchanges.renew(request.raw, PATIENCE_MS);
      renew();
      const heartbeat = clock.every(HEARTBEAT_MS, () => {
        renew();
        write(': still here\n\n');
      });
      const end = (): void => void raw.end();
      exchanges.signal.addEventListener('abort', end, { once: true });
      raw.once('close', () => {
        open--;
        heartbeat.cancel();
        exchanges.signal.removeEventListener('abort', end);
      });

      function write(text: string): void {
        if (raw.destroyed || raw.writableEnded) return;
        if (raw.writableLength > MAX_WAITING_BYTES) raw.destroy();
        else raw.write(text);
      }

      return {
        send: (event, data) => write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`),
        onClose: (listener) => void raw.once('close', listener),
        end,
      };
    },
  };
}
