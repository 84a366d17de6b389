import type { InfoHash } from '../../../shared/infoHash.ts';
import { type IpAddress, parseIpAddress } from '../codec/ipAddress.ts';
import type { Clock } from '../ports.ts';
import type { Person } from './person.ts';

/**
 * From which addresses people with a good passkey take part in a torrent, so that a seeder of a private tracker serves them and
 * nobody who found it some other way. Who shares an address with one of them cannot be told from them.
 */
export interface ProvenPeers {
  /** An announce of this person for this torrent was answered. */
  seen(infoHash: InfoHash, address: IpAddress, person: Person): void;
  /** `address` as a socket has it. */
  has(infoHash: InfoHash, address: string): boolean;
  stop(): void;
}

export interface ProvenPeersDeps {
  readonly clock: Clock;
  /** A client is good for so long after an announce: as long as it is in the swarm. */
  readonly patienceSeconds: () => number;
  /** Whether a person may have the torrent still. */
  readonly serves: (person: Person, infoHash: InfoHash) => boolean;
}

interface Proof {
  /** Of the last announce; monotonic. */
  readonly atMs: number;
  /** With which it came; the person may have got another one since. */
  readonly passkey: string;
}

/** Of the people at one address. */
type Proofs = Map<Person, Proof>;

const LOOK_MS = 60_000;

export function createProvenPeers({ clock, patienceSeconds, serves }: ProvenPeersDeps): ProvenPeers {
  /** By torrent and address; those that announced longest ago stand first. */
  const torrents = new Map<InfoHash, Map<string, Proofs>>();
  const timer = clock.every(LOOK_MS, forgetSilent);

  function isSilent({ atMs }: Proof): boolean {
    return clock.monotonicMs() - atMs > patienceSeconds() * 1000;
  }

  function forgetSilent(): void {
    for (const [infoHash, addresses] of torrents) {
      for (const [address, proofs] of addresses) {
        for (const [person, proof] of proofs) if (isSilent(proof)) proofs.delete(person);
        if (proofs.size > 0) break;
        addresses.delete(address);
      }
      if (addresses.size === 0) torrents.delete(infoHash);
    }
  }

  return {
    seen(infoHash, { text }, person) {
      const addresses = torrents.get(infoHash) ?? new Map<string, Proofs>();
      torrents.set(infoHash, addresses);
      const proofs = addresses.get(text) ?? new Map<Person, Proof>();
      proofs.set(person, { atMs: clock.monotonicMs(), passkey: person.passkey });
      addresses.delete(text);
      addresses.set(text, proofs);
    },
    has(infoHash, address) {
      const proofs = torrents.get(infoHash)?.get(parseIpAddress(address)?.text ?? '');
      for (const [person, proof] of proofs ?? []) {
        if (proof.passkey === person.passkey && !isSilent(proof) && serves(person, infoHash)) return true;
      }
      return false;
    },
    stop: () => timer.cancel(),
  };
}
