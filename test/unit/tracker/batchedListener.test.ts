import { once } from 'node:events';
import { constants } from 'node:os';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { TcpHandlers } from '../../../electron/engine/ports.ts';
import { createBatchedTcp } from '../../../electron/engine/tracker/batchedListener.ts';
import { type LinuxCalls, loadLinuxCalls } from '../../../electron/engine/tracker/linuxCalls.ts';
import { createCleanup } from '../../support/cleanup.ts';

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
});
