import type { SwarmPeerColumn } from '../../../shared/columns.ts';
import type { InfoHash } from '../../../shared/infoHash.ts';
import type { TrackerPeer } from '../../../shared/model.ts';
import type { SwarmPeerRow } from '../../../shared/rows.ts';
import type { SwarmLook } from '../tracker/swarmLook.ts';
import type { Tracker } from '../tracker/tracker.ts';
import type { RowSource } from './rowSource.ts';

/**
 * Everyone that announced to a swarm, by slots: of a hundred thousand peers none is described but those on the screen, and
 * those that are searched or sorted by client, once each.
 */
export function createSwarmPeersSource(
  tracker: Pick<Tracker, 'look'>,
  infoHash: InfoHash,
): RowSource<number, SwarmPeerRow> {
  let look: SwarmLook | undefined = tracker.look(infoHash);
  const texts = createPeerTexts();

  function peerOf(slot: number): TrackerPeer | undefined {
    return look?.peerOf(slot);
  }

  const values: Readonly<Record<SwarmPeerColumn, (slot: number) => string | number>> = {
    address: (slot) => look?.addressOrderOf(slot) ?? '',
    client: (slot) => textsOf(slot).client,
    left: (slot) => look?.transferOf(slot).leftBytes ?? 0,
    uploaded: (slot) => look?.transferOf(slot).uploadedBytes ?? 0,
    downloaded: (slot) => look?.transferOf(slot).downloadedBytes ?? 0,
    lastAnnounce: (slot) => look?.lastAnnounceAtOf(slot) ?? 0,
  };

  function keyOf(slot: number): string {
    return look?.keyOf(slot) ?? String(slot);
  }

  function textsOf(slot: number): PeerTexts {
    return texts.of(keyOf(slot), () => peerOf(slot));
  }

  return {
    items() {
      // A share that was removed and shared again has another swarm.
      look = tracker.look(infoHash);
      const slots = look?.slots() ?? [];
      texts.limit(2 * slots.length);
      return slots;
    },
    keyOf,
    textOf(slot) {
      const { address, client } = textsOf(slot);
      return `${address} ${client}`;
    },
    valueOf: (slot, column) => values[column as SwarmPeerColumn](slot),
    rowOf: (slot) => rowOf(keyOf(slot), peerOf(slot)),
  };
}

interface PeerTexts {
  readonly address: string;
  readonly client: string;
}

/** Reading a client's name out of its peer-id takes long enough to do it once a peer. Forgotten when far more are kept than listed. */
function createPeerTexts(): {
  of(key: string, peer: () => TrackerPeer | undefined): PeerTexts;
  limit(most: number): void;
} {
  const known = new Map<string, PeerTexts>();
  return {
    of(key, peer) {
      const before = known.get(key);
      if (before !== undefined) return before;
      const { address, client } = peer() ?? GONE;
      const made = { address, client };
      known.set(key, made);
      return made;
    },
    limit(most) {
      if (known.size > most) known.clear();
    },
  };
}

/** Of a peer that left within the second since the list was read. */
const GONE = {
  address: '',
  port: 0,
  client: '',
  leftBytes: 0,
  isPaused: false,
  uploadedBytes: 0,
  downloadedBytes: 0,
  lastAnnounceAt: 0,
};

function rowOf(key: string, peer: TrackerPeer | undefined): SwarmPeerRow {
  const { address, port, client, leftBytes, isPaused, uploadedBytes, downloadedBytes, lastAnnounceAt } = peer ?? GONE;
  return { key, address, port, client, leftBytes, isPaused, uploadedBytes, downloadedBytes, lastAnnounceAt };
}
