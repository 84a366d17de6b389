import { describe, expect, it } from 'vitest';
import { createInfoHashCache } from '../../../electron/engine/tracker/infoHashCache.ts';
import { type InfoHash, infoHashFromBytes } from '../../../shared/infoHash.ts';

/** Info-hashes that begin alike, and so compete for one place. */
function alike(last: number): Uint8Array {
  const bytes = new Uint8Array(20).fill(7);
  bytes[19] = last;
  return bytes;
}

describe('a cache of info-hashes', () => {
  it('gives the text of the bytes, wherever they stand', () => {
    const at = createInfoHashCache((text) => text);
    const packet = Uint8Array.from({ length: 98 }, (_, i) => i);
    expect(at(packet, 16)).toBe(infoHashFromBytes(packet, 16));
    expect(at(packet, 40)).toBe(infoHashFromBytes(packet, 40));
  });

  it('is not mistaken about those that compete for one place', () => {
    const at = createInfoHashCache((text) => text);
    for (const last of [1, 2, 1, 1, 3, 2]) expect(at(alike(last), 0)).toBe(infoHashFromBytes(alike(last)));
  });

  it('keeps what it was given, and no longer looks at bytes that change afterwards', () => {
    const asked: InfoHash[] = [];
    const at = createInfoHashCache((text) => {
      asked.push(text);
      return text;
    });
    const bytes = alike(1);
    at(bytes, 0);
    at(bytes, 0);
    expect(asked).toEqual([infoHashFromBytes(alike(1))]);
    bytes[19] = 9;
    expect(at(bytes, 0)).toBe(infoHashFromBytes(alike(9)));
    expect(at(alike(1), 0)).toBe(infoHashFromBytes(alike(1)));
  });
});
