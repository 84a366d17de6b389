import { type IpAddress, parseIpAddress } from '../codec/ipAddress.ts';
import type { Clock } from '../ports.ts';

/** Our own address as this requester sees it; undefined when no interface of ours faces it. */
export type Facing = (requester: IpAddress) => IpAddress | undefined;

export interface Requester {
  readonly address: IpAddress;
  readonly facing: IpAddress | undefined;
}

/** Reads an address once for the many packets it sends. */
export interface RequesterCache {
  /** Undefined for text that is no address. */
  of(addressText: string): Requester | undefined;
  stop(): void;
}

/** Interfaces come and go: what was found out about them is forgotten this often. */
const FORGET_AFTER_MS = 10_000;
const MAX_REMEMBERED = 16_384;

export function createRequesterCache({
  clock,
  facing,
}: {
  readonly clock: Clock;
  readonly facing: Facing;
}): RequesterCache {
  const requesters = new Map<string, Requester>();
  const timer = clock.every(FORGET_AFTER_MS, () => requesters.clear());

  function read(addressText: string): Requester | undefined {
    const address = parseIpAddress(addressText);
    if (address === undefined) return undefined;
    if (requesters.size >= MAX_REMEMBERED) requesters.clear();
    const requester = { address, facing: facing(address) };
    requesters.set(addressText, requester);
    return requester;
  }

  return {
    of: (addressText) => requesters.get(addressText) ?? read(addressText),
    stop: () => timer.cancel(),
  };
}
