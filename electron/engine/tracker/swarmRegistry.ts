import type { InfoHash } from '../../../shared/infoHash.ts';
import { createInfoHashIndex } from './infoHashIndex.ts';
import { FREE_SLOT } from './peerRecords.ts';
import { createSwarm, type Swarm, type SwarmMemory } from './swarm.ts';

/** The swarms of a tracker by everything that one is named by. */
export interface SwarmRegistry {
  all(): IterableIterator<Swarm>;
  count(): number;
  find(infoHash: InfoHash): Swarm | undefined;
  /** By the 20 bytes of the info-hash, from `at` on. */
  findAt(bytes: Uint8Array, at: number): Swarm | undefined;
  /** Where that search begins. */
  homeOf(bytes: Uint8Array, at: number): number;
  /** Reads what is there, and says nothing that means anything. */
  peek(home: number): number;
  /** Also one that was removed, as long as its number is in use. */
  numbered(number: number): Swarm | undefined;
  /** Returns the swarm that is there when there is one. */
  add(infoHash: InfoHash): Swarm;
  /** Takes it out, but for its number; returns what was there. */
  remove(infoHash: InfoHash): Swarm | undefined;
  /** Its number is in use no more. */
  forget(swarm: Swarm): void;
}

/** `hashSeed`: 32 random bits. */
export function createSwarmRegistry(hashSeed: number, memory: SwarmMemory): SwarmRegistry {
  const swarms = new Map<InfoHash, Swarm>();
  const byBytes = createInfoHashIndex<Swarm>(hashSeed);
  const byNumber = new Map<number, Swarm>();
  let lastNumber = FREE_SLOT;

  return {
    all: () => swarms.values(),
    count: () => swarms.size,
    find: (infoHash) => swarms.get(infoHash),
    findAt: byBytes.find,
    homeOf: byBytes.homeOf,
    peek: byBytes.peek,
    numbered: (number) => byNumber.get(number),
    add(infoHash) {
      const known = swarms.get(infoHash);
      if (known !== undefined) return known;
      const swarm = createSwarm(infoHash, ++lastNumber, memory);
      swarms.set(infoHash, swarm);
      byBytes.add(infoHash, swarm);
      byNumber.set(swarm.number, swarm);
      return swarm;
    },
    remove(infoHash) {
      const swarm = swarms.get(infoHash);
      swarms.delete(infoHash);
      byBytes.remove(infoHash);
      return swarm;
    },
    forget: ({ number }) => void byNumber.delete(number),
  };
}
