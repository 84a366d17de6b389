import type { InfoHash } from '../../../shared/infoHash.ts';
import { assertNever } from '../../../shared/brand.ts';
import type { Clock } from '../ports.ts';
import type { Refusal } from '../tracker/announce.ts';
import type { AnnouncePolicy } from '../tracker/announcePolicy.ts';
import { type Guessing, placeOf } from './guessing.ts';
import { type Person, stateOf } from './person.ts';
import type { RuleBook } from './rules.ts';

export interface PrivatePolicyDeps {
  readonly clock: Pick<Clock, 'now'>;
  /** By passkey. */
  readonly personOf: (passkey: string) => Person | undefined;
  /** Whether a passkey was somebody's once. */
  readonly isRetired: (passkey: string) => boolean;
  readonly sees: (person: Person, infoHash: InfoHash) => boolean;
  readonly isOneTooMany: (person: Person, infoHash: InfoHash, peerId: Uint8Array) => boolean;
  readonly guessing: Guessing;
  readonly rules: RuleBook;
}

const badPasskey = (message: string): Refusal => ({ code: 'bad-passkey', message });

export const NO_PASSKEY = badPasskey('this tracker is private: get the .torrent file with your passkey from it');
export const WRONG_PASSKEY = badPasskey(
  'this passkey is not known here: get the .torrent file again from this tracker',
);
export const OLD_PASSKEY = badPasskey('this passkey was replaced: get the .torrent file again from this tracker');
export const SLOWED = badPasskey('too many wrong passkeys came from your address: try again in some minutes');
export const EXPIRED = badPasskey('your time on this tracker is over: ask those who run it');
export const DISABLED = badPasskey('your passkey is switched off: ask those who run this tracker');
export const WAITING = badPasskey('you registered and were not let in yet: ask those who run this tracker');
/** The words for a torrent that is not here at all: who may not have one does not learn that it is. */
export const NOT_FOR_YOU: Refusal = {
  code: 'refused',
  message: 'this torrent is neither shared here nor on the list of this tracker',
};
export const TOO_MANY_CLIENTS = badPasskey('too many clients use this passkey for this torrent');

/** Serves people by the passkey of their announce URLs, and tells whoever has a wrong one nothing about others. */
export function createPrivatePolicy(deps: PrivatePolicyDeps): AnnouncePolicy {
  const { clock, guessing, rules } = deps;

  function strangerRefusal(passkey: string): Refusal {
    return deps.isRetired(passkey) ? OLD_PASSKEY : WRONG_PASSKEY;
  }

  return {
    refusalOf({ infoHash, passkey, address, peerId, isDownloading }) {
      if (passkey === '') return NO_PASSKEY;
      const person = deps.personOf(passkey);
      if (guessing.isSlowed(address) && person?.places.has(placeOf(address)) !== true) {
        if (person === undefined) guessing.wrong(address, passkey);
        return SLOWED;
      }
      if (person === undefined) {
        const refusal = strangerRefusal(passkey);
        if (refusal === WRONG_PASSKEY) guessing.wrong(address, passkey);
        return refusal;
      }
      const refusal = standingRefusal(person, clock.now());
      if (refusal !== undefined) return refusal;
      if (!deps.sees(person, infoHash)) return NOT_FOR_YOU;
      if (peerId !== undefined && deps.isOneTooMany(person, infoHash, peerId)) return TOO_MANY_CLIENTS;
      return isDownloading === true ? rules.refusalOf(person.ledger, infoHash) : undefined;
    },
  };
}

function standingRefusal(person: Person, now: number): Refusal | undefined {
  const state = stateOf(person, now);
  switch (state) {
    case 'active':
      return undefined;
    case 'waiting':
      return WAITING;
    case 'disabled':
      return DISABLED;
    case 'expired':
      return EXPIRED;
    default:
      return assertNever(state);
  }
}
