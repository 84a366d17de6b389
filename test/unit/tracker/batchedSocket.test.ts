import { constants } from 'node:os';
import { describe, expect, it } from 'vitest';
import { createBatchedUdp } from '../../../electron/engine/tracker/batchedSocket.ts';
import type { LinuxCalls } from '../../../electron/engine/tracker/linuxCalls.ts';

/** A system that opens nothing, as Linux does without IPv6; it would throw at any other call. */
const refusing = {
  addressOf: () => 0n,
  socket: () => -1,
  errno: () => constants.errno.EAFNOSUPPORT,
} as unknown as LinuxCalls;

describe('a batched UDP socket', () => {
  it('is refused in words where the system has no sockets of its family', async () => {
    await expect(createBatchedUdp(refusing)('::1', 6969)).rejects.toMatchObject({
      code: 'address-unavailable',
      message: expect.stringContaining('::1'),
      cause: expect.objectContaining({ code: 'EAFNOSUPPORT' }),
    });
  });
});
