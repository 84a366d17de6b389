import type { InfoHash } from '../../../shared/infoHash.ts';
import { type IpAddress, parseIpAddress } from '../codec/ipAddress.ts';
import type { Clock } from '../ports.ts';

/**
 * From which addresses people with a good passkey take part in a torrent, so that a seeder of a private tracker serves them and
 * nobody who found it some other way. Who shares an address with one of them cannot be told from them.
 */
export interface ProvenPeers {
  /** An announce for this torrent was answered. */
  seen(infoHash: InfoHash, address: IpAddress): void;
  /** `address` as a socket has it. */
  has(infoHash: InfoHash, address: string): boolean;
  stop(): void;
}

const LOOK_MS = 60_000;

/** A client is good for `patienceSeconds` after an announce: as long as it is in the swarm. */
export function createProvenPeers(clock: Clock, patienceSeconds: () => number): ProvenPeers {
  /** When each address last announced, by torrent; those that announced longest ago stand first. */
  const torrents = new Map<InfoHash, Map<string, number>>();
  const timer = clock.every(LOOK_MS, forgetSilent);

  function isSilent(atMs: number): boolean {
    return clock.monotonicMs() - atMs > patienceSeconds() * 1000;
  }

  function forgetSilent(): void {
    for (const [infoHash, addresses] of torrents) {
      for (const [address, atMs] of addresses) {
        if (!isSilent(atMs)) break;
        addresses.delete(address);
      }
      if (addresses.size === 0) torrents.delete(infoHash);
    }
  }

  return {
    seen(infoHash, { text }) {
      const addresses = torrents.get(infoHash) ?? new Map<string, number>();
      torrents.set(infoHash, addresses);
      addresses.delete(text);
      addresses.set(text, clock.monotonicMs());
    },
    has(infoHash, address) {
      const atMs = torrents.get(infoHash)?.get(parseIpAddress(address)?.text ?? '');
      return atMs !== undefined && !isSilent(atMs);
    },
    stop: () => timer.cancel(),
  };
}
