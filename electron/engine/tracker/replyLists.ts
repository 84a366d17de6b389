import type { InfoHash } from '../../../shared/infoHash.ts';
import type { Mutable } from '../../../shared/mutable.ts';
import { type IpAddress, ipAddressFromBytes } from '../codec/ipAddress.ts';
import type { AnnounceRequest } from './announce.ts';
import { createPeerList, type PeerList, type WritablePeerList } from './peerList.ts';
import type { PeerRecords } from './peerRecords.ts';
import { createPeerSelector, type PeerSelection, wantsSeeders } from './peerSelection.ts';
import type { Swarm } from './swarm.ts';

/** The peers of both families in one reply: the same two lists for all replies. */
export interface ReplyLists {
  readonly ipv4: PeerList;
  readonly ipv6: PeerList;
  /** The family that the requester came by first, the other one with what is left. */
  fill(swarm: Swarm, request: AnnounceRequest, self: Requester): void;
}

export interface Requester {
  /** -1 for one who is in no slot. */
  readonly slot: number;
  /** The one that it is listed with. */
  readonly address: IpAddress;
  readonly ownSeeder: ReturnType<LocalSeeder>;
}

/** The engine's own seeder of a torrent, if it is seeding it now. It never announces: the tracker lists it by itself. */
export type LocalSeeder = (infoHash: InfoHash) => { readonly port: number } | undefined;

export interface ReplyListsConfig {
  /** Peers in a reply to a client that does not say how many it wants. */
  readonly defaultNumWant: number;
  readonly maxNumWant: number;
}

/** Keeps the rotation a small integer. */
const MAX_START_ROW = 2 ** 24;
const NOWHERE = ipAddressFromBytes(new Uint8Array(4));

export function createReplyLists(records: PeerRecords, config: ReplyListsConfig): ReplyLists {
  const ipv4 = createPeerList('IPv4', config.maxNumWant, records);
  const ipv6 = createPeerList('IPv6', config.maxNumWant, records);
  const selectPeers = createPeerSelector();
  const selection: Mutable<PeerSelection> = {
    startRow: 0,
    withSeeders: false,
    requester: NOWHERE,
    ownSlot: 0,
    facing: undefined,
    limit: 0,
  };

  function fill(swarm: Swarm, request: AnnounceRequest, self: Requester): void {
    ipv4.clear();
    ipv6.clear();
    const limit = request.event === 'stopped' ? 0 : numWantOf(request.numWant);
    if (limit === 0) return;
    const isIPv4 = self.address.family === 'IPv4';
    const first = isIPv4 ? ipv4 : ipv6;
    const second = isIPv4 ? ipv6 : ipv4;
    const withSeeders = wantsSeeders(request);
    if (withSeeders) listOwnSeeder(first, request.facing, self);
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

  function listOwnSeeder(
    list: WritablePeerList,
    facing: IpAddress | undefined,
    { ownSeeder, address }: Requester,
  ): void {
    if (ownSeeder === undefined || facing === undefined || facing.family !== list.family) return;
    if (facing.scope === 'loopback' && address.scope !== 'loopback') return;
    list.addOwn(facing.bytes, ownSeeder.port);
  }

  function numWantOf(asked: number | undefined): number {
    if (asked === undefined || asked < 0) return config.defaultNumWant;
    return Math.min(asked, config.maxNumWant);
  }

  return { ipv4, ipv6, fill };
}
