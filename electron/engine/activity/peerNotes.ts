import type { InfoHash } from '../../../shared/infoHash.ts';
import { clientNameOf } from '../codec/clientName.ts';
import type { IpAddress } from '../codec/ipAddress.ts';
import type { Clock } from '../ports.ts';
import type { ShareSession } from '../session/shareSession.ts';
import type { Tracker } from '../tracker/tracker.ts';
import type { ActivityLog } from './activityLog.ts';

/** Notes when a peer has all of a share, and when everyone has. */
export interface PeerNotes {
  /** By the tracker: a peer announced that it is complete. `peerId` is copied. */
  completed(announce: { readonly infoHash: InfoHash; readonly peerId: Uint8Array }, address: IpAddress): void;
  stop(): void;
}

export interface PeerNotesDeps {
  readonly clock: Clock;
  readonly log: ActivityLog;
  readonly sessions: () => readonly Pick<ShareSession, 'infoHash' | 'info' | 'state' | 'peersConnected' | 'peers'>[];
  readonly tracker: Pick<Tracker, 'counts'>;
}

/** Finishes that come close together make one entry of everyone. */
const LOOK_MS = 5000;
/** Of one share; a swarm larger than that may see a peer noted twice, once by each way we hear of it. */
const MAX_REMEMBERED = 10_000;

interface Watched {
  /** Peer-ids, as hexadecimal digits, that were connected and missed something. */
  missing: ReadonlySet<string>;
  readonly finished: Set<string>;
  /** Whether someone finished since everyone was last found to have it. */
  isNews: boolean;
}

type Session = ReturnType<PeerNotesDeps['sessions']>[number];

export function createPeerNotes({ clock, log, sessions, tracker }: PeerNotesDeps): PeerNotes {
  const watched = new Map<InfoHash, Watched>();
  const timer = clock.every(LOOK_MS, look);

  function watchedOf(infoHash: InfoHash): Watched {
    const known = watched.get(infoHash) ?? { missing: new Set<string>(), finished: new Set<string>(), isNews: false };
    watched.set(infoHash, known);
    return known;
  }

  function finished(infoHash: InfoHash, peerId: string, who: { client: string; address: string }): void {
    const share = watchedOf(infoHash);
    if (share.finished.has(peerId)) return;
    if (share.finished.size >= MAX_REMEMBERED) share.finished.clear();
    share.finished.add(peerId);
    share.isNews = true;
    const name = sessions().find((session) => session.infoHash === infoHash)?.info.name;
    log.note({ kind: 'peer-finished', infoHash, values: { name, ...who } });
  }

  /** Peers that came without our tracker finish before our eyes only. */
  function look(): void {
    const there = sessions();
    for (const session of there) lookAt(session);
    const infoHashes = new Set(there.map(({ infoHash }) => infoHash));
    for (const infoHash of watched.keys()) if (!infoHashes.has(infoHash)) watched.delete(infoHash);
  }

  function lookAt(session: Session): void {
    const { infoHash } = session;
    if (session.peersConnected === 0 && !watched.has(infoHash)) return;
    const share = watchedOf(infoHash);
    const peers = session.peers();
    for (const { peerId, client, address, isSeeder } of peers) {
      if (isSeeder && share.missing.has(peerId)) finished(infoHash, peerId, { client, address });
    }
    share.missing = new Set(peers.filter(({ isSeeder }) => !isSeeder).map(({ peerId }) => peerId));
    if (share.isNews) lookForAll(session, share);
  }

  function lookForAll({ infoHash, info, state }: Session, share: Watched): void {
    const { seeders, leechers } = tracker.counts(infoHash);
    const others = seeders - (state.kind === 'seeding' ? 1 : 0);
    if (leechers > 0 || share.missing.size > 0 || others < 1) return;
    share.isNews = false;
    log.note({ kind: 'everyone-has-it', infoHash, values: { name: info.name, count: others } });
  }

  return {
    completed({ infoHash, peerId }, { text: address }) {
      finished(infoHash, Buffer.from(peerId).toString('hex'), { client: clientNameOf(peerId), address });
    },
    stop: () => timer.cancel(),
  };
}
