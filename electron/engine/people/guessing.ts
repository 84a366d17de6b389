import type { IpAddress } from '../codec/ipAddress.ts';
import type { Clock } from '../ports.ts';

/**
 * Makes guessing passkeys hopeless without punishing the hall that a guesser sits in. An address has some wrong passkeys free,
 * and a new one every few seconds; beyond them no passkey is even looked at unless it is known to be used from there. So a
 * guess that is right looks like one that is wrong, and those who were there before go on.
 */
export interface Guessing {
  /** A wrong passkey came from there. The same one again, as clients do each minute, is not another guess. */
  wrong(address: IpAddress, passkey: string): void;
  /** Whether the address has used up what it may guess. */
  isSlowed(address: IpAddress): boolean;
  /** How many addresses are remembered. */
  places(): number;
  stop(): void;
}

export interface GuessingDeps {
  readonly clock: Clock;
  /** At most once a minute for an address: how many wrong passkeys came from there since the last time. */
  readonly onGuessing: (place: string, count: number) => void;
}

interface Tries {
  left: number;
  filledMs: number;
  /** Of wrong ones, not noted yet. */
  count: number;
  lastWrong: string;
  wasSlowed: boolean;
}

const FREE_GUESSES = 20;
const SECONDS_PER_GUESS = 5;
const NOTE_MS = 60_000;
/** Of a generation: as many more are remembered of the one before, then those that guessed longest ago are forgotten. */
const MAX_PLACES = 5000;
const IPV6_PREFIX_BYTES = 8;

export function createGuessing({ clock, onGuessing }: GuessingDeps): Guessing {
  let recent = new Map<string, Tries>();
  let older = new Map<string, Tries>();
  const timer = clock.every(NOTE_MS, noteAll);

  function noteAll(): void {
    const nowMs = clock.monotonicMs();
    for (const generation of [older, recent]) {
      note(generation);
      for (const [place, tries] of generation) {
        refill(tries, nowMs);
        if (tries.left === FREE_GUESSES) generation.delete(place);
      }
    }
  }

  function note(generation: ReadonlyMap<string, Tries>): void {
    for (const [place, tries] of generation) {
      if (tries.wasSlowed) onGuessing(place, tries.count);
      tries.wasSlowed = false;
      tries.count = 0;
    }
  }

  function find(place: string): Tries | undefined {
    return recent.get(place) ?? older.get(place);
  }

  function triesOf(place: string, nowMs: number): Tries {
    const tries = find(place) ?? { left: FREE_GUESSES, filledMs: nowMs, count: 0, lastWrong: '', wasSlowed: false };
    refill(tries, nowMs);
    older.delete(place);
    recent.set(place, tries);
    if (recent.size >= MAX_PLACES) {
      note(older);
      older = recent;
      recent = new Map();
    }
    return tries;
  }

  return {
    wrong(address, passkey) {
      const tries = triesOf(placeOf(address), clock.monotonicMs());
      if (tries.lastWrong === passkey) return;
      tries.lastWrong = passkey;
      tries.count++;
      tries.left = Math.max(0, tries.left - 1);
      if (tries.left < 1) tries.wasSlowed = true;
    },
    isSlowed(address) {
      // Nearly always nobody guesses.
      if (recent.size + older.size === 0) return false;
      const tries = find(placeOf(address));
      if (tries === undefined) return false;
      refill(tries, clock.monotonicMs());
      return tries.left < 1;
    },
    places: () => recent.size + older.size,
    stop() {
      timer.cancel();
      for (const generation of [older, recent]) note(generation);
    },
  };
}

function refill(tries: Tries, nowMs: number): void {
  const earned = (nowMs - tries.filledMs) / (SECONDS_PER_GUESS * 1000);
  tries.left = Math.min(FREE_GUESSES, tries.left + earned);
  tries.filledMs = nowMs;
}

/** A machine with IPv6 has a whole /64 of addresses to guess from. */
export function placeOf({ family, text, bytes }: IpAddress): string {
  if (family === 'IPv4') return text;
  return `${Buffer.from(bytes.subarray(0, IPV6_PREFIX_BYTES)).toString('hex')}/64`;
}
