import type { Socket } from 'node:net';
import type { Clock } from '../ports.ts';
import { HANDSHAKE_BYTES, mayBeHandshake, parsePeerHandshake, type PeerHandshake } from '../codec/peerHandshake.ts';

/** A peer that takes longer than this to say who it is, is cut off. */
export const HANDSHAKE_TIMEOUT_MS = 10_000;

export interface IncomingHandshake {
  readonly handshake: PeerHandshake;
  /** What came after the handshake. */
  readonly received: Uint8Array;
}

/**
 * Waits for the handshake that opens a connection made to us. Undefined when none came: the peer went away, was too slow, or speaks
 * something else (an encrypted handshake, for one), which shows in the first bytes. The socket is then destroyed, otherwise paused.
 */
export function readIncomingHandshake(socket: Socket, clock: Clock): Promise<IncomingHandshake | undefined> {
  const { promise, resolve } = Promise.withResolvers<IncomingHandshake | undefined>();
  const timer = clock.after(HANDSHAKE_TIMEOUT_MS, giveUp);
  let bytes: Uint8Array = new Uint8Array(0);
  socket.on('data', onData);
  socket.on('error', giveUp);
  socket.on('close', giveUp);
  return promise;

  function onData(more: Buffer): void {
    bytes = bytes.length === 0 ? more : Buffer.concat([bytes, more]);
    if (!mayBeHandshake(bytes)) return giveUp();
    const parsed = parsePeerHandshake(bytes);
    if (!parsed.ok) return;
    settle();
    socket.pause();
    resolve({ handshake: parsed.value, received: bytes.subarray(HANDSHAKE_BYTES) });
  }

  function giveUp(): void {
    settle();
    socket.on('error', () => undefined);
    socket.destroy();
    resolve(undefined);
  }

  function settle(): void {
    timer.cancel();
    socket.off('data', onData);
    socket.off('error', giveUp);
    socket.off('close', giveUp);
  }
}
