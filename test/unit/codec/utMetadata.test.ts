import { describe, expect, it } from 'vitest';
import {
  METADATA_PIECE_BYTES,
  parseMetadataMessage,
  writeMetadataMessage,
  type MetadataMessage,
} from '../../../electron/engine/codec/utMetadata.ts';

const table: readonly { name: string; value: MetadataMessage; bytes: string }[] = [
  { name: 'request', value: { kind: 'request', piece: 0 }, bytes: 'd8:msg_typei0e5:piecei0ee' },
  { name: 'reject', value: { kind: 'reject', piece: 12 }, bytes: 'd8:msg_typei2e5:piecei12ee' },
  {
    name: 'data',
    value: { kind: 'data', piece: 1, totalBytes: 34256, data: Buffer.from('raw bytes') },
    bytes: 'd8:msg_typei1e5:piecei1e10:total_sizei34256eeraw bytes',
  },
  {
    name: 'data that looks like bencoding',
    value: { kind: 'data', piece: 0, totalBytes: 2, data: Buffer.from('de') },
    bytes: 'd8:msg_typei1e5:piecei0e10:total_sizei2eede',
  },
];

const tooMuch = `d8:msg_typei1e5:piecei0e10:total_sizei99999ee${'x'.repeat(METADATA_PIECE_BYTES + 1)}`;

const rejects: readonly { name: string; bytes: string; code: string }[] = [
  { name: 'nothing', bytes: '', code: 'malformed' },
  { name: 'no dictionary', bytes: 'i0e', code: 'malformed' },
  { name: 'no piece', bytes: 'd8:msg_typei0ee', code: 'malformed' },
  { name: 'a negative piece', bytes: 'd8:msg_typei0e5:piecei-1ee', code: 'malformed' },
  { name: 'no type', bytes: 'd5:piecei0ee', code: 'malformed' },
  { name: 'a type to come', bytes: 'd8:msg_typei3e5:piecei0ee', code: 'unknown-type' },
  { name: 'bytes after a request', bytes: 'd8:msg_typei0e5:piecei0eex', code: 'malformed' },
  { name: 'data without a total', bytes: 'd8:msg_typei1e5:piecei0eex', code: 'malformed' },
  { name: 'more data than a piece', bytes: tooMuch, code: 'malformed' },
];

describe('metadata messages', () => {
  it.each(table)('writes $name', ({ value, bytes }) => {
    expect(Buffer.from(writeMetadataMessage(value)).toString()).toBe(bytes);
  });

  it.each(table)('reads $name', ({ value, bytes }) => {
    expect(parseMetadataMessage(Buffer.from(bytes))).toEqual({ ok: true, value });
  });

  it.each(rejects)('refuses $name', ({ bytes, code }) => {
    expect(parseMetadataMessage(Buffer.from(bytes))).toEqual({ ok: false, error: code });
  });

  it.each(table.filter(({ value }) => value.kind !== 'data'))('refuses every prefix of $name', ({ bytes }) => {
    const whole = Buffer.from(bytes);
    for (let length = 0; length < whole.length; length++) {
      expect(parseMetadataMessage(whole.subarray(0, length))).toEqual({ ok: false, error: 'malformed' });
    }
  });
});
