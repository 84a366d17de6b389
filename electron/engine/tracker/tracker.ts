import type { InfoHash } from '../../../shared/infoHash.ts';
import type { SwarmCounts, TrackerPeer } from '../../../shared/model.ts';
import type { Mutable } from '../../../shared/mutable.ts';
import { failure, type Result, success } from '../../../shared/result.ts';
import type { IpAddress } from '../codec/ipAddress.ts';
import type { Clock, PreferLargePages, Random } from '../ports.ts';
import type { AnnounceReply, AnnounceRequest, Refusal } from './announce.ts';
import { type Admission, NO_ADMISSION, NOT_TRACKED } from './admission.ts';
import type { AnnouncePolicy } from './announcePolicy.ts';
import type { LookAhead } from './lookAhead.ts';
import { createAnnounceScratch } from './announceScratch.ts';
import { createMemoryPages } from './memoryPages.ts';
import { createPeerEviction, type IsMember } from './peerEviction.ts';
import { createPeerExpiry } from './peerExpiry.ts';
import { BUSY, createPacing, type PaceConfig } from './pacing.ts';
import { createReplyLists, type LocalSeeder, type ReplyListsConfig } from './replyLists.ts';
import type { Swarm } from './swarm.ts';
import { createDepartures } from './departures.ts';
import { createSwarmChanges, type SwarmChanges } from './swarmChanges.ts';
import { createSwarmLook, type SwarmLook } from './swarmLook.ts';
import type { SnapshotError, SwarmSnapshot } from './swarmSnapshot.ts';
import { createSwarmStore } from './swarmStore.ts';
import { mergeSnapshot } from './swarmMerge.ts';
import { snapshotOf, trackerPeersOf } from './swarmViews.ts';

export interface TrackerConfig extends PaceConfig, ReplyListsConfig {
  readonly minIntervalSeconds: number;
  /** Peers remembered of one swarm; further ones are answered and not listed. */
  readonly maxPeersPerSwarm: number;
}

export const DEFAULT_TRACKER_CONFIG: TrackerConfig = {
  intervalSeconds: 60,
  maxIntervalSeconds: 1800,
  easyAnnouncesPerSecond: 5000,
  minIntervalSeconds: 15,
  defaultNumWant: 50,
  maxNumWant: 200,
  maxPeersPerSwarm: 100_000,
};

export interface TrackerDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly policy: AnnouncePolicy;
  /** Where swarms begin by themselves, and where there are bounds. */
  readonly admission?: Admission;
  readonly localSeeder: LocalSeeder;
  /** Whether what this address says about others' addresses counts. None does when absent. */
  readonly isProxy?: (address: IpAddress) => boolean;
  /** Whether an address gets anything here, as the policy has it. All do when absent. */
  readonly serves?: (address: IpAddress) => boolean;
  /** Whether a peer may stay, when the rules changed. All may when absent. */
  readonly isMember?: IsMember;
  readonly preferLargePages?: PreferLargePages | undefined;
  /** Above it clients are told to come back later. No bound when absent. */
  readonly maxAnnouncesPerSecond?: () => number;
  /** Is told on the way to every such answer, and so has to be quick. */
  readonly onRefused?: (refusal: Refusal, infoHash: InfoHash, requester: IpAddress) => void;
  /** A peer says for the first time that it has all. The address is the one it is listed with. */
  readonly onCompleted?: (request: AnnounceRequest, address: IpAddress) => void;
  /** Is told of every announce that is answered, and so has to be quick. The request is reused for the next one. */
  readonly onAnnounced?: (request: AnnounceRequest, address: IpAddress) => void;
}

export interface TrackerTotals {
  readonly swarms: number;
  readonly peers: number;
  /** Of the peers, those with nothing left. */
  readonly seeders: number;
  readonly announces: number;
  readonly scrapes: number;
  /** Announces and scrapes that the policy turned away, or that made no sense. */
  readonly refused: number;
}

/** Who scrapes. */
export interface Scraper {
  readonly requester: IpAddress;
  /** As in an announce. */
  readonly passkey: string;
}

