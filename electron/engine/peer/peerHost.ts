import type { Socket } from 'node:net';
import type { InfoHash } from '../../../shared/infoHash.ts';
import type { PeerHandshake } from '../codec/peerHandshake.ts';

/** A share, as the listener sees it. */
export interface PeerHost {
  /** Whether a peer with this handshake, from this address, may join now. */
  admits(handshake: PeerHandshake, remoteAddress: string): boolean;
  /** Takes over the paused socket of an admitted peer after both handshakes, with the bytes that came after the peer's. */
  accept(socket: Socket, handshake: PeerHandshake, received: Uint8Array): void;
}

/** Finds the share that a peer asks for. */
export interface PeerHosts {
  find(infoHash: InfoHash): PeerHost | undefined;
}
