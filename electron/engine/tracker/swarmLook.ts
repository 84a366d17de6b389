import type { TrackerPeer } from '../../../shared/model.ts';
import type { EpochMs } from '../../../shared/units.ts';
import { readU16, readU32 } from '../codec/bigEndian.ts';
import { clientNameOf } from '../codec/clientName.ts';
import { ipAddressFromBytes } from '../codec/ipAddress.ts';
import type { PeerRecords, Transfer } from './peerRecords.ts';
import { FAMILIES, type Swarm } from './swarm.ts';

/**
 * One swarm for people who look at it, by the slots of its peers: a hundred thousand can be sorted by what is read here, and
 * only those on the screen need be described. A slot that was left since it was listed gives what is still known of it.
 */
export interface SwarmLook {
  /** One for each peer. */
  slots(): readonly number[];
  /** Unlike the slot alone, not that of another peer that came later. */
  keyOf(slot: number): string;
  /** Text whose order is that of the addresses: letters only, IPv4 before IPv6. */
  addressOrderOf(slot: number): string;
  clientOf(slot: number): string;
  transferOf(slot: number): Transfer;
  /** Milliseconds since the epoch. */
  lastAnnounceAtOf(slot: number): number;
  /** Walks all peers. */
  sums(): SwarmSums;
  /** Undefined once the peer has left. */
  peerOf(slot: number): TrackerPeer | undefined;
}

/** What the peers of a swarm come to, as they report it. */
export interface SwarmSums extends Pick<Transfer, 'uploadedBytes' | 'downloadedBytes'> {
  /** Undefined when nobody is there. */
  readonly oldestAnnounceAt: number | undefined;
  readonly newestAnnounceAt: number | undefined;
}

/** `nowSeconds` is the store's time for the wall time `now`. */
export type SwarmTime = () => { readonly now: EpochMs; readonly nowSeconds: number };

export function createSwarmLook(swarm: Swarm, records: PeerRecords, time: SwarmTime): SwarmLook {
  const endpointOf = (slot: number): Uint8Array | undefined =>
    swarm.IPv4.endpointOf(slot) ?? swarm.IPv6.endpointOf(slot);

  function lastAnnounceAtOf(slot: number): number {
    const { now, nowSeconds } = time();
    return now - (nowSeconds - seenSecondsOf(slot, records)) * 1000;
  }

  return {
    slots: () => slotsOf(swarm),
    keyOf(slot) {
      const peerId = records.peerIdOf(slot);
      return `${slot} ${readU32(peerId, peerId.length - 4)}`;
    },
    addressOrderOf(slot) {
      const endpoint = endpointOf(slot);
      return endpoint === undefined ? '' : `${endpoint.length === 6 ? 'a' : 'b'}${lettersOf(endpoint)}`;
    },
    clientOf: (slot) => clientNameOf(records.peerIdOf(slot)),
    transferOf: (slot) => records.transferOf(slot),
    lastAnnounceAtOf,
    sums: () => sumsOf(swarm, records, time),
    peerOf(slot) {
      const endpoint = records.swarmNumberOf(slot) === swarm.number ? endpointOf(slot) : undefined;
      if (endpoint === undefined) return undefined;
      const peerId = records.peerIdOf(slot);
      return {
        peerId: Buffer.from(peerId).toString('hex'),
        address: ipAddressFromBytes(endpoint.subarray(0, -2)).text,
        port: readU16(endpoint, endpoint.length - 2),
        client: clientNameOf(peerId),
        ...records.transferOf(slot),
        isPaused: records.isPaused(slot),
        lastAnnounceAt: lastAnnounceAtOf(slot),
      };
    },
  };
}

function sumsOf(swarm: Swarm, records: PeerRecords, time: SwarmTime): SwarmSums {
  let [uploadedBytes, downloadedBytes] = [0, 0];
  let [oldest, newest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const slot of slotsOf(swarm)) {
    const transfer = records.transferOf(slot);
    const seenSeconds = seenSecondsOf(slot, records);
    uploadedBytes += transfer.uploadedBytes;
    downloadedBytes += transfer.downloadedBytes;
    oldest = Math.min(oldest, seenSeconds);
    newest = Math.max(newest, seenSeconds);
  }
  const { now, nowSeconds } = time();
  const wallTimeOf = (seconds: number) => (Number.isFinite(seconds) ? now - (nowSeconds - seconds) * 1000 : undefined);
  return {
    uploadedBytes,
    downloadedBytes,
    oldestAnnounceAt: wallTimeOf(oldest),
    newestAnnounceAt: wallTimeOf(newest),
  };
}

/** The slots of a swarm's peers, each once. */
export function slotsOf({ IPv4, IPv6 }: Swarm): number[] {
  if (IPv6.rowCount === 0) return IPv4.slots();
  return [...new Set([...IPv4.slots(), ...IPv6.slots()])];
}

function seenSecondsOf(slot: number, records: PeerRecords): number {
  return Math.max(...FAMILIES.map((family) => records.seenSecondsOf(slot, family)));
}

/** Two letters a byte, from `aa` to `pp`. */
const LETTERS = Array.from({ length: 256 }, (_, byte) => letterOf(byte >> 4) + letterOf(byte & 15));

function letterOf(nibble: number): string {
  return String.fromCharCode(97 + nibble);
}

function lettersOf(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += LETTERS[byte] ?? '';
  return text;
}