export interface Tracker {
  /** Tracks a torrent from now on; does nothing when it is tracked. */
  addSwarm(infoHash: InfoHash): void;
  /** Forgets a torrent with its peers and counters. */
  removeSwarm(infoHash: InfoHash): void;
  /**
   * Begins to forget peers that are not served any more, as `serves` and `isMember` have it: at once, and in the next moments
   * where there are many.
   */
  dropUnserved(): void;
  announce(request: AnnounceRequest): Result<AnnounceReply, Refusal>;
  /** Is told of announces that are about to come. */
  readonly ahead: LookAhead;
  /** Counts one scrape of one torrent. */
  scrape(infoHash: InfoHash, from: Scraper): Result<SwarmCounts, Refusal>;
  /** Whether a scrape of this torrent would be answered, without counting one. */
  tells(infoHash: InfoHash, to: Scraper): boolean;
  /** All zeros for a torrent that is not tracked. The engine's own seeder is one of the seeders. */
  counts(infoHash: InfoHash): SwarmCounts;
  /** The peers that announced: one row each, IPv4 endpoint first choice. */
  peers(infoHash: InfoHash): TrackerPeer[];
  totals(): TrackerTotals;
  /** What is tracked by the info-hash whose 20 bytes stand at `at`, for an announce that follows at once. */
  swarmAt(bytes: Uint8Array, at: number): Swarm | undefined;
  /** Every torrent that is tracked. */
  infoHashes(): readonly InfoHash[];
  /** Undefined for a torrent that is not tracked. */
  look(infoHash: InfoHash): SwarmLook | undefined;
  /** What should survive a restart, a little at a time. */
  readonly changes: Pick<SwarmChanges, 'nextPart' | 'nextCounters' | 'waiting'>;
  /** All that should survive a restart, at once. */
  snapshot(): SwarmSnapshot[];
  /**
   * Fills tracked swarms, of which some peers may have announced already; a snapshot of another torrent is ignored. Returns
   * what could not be read.
   */
  restore(snapshots: Iterable<SwarmSnapshot>): SnapshotError[];
  /** There is more to restore, and until it is, who says goodbye is remembered; or there is no more. */
  setRestoring(isRestoring: boolean): void;
  /** How long a peer may keep silent without being gone, at this moment. */
  patienceSeconds(): number;
  /** Ends expiry; answers go on. */
  stop(): Promise<void>;
}

/** Restored peers were seen before this tracker began: seconds are counted from a day before it. */
const HEADROOM_SECONDS = 86_400;
const NO_COUNTS: SwarmCounts = { seeders: 0, leechers: 0, paused: 0, completed: 0, announces: 0, scrapes: 0 };
const BAD_PORT: Refusal = { code: 'bad-port', message: 'port must be a number from 1 to 65535' };

