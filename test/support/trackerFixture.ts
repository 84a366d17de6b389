import { type IpAddress, parseIpAddress } from '../../electron/engine/codec/ipAddress.ts';
import { createAddressGate } from '../../electron/engine/policy/addressGate.ts';
import { createClientFilter } from '../../electron/engine/policy/clientFilter.ts';
import { createServedTorrents, createTrackerPolicy } from '../../electron/engine/policy/trackerPolicy.ts';
import type { AnnouncePolicy } from '../../electron/engine/tracker/announcePolicy.ts';
import type { AnnounceReply, AnnounceRequest } from '../../electron/engine/tracker/announce.ts';
import {
  createTracker,
  DEFAULT_TRACKER_CONFIG,
  type Tracker,
  type TrackerConfig,
} from '../../electron/engine/tracker/tracker.ts';
import { type InfoHash, infoHashFromBytes } from '../../shared/infoHash.ts';
import { createVirtualClock, type VirtualClock } from './virtualClock.ts';

export interface TrackerFixture {
  readonly tracker: Tracker;
  readonly clock: VirtualClock;
}

export interface TrackerFixtureOptions {
  readonly config?: Partial<TrackerConfig>;
  /** Port of the engine's own seeder, when it seeds. */
  readonly seederPort?: number;
  /** What is served besides SHARED. */
  readonly isServed?: (infoHash: InfoHash) => boolean;
  readonly maxAnnouncesPerSecond?: () => number;
}

/** The one torrent that the tracker of a fixture serves. */
export const SHARED = infoHashFromBytes(new Uint8Array(20).fill(0xab));
export const NOT_SHARED = infoHashFromBytes(new Uint8Array(20).fill(0xcd));

/** A tracker on a clock that stands still, with one torrent. Its only resource is a timer of that clock. */
export function createTrackerFixture({
  config,
  seederPort,
  isServed,
  ...more
}: TrackerFixtureOptions = {}): TrackerFixture {
  const clock = createVirtualClock();
  const tracker = createTracker(
    {
      clock,
      random: () => 0.5,
      policy: sharesOnlyPolicy((infoHash) => infoHash === SHARED || isServed?.(infoHash) === true),
      localSeeder: () => (seederPort === undefined ? undefined : { port: seederPort }),
      ...more,
    },
    { ...DEFAULT_TRACKER_CONFIG, ...config },
  );
  tracker.addSwarm(SHARED);
  return { tracker, clock };
}

/** The policy of a tracker that nobody opened. */
function sharesOnlyPolicy(isShared: (infoHash: InfoHash) => boolean): AnnouncePolicy {
  const mode = () => 'shares' as const;
  return createTrackerPolicy({
    mode,
    served: createServedTorrents({ isShared, list: { verdictOf: () => undefined }, mode }),
    gate: createAddressGate({ scopeOf: () => 'local' }, { localRanges: [] }),
    clients: createClientFilter({ allowedClients: [], blockedClients: [] }),
  });
}

export function ip(text: string): IpAddress {
  const address = parseIpAddress(text);
  if (address === undefined) throw new Error(`no address: ${text}`);
  return address;
}

/** Twenty bytes for a peer of this name, which has at most twelve. */
export function peerIdOf(name: string): Uint8Array {
  const text = `-XX0100-${name.padEnd(12, '.')}`;
  if (text.length !== 20) throw new Error(`too long for a peer-id: ${name}`);
  return Uint8Array.from(Buffer.from(text));
}

export interface AnnounceOverrides extends Partial<Omit<AnnounceRequest, 'requester' | 'claimed' | 'facing'>> {
  readonly from?: string;
  readonly claimed?: string;
  readonly facing?: string;
}

/** An announce of a leecher in 192.168.1.0/24, but for what is overridden. */
export function announceRequest({ from, claimed, facing, ...overrides }: AnnounceOverrides = {}): AnnounceRequest {
  return {
    infoHash: SHARED,
    peerId: peerIdOf('leecher'),
    key: 0,
    requester: ip(from ?? '192.168.1.2'),
    claimed: claimed === undefined ? undefined : ip(claimed),
    facing: facing === undefined ? undefined : ip(facing),
    port: 6881,
    uploadedBytes: 0,
    downloadedBytes: 0,
    leftBytes: 1000,
    event: 'none',
    numWant: undefined,
    bothFamilies: true,
    passkey: '',
    ...overrides,
  };
}

/** Announces and expects an answer. */
export function announce(tracker: Tracker, overrides: AnnounceOverrides = {}): AnnounceReply {
  const outcome = tracker.announce(announceRequest(overrides));
  if (!outcome.ok) throw new Error(`refused: ${outcome.error.message}`);
  return outcome.value;
}

/** Endpoints of a reply as text, IPv4 before IPv6, each in the order of the list. */
export function listed({ ipv4, ipv6 }: AnnounceReply): string[] {
  return [...endpoints(ipv4.compact, 6), ...endpoints(ipv6.compact, 18)];
}

function endpoints(compact: Uint8Array, stride: number): string[] {
  const bytes = Buffer.from(compact);
  return Array.from({ length: bytes.length / stride }, (_, i) => {
    const endpoint = bytes.subarray(i * stride, (i + 1) * stride);
    const address = ip(stride === 6 ? endpoint.subarray(0, 4).join('.') : colons(endpoint.subarray(0, 16)));
    return `${address.text} ${endpoint.readUInt16BE(stride - 2)}`;
  });
}

function colons(bytes: Buffer): string {
  return (bytes.toString('hex').match(/.{4}/g) ?? []).join(':');
}
