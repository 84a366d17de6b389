import type { InfoHash } from '../../../shared/infoHash.ts';
import type { Clock } from '../ports.ts';
import type { Refusal } from '../tracker/announce.ts';

/** What the tracker turned away, by torrent, so that a person can see what is asked for and allow it. */
export interface RefusedTorrents {
  /** On the way to an answer, and so quick. */
  refused(refusal: Refusal, infoHash: InfoHash, requester: { readonly text: string }): void;
  /** In the order in which they were first refused. The same objects, which change in place. */
  entries(): readonly RefusedEntry[];
  /** These are served now. */
  forget(infoHashes: readonly InfoHash[]): void;
}

export interface RefusedEntry {
  readonly key: string;
  /** Undefined for further torrents of one address. */
  readonly infoHash: InfoHash | undefined;
  readonly firstAt: number;
  /** Who asked for it first: the entry counts as that address's own. */
  readonly firstAddress: string;
  /** The first few who asked. */
  readonly addresses: Set<string>;
  refusal: Refusal;
  count: number;
  lastAddress: string;
  lastAt: number;
}

export const MAX_REFUSED = 1000;
/** An address that tries what comes to its mind must not push out what others asked for. */
const MAX_OF_ONE_ADDRESS = 50;
const MAX_ADDRESSES = 64;

export function createRefusedTorrents({ clock }: { readonly clock: Clock }): RefusedTorrents {
  const entries = new Map<string, RefusedEntry>();
  const ownCounts = new Map<string, number>();

  function begin(key: string, infoHash: InfoHash | undefined, firstAddress: string): RefusedEntry {
    if (entries.size >= MAX_REFUSED) removeFirst();
    const now = clock.now();
    const about = { refusal: NO_REFUSAL, count: 0, lastAddress: firstAddress, lastAt: now };
    const entry = { key, infoHash, firstAt: now, firstAddress, addresses: new Set<string>(), ...about };
    entries.set(key, entry);
    ownCounts.set(firstAddress, (ownCounts.get(firstAddress) ?? 0) + 1);
    return entry;
  }

  function removeFirst(): void {
    for (const entry of entries.values()) return remove(entry);
  }

  function remove({ key, firstAddress }: RefusedEntry): void {
    entries.delete(key);
    const count = (ownCounts.get(firstAddress) ?? 1) - 1;
    if (count === 0) ownCounts.delete(firstAddress);
    else ownCounts.set(firstAddress, count);
  }

  function entryFor(infoHash: InfoHash, address: string): RefusedEntry {
    const known = entries.get(infoHash);
    if (known !== undefined) return known;
    if ((ownCounts.get(address) ?? 0) < MAX_OF_ONE_ADDRESS) return begin(infoHash, infoHash, address);
    const key = `${address} more`;
    return entries.get(key) ?? begin(key, undefined, address);
  }

  return {
    refused(refusal, infoHash, { text: address }) {
      const entry = entryFor(infoHash, address);
      entry.refusal = refusal;
      entry.count++;
      entry.lastAddress = address;
      entry.lastAt = clock.now();
      if (entry.addresses.size < MAX_ADDRESSES) entry.addresses.add(address);
    },
    entries: () => [...entries.values()],
    forget(infoHashes) {
      for (const infoHash of infoHashes) {
        const entry = entries.get(infoHash);
        if (entry !== undefined) remove(entry);
      }
    },
  };
}

const NO_REFUSAL: Refusal = { code: 'refused', message: '' };