export function createTracker(deps: TrackerDeps, config: TrackerConfig): Tracker {
  const { clock, random, policy, localSeeder, admission = NO_ADMISSION } = deps;
  const store = createSwarmStore({
    maxPeersPerSwarm: config.maxPeersPerSwarm,
    hashSeed: Math.floor(random() * 2 ** 32),
    admits: (swarm, { address }) => admission.admitsPeer(swarm, address),
    pages: createMemoryPages(deps.preferLargePages),
  });
  const lists = createReplyLists(store.records, config);
  const { ipv4, ipv6 } = lists;
  const scratch = createAnnounceScratch();
  const totals = { announces: 0, scrapes: 0, refused: 0 };
  const reply: Mutable<AnnounceReply> = {
    intervalSeconds: config.intervalSeconds,
    minIntervalSeconds: config.minIntervalSeconds,
    seeders: 0,
    leechers: 0,
    completed: 0,
    ipv4,
    ipv6,
  };
  const answered = success(reply);
  const pacing = createPacing(config, deps.maxAnnouncesPerSecond ?? (() => Infinity));
  const onChange = (swarm: Swarm): void => changes.mark(swarm);
  const patience = () => pacing.patienceSeconds();
  const expiry = createPeerExpiry({ clock, store, nowSeconds: () => nowSeconds, onChange }, patience);
  const { serves = () => true, isMember = () => true } = deps;
  const eviction = createPeerEviction({ clock, store, serves, isMember, onChange });
  const changes = createSwarmChanges(store, () => nowSeconds);
  const departures = createDepartures();
  const startedMs = clock.monotonicMs();
  let nowSeconds = HEADROOM_SECONDS;
  const everySecond = clock.every(1000, () => {
    nowSeconds = HEADROOM_SECONDS + Math.floor((clock.monotonicMs() - startedMs) / 1000);
    pacing.turn();
    expiry.turn();
  });

  const time = () => ({ now: clock.now(), nowSeconds });

  function refuse(
    refusal: Refusal,
    { infoHash, requester }: Pick<AnnounceRequest, 'infoHash' | 'requester'>,
  ): { readonly ok: false; readonly error: Refusal } {
    totals.refused++;
    deps.onRefused?.(refusal, infoHash, requester);
    return failure(refusal);
  }

  function announce(request: AnnounceRequest): Result<AnnounceReply, Refusal> {
    const address = addressOf(request);
    const { infoHash } = request;
    const known = request.swarm ?? store.find(infoHash);
    const refusal =
      policy.refusalOf(scratch.questionOf(request, known, address)) ?? admission.refusalOfAnnounce(request, address);
    if (refusal !== undefined) return refuse(refusal, request);
    if (request.port === 0) return refuse(BAD_PORT, request);
    if (!pacing.admits() && request.event !== 'stopped') return refuse(BUSY, request);
    const whyNone = known === undefined ? refusalOfSwarm(request, address) : undefined;
    if (whyNone !== undefined) return refuse(whyNone, request);
    const swarm = known ?? store.add(infoHash);
    totals.announces++;
    swarm.announces++;
    changes.mark(swarm);
    if (request.event === 'stopped') departures.note(swarm, request);
    const completedBefore = swarm.completed;
    const slot = store.update(swarm, scratch.visitOf(request, address, nowSeconds));
    if (swarm.completed !== completedBefore) deps.onCompleted?.(request, address);
    deps.onAnnounced?.(request, address);
    const ownSeeder = localSeeder(infoHash);
    lists.fill(swarm, request, { slot, address, ownSeeder });
    reply.intervalSeconds = pacing.intervalSeconds();
    reply.seeders = swarm.seederCount + (ownSeeder === undefined ? 0 : 1);
    reply.leechers = swarm.peerCount - swarm.seederCount;
    reply.completed = swarm.completed;
    return answered;
  }

  /** A goodbye begins nothing. */
  function refusalOfSwarm({ event, infoHash }: AnnounceRequest, address: IpAddress): Refusal | undefined {
    return event === 'stopped' ? NOT_TRACKED : admission.refusalOfSwarm(infoHash, address);
  }

  /** A claim counts from loopback and proxies: elsewhere it would let anyone send a swarm to anybody's address. */
  function addressOf({ requester, claimed }: AnnounceRequest): IpAddress {
    if (claimed === undefined || claimed.scope === 'unusable') return requester;
    return requester.scope === 'loopback' || deps.isProxy?.(requester) === true ? claimed : requester;
  }

  function presenceOf(swarm: Swarm): { readonly seeders: number; readonly leechers: number } {
    const own = localSeeder(swarm.infoHash) === undefined ? 0 : 1;
    return { seeders: swarm.seederCount + own, leechers: swarm.peerCount - swarm.seederCount };
  }

  function countsOf(swarm: Swarm): SwarmCounts {
    const { pausedCount: paused, completed, announces, scrapes } = swarm;
    return { ...presenceOf(swarm), paused, completed, announces, scrapes };
  }

  return {
    addSwarm: (infoHash) => void store.add(infoHash),
    removeSwarm: (infoHash) => store.remove(infoHash),
    dropUnserved: eviction.begin,
    announce,
    ahead: store.ahead,
    scrape(infoHash, { requester, passkey }) {
      const refusal = policy.refusalOf({ infoHash, passkey, peerId: undefined, address: requester });
      if (refusal !== undefined) return refuse(refusal, { infoHash, requester });
      const swarm = store.find(infoHash);
      if (swarm === undefined && !admission.tracksAllServed) return refuse(NOT_TRACKED, { infoHash, requester });
      totals.scrapes++;
      if (swarm === undefined) return success(NO_COUNTS);
      swarm.scrapes++;
      changes.mark(swarm);
      return success(countsOf(swarm));
    },
    tells: (infoHash, { requester: address, passkey }) =>
      policy.refusalOf({ infoHash, passkey, peerId: undefined, address }) === undefined,
    counts(infoHash) {
      const swarm = store.find(infoHash);
      return swarm === undefined ? NO_COUNTS : countsOf(swarm);
    },
    peers(infoHash) {
      const swarm = store.find(infoHash);
      return swarm === undefined ? [] : trackerPeersOf(swarm, store.records, time());
    },
    totals: () => ({ swarms: store.swarmCount(), ...store.sums, ...totals }),
    swarmAt: store.findAt,
    infoHashes: () => [...store.swarms()].map(({ infoHash }) => infoHash),
    look(infoHash) {
      const swarm = store.find(infoHash);
      return swarm && createSwarmLook(swarm, store.records, time);
    },
    changes,
    snapshot: () => [...store.swarms()].map((swarm) => snapshotOf(swarm, store.records, nowSeconds)),
    restore(snapshots) {
      const how = { nowSeconds, hasLeft: departures.hasLeft };
      return [...snapshots].flatMap((snapshot) => {
        const { infoHash } = snapshot;
        if (store.find(infoHash) === undefined && admission.takesUp(infoHash)) store.add(infoHash);
        return mergeSnapshot(store, snapshot, how);
      });
    },
    setRestoring(isRestoring) {
      departures.setOn(isRestoring);
      // They were served when they were stored.
      if (!isRestoring) eviction.begin();
    },
    patienceSeconds: pacing.patienceSeconds,
    async stop() {
      everySecond.cancel();
      expiry.stop();
      eviction.stop();
    },
  };
}
