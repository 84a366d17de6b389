import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createInfoHashReader } from '../../../electron/engine/tracker/infoHashReader.ts';
import { infoHashFromBytes } from '../../../shared/infoHash.ts';

describe('an info-hash reader', () => {
  it('reads as infoHashFromBytes does, whatever it read before', () => {
    const read = createInfoHashReader();
    // Alike at the start, so that they take each other's place.
    const bytes = fc
      .tuple(fc.constantFrom(0, 1), fc.uint8Array({ minLength: 22, maxLength: 22 }))
      .map(([first, rest]) => {
        rest.fill(first, 0, 7);
        return rest;
      });
    fc.assert(
      fc.property(bytes, fc.nat(2), (packet, offset) => {
        expect(read(packet, offset)).toBe(infoHashFromBytes(packet, offset));
      }),
    );
  });

  it('keeps its own copy of what it read', () => {
    const read = createInfoHashReader();
    const packet = new Uint8Array(20).fill(1);
    read(packet, 0);
    packet.fill(2, 4);
    expect(read(packet, 0)).toBe(infoHashFromBytes(packet));
  });

  it('refuses bytes that are too few', () => {
    expect(() => createInfoHashReader()(new Uint8Array(20), 1)).toThrow(RangeError);
  });
});
