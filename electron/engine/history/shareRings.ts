import type { InfoHash } from '../../../shared/infoHash.ts';
import type { HistoryAmounts } from '../storage/historyRepository.ts';
import { createSecondsRing, RING_SECONDS, type SecondsRing, type TimeSpan } from './secondsRing.ts';

/** The seconds of the shares in which something moves or that someone looks at; of the others there is nothing to keep. */
export interface ShareRings {
  add(infoHash: InfoHash, span: TimeSpan, amounts: HistoryAmounts): void;
  /** Undefined for a share that has been quiet for ten minutes. It is looked at from now on. */
  look(infoHash: InfoHash): SecondsRing | undefined;
  forget(infoHash: InfoHash): void;
}

/** Some 17 MB. Beyond it, who is looked at takes the place of another, and who is not has to wait for one. */
const MAX_RINGS = 500;
const MAX_LOOKED_AT = 50;

export function createShareRings(maxRings = MAX_RINGS): ShareRings {
  /** The one that moved last is the last. */
  const rings = new Map<InfoHash, SecondsRing>();
  /** The one that was looked at last is the last. */
  const lookedAt = new Set<InfoHash>();

  function forgetQuiet(nowMs: number): void {
    for (const [infoHash, ring] of rings) {
      if (nowMs / 1000 - ring.newest <= RING_SECONDS) return;
      rings.delete(infoHash);
    }
  }

  function newRing(infoHash: InfoHash, nowMs: number): SecondsRing | undefined {
    forgetQuiet(nowMs);
    if (rings.size >= maxRings) {
      const other = lookedAt.has(infoHash) ? [...rings.keys()].find((key) => !lookedAt.has(key)) : undefined;
      if (other === undefined) return undefined;
      rings.delete(other);
    }
    return createSecondsRing();
  }

  return {
    add(infoHash, span, amounts) {
      const ring = rings.get(infoHash) ?? newRing(infoHash, span.untilMs);
      if (ring === undefined) return;
      ring.add(span, amounts);
      rings.delete(infoHash);
      rings.set(infoHash, ring);
    },
    look(infoHash) {
      lookedAt.delete(infoHash);
      lookedAt.add(infoHash);
      const [longestAgo] = lookedAt;
      if (lookedAt.size > MAX_LOOKED_AT && longestAgo !== undefined) lookedAt.delete(longestAgo);
      return rings.get(infoHash);
    },
    forget(infoHash) {
      rings.delete(infoHash);
      lookedAt.delete(infoHash);
    },
  };
}
