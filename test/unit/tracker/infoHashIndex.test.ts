import { describe, expect, it } from 'vitest';
import { createInfoHashIndex } from '../../../electron/engine/tracker/infoHashIndex.ts';
import { type InfoHash, infoHashFromBytes, infoHashToBytes } from '../../../shared/infoHash.ts';
import { numberedHash } from '../../support/policyFixture.ts';

const find = (index: ReturnType<typeof createInfoHashIndex<string>>, infoHash: InfoHash) =>
  index.find(infoHashToBytes(infoHash), 0);

describe('an index of info-hashes', () => {
  it('finds by the bytes, wherever they stand', () => {
    const index = createInfoHashIndex<string>(1);
    const packet = Uint8Array.from({ length: 98 }, (_, i) => i);
    index.add(infoHashFromBytes(packet, 16), 'sixteen');
    expect([index.find(packet, 16), index.find(packet, 17)]).toEqual(['sixteen', undefined]);
  });

  it('knows an info-hash of zeros from a free place', () => {
    const index = createInfoHashIndex<string>(1);
    const zeros = infoHashFromBytes(new Uint8Array(20));
    expect(find(index, zeros)).toBeUndefined();
    index.add(zeros, 'zeros');
    expect(find(index, zeros)).toBe('zeros');
    index.remove(zeros);
    expect(find(index, zeros)).toBeUndefined();
  });

  it('says the same as a map over a long history, also of those that begin alike', () => {
    const index = createInfoHashIndex<string>(7);
    const model = new Map<InfoHash, string>();
    // A small generator of its own, so that a failure comes back.
    let seed = 1;
    const random = (below: number) => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
      return (seed >>> 8) % below;
    };
    const alike = (last: number) => infoHashFromBytes(new Uint8Array(20).fill(9).fill(last, 19));
    const some = () => (random(4) === 0 ? alike(random(40)) : numberedHash(random(600)));
    for (let step = 0; step < 20_000; step++) {
      const infoHash = some();
      // It grows at first, and then comes and goes.
      if (model.has(infoHash) && random(3) > 0) {
        model.delete(infoHash);
        index.remove(infoHash);
      } else if (!model.has(infoHash)) {
        model.set(infoHash, `${step}`);
        index.add(infoHash, `${step}`);
      }
      const asked = some();
      expect(find(index, asked)).toBe(model.get(asked));
    }
    for (const [infoHash, value] of model) expect(find(index, infoHash)).toBe(value);
  });

  it('takes the removal of what is not there for done', () => {
    const index = createInfoHashIndex<string>(1);
    index.add(numberedHash(1), 'one');
    index.remove(numberedHash(2));
    expect(find(index, numberedHash(1))).toBe('one');
  });
});
