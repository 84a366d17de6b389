import { INFO_HASH_BYTES, type InfoHash, infoHashFromBytes } from '../../../shared/infoHash.ts';
import type { SwarmCounts, TrackerPeer } from '../../../shared/model.ts';
import type { Mutable } from '../../../shared/mutable.ts';
import { failure, type Result, success } from '../../../shared/result.ts';
import { type IpAddress, ipAddressFromBytes } from '../codec/ipAddress.ts';
import type { Clock, Random } from '../ports.ts';
import type { AnnounceReply, AnnounceRequest, Refusal, TrackerQuestion } from './announce.ts';
import { type Admission, NO_ADMISSION, NOT_TRACKED } from './admission.ts';
import type { AnnouncePolicy } from './announcePolicy.ts';
import { createPeerList, type WritablePeerList } from './peerList.ts';
import { createPeerSelector, type PeerSelection, wantsSeeders } from './peerSelection.ts';
import type { Swarm } from './swarm.ts';
import { createSwarmLook, type SwarmLook } from './swarmLook.ts';
import type { SnapshotError, SwarmSnapshot } from './swarmSnapshot.ts';
import { createSwarmStore, type Visit } from './swarmStore.ts';
import { restoreSwarm, snapshotOf, trackerPeersOf } from './swarmViews.ts';

export interface TrackerConfig {
  /** Between regular announces of one peer. A peer that misses two of them and half a third expires. */
  readonly intervalSeconds: number;
  readonly minIntervalSeconds: number;
  /** Peers in a reply to a client that does not say how many it wants. */
  readonly defaultNumWant: number;
  readonly maxNumWant: number;
  /** Peers remembered of one swarm; further ones are answered and not listed. */
  readonly maxPeersPerSwarm: number;
}

export const DEFAULT_TRACKER_CONFIG: TrackerConfig = {
  intervalSeconds: 60,
  minIntervalSeconds: 15,
  defaultNumWant: 50,
  maxNumWant: 200,
  maxPeersPerSwarm: 100_000,
};

/** The engine's own seeder of a torrent, if it is seeding it now. It never announces: the tracker lists it by itself. */
export type LocalSeeder = (infoHash: InfoHash) => { readonly port: number } | undefined;

export interface TrackerDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly policy: AnnouncePolicy;
  /** Where swarms begin by themselves, and where there are bounds. */
  readonly admission?: Admission;
  readonly localSeeder: LocalSeeder;
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
  announce(request: AnnounceRequest): Result<AnnounceReply, Refusal>;
  /** Counts one scrape of one torrent. */
  scrape(infoHash: InfoHash, from: Scraper): Result<SwarmCounts, Refusal>;
  /** All zeros for a torrent that is not tracked. The engine's own seeder is one of the seeders. */
  counts(infoHash: InfoHash): SwarmCounts;
  /** The peers that announced: one row each, IPv4 endpoint first choice. */
  peers(infoHash: InfoHash): TrackerPeer[];
  totals(): TrackerTotals;
  /** The same info-hash, in the very text that the tracker knows it by if it does: comparing that costs nothing. */
  own(infoHash: InfoHash): InfoHash;
  /** Every torrent that is tracked. */
  infoHashes(): readonly InfoHash[];
  /** Undefined for a torrent that is not tracked. */
  look(infoHash: InfoHash): SwarmLook | undefined;
  /** Everything that should survive a restart, or what of it changed since the last snapshot of either kind. */
  snapshot(which?: 'all' | 'changed'): SwarmSnapshot[];
  /** Fills tracked swarms; a snapshot of another torrent is ignored. Returns what could not be read. */
  restore(snapshots: Iterable<SwarmSnapshot>): SnapshotError[];
  /** Ends expiry; answers go on. */
  stop(): Promise<void>;
}

/** Two missed announces and a bit. */
const EXPIRY_INTERVALS = 2.5;
/** All peers are looked at once in ten steps of a second, so that no step holds up the answers. */
const EXPIRY_STEPS = 10;
/** Restored peers were seen before this tracker began: seconds are counted from a day before it. */
const HEADROOM_SECONDS = 86_400;
const NO_COUNTS: SwarmCounts = { seeders: 0, leechers: 0, completed: 0, announces: 0, scrapes: 0 };
/** Keeps the rotation a small integer. */
const MAX_START_ROW = 2 ** 24;
const NOWHERE = ipAddressFromBytes(new Uint8Array(4));
const NO_INFO_HASH = infoHashFromBytes(new Uint8Array(INFO_HASH_BYTES));
const BAD_PORT: Refusal = { code: 'bad-port', message: 'port must be a number from 1 to 65535' };

