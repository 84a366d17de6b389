import { describe, expect, it } from 'vitest';
import { CHOKE_ROUND_MS, chooseUnchoked, type ChokerPeer } from '../../electron/engine/peer/choker.ts';
import { MIB } from '../../shared/units.ts';
import { createVirtualClock } from '../support/virtualClock.ts';

const HOUR_MS = 3_600_000;

describe('a hall on a virtual clock', () => {
  it('gives 100 equal peers nearly equal shares through 8 slots', () => {
    const hall = runHall({ peers: 100, slots: 8, hours: 4, rateOf: () => MIB });
    const bytes = hall.map((peer) => peer.receivedBytes);
    expect(Math.min(...bytes)).toBeGreaterThan(0.6 * average(bytes));
    expect(Math.max(...bytes)).toBeLessThan(1.5 * average(bytes));
  });

  it('does not let fast peers crowd out slow ones', () => {
    const hall = runHall({ peers: 40, slots: 4, hours: 2, rateOf: (number) => (number < 20 ? 100 * MIB : MIB) });
    const turns = hall.map((peer) => peer.turns);
    expect(Math.min(...turns)).toBeGreaterThan(0.5 * average(turns));
  });

  it('makes nobody wait longer than one pass through the queue', () => {
    const hall = runHall({ peers: 64, slots: 32, hours: 1, rateOf: (number) => MIB * (1 + (number % 7)) });
    const longestMs = Math.max(...hall.map((peer) => peer.longestWaitMs));
    expect(longestMs).toBeLessThanOrEqual(8 * CHOKE_ROUND_MS);
  });

  it('serves those who come late as well as the others', () => {
    const hall = runHall({ peers: 50, slots: 5, hours: 4, rateOf: () => MIB, arrivalOf: (number) => number * 60_000 });
    const late = hall.slice(40).map((peer) => peer.receivedBytes / (4 * HOUR_MS - peer.arrivesMs));
    const early = hall.slice(0, 10).map((peer) => peer.receivedBytes / (4 * HOUR_MS - peer.arrivesMs));
    expect(average(late)).toBeGreaterThan(0.6 * average(early));
  });
});

interface Hall {
  readonly peers: number;
  readonly slots: number;
  readonly hours: number;
  /** Bytes per second that a peer takes while it is unchoked. */
  readonly rateOf: (number: number) => number;
  /** When a peer begins to want content. */
  readonly arrivalOf?: (number: number) => number;
}

interface Guest extends ChokerPeer {
  unchokedSinceMs: number | undefined;
  waitingSinceMs: number;
  turnBytes: number;
  readonly arrivesMs: number;
  readonly rate: number;
  receivedBytes: number;
  turns: number;
  longestWaitMs: number;
}

function runHall({ peers, slots, hours, rateOf, arrivalOf = () => 0 }: Hall): readonly Guest[] {
  const clock = createVirtualClock();
  const guests = Array.from({ length: peers }, (_, number) => arrive(arrivalOf(number), rateOf(number)));
  let draws = 0;
  const random = (): number => ((draws += 0.618_034) * 7.3) % 1;
  const rounds = clock.every(CHOKE_ROUND_MS, () => {
    const nowMs = clock.monotonicMs();
    const present = guests.filter((guest) => guest.arrivesMs <= nowMs);
    const chosen = chooseUnchoked(present, { slots, nowMs, random, mayRotate: true });
    for (const guest of present) play(guest, chosen.has(guest), nowMs);
  });
  clock.advance(hours * HOUR_MS);
  rounds.cancel();
  return guests;
}

function arrive(arrivesMs: number, rate: number): Guest {
  return {
    unchokedSinceMs: undefined,
    waitingSinceMs: arrivesMs,
    turnBytes: 0,
    arrivesMs,
    rate,
    receivedBytes: 0,
    turns: 0,
    longestWaitMs: 0,
  };
}

/** What a round means to one guest, until the next. */
function play(guest: Guest, isChosen: boolean, nowMs: number): void {
  if (isChosen && guest.unchokedSinceMs === undefined) {
    guest.turns += 1;
    guest.turnBytes = 0;
    guest.unchokedSinceMs = nowMs;
    guest.longestWaitMs = Math.max(guest.longestWaitMs, nowMs - guest.waitingSinceMs);
  }
  if (!isChosen && guest.unchokedSinceMs !== undefined) {
    guest.unchokedSinceMs = undefined;
    guest.waitingSinceMs = nowMs;
  }
  const bytes = isChosen ? (guest.rate * CHOKE_ROUND_MS) / 1000 : 0;
  guest.turnBytes += bytes;
  guest.receivedBytes += bytes;
}

function average(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}
