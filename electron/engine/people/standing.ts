import type { InfoHash } from '../../../shared/infoHash.ts';
import type { Clock } from '../ports.ts';
import type { Accounting } from './accounting.ts';
import type { Groups } from './groups.ts';
import { type Person, stateOf } from './person.ts';
import type { Registry } from './registry.ts';

/** What people and their clients may have as things are now, whatever was so when they came. */
export interface Standing {
  serves(person: Person, infoHash: InfoHash): boolean;
  /** Whether a client with this peer-id announced the torrent, with the passkey of somebody who may have it. */
  hasClient(infoHash: InfoHash, peerId: Uint8Array): boolean;
  stop(): void;
}

export interface StandingDeps {
  readonly clock: Clock;
  readonly registry: Pick<Registry, 'all' | 'find'>;
  readonly groups: Pick<Groups, 'sees'>;
  readonly accounting: Pick<Accounting, 'clientOf'>;
  /** Somebody's time is over. */
  readonly onExpired: () => void;
}

const LOOK_MS = 10_000;

export function createStanding({ clock, registry, groups, accounting, onExpired }: StandingDeps): Standing {
  let lookedAt = clock.now();
  const timer = clock.every(LOOK_MS, lookForExpired);

  function lookForExpired(): void {
    const [since, now] = [lookedAt, clock.now()];
    lookedAt = now;
    for (const { expiresAt } of registry.all()) {
      if (expiresAt !== undefined && expiresAt > since && expiresAt <= now) return onExpired();
    }
  }

  function serves(person: Person, infoHash: InfoHash): boolean {
    const isHere = registry.find(person.id) === person;
    return isHere && stateOf(person, clock.now()) === 'active' && groups.sees(person, infoHash);
  }

  return {
    serves,
    hasClient(infoHash, peerId) {
      const client = accounting.clientOf(infoHash, peerId);
      if (client === undefined) return false;
      return client.peer.passkey === client.person.passkey && serves(client.person, infoHash);
    },
    stop: () => timer.cancel(),
  };
}
