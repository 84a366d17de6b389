import { describe, expect, it } from 'vitest';
import {
  HANDSHAKE_BYTES,
  mayBeHandshake,
  parsePeerHandshake,
  writePeerHandshake,
  type PeerHandshake,
} from '../../../electron/engine/codec/peerHandshake.ts';
import { infoHashFromBytes } from '../../../shared/infoHash.ts';

const PROTOCOL = '13426974546f7272656e742070726f746f636f6c';
const INFO_HASH = 'ff00102030405060708090a0b0c0d0e0f0010203';
const PEER_ID = '2d4759303130302d0001027f80feff0a0b0c0d0e';
const NOTHING = { extensionProtocol: false, fast: false, dht: false };

const table: readonly { name: string; value: PeerHandshake; bytes: string }[] = [
  row('plain BEP 3', NOTHING, '0000000000000000'),
  row('extension protocol (BEP 10)', { ...NOTHING, extensionProtocol: true }, '0000000000100000'),
  row('fast extension (BEP 6)', { ...NOTHING, fast: true }, '0000000000000004'),
  row('DHT (BEP 5)', { ...NOTHING, dht: true }, '0000000000000001'),
  row('everything', { extensionProtocol: true, fast: true, dht: true }, '0000000000100005'),
];

describe('the handshake of the peer wire', () => {
  it.each(table)('writes $name', ({ value, bytes }) => {
    expect(hexOf(writePeerHandshake(value))).toBe(bytes);
  });

  it.each(table)('reads $name', ({ value, bytes }) => {
    expect(parsePeerHandshake(bytesOf(bytes))).toEqual({ ok: true, value });
  });

  it('skips reserved bits that it does not know', () => {
    const bytes = bytesOf(`${PROTOCOL}ffffffffffefff fa${INFO_HASH}${PEER_ID}`.replace(' ', ''));
    expect(parsePeerHandshake(bytes)).toMatchObject({ ok: true, value: { features: NOTHING } });
  });

  it('leaves alone what follows', () => {
    const bytes = bytesOf(`${table[0]?.bytes}0000000102`);
    expect(parsePeerHandshake(bytes)).toEqual({ ok: true, value: table[0]?.value });
  });

  it('takes every prefix for the beginning of one', () => {
    const bytes = bytesOf(table[4]?.bytes ?? '');
    expect(bytes.length).toBe(HANDSHAKE_BYTES);
    for (let length = 0; length < bytes.length; length++) {
      const prefix = bytes.subarray(0, length);
      expect(mayBeHandshake(prefix)).toBe(true);
      expect(parsePeerHandshake(prefix)).toEqual({ ok: false, error: 'truncated' });
    }
  });

  it.each([
    ['another length of the name', `12${PROTOCOL.slice(2)}`],
    ['another name', `${PROTOCOL.slice(0, -2)}4c`],
    ['the first bytes of an encrypted handshake', '7fa0c1'],
    ['an HTTP request', Buffer.from('GET / HTTP/1.1\r\n').toString('hex')],
  ])('refuses %s', (_name, hex) => {
    expect(parsePeerHandshake(bytesOf(hex))).toEqual({ ok: false, error: 'not-bittorrent' });
  });

  it('keeps the peer-id when the buffer is used again', () => {
    const bytes = bytesOf(table[0]?.bytes ?? '');
    const parsed = parsePeerHandshake(bytes);
    bytes.fill(0);
    expect(parsed).toEqual({ ok: true, value: table[0]?.value });
  });

  it('refuses to write a peer-id of another length', () => {
    const value = { features: NOTHING, infoHash: infoHashFromBytes(bytesOf(INFO_HASH)), peerId: new Uint8Array(19) };
    expect(() => writePeerHandshake(value)).toThrow(RangeError);
  });
});

function row(name: string, features: PeerHandshake['features'], reserved: string) {
  const value = { features, infoHash: infoHashFromBytes(bytesOf(INFO_HASH)), peerId: bytesOf(PEER_ID) };
  return { name, value, bytes: `${PROTOCOL}${reserved}${INFO_HASH}${PEER_ID}` };
}

function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex, 'hex'));
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
