import type { InfoHash } from '../../../shared/infoHash.ts';
import type { IpAddress } from '../codec/ipAddress.ts';
import type { Clock, Random } from '../ports.ts';
import type { AnnounceRequest, Refusal } from '../tracker/announce.ts';
import type { Admission } from '../tracker/admission.ts';
import type { Swarm } from '../tracker/swarm.ts';
import type { Tracker } from '../tracker/tracker.ts';
import { createAnnounceRates } from './announceRates.ts';
import { createNewcomerLimit } from './newcomerLimit.ts';
import { createOpenSwarms } from './openSwarms.ts';
import type { ServedTorrents } from './trackerPolicy.ts';

export const TOO_OFTEN: Refusal = { code: 'refused', message: 'you announce too often: once a minute is enough' };
export const TOO_MANY_TORRENTS: Refusal = {
  code: 'refused',
  message: 'too many new torrents come from your address: try again in a few minutes',
};

/** What an address is over the limit with; `evicted` are swarms that it lost. */
export type Crowding = 'evicted' | 'swarms' | 'peers' | 'announces';

export interface CrowdConfig {
  /** Swarms that are there only because the tracker is open. */
  readonly maxOpenSwarms: number;
  /** In all swarms. */
  readonly maxTrackerPeers: number;
  /** New to one swarm, from one address, at once. */
  readonly newPeersPerAddress: number;
}

export interface CrowdControlDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly served: Pick<ServedTorrents, 'sourceOf' | 'keeps'>;
  readonly tracker: () => Pick<Tracker, 'infoHashes' | 'look' | 'counts' | 'removeSwarm' | 'totals'>;
  /** A swarm was forgotten, and what is stored of it may be. */
  readonly onDropped: (infoHash: InfoHash) => void;
  /** On the way to an answer, and so has to be quick. */
  readonly onCrowded: (what: Crowding, address: string) => void;
  /** Swarms were forgotten because they are not served any more. */
  readonly onUnserved: (count: number) => void;
}

/** Keeps the tracker within its bounds: memory has a maximum, and whoever takes most of it gives way first. */
export interface CrowdControl {
  readonly admission: Admission;
  configure(config: CrowdConfig): void;
  /** Begins to forget what is not served any more: at once, and over the next seconds where it is much. */
  dropUnserved(): void;
  /** The same for single torrents, now. */
  reconsider(infoHashes: readonly InfoHash[]): void;
  stop(): void;
}

/** Torrents that an address may bring to an open tracker: so many at once, and then twenty a second. */
const NEW_SWARMS_AT_ONCE = 5000;
const NEW_SWARMS_FORGET_SECONDS = 250;
const NEW_PEERS_FORGET_SECONDS = 100;
/** An open swarm without peers is remembered this long, for its counters. */
const EMPTY_SECONDS = 600;
/** Of each kind of work, in one turn of a second. */
const SWARMS_A_TURN = 2000;
/** Of the maximum of peers, what is made room for at a time. */
const ROOM = 0.05;
const RATE_SECONDS = 60;
const UNKNOWN_BRINGER = '';

