import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMagnet, writeMagnet, type Magnet } from '../../electron/engine/codec/magnet.ts';
import { INFO_HASH_BYTES, infoHashFromBytes } from '../../shared/infoHash.ts';
import { fuzz } from '../support/fuzz.ts';

const text = fc.string({ unit: 'grapheme', minLength: 1 });
const magnet: fc.Arbitrary<Magnet> = fc.record(
  {
    infoHash: fc
      .uint8Array({ minLength: INFO_HASH_BYTES, maxLength: INFO_HASH_BYTES })
      .map((b) => infoHashFromBytes(b)),
    name: text,
    exactLength: fc.maxSafeNat(),
    trackers: fc.uniqueArray(text),
    peers: fc.uniqueArray(text),
  },
  { requiredKeys: ['infoHash', 'trackers', 'peers'] },
);

describe('a magnet link', () => {
  it('is read back as it was written', () => {
    fc.assert(
      fc.property(magnet, (value) => {
        expect(parseMagnet(writeMagnet(value))).toEqual({ ok: true, value });
      }),
    );
  });

  it('has no character at which a chat, a shell or a page would cut it', () => {
    fc.assert(
      fc.property(magnet, (value) => {
        expect(writeMagnet(value)).toMatch(/^magnet:\?[\w.~%:=&-]+$/);
      }),
    );
  });

  it('may be any input', () => {
    const link =
      'magnet:?xt=urn:btih:0123456789abcdef0123456789abcdef01234567&dn=a%20b&tr=http%3A%2F%2Fx&x.pe=1.2.3.4:5&xl=7';
    const base32 = 'magnet:?xt=urn:btih:AERUKZ4JVPG66AJDIVTYTK6N54ASGRLH';
    expect(() =>
      fuzz({
        name: 'magnet',
        seeds: [link, base32].map((seed) => new TextEncoder().encode(seed)),
        run: (bytes) => void parseMagnet(new TextDecoder().decode(bytes)),
        maxAllocationBytes: 4 * 1024 * 1024,
      }),
    ).not.toThrow();
  });
});
