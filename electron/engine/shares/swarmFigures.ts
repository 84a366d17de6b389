import type { InfoHash } from '../../../shared/infoHash.ts';
import type { Clock } from '../ports.ts';
import type { SessionRegistry } from '../session/sessionRegistry.ts';
import type { ShareSession } from '../session/shareSession.ts';
import type { Tracker } from '../tracker/tracker.ts';
import { createGainMeter, type GainMeter } from './gainMeter.ts';
import { createRosterRows, type RosterRow } from './peerRoster.ts';

/** Who has a share and who waits for it. */
export interface SwarmFigures {
  readonly haveIt: number;
  /** Those who still miss something. */
  readonly wantIt: number;
  /** Until everyone has it, at the present rates; undefined when nobody waits or nothing moves. */
  readonly secondsLeft: number | undefined;
  /** Mean of what those have who still miss something, 0 to 1; undefined when nobody waits, or too many to look at each. */
  readonly wantProgress: number | undefined;
}

export interface RosterPeer extends RosterRow {
  readonly gainRateBytesPerSecond: number;
}

/** What the swarms of the shares come to. Looks of the same second share their work, whoever looks. */
export interface SwarmWatch {
  figures(infoHash: InfoHash): SwarmFigures;
  /** Everyone but us. Valid for about a second. */
  roster(infoHash: InfoHash): readonly RosterPeer[];
}

export interface SwarmWatchDeps {
  readonly clock: Clock;
  readonly sessions: Pick<SessionRegistry, 'find'>;
  readonly tracker: Pick<Tracker, 'counts' | 'peers'>;
}

interface Watched {
  readonly rows: readonly RosterPeer[];
  readonly figures: SwarmFigures;
  readonly meters: ReadonlyMap<string, GainMeter>;
  readonly atMs: number;
  readonly freshUntilMs: number;
}

/** Peers of one swarm up to which everyone's own progress is looked at for a figure; beyond, the tracker's counts do. */
const MOST_TO_MERGE = 2000;
/** A little less than a second, so that a look every second is a new one. */
const FRESH_MS = 900;
/** A swarm so big that a look takes long is looked at more seldom: a tenth of the time is all that goes into it. */
const REST_PER_LOOK = 10;
/** What was seen of a swarm that nobody looks at says nothing about its rates any more. */
const FORGOTTEN_MS = 30_000;
const NOBODY: SwarmFigures = { haveIt: 0, wantIt: 0, secondsLeft: undefined, wantProgress: undefined };

export function createSwarmWatch({ clock, sessions, tracker }: SwarmWatchDeps): SwarmWatch {
  const watched = new Map<InfoHash, Watched>();
  let sweptAtMs = clock.monotonicMs();

  function forgetOld(nowMs: number): void {
    if (nowMs - sweptAtMs < FORGOTTEN_MS) return;
    sweptAtMs = nowMs;
    for (const [infoHash, { atMs }] of watched) if (nowMs - atMs > FORGOTTEN_MS) watched.delete(infoHash);
  }

  function watch(session: ShareSession): Watched {
    const nowMs = clock.monotonicMs();
    const before = watched.get(session.infoHash);
    if (before !== undefined && nowMs < before.freshUntilMs) return before;
    forgetOld(nowMs);
    const { totalBytes } = session.info;
    const swarm = { connected: session.peers(), announced: tracker.peers(session.infoHash) };
    const meters = new Map<string, GainMeter>();
    const rows = createRosterRows(swarm, totalBytes, before?.rows).map((row) => {
      const meter = before?.meters.get(row.key) ?? createGainMeter();
      meters.set(row.key, meter);
      return { ...row, gainRateBytesPerSecond: totalBytes * meter.look(lookOf(row, nowMs)) };
    });
    const figures = figuresOf(rows, totalBytes);
    const tookMs = clock.monotonicMs() - nowMs;
    const freshUntilMs = nowMs + Math.max(FRESH_MS, REST_PER_LOOK * tookMs);
    const made = { rows, figures, meters, atMs: nowMs, freshUntilMs };
    watched.set(session.infoHash, made);
    return made;
  }

  /** Announces carry wall time; both are brought to the clock that does not jump. */
  function lookOf({ progress, isConnected, lastAnnounceAt }: RosterRow, nowMs: number) {
    const agoMs = lastAnnounceAt === undefined ? undefined : clock.now() - lastAnnounceAt;
    return { progress, atMs: nowMs, saidAtMs: isConnected || agoMs === undefined ? undefined : nowMs - agoMs };
  }

  return {
    roster(infoHash) {
      const session = sessions.find(infoHash);
      return session === undefined ? [] : watch(session).rows;
    },
    figures(infoHash) {
      const session = sessions.find(infoHash);
      if (session === undefined) return NOBODY;
      const { seeders, leechers } = tracker.counts(infoHash);
      const others = seeders - (session.state.kind === 'seeding' ? 1 : 0);
      if (others + leechers + session.peersConnected === 0) return NOBODY;
      if (others + leechers > MOST_TO_MERGE) {
        return { ...NOBODY, haveIt: others, wantIt: leechers };
      }
      return watch(session).figures;
    },
  };
}

function figuresOf(rows: readonly RosterPeer[], totalBytes: number): SwarmFigures {
  const waiting = rows.filter(({ hasAll }) => !hasAll);
  const missingBytes = waiting.reduce((sum, { progress }) => sum + (1 - progress) * totalBytes, 0);
  const bytesPerSecond = waiting.reduce((sum, { gainRateBytesPerSecond }) => sum + gainRateBytesPerSecond, 0);
  return {
    haveIt: rows.length - waiting.length,
    wantIt: waiting.length,
    secondsLeft: waiting.length === 0 || bytesPerSecond === 0 ? undefined : missingBytes / bytesPerSecond,
    wantProgress:
      waiting.length === 0 ? undefined : waiting.reduce((sum, { progress }) => sum + progress, 0) / waiting.length,
  };
}