export function createCrowdControl(deps: CrowdControlDeps, first: CrowdConfig): CrowdControl {
  const { clock, random, served, tracker } = deps;
  const startedMs = clock.monotonicMs();
  let seconds = 0;
  const nowSeconds = (): number => seconds;
  const seed = (): number => Math.floor(random() * 2 ** 32);
  const limits = {
    swarms: createNewcomerLimit({
      nowSeconds,
      atOnce: NEW_SWARMS_AT_ONCE,
      forgetSeconds: NEW_SWARMS_FORGET_SECONDS,
      hashSeed: seed(),
    }),
    peers: createNewcomerLimit({
      nowSeconds,
      atOnce: first.newPeersPerAddress,
      forgetSeconds: NEW_PEERS_FORGET_SECONDS,
      hashSeed: seed(),
    }),
  };
  const rates = createAnnounceRates(seed());
  const open = createOpenSwarms();
  let config = first;
  let peersLeft = config.maxTrackerPeers;
  let unserved: InfoHash[] = [];
  let unservedCount = 0;
  let forgetAt = RATE_SECONDS;
  const everySecond = clock.every(1000, turn);

  function turn(): void {
    seconds = Math.floor((clock.monotonicMs() - startedMs) / 1000);
    if (seconds >= forgetAt) {
      forgetAt = seconds + RATE_SECONDS;
      rates.forget();
    }
    makeRoom();
    for (const { infoHash } of open.next(SWARMS_A_TURN)) lookAt(infoHash);
    dropNext();
  }

  function makeRoom(): void {
    peersLeft = config.maxTrackerPeers - tracker().totals().peers;
    if (peersLeft > 0) return;
    const wanted = Math.ceil(config.maxTrackerPeers * ROOM);
    for (let i = 0; i < SWARMS_A_TURN && peersLeft < wanted; i++) {
      const gone = evict();
      if (gone === undefined) return;
      peersLeft += gone;
    }
  }

  /** Makes who brought most lose a swarm. Returns how many peers were in it; undefined when there is none to lose. */
  function evict(): number | undefined {
    const chosen = open.choose(peersIn);
    if (chosen === undefined) return undefined;
    const peers = peersIn(chosen.infoHash);
    deps.onCrowded('evicted', chosen.bringer);
    drop(chosen.infoHash);
    return peers;
  }

  function lookAt(infoHash: InfoHash): void {
    if (!served.keeps(infoHash)) return drop(infoHash);
    // Somebody shares or lists what others had brought.
    if (served.sourceOf(infoHash) !== 'open') return open.remove(infoHash);
    const isEmpty = peersIn(infoHash) === 0;
    const emptySince = open.emptySince(infoHash, isEmpty ? seconds : undefined);
    if (emptySince !== undefined && seconds - emptySince >= EMPTY_SECONDS) drop(infoHash);
  }

  function dropNext(): void {
    if (unserved.length === 0) return;
    const slice = unserved.splice(-SWARMS_A_TURN).filter((infoHash) => !served.keeps(infoHash));
    for (const infoHash of slice) drop(infoHash);
    unservedCount += slice.length;
    if (unserved.length > 0) return;
    if (unservedCount > 0) deps.onUnserved(unservedCount);
    unservedCount = 0;
  }

  function drop(infoHash: InfoHash): void {
    open.remove(infoHash);
    tracker().removeSwarm(infoHash);
    deps.onDropped(infoHash);
  }

  function peersIn(infoHash: InfoHash): number {
    const { seeders, leechers } = tracker().counts(infoHash);
    return seeders + leechers;
  }

  function refusalOfSwarm(infoHash: InfoHash, { bytes, text }: IpAddress): Refusal | undefined {
    if (served.sourceOf(infoHash) !== 'open') return undefined;
    if (!limits.swarms.takes(bytes, 0)) {
      deps.onCrowded('swarms', text);
      return TOO_MANY_TORRENTS;
    }
    if (open.count >= config.maxOpenSwarms) evict();
    open.add(infoHash, text);
    return undefined;
  }

  function admitsPeer({ number }: Swarm, { bytes, text }: IpAddress): boolean {
    const isTaken = peersLeft > 0 && limits.peers.takes(bytes, number);
    if (isTaken) peersLeft--;
    else deps.onCrowded('peers', text);
    return isTaken;
  }

  function refusalOfAnnounce(request: AnnounceRequest, { bytes, text }: IpAddress): Refusal | undefined {
    // A program on this computer speaks for others, and goodbyes are heard at any time.
    if (request.requester.scope === 'loopback' || request.event === 'stopped') return undefined;
    if (!rates.isTooOften(request, bytes)) return undefined;
    deps.onCrowded('announces', text);
    return TOO_OFTEN;
  }

  function takesUp(infoHash: InfoHash): boolean {
    const source = served.sourceOf(infoHash);
    if (source !== 'open') return source !== undefined;
    if (open.count >= config.maxOpenSwarms) return false;
    open.add(infoHash, UNKNOWN_BRINGER);
    return true;
  }

  return {
    admission: { refusalOfAnnounce, refusalOfSwarm, admitsPeer, takesUp, tracksAllServed: true },
    configure(next) {
      config = next;
      limits.peers.setAtOnce(next.newPeersPerAddress);
      peersLeft = next.maxTrackerPeers - tracker().totals().peers;
    },
    dropUnserved() {
      unserved = tracker()
        .infoHashes()
        .filter((infoHash) => !served.keeps(infoHash));
      dropNext();
    },
    reconsider(infoHashes) {
      for (const infoHash of infoHashes) {
        if (tracker().look(infoHash) === undefined) continue;
        if (served.sourceOf(infoHash) === 'open') open.add(infoHash, UNKNOWN_BRINGER);
        else open.remove(infoHash);
        if (!served.keeps(infoHash)) drop(infoHash);
      }
    },
    stop: () => everySecond.cancel(),
  };
}
