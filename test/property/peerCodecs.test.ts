import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  parseExtensionHandshake,
  writeExtensionHandshake,
  type ExtensionHandshake,
} from '../../electron/engine/codec/extensionHandshake.ts';
import { createFrameReader } from '../../electron/engine/codec/peerFraming.ts';
import { parsePeerHandshake, writePeerHandshake } from '../../electron/engine/codec/peerHandshake.ts';
import { parsePeerMessage, writePeerMessage, type PeerMessage } from '../../electron/engine/codec/peerMessages.ts';
import { parseMetadataMessage, writeMetadataMessage } from '../../electron/engine/codec/utMetadata.ts';
import { infoHashFromBytes } from '../../shared/infoHash.ts';
import { fuzz } from '../support/fuzz.ts';

const u32 = fc.nat({ max: 0xffff_ffff });
const bytes = fc.uint8Array({ maxLength: 300 });
const range = { piece: u32, begin: u32, length: u32 };

const message: fc.Arbitrary<PeerMessage> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('choke', 'unchoke', 'interested', 'not-interested', 'have-all', 'have-none'),
  }),
  fc.record({ kind: fc.constantFrom('have', 'suggest', 'allowed-fast'), piece: u32 }),
  fc.record({ kind: fc.constantFrom('request', 'cancel', 'reject'), ...range }),
  fc.record({ kind: fc.constant('bitfield'), bits: bytes }),
  fc.record({ kind: fc.constant('piece'), piece: u32, begin: u32, block: bytes }),
  fc.record({ kind: fc.constant('port'), port: fc.nat({ max: 0xffff }) }),
  fc.record({ kind: fc.constant('extended'), extendedId: fc.nat({ max: 255 }), payload: bytes }),
);

const handshake = fc.record({
  features: fc.record({ extensionProtocol: fc.boolean(), fast: fc.boolean(), dht: fc.boolean() }),
  infoHash: fc.uint8Array({ minLength: 20, maxLength: 20 }).map((hash) => infoHashFromBytes(hash)),
  peerId: fc.uint8Array({ minLength: 20, maxLength: 20 }),
});

const extensionHandshake: fc.Arbitrary<ExtensionHandshake> = fc.record(
  {
    extensions: fc
      // A dictionary with that one name is refused as a whole: objects of JavaScript cannot tell it from none.
      .dictionary(
        fc.stringMatching(/^[a-z_]{1,12}$/).filter((name) => name !== '__proto__'),
        fc.integer({ min: 1, max: 255 }),
        { maxKeys: 8 },
      )
      .map((extensions) => new Map(Object.entries(extensions))),
    client: fc.string({ unit: 'grapheme' }),
    listenPort: fc.integer({ min: 1, max: 0xffff }),
    requestQueue: fc.nat(),
    metadataBytes: fc.integer({ min: 1 }),
    uploadOnly: fc.boolean(),
    yourAddress: fc.oneof(
      fc.uint8Array({ minLength: 4, maxLength: 4 }),
      fc.uint8Array({ minLength: 16, maxLength: 16 }),
    ),
  },
  { requiredKeys: ['extensions'] },
);

describe('what is written is read back', () => {
  it('messages, of every kind', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(message, (value) => {
        seen.add(value.kind);
        const parsed = parsePeerMessage(writePeerMessage(value).subarray(4));
        expect(parsed).toEqual({ ok: true, value });
      }),
      { numRuns: 2000 },
    );
    expect(seen.size).toBe(16);
  });

  it('handshakes', () => {
    fc.assert(
      fc.property(handshake, (value) => {
        expect(parsePeerHandshake(writePeerHandshake(value))).toEqual({ ok: true, value });
      }),
    );
  });

  it('extension handshakes', () => {
    fc.assert(
      fc.property(extensionHandshake, (value) => {
        const parsed = parseExtensionHandshake(writeExtensionHandshake(value));
        expect(parsed).toEqual({ ok: true, value });
      }),
    );
  });

  it('streams of messages, however they are cut', () => {
    fc.assert(
      fc.property(
        fc.array(message, { maxLength: 12 }),
        fc.infiniteStream(fc.integer({ min: 1, max: 40 })),
        (all, sizes) => {
          const stream = Buffer.concat(all.map(writePeerMessage));
          const read: Uint8Array[] = [];
          const reader = createFrameReader(1000, (frame) => read.push(Uint8Array.from(frame)) > 0);
          for (let at = 0; at < stream.length; ) {
            const { value: size } = sizes.next();
            reader.push(stream.subarray(at, at + size));
            at += size;
          }
          expect(read.map((frame) => parsePeerMessage(frame))).toEqual(all.map((value) => ({ ok: true, value })));
        },
      ),
    );
  });
});

describe('what is read is written back', () => {
  it('any frame that is understood', () => {
    fc.assert(
      fc.property(fc.nat({ max: 24 }), bytes, (id, payload) => {
        const frame = Uint8Array.of(id, ...payload);
        const parsed = parsePeerMessage(frame);
        fc.pre(parsed.ok);
        expect([...writePeerMessage(parsed.value).subarray(4)]).toEqual([...frame]);
      }),
    );
  });
});

describe('hostile bytes', () => {
  const hash = infoHashFromBytes(new Uint8Array(20));
  const features = { extensionProtocol: true, fast: true, dht: true };
  const metadata = writeMetadataMessage({ kind: 'data', piece: 0, totalBytes: 3, data: Uint8Array.of(1, 2, 3) });
  const introduction = writeExtensionHandshake({
    extensions: new Map([['ut_metadata', 2]]),
    client: 'x',
    listenPort: 1,
  });
  const frames = [
    writePeerMessage({ kind: 'request', piece: 1, begin: 2, length: 3 }),
    writePeerMessage({ kind: 'bitfield', bits: Uint8Array.of(255, 128) }),
    writePeerMessage({ kind: 'extended', extendedId: 0, payload: introduction }),
  ];
  const maxAllocationBytes = 1024 * 1024;

  it.each([
    {
      name: 'peer handshake',
      seeds: [writePeerHandshake({ features, infoHash: hash, peerId: new Uint8Array(20) })],
      run: (input: Uint8Array) => void parsePeerHandshake(input),
    },
    {
      name: 'peer message',
      seeds: frames.map((frame) => frame.subarray(4)),
      run: (input: Uint8Array) => void parsePeerMessage(input),
    },
    {
      name: 'peer framing',
      seeds: [Buffer.concat(frames), ...frames],
      run: (input: Uint8Array) => {
        const reader = createFrameReader(500, (frame) => frame.length <= 500);
        for (let at = 0; at < input.length; at += 7) reader.push(input.subarray(at, at + 7));
      },
    },
    {
      name: 'extension handshake',
      seeds: [introduction],
      run: (input: Uint8Array) => void parseExtensionHandshake(input),
    },
    { name: 'metadata message', seeds: [metadata], run: (input: Uint8Array) => void parseMetadataMessage(input) },
  ])('do no harm to: $name', ({ name, seeds, run }) => {
    expect(() => fuzz({ name, seeds, run, maxAllocationBytes })).not.toThrow();
  });
});
