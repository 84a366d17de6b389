import type { InfoHash } from '../../../shared/infoHash.ts';
import type { TrackerPeer } from '../../../shared/model.ts';
import type { PeerDialer } from '../peer/peerDialer.ts';
import type { Clock } from '../ports.ts';
import type { SessionRegistry } from '../session/sessionRegistry.ts';
import type { ShareSession } from '../session/shareSession.ts';
import type { Tracker } from '../tracker/tracker.ts';

export interface LeecherCallsDeps {
  readonly clock: Clock;
  readonly tracker: Pick<Tracker, 'counts' | 'peers'>;
  readonly sessions: Pick<SessionRegistry, 'list'>;
  readonly dialer: Pick<PeerDialer, 'dial'>;
}

/**
 * Calls leechers that announce to our tracker and do not come to us by themselves: their client is slow to connect out
 * (Transmission, while it waits for uTP), or a firewall lets them be reached and not reach.
 */
export interface LeecherCalls {
  /** Of the leechers that are absent now: how many were called, and when the last and the next call is. */
  callsOf(infoHash: InfoHash): CallFigures;
  stop(): void;
}

export interface CallFigures {
  readonly called: number;
  /** Milliseconds since the epoch, like `nextAt`; undefined when there was none, or none is due. */
  readonly lastAt: number | undefined;
  readonly nextAt: number | undefined;
}

const ROUND_MS = 2000;
/** Most leechers come within a second of their announce. */
const PATIENCE_MS = 3000;
const FIRST_RETRY_MS = 30_000;
const MAX_RETRY_MS = 10 * 60_000;
const MAX_CALLS_PER_ROUND = 16;

interface Call {
  readonly infoHash: InfoHash;
  calledAtMs: number | undefined;
  dueMs: number;
  retryMs: number;
}

export function createLeecherCalls({ clock, tracker, sessions, dialer }: LeecherCallsDeps): LeecherCalls {
  let calls = new Map<string, Call>();
  const timer = clock.every(ROUND_MS, round);

  /** Who is not absent any more is forgotten, and gets the same patience the next time. */
  function round(): void {
    const nowMs = clock.monotonicMs();
    const stillAbsent = new Map<string, Call>();
    let left = MAX_CALLS_PER_ROUND;
    for (const { infoHash, leecher } of sessions.list().flatMap(absentLeechers)) {
      const key = `${infoHash} ${leecher.address} ${leecher.port}`;
      const call = calls.get(key) ?? newCall(infoHash, nowMs);
      stillAbsent.set(key, call);
      if (call.dueMs > nowMs || left === 0) continue;
      left -= 1;
      call.calledAtMs = nowMs;
      call.dueMs = nowMs + call.retryMs;
      call.retryMs = Math.min(2 * call.retryMs, MAX_RETRY_MS);
      void dialer.dial(infoHash, leecher);
    }
    calls = stillAbsent;
  }

  function absentLeechers(session: ShareSession): { readonly infoHash: InfoHash; readonly leecher: TrackerPeer }[] {
    const { infoHash, state } = session;
    if (state.kind !== 'seeding' || tracker.counts(infoHash).leechers === 0) return [];
    // Not by peer-id: libtorrent announces with another than it shakes hands with, and hangs up on a second connection.
    const connected = new Set(session.peers().map(({ address }) => address));
    return tracker
      .peers(infoHash)
      .filter(({ leftBytes, address }) => leftBytes > 0 && !connected.has(address))
      .map((leecher) => ({ infoHash, leecher }));
  }

  function callsOf(infoHash: InfoHash): CallFigures {
    const mine = [...calls.values()].filter((call) => call.infoHash === infoHash);
    const called = mine.flatMap(({ calledAtMs }) => calledAtMs ?? []);
    const wallTimeOf = (atMs: number): number | undefined =>
      Number.isFinite(atMs) ? clock.now() + (atMs - clock.monotonicMs()) : undefined;
    return {
      called: called.length,
      lastAt: wallTimeOf(Math.max(...called)),
      nextAt: wallTimeOf(Math.min(...mine.map(({ dueMs }) => dueMs))),
    };
  }

  return { callsOf, stop: () => timer.cancel() };
}

function newCall(infoHash: InfoHash, nowMs: number): Call {
  return { infoHash, calledAtMs: undefined, dueMs: nowMs + PATIENCE_MS, retryMs: FIRST_RETRY_MS };
}