export function createTracker(deps: TrackerDeps, config: TrackerConfig): Tracker {
  const { clock, random, policy, localSeeder, admission = NO_ADMISSION } = deps;
  const store = createSwarmStore({
    maxPeersPerSwarm: config.maxPeersPerSwarm,
    hashSeed: Math.floor(random() * 2 ** 32),
    admits: (swarm, { address }) => admission.admitsPeer(swarm, address),
  });
  const ipv4 = createPeerList('IPv4', config.maxNumWant, store.records);
  const ipv6 = createPeerList('IPv6', config.maxNumWant, store.records);
  const selectPeers = createPeerSelector();
  const totals = { announces: 0, scrapes: 0, refused: 0 };
  const visit: Mutable<Visit> = {
    peerId: new Uint8Array(20),
    key: 0,
    address: NOWHERE,
    port: 0,
    event: 'none',
    leftBytes: 0,
    uploadedBytes: 0,
    downloadedBytes: 0,
    nowSeconds: 0,
  };
  const question: Mutable<TrackerQuestion> = {
    infoHash: NO_INFO_HASH,
    peerId: undefined,
    passkey: '',
    address: NOWHERE,
    isDownloading: false,
  };
  const selection: Mutable<PeerSelection> = {
    startRow: 0,
    withSeeders: false,
    requester: NOWHERE,
    ownSlot: 0,
    facing: undefined,
    limit: 0,
  };
  const startedMs = clock.monotonicMs();
  let nowSeconds = HEADROOM_SECONDS;
  const everySecond = clock.every(1000, () => {
    nowSeconds = HEADROOM_SECONDS + Math.floor((clock.monotonicMs() - startedMs) / 1000);
    store.expire(nowSeconds - config.intervalSeconds * EXPIRY_INTERVALS, EXPIRY_STEPS, markChanged);
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
    const refusal = policy.refusalOf(questionOf(request, address)) ?? admission.refusalOfAnnounce(request, address);
    if (refusal !== undefined) return refuse(refusal, request);
    if (request.port === 0) return refuse(BAD_PORT, request);
    const known = store.find(infoHash);
    const whyNone = known === undefined ? refusalOfSwarm(request, address) : undefined;
    if (whyNone !== undefined) return refuse(whyNone, request);
    const swarm = known ?? store.add(infoHash);
    totals.announces++;
    swarm.announces++;
    swarm.isChanged = true;
    const completedBefore = swarm.completed;
    const slot = store.update(swarm, fillVisit(request, address));
    if (swarm.completed !== completedBefore) deps.onCompleted?.(request, address);
    deps.onAnnounced?.(request, address);
    list(swarm, request, { slot, address });
    const { seeders, leechers } = presenceOf(swarm);
    const { intervalSeconds, minIntervalSeconds } = config;
    const { completed } = swarm;
    return success({ intervalSeconds, minIntervalSeconds, seeders, leechers, completed, ipv4, ipv6 });
  }

  /** A goodbye begins nothing. */
  function refusalOfSwarm({ event, infoHash }: AnnounceRequest, address: IpAddress): Refusal | undefined {
    return event === 'stopped' ? NOT_TRACKED : admission.refusalOfSwarm(infoHash, address);
  }

  function questionOf(request: AnnounceRequest, address: IpAddress): TrackerQuestion {
    const { infoHash, peerId, passkey } = request;
    question.infoHash = infoHash;
    question.peerId = peerId;
    question.passkey = passkey;
    question.address = address;
    question.isDownloading = request.leftBytes > 0 && request.event !== 'stopped';
    return question;
  }

  /** One object for all announces: making a hundred thousand a second costs more than what is done with them. */
  function fillVisit(request: AnnounceRequest, address: IpAddress): Visit {
    visit.peerId = request.peerId;
    visit.key = request.key;
    visit.address = address;
    visit.port = request.port;
    visit.event = request.event;
    visit.leftBytes = request.leftBytes;
    visit.uploadedBytes = request.uploadedBytes;
    visit.downloadedBytes = request.downloadedBytes;
    visit.nowSeconds = nowSeconds;
    return visit;
  }

  /** Fills the lists of the reply: the family the requester came by first, the other one with what is left. */
  function list(swarm: Swarm, request: AnnounceRequest, self: { slot: number; address: IpAddress }): void {
    ipv4.clear();
    ipv6.clear();
    const limit = request.event === 'stopped' ? 0 : numWantOf(request.numWant);
    if (limit === 0) return;
    const isIPv4 = self.address.family === 'IPv4';
    const first = isIPv4 ? ipv4 : ipv6;
    const second = isIPv4 ? ipv6 : ipv4;
    const withSeeders = wantsSeeders(request);
    if (withSeeders) listLocalSeeder(swarm, request.facing, { list: first, requester: self.address });
    selection.startRow = swarm.startRow;
    selection.withSeeders = withSeeders;
    selection.requester = self.address;
    selection.ownSlot = self.slot;
    selection.facing = request.facing;
    selection.limit = limit;
    selectPeers(first, swarm[first.family], selection);
    if (request.bothFamilies) {
      selection.limit = limit - first.count;
      selectPeers(second, swarm[second.family], selection);
    }
    swarm.startRow = (swarm.startRow + first.count) % MAX_START_ROW;
  }

  function listLocalSeeder(
    swarm: Swarm,
    facing: IpAddress | undefined,
    to: { readonly list: WritablePeerList; readonly requester: IpAddress },
  ): void {
    const seeder = localSeeder(swarm.infoHash);
    if (seeder === undefined || facing === undefined || facing.family !== to.list.family) return;
    if (facing.scope === 'loopback' && to.requester.scope !== 'loopback') return;
    to.list.addOwn(facing.bytes, seeder.port);
  }

  /** A claim counts from loopback alone: elsewhere it would let anyone send a swarm to anybody's address. */
  function addressOf({ requester, claimed }: AnnounceRequest): IpAddress {
    const isHonoured = claimed !== undefined && requester.scope === 'loopback' && claimed.scope !== 'unusable';
    return isHonoured ? claimed : requester;
  }

  function numWantOf(asked: number | undefined): number {
    if (asked === undefined || asked < 0) return config.defaultNumWant;
    return Math.min(asked, config.maxNumWant);
  }

  function presenceOf(swarm: Swarm): { readonly seeders: number; readonly leechers: number } {
    const own = localSeeder(swarm.infoHash) === undefined ? 0 : 1;
    return { seeders: swarm.seederCount + own, leechers: swarm.peerCount - swarm.seederCount };
  }

  function countsOf(swarm: Swarm): SwarmCounts {
    const { completed, announces, scrapes } = swarm;
    return { ...presenceOf(swarm), completed, announces, scrapes };
  }

  return {
    addSwarm: (infoHash) => void store.add(infoHash),
    removeSwarm: (infoHash) => store.remove(infoHash),
    announce,
    scrape(infoHash, { requester, passkey }) {
      const refusal = policy.refusalOf({ infoHash, passkey, peerId: undefined, address: requester });
      if (refusal !== undefined) return refuse(refusal, { infoHash, requester });
      const swarm = store.find(infoHash);
      if (swarm === undefined && !admission.tracksAllServed) return refuse(NOT_TRACKED, { infoHash, requester });
      totals.scrapes++;
      if (swarm === undefined) return success(NO_COUNTS);
      swarm.scrapes++;
      swarm.isChanged = true;
      return success(countsOf(swarm));
    },
    counts(infoHash) {
      const swarm = store.find(infoHash);
      return swarm === undefined ? NO_COUNTS : countsOf(swarm);
    },
    peers(infoHash) {
      const swarm = store.find(infoHash);
      return swarm === undefined ? [] : trackerPeersOf(swarm, store.records, time());
    },
    totals: () => ({
      swarms: store.swarmCount(),
      peers: [...store.swarms()].reduce((sum, swarm) => sum + swarm.peerCount, 0),
      seeders: [...store.swarms()].reduce((sum, swarm) => sum + swarm.seederCount, 0),
      ...totals,
    }),
    own: (infoHash) => store.find(infoHash)?.infoHash ?? infoHash,
    infoHashes: () => [...store.swarms()].map(({ infoHash }) => infoHash),
    look(infoHash) {
      const swarm = store.find(infoHash);
      return swarm && createSwarmLook(swarm, store.records, time);
    },
    snapshot(which = 'all') {
      const chosen = [...store.swarms()].filter(({ isChanged }) => isChanged || which === 'all');
      for (const swarm of chosen) swarm.isChanged = false;
      return chosen.map((swarm) => snapshotOf(swarm, store.records, nowSeconds));
    },
    restore(snapshots) {
      return [...snapshots].flatMap((snapshot) => {
        const { infoHash } = snapshot;
        if (store.find(infoHash) === undefined && admission.takesUp(infoHash)) store.add(infoHash);
        return restoreSwarm(store, snapshot, nowSeconds);
      });
    },
    async stop() {
      everySecond.cancel();
    },
  };
}

function markChanged(swarm: Swarm): void {
  swarm.isChanged = true;
}
