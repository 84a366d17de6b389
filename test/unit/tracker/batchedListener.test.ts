import { once } from 'node:events';
import { constants } from 'node:os';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { KeptConnection, TcpHandlers } from '../../../electron/engine/ports.ts';
import { createBatchedTcp } from '../../../electron/engine/tracker/batchedListener.ts';
import { type LinuxCalls, loadLinuxCalls } from '../../../electron/engine/tracker/linuxCalls.ts';
import { createCleanup } from '../../support/cleanup.ts';
import { eventually } from '../../support/eventually.ts';

const linuxCalls = await loadLinuxCalls();
const onLinux = linuxCalls === undefined ? [] : [linuxCalls];

const cleanup = createCleanup();
afterEach(cleanup.run);

const unused: TcpHandlers = {
  onConnection: (socket) => socket.destroy(),
  answerAtOnce: () => ({ bytes: Buffer.from('answer'), stays: false }),
  onUnsent: (socket) => socket.destroy(),
  onKept: (connection) => connection.destroy(),
  onKeptEnd: () => undefined,
  onError: () => undefined,
};

/** A system that opens nothing, as Linux does without IPv6; it would throw at any other call. */
const refusing = {
  addressOf: () => 0n,
  socket: () => -1,
  errno: () => constants.errno.EAFNOSUPPORT,
} as unknown as LinuxCalls;

describe('a batched TCP listener', () => {
  it('is refused in words where the system has no sockets of its family', async () => {
    await expect(createBatchedTcp(refusing)('::1', 6969, unused)).rejects.toMatchObject({
      code: 'address-unavailable',
      cause: expect.objectContaining({ code: 'EAFNOSUPPORT' }),
    });
  });

  it.each(onLinux)('says so when the system has no descriptor left, and goes on when it has', async (calls) => {
    let failures = 1;
    let errno: number | undefined;
    const scarce: LinuxCalls = {
      ...calls,
      accept4(...args) {
        errno = failures > 0 ? constants.errno.EMFILE : undefined;
        return failures-- > 0 ? -1 : calls.accept4(...args);
      },
      errno: () => errno ?? calls.errno(),
    };
    const errors: Error[] = [];
    const listen = createBatchedTcp(scarce);
    const listener = await listen('127.0.0.1', 0, { ...unused, onError: (error) => void errors.push(error) });
    cleanup.add(() => listener.close());
    const socket = connect(listener.local.port, '127.0.0.1', () => socket.write('?'));
    cleanup.add(() => void socket.destroy());
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toBe('answer');
    expect(errors).toEqual([expect.objectContaining({ code: 'EMFILE' })]);
  });

  it.each(onLinux)('closes each descriptor once, however its connection ends', async (calls) => {
    const opened = new Set<number>();
    const doubtful: number[] = [];
    const noting = (descriptor: number): number => {
      if (descriptor >= 0) opened.add(descriptor);
      return descriptor;
    };
    const noted: LinuxCalls = {
      ...calls,
      socket: (...args) => noting(calls.socket(...args)),
      accept4: (...args) => noting(calls.accept4(...args)),
      epollCreate: (flags) => noting(calls.epollCreate(flags)),
      eventfd: (...args) => noting(calls.eventfd(...args)),
      close(descriptor) {
        if (!opened.delete(descriptor)) doubtful.push(descriptor);
        return calls.close(descriptor);
      },
    };
    const kept = new Set<KeptConnection>();
    const listen = createBatchedTcp(noted);
    const listener = await listen('127.0.0.1', 0, {
      ...unused,
      answerAtOnce: (received) => ({ bytes: Buffer.from('answer'), stays: received[0] !== 'l'.charCodeAt(0) }),
      onKept: (connection) => void kept.add(connection),
      onKeptEnd: (connection) => void kept.delete(connection),
    });
    cleanup.add(() => listener.close());
    const ends: readonly ((socket: Socket) => unknown)[] = [
      (socket) => socket.end(),
      (socket) => socket.resetAndDestroy(),
      (socket) => socket.write('last'),
      () => undefined,
    ];
    const sockets = await Promise.all(
      ends.concat(ends, ends).map(async (end) => {
        const socket = connect(listener.local.port, '127.0.0.1', () => socket.write('first'));
        cleanup.add(() => void socket.destroy());
        await once(socket, 'data');
        const closed = new Promise<void>((resolve) =>
          socket.on('error', () => undefined).once('close', () => resolve()),
        );
        socket.resume();
        end(socket);
        return { closed, isLeft: end === ends.at(-1) };
      }),
    );
    await Promise.all(sockets.flatMap(({ closed, isLeft }) => (isLeft ? [] : [closed])));
    await eventually(() => kept.size === 3 || undefined, { what: 'the connections that ended to be gone' });
    const closing = listener.close();
    for (const connection of kept) connection.destroy();
    await closing;
    await Promise.all(sockets.map(({ closed }) => closed));
    // The bell of the thread that waits is the last.
    await eventually(() => opened.size === 0 || undefined, { what: 'every descriptor to be closed' });
    expect(doubtful).toEqual([]);
  });
});
