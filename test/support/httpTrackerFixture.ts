import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Clock, ListenTcp, LogLevel } from '../../electron/engine/ports.ts';
import { type HttpFrontend, startHttpFrontend } from '../../electron/engine/tracker/httpFrontend.ts';
import { DEFAULT_HTTP_LIMITS, type HttpLimits } from '../../electron/engine/tracker/httpLimits.ts';
import type { HttpOptions } from '../../electron/engine/tracker/httpOptions.ts';
import type { Tracker } from '../../electron/engine/tracker/tracker.ts';
import type { Cleanup } from './cleanup.ts';

export interface HttpTrackerFixture {
  readonly frontend: HttpFrontend;
  readonly logged: readonly (readonly [LogLevel, string])[];
  /** An open connection, which the clean-up closes; half open, it stays when the tracker has said goodbye. */
  connect(options?: { readonly allowHalfOpen: boolean }): Promise<Socket>;
  /** Sends the text, one byte a character, and returns everything that comes back before the connection ends. */
  exchange(text: string): Promise<string>;
}

export interface HttpTrackerOptions {
  readonly tracker: Tracker;
  readonly clock: Clock;
  readonly limits?: Partial<HttpLimits>;
  readonly handOver?: (socket: Socket) => void;
  readonly address?: string;
  readonly listenTcp?: ListenTcp;
  readonly options?: HttpOptions;
}

/** The tracker's HTTP frontend on a free port of loopback. What is handed over is cut off unless the test takes it. */
export async function startHttpTracker(cleanup: Cleanup, options: HttpTrackerOptions): Promise<HttpTrackerFixture> {
  const { tracker, clock, limits, handOver = (socket) => socket.destroy(), address = '127.0.0.1', listenTcp } = options;
  const given = { ...(listenTcp && { listenTcp }), ...(options.options && { options: options.options }) };
  const logged: (readonly [LogLevel, string])[] = [];
  const logger = { log: (level: LogLevel, message: string) => void logged.push([level, message]) };
  const at = { address, port: 0 };
  const frontend = await startHttpFrontend({ tracker, clock, logger, handOver, ...given }, at, {
    ...DEFAULT_HTTP_LIMITS,
    ...limits,
  });
  cleanup.add(() => frontend.stop());

  async function open(how: { readonly allowHalfOpen: boolean } = { allowHalfOpen: false }): Promise<Socket> {
    const socket = connect({ port: frontend.local.port, host: address, ...how });
    cleanup.add(() => void socket.destroy());
    await once(socket, 'connect');
    return socket;
  }

  async function exchange(text: string): Promise<string> {
    const socket = await open();
    const received = readToEnd(socket);
    socket.write(text, 'latin1');
    return received;
  }
  return { frontend, logged, connect: open, exchange };
}

/** Everything that comes before the connection ends, however it ends; one character a byte. */
export async function readToEnd(socket: Socket): Promise<string> {
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.on('error', () => undefined);
  await once(socket, 'close');
  return Buffer.concat(chunks).toString('latin1');
}
