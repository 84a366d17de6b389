import type { InfoHash } from '../../../shared/infoHash.ts';
import type { PeerHosts } from '../peer/peerHost.ts';
import type { ShareSession } from './shareSession.ts';

export interface SessionTotals {
  readonly shares: number;
  readonly peersConnected: number;
  readonly uploadedBytes: number;
  readonly uploadRateBytesPerSecond: number;
}

/** All shares of the engine by info-hash; the listener finds the host of a peer here. */
export interface SessionRegistry extends PeerHosts {
  find(infoHash: InfoHash): ShareSession | undefined;
  /** In the order in which they were added. */
  list(): readonly ShareSession[];
  /** Throws when the info-hash is there already: one share has one owner. */
  add(session: ShareSession): void;
  /** Takes the session out, so that no new peer finds it, and stops it. False when there is none. */
  remove(infoHash: InfoHash): Promise<boolean>;
  totals(): SessionTotals;
  /** Stops all sessions, at the same time. */
  stop(): Promise<void>;
}

export function createSessionRegistry(): SessionRegistry {
  const sessions = new Map<InfoHash, ShareSession>();

  return { find: (infoHash) => sessions.get(infoHash), list, add, remove, totals, stop };

  function list(): readonly ShareSession[] {
    return [...sessions.values()];
  }

  function add(session: ShareSession): void {
    if (sessions.has(session.infoHash)) throw new Error(`${session.infoHash} has a session already`);
    sessions.set(session.infoHash, session);
  }

  async function remove(infoHash: InfoHash): Promise<boolean> {
    const session = sessions.get(infoHash);
    sessions.delete(infoHash);
    await session?.stop();
    return session !== undefined;
  }

  function totals(): SessionTotals {
    const all = list();
    return {
      shares: all.length,
      peersConnected: sumOf(all.map((session) => session.peersConnected)),
      uploadedBytes: sumOf(all.map((session) => session.uploadedBytes)),
      uploadRateBytesPerSecond: sumOf(all.map((session) => session.uploadRateBytesPerSecond())),
    };
  }

  async function stop(): Promise<void> {
    await Promise.all(list().map((session) => session.stop()));
  }
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
