import { readI32 } from '../codec/bigEndian.ts';
import { mixHash } from '../tracker/slotIndex.ts';

/**
 * How many new things one address may bring: many at once, as a hall behind one address does, and then as many as go by in the
 * meantime. The memory is fixed, whoever comes: of those who share a place, who brought least lately is forgotten first.
 */
export interface NewcomerLimit {
  /** Whether one more may come, which counts it. `group` tells swarms apart, say; limits of one address are each group's own. */
  takes(address: Uint8Array, group: number): boolean;
  setAtOnce(atOnce: number): void;
}

export interface NewcomerLimitConfig {
  /** Seconds, counted from anywhere. */
  readonly nowSeconds: () => number;
  /** How many at once, and in the time it takes for that many to be forgotten. */
  readonly atOnce: number;
  /** In how many seconds `atOnce` are forgotten. */
  readonly forgetSeconds: number;
  /** 32 random bits, so that nobody outside can choose who shares a place. */
  readonly hashSeed: number;
}

/** A power of two. */
const PLACES = 2 ** 16;
/** Neighbours, one of which is taken. */
const CHOICES = 4;

export function createNewcomerLimit({
  nowSeconds,
  forgetSeconds,
  hashSeed,
  ...config
}: NewcomerLimitConfig): NewcomerLimit {
  const tags = new Int32Array(PLACES);
  const levels = new Float32Array(PLACES);
  const seconds = new Uint32Array(PLACES);
  let atOnce = config.atOnce;

  function levelNow(place: number): number {
    const gone = Math.max(0, nowSeconds() - (seconds[place] ?? 0));
    return Math.max(0, (levels[place] ?? 0) - (gone * atOnce) / forgetSeconds);
  }

  /** The place of this tag, or the emptiest of those that it may have. */
  function placeOf(tag: number): number {
    const first = tag & (PLACES - CHOICES);
    let emptiest = first;
    for (let place = first; place < first + CHOICES; place++) {
      if (tags[place] === tag) return place;
      if (levelNow(place) < levelNow(emptiest)) emptiest = place;
    }
    tags[emptiest] = tag;
    levels[emptiest] = 0;
    return emptiest;
  }

  return {
    takes(address, group) {
      const place = placeOf(hashOf(mixHash(hashSeed, group), address));
      const level = levelNow(place);
      const isTaken = level + 1 <= atOnce;
      levels[place] = isTaken ? level + 1 : level;
      seconds[place] = nowSeconds();
      return isTaken;
    },
    setAtOnce(count) {
      atOnce = count;
    },
  };
}

function hashOf(seed: number, address: Uint8Array): number {
  let hash = seed;
  for (let at = 0; at < address.length; at += 4) hash = mixHash(hash, readI32(address, at));
  return hash;
}
