import type { IncomingMessage } from 'node:http';
import type { Clock } from '../ports.ts';

export type RequestBody =
  | { readonly kind: 'whole'; readonly text: string }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'too-slow' }
  /** The client went away; nobody is there to be answered. */
  | { readonly kind: 'broken' };

export interface BodyLimits {
  readonly maxBytes: number;
  readonly patienceMs: number;
}

/** Reads a request's body. What goes over a limit is not read on; the answer should then end the connection. */
export function readRequestBody(request: IncomingMessage, clock: Clock, limits: BodyLimits): Promise<RequestBody> {
  if (Number(request.headers['content-length'] ?? 0) > limits.maxBytes) return Promise.resolve({ kind: 'too-large' });
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    let bytes = 0;

    function finish(body: RequestBody): void {
      deadline.cancel();
      request.off('data', onData).off('end', onEnd).off('close', onClose);
      request.pause();
      resolve(body);
    }
    function onData(part: Buffer): void {
      bytes += part.length;
      if (bytes > limits.maxBytes) finish({ kind: 'too-large' });
      else parts.push(part);
    }
    const onEnd = (): void => finish({ kind: 'whole', text: Buffer.concat(parts).toString('utf8') });
    const onClose = (): void => finish({ kind: 'broken' });

    const deadline = clock.after(limits.patienceMs, () => finish({ kind: 'too-slow' }));
    request.on('data', onData).on('end', onEnd).on('close', onClose);
    // Without a listener an aborted upload would be an uncaught error.
    request.on('error', () => undefined);
  });
}
