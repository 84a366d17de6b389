import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CHOKE_ROUND_MS,
  chooseUnchoked,
  SHORTEST_TURN_MS,
  type ChokerPeer,
} from '../../electron/engine/peer/choker.ts';

const ROUNDS_IN_A_TURN = SHORTEST_TURN_MS / CHOKE_ROUND_MS;

const peer: fc.Arbitrary<ChokerPeer> = fc.record({
  unchokedSinceMs: fc.option(fc.nat({ max: 100_000 }), { nil: undefined }),
  waitingSinceMs: fc.nat({ max: 100_000 }),
  turnBytes: fc.nat(),
});

describe('the choker', () => {
  it('fills the slots, all of them and no more', () => {
    fc.assert(
      fc.property(fc.array(peer), fc.nat({ max: 40 }), fc.boolean(), (peers, slots, mayRotate) => {
        const chosen = chooseUnchoked(peers, { slots, nowMs: 100_000, random: () => 0.3, mayRotate });
        expect(chosen.size).toBe(Math.min(slots, peers.length));
        expect(peers).toEqual(expect.arrayContaining([...chosen]));
      }),
    );
  });

  it('starves nobody: within a bounded number of rounds everybody has had a turn', () => {
    const population = fc.record({
      peers: fc.integer({ min: 1, max: 60 }),
      slots: fc.integer({ min: 1, max: 32 }),
      seed: fc.integer({ min: 0, max: 999 }),
    });
    fc.assert(
      fc.property(population, ({ peers, slots, seed }) => {
        const bound = ROUNDS_IN_A_TURN * (peers + 1);
        expect(roundsUntilAllServed(peers, slots, seed)).toBeLessThanOrEqual(bound);
      }),
    );
  });
});

/** Plays rounds of the choker; whoever is unchoked is served, the lower numbers far faster. */
function roundsUntilAllServed(count: number, slots: number, seed: number): number {
  const peers = Array.from({ length: count }, (_, number) => ({
    number,
    unchokedSinceMs: undefined as number | undefined,
    waitingSinceMs: 0,
    turnBytes: 0,
    turns: 0,
  }));
  let draws = seed;
  const random = (): number => ((draws += 0.618) * 1.5) % 1;
  for (let round = 0; round < 1000; round++) {
    const nowMs = round * CHOKE_ROUND_MS;
    const chosen = chooseUnchoked(peers, { slots, nowMs, random, mayRotate: true });
    for (const one of peers) {
      if (chosen.has(one)) {
        if (one.unchokedSinceMs === undefined) one.turns += 1;
        one.unchokedSinceMs ??= nowMs;
        one.turnBytes += 1000 * (count - one.number);
      } else {
        if (one.unchokedSinceMs !== undefined) one.waitingSinceMs = nowMs;
        one.unchokedSinceMs = undefined;
        one.turnBytes = 0;
      }
    }
    if (peers.every((one) => one.turns > 0)) return round;
  }
  return Number.POSITIVE_INFINITY;
}
