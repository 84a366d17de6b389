import type { AnnounceEvent } from '../../electron/engine/codec/announceEvent.ts';
import { writeCompactPeers } from '../../electron/engine/codec/compactPeers.ts';

/** What a swarm does, in the plainest words: a list of peers, searched from end to end. */
export interface SwarmModel {
  /** Returns the endpoints that the reply must list, in order of their text. All peers must be in private networks. */
  announce(announcement: ModelAnnouncement): string[];
  wait(seconds: number): void;
  state(): ModelState;
}

export interface ModelAnnouncement {
  readonly name: string;
  readonly key: number;
  readonly from: string;
  readonly port: number;
  readonly event: AnnounceEvent;
  readonly leftBytes: number;
}

export interface ModelState {
  readonly seeders: number;
  readonly leechers: number;
  readonly completed: number;
  /** In order of name and key; endpoints are compact, in hexadecimal digits, IPv4 first. */
  readonly peers: readonly {
    readonly name: string;
    readonly key: number;
    readonly isSeeder: boolean;
    readonly isCompletionCounted: boolean;
    readonly endpoints: readonly string[];
  }[];
}

interface Endpoint {
  readonly from: string;
  readonly port: number;
  idleSeconds: number;
}

interface Peer {
  name: string;
  key: number;
  isSeeder: boolean;
  isCompletionCounted: boolean;
  ipv4: Endpoint | undefined;
  ipv6: Endpoint | undefined;
}

const EXPIRES_AFTER_SECONDS = 660;

export function createSwarmModel(maxPeers: number): SwarmModel {
  let peers: Peer[] = [];
  let completed = 0;

  function find({ name, key, from, port, event }: ModelAnnouncement): Peer | undefined {
    const known = peers.find((peer) => peer.name === name && peer.key === key);
    const holder = peers.find((peer) =>
      endpointsOf(peer).some((endpoint) => endpoint.from === from && endpoint.port === port),
    );
    if (holder === undefined || holder === known) return known;
    const isSame = holder.name === name || (key !== 0 && holder.key === key);
    if (known === undefined && isSame) return Object.assign(holder, { name, key });
    if (event !== 'stopped') peers = peers.filter((peer) => peer !== holder);
    return known;
  }

  function visit(announcement: ModelAnnouncement): Peer | undefined {
    const { name, key, from, port, event, leftBytes } = announcement;
    const known = find(announcement);
    if (event === 'stopped') {
      peers = peers.filter((peer) => peer !== known);
      return undefined;
    }
    if (known === undefined && peers.length >= maxPeers) return undefined;
    const peer = known ?? { name, key, isSeeder: false, isCompletionCounted: false, ipv4: undefined, ipv6: undefined };
    if (known === undefined) peers.push(peer);
    peer[from.includes(':') ? 'ipv6' : 'ipv4'] = { from, port, idleSeconds: 0 };
    peer.isSeeder = leftBytes === 0;
    if (event === 'completed' && peer.isSeeder && !peer.isCompletionCounted) {
      peer.isCompletionCounted = true;
      completed++;
    }
    return peer;
  }

  return {
    announce(announcement) {
      const self = visit(announcement);
      if (announcement.event === 'stopped') return [];
      const others = peers.filter((peer) => peer !== self && (announcement.leftBytes !== 0 || !peer.isSeeder));
      return others.flatMap((peer) => endpointsOf(peer).map(({ from, port }) => `${from} ${port}`)).toSorted();
    },
    wait(seconds) {
      for (const endpoint of peers.flatMap(endpointsOf)) endpoint.idleSeconds += seconds;
      for (const peer of peers) {
        if ((peer.ipv4?.idleSeconds ?? 0) >= EXPIRES_AFTER_SECONDS) peer.ipv4 = undefined;
        if ((peer.ipv6?.idleSeconds ?? 0) >= EXPIRES_AFTER_SECONDS) peer.ipv6 = undefined;
      }
      peers = peers.filter((peer) => endpointsOf(peer).length > 0);
    },
    state() {
      const seeders = peers.filter(({ isSeeder }) => isSeeder).length;
      const rows = peers.map(({ ipv4: _4, ipv6: _6, ...peer }) => ({
        ...peer,
        endpoints: compactOf({ ipv4: _4, ipv6: _6 }),
      }));
      const sorted = rows.toSorted((a, b) => (a.name === b.name ? a.key - b.key : a.name < b.name ? -1 : 1));
      return { seeders, leechers: peers.length - seeders, completed, peers: sorted };
    },
  };
}

function endpointsOf({ ipv4, ipv6 }: Pick<Peer, 'ipv4' | 'ipv6'>): Endpoint[] {
  return [ipv4, ipv6].filter((endpoint) => endpoint !== undefined);
}

function compactOf(peer: Pick<Peer, 'ipv4' | 'ipv6'>): string[] {
  return endpointsOf(peer).map(({ from, port }) => {
    const family = from.includes(':') ? 'IPv6' : 'IPv4';
    return Buffer.from(writeCompactPeers([{ address: from, family, port }], family)).toString('hex');
  });
}
