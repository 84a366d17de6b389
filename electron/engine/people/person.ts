import type { PersonState, Role, Suspicion } from '../../../shared/people.ts';
import type { PasswordHash } from '../system/passwordHash.ts';
import type { Ledger, PeerEntry, TorrentEntry } from './ledger.ts';

/** Someone a private tracker knows. Changed by `People` and by what their clients announce, and by nobody else. */
export interface Person {
  readonly id: number;
  readonly name: string;
  readonly role: Role;
  /** 32 lower-case hexadecimal digits. */
  readonly passkey: string;
  readonly password: PasswordHash;
  readonly isWaiting: boolean;
  readonly isDisabled: boolean;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly expiresAt: number | undefined;
  readonly suspicions: ReadonlySet<Suspicion>;
  readonly ledger: Ledger;
  /** Where the passkey was used from, or its owner signed in, lately. */
  readonly places: KnownPlaces;
}

/** One client of one person in one swarm. */
export interface Client {
  readonly person: Person;
  readonly torrent: TorrentEntry;
  readonly peer: PeerEntry;
}

/** A few addresses, the one that was used last at the end. */
export interface KnownPlaces {
  add(place: string): void;
  has(place: string): boolean;
}

const MAX_PLACES = 16;

export function createKnownPlaces(): KnownPlaces {
  let places: readonly string[] = [];
  return {
    add(place) {
      if (places.at(-1) === place) return;
      places = [...places.filter((known) => known !== place), place].slice(-MAX_PLACES);
    },
    has: (place) => places.includes(place),
  };
}

export function stateOf(person: Person, now: number): PersonState {
  if (person.isDisabled) return 'disabled';
  if (person.isWaiting) return 'waiting';
  return person.expiresAt !== undefined && person.expiresAt <= now ? 'expired' : 'active';
}

/** Uploaded by what counts as downloaded; undefined while nothing does. */
export function ratioOf({
  uploaded,
  charged,
}: {
  readonly uploaded: bigint;
  readonly charged: bigint;
}): number | undefined {
  return charged === 0n ? undefined : Number(uploaded) / Number(charged);
}

/** By which names are told apart: case, accents and forms that look the same do not make another name. */
export function foldedName(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toUpperCase()
    .toLowerCase()
    .replace(/\s+/g, ' ');
}
