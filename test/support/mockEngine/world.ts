import type { Clock } from '../../../electron/engine/ports.ts';
import { createMockPeers, type MockPeers } from './mockPeers.ts';
import { type MockShare, makeShares } from './mockShares.ts';
import type { MockOptions } from './options.ts';

/** Everything there is in the mock engine, and what time it is there. */
export interface World {
  readonly options: MockOptions;
  /** In the order of the library; grows and shrinks. */
  readonly shares: MockShare[];
  readonly peers: MockPeers;
  readonly startedAt: number;
  now(): number;
  /** Whole seconds since it began, so that everything looked at within one second agrees. */
  seconds(): number;
  find(infoHash: string): MockShare | undefined;
}

export function createWorld(options: MockOptions, clock: Clock): World {
  const startedAt = clock.now();
  const shares = makeShares(options, startedAt);
  return {
    options,
    shares,
    peers: createMockPeers(shares, options.seed),
    startedAt,
    now: () => clock.now(),
    seconds: () => Math.floor((clock.now() - startedAt) / 1000),
    find: (infoHash) => shares.find((share) => share.infoHash === infoHash),
  };
}
