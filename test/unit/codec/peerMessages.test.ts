import { describe, expect, it } from 'vitest';
import {
  KEEP_ALIVE,
  parsePeerMessage,
  putPieceHeader,
  writePeerMessage,
  type PeerMessage,
} from '../../../electron/engine/codec/peerMessages.ts';

const HIGH = 0xffff_fffe;

const table: readonly { name: string; value: PeerMessage; bytes: string }[] = [
  { name: 'choke', value: { kind: 'choke' }, bytes: '0000000100' },
  { name: 'unchoke', value: { kind: 'unchoke' }, bytes: '0000000101' },
  { name: 'interested', value: { kind: 'interested' }, bytes: '0000000102' },
  { name: 'not-interested', value: { kind: 'not-interested' }, bytes: '0000000103' },
  { name: 'have', value: { kind: 'have', piece: 0x01020304 }, bytes: '000000050401020304' },
  { name: 'have of a high piece', value: { kind: 'have', piece: HIGH }, bytes: '0000000504fffffffe' },
  { name: 'bitfield', value: { kind: 'bitfield', bits: Uint8Array.of(0xff, 0x80) }, bytes: '0000000305ff80' },
  { name: 'empty bitfield', value: { kind: 'bitfield', bits: new Uint8Array() }, bytes: '0000000105' },
  {
    name: 'request',
    value: { kind: 'request', piece: 1, begin: 0x4000, length: 0x4000 },
    bytes: '0000000d06000000010000400000004000',
  },
  {
    name: 'request with high numbers',
    value: { kind: 'request', piece: HIGH, begin: HIGH, length: HIGH },
    bytes: '0000000d06fffffffefffffffefffffffe',
  },
  {
    name: 'piece',
    value: { kind: 'piece', piece: 2, begin: 0x8000, block: Uint8Array.of(0xaa, 0xbb, 0xcc) },
    bytes: '0000000c070000000200008000aabbcc',
  },
  {
    name: 'cancel',
    value: { kind: 'cancel', piece: 3, begin: 0, length: 0x4000 },
    bytes: '0000000d08000000030000000000004000',
  },
  { name: 'port', value: { kind: 'port', port: 0xfedc }, bytes: '0000000309fedc' },
  { name: 'suggest', value: { kind: 'suggest', piece: 5 }, bytes: '000000050d00000005' },
  { name: 'have-all', value: { kind: 'have-all' }, bytes: '000000010e' },
  { name: 'have-none', value: { kind: 'have-none' }, bytes: '000000010f' },
  {
    name: 'reject',
    value: { kind: 'reject', piece: 3, begin: 1, length: 2 },
    bytes: '0000000d10000000030000000100000002',
  },
  { name: 'allowed-fast', value: { kind: 'allowed-fast', piece: 7 }, bytes: '000000051100000007' },
  {
    name: 'extended',
    value: { kind: 'extended', extendedId: 3, payload: Buffer.from('de') },
    bytes: '0000000414036465',
  },
  {
    name: 'extended without payload',
    value: { kind: 'extended', extendedId: 0, payload: new Uint8Array() },
    bytes: '000000021400',
  },
];

const rejects: readonly { name: string; bytes: string; code: string }[] = [
  { name: 'nothing', bytes: '', code: 'empty' },
  { name: 'an id between those of BEP 3 and BEP 6', bytes: '0a', code: 'unknown-id' },
  { name: 'the id of a v2 hash request', bytes: '15', code: 'unknown-id' },
  { name: 'a choke with a payload', bytes: '0000', code: 'wrong-length' },
  { name: 'a long have', bytes: '040000000100', code: 'wrong-length' },
  { name: 'a long request', bytes: '0600000001000040000000400000', code: 'wrong-length' },
  { name: 'a long port', bytes: '09000000', code: 'wrong-length' },
];

describe('peer wire messages', () => {
  it.each(table)('writes $name', ({ value, bytes }) => {
    expect(Buffer.from(writePeerMessage(value)).toString('hex')).toBe(bytes);
  });

  it.each(table)('reads $name', ({ value, bytes }) => {
    const parsed = parsePeerMessage(frameOf(bytes));
    expect(parsed.ok && plain(parsed.value)).toEqual(plain(value));
  });

  it('covers every kind of message', () => {
    expect(new Set(table.map(({ value }) => value.kind)).size).toBe(16);
  });

  it.each(rejects)('refuses $name', ({ bytes, code }) => {
    expect(parsePeerMessage(Buffer.from(bytes, 'hex'))).toEqual({ ok: false, error: code });
  });

  it.each(table.filter(({ value }) => isOfFixedLength(value)))('refuses every prefix of $name', ({ bytes }) => {
    const frame = frameOf(bytes);
    for (let length = 1; length < frame.length; length++) {
      expect(parsePeerMessage(frame.subarray(0, length))).toEqual({ ok: false, error: 'wrong-length' });
    }
  });

  it.each(table.filter(({ value }) => !isOfFixedLength(value)))(
    'reads no prefix of $name beyond its end',
    ({ bytes }) => {
      const frame = frameOf(bytes);
      const lengths = Array.from(frame.keys()).map((length) => {
        const parsed = parsePeerMessage(frame.subarray(0, length));
        return parsed.ok ? writePeerMessage(parsed.value).length - 4 : length;
      });
      expect(lengths).toEqual([...frame.keys()]);
    },
  );

  it('puts the header of a piece message in front of a block that is already there', () => {
    const buffer = new Uint8Array(15);
    putPieceHeader(buffer, 2, { piece: 2, begin: 0x8000, length: 3 });
    expect(Buffer.from(buffer).toString('hex')).toBe('00000000000c070000000200008000');
  });

  it('keeps alive with four zero bytes', () => {
    expect(KEEP_ALIVE).toEqual(new Uint8Array(4));
  });
});

function frameOf(hex: string): Uint8Array {
  return Buffer.from(hex, 'hex').subarray(4);
}

function isOfFixedLength(message: PeerMessage): boolean {
  return !['bitfield', 'piece', 'extended'].includes(message.kind);
}

/** Views of whatever class as plain arrays. */
function plain(message: PeerMessage): unknown {
  return Object.fromEntries(
    Object.entries(message).map(([key, value]) => [key, value instanceof Uint8Array ? [...value] : value]),
  );
}
