import { type IpAddress, parseIpAddress } from '../codec/ipAddress.ts';
import type { Clock } from '../ports.ts';
import type { AddressIds, ConnectionIds } from './connectionId.ts';

/** Our own address as this requester sees it; undefined when no interface of ours faces it. */
export type Facing = (requester: IpAddress) => IpAddress | undefined;

export interface Requester {
  readonly address: IpAddress;
  readonly facing: IpAddress | undefined;
}

/** One who comes by UDP. */
export interface UdpRequester extends Requester {
  readonly ids: AddressIds;
}

/** Reads an address once for the many packets it sends. */
export interface RequesterCache {
  /** Undefined for text that is no address. */
  of(addressText: string): UdpRequester | undefined;
  stop(): void;
}

/** Interfaces come and go: what was found out about them is forgotten this often. */
const FORGET_AFTER_MS = 10_000;
const MAX_REMEMBERED = 16_384;

export function createRequesterCache({
  clock,
  facing,
  connectionIds,
}: {
  readonly clock: Clock;
  readonly facing: Facing;
  readonly connectionIds: ConnectionIds;
}): RequesterCache {
  const requesters = new Map<string, UdpRequester>();
  const timer = clock.every(FORGET_AFTER_MS, () => requesters.clear());

  function read(addressText: string): UdpRequester | undefined {
    const address = parseIpAddress(addressText);
    if (address === undefined) return undefined;
    if (requesters.size >= MAX_REMEMBERED) requesters.clear();
    const requester = { address, facing: facing(address), ids: connectionIds.of(address) };
    requesters.set(addressText, requester);
    return requester;
  }

  return {
    of: (addressText) => requesters.get(addressText) ?? read(addressText),
    stop: () => timer.cancel(),
  };
}
