import type { Peer } from '../../../shared/model.ts';
import { clientNameOf } from '../codec/clientName.ts';
import type { PeerConnection } from '../peer/peerConnection.ts';

const MAX_CLIENT_CHARACTERS = 40;
/** Some say `aria2/1.36.0` where others say `Transmission 3.00`. */
const NAME_AND_VERSION = /^([^\s/]+)\/v?(\d\S*)$/;

/** A connected peer as the other side of the contract sees it. The peer-id is written as 40 hexadecimal digits. */
export function peerRowOf(peer: PeerConnection): Peer {
  const theirs = peer.extensions?.theirs;
  return {
    address: peer.remoteAddress,
    port: theirs?.listenPort ?? peer.remotePort,
    client: cleanName(theirs?.client ?? '') ?? clientNameOf(peer.peerId),
    peerId: Buffer.from(peer.peerId).toString('hex'),
    progress: peer.pieces.progress,
    isSeeder: peer.pieces.isComplete,
    amChoking: peer.amChoking,
    peerInterested: peer.peerInterested,
    uploadedBytes: peer.uploadedBytes,
    uploadRateBytesPerSecond: peer.uploadRateBytesPerSecond(),
    connectedAt: peer.connectedAt,
  };
}

/**
 * A name that a peer gave itself, fit for a terminal and a table: without control, format, separator and unassigned characters, which
 * could move a cursor or turn text around, and of bounded length. Undefined when nothing is left.
 */
export function cleanName(text: string): string | undefined {
  const bounded = text.slice(0, 4 * MAX_CLIENT_CHARACTERS);
  const visible = bounded.replace(/[\p{C}\p{Zl}\p{Zp}\uFFFD]/gu, '').trim();
  return Array.from(visible).slice(0, MAX_CLIENT_CHARACTERS).join('').replace(NAME_AND_VERSION, '$1 $2') || undefined;
}
