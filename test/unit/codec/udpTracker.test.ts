import { describe, expect, it } from 'vitest';
import {
  MAX_UDP_SCRAPE_HASHES,
  parseUdpRequest,
  type UdpAnnounceRequest,
  type UdpRequest,
  type UdpRequestError,
  writeUdpRequest,
} from '../../../electron/engine/codec/udpTracker.ts';
import { parseUrlData } from '../../../electron/engine/codec/udpTrackerOptions.ts';
import { infoHashFromBytes } from '../../../shared/infoHash.ts';
import { success } from '../../../shared/result.ts';

const HASH = '00112233445566778899aabbccddeeff01234567';
const infoHash = infoHashFromBytes(Buffer.from(HASH, 'hex'));
const peerId = Buffer.from('-GY0100-abcdefghijkl');
const PEER_ID = peerId.toString('hex');
const ID = '0123456789abcdef';
const connectionId = 0x0123456789abcdefn;

const announce: UdpAnnounceRequest = {
  kind: 'announce',
  connectionId,
  transactionId: 0xdeadbeef,
  infoHash,
  peerId,
  downloadedBytes: 1,
  leftBytes: 2,
  uploadedBytes: 3,
  event: 'started',
  claimedAddress: 0,
  key: 0xcafebabe,
  numWant: -1,
  port: 6881,
  urlData: '',
};
const ANNOUNCE_HEAD = `${ID}00000001deadbeef${HASH}${PEER_ID}`;
const TRANSFER = '000000000000000100000000000000020000000000000003';

const examples: readonly { readonly name: string; readonly value: UdpRequest; readonly bytes: string }[] = [
  { name: 'connect', value: { kind: 'connect', transactionId: 7 }, bytes: '00000417271019800000000000000007' },
  {
    name: 'announce with the default numWant',
    value: announce,
    bytes: `${ANNOUNCE_HEAD}${TRANSFER}0000000200000000cafebabeffffffff1ae1`,
  },
  {
    name: 'announce of a peer that stops, with claimed address',
    value: { ...announce, event: 'stopped', claimedAddress: 0xc0a80102, numWant: 0 },
    bytes: `${ANNOUNCE_HEAD}${TRANSFER}00000003c0a80102cafebabe000000001ae1`,
  },
  {
    name: 'announce of a completion',
    value: { ...announce, event: 'completed', numWant: 50 },
    bytes: `${ANNOUNCE_HEAD}${TRANSFER}0000000100000000cafebabe000000321ae1`,
  },
  {
    name: 'regular announce with the largest number that is exact',
    value: { ...announce, event: 'none', leftBytes: Number.MAX_SAFE_INTEGER },
    bytes: `${ANNOUNCE_HEAD}0000000000000001001fffffffffffff00000000000000030000000000000000cafebabeffffffff1ae1`,
  },
  {
    name: 'announce with URL data (BEP 41)',
    value: { ...announce, urlData: '/announce?passkey=x' },
    bytes: `${ANNOUNCE_HEAD}${TRANSFER}0000000200000000cafebabeffffffff1ae10213${Buffer.from('/announce?passkey=x').toString('hex')}`,
  },
  {
    name: 'scrape of two',
    value: { kind: 'scrape', connectionId, transactionId: 9, infoHashes: [infoHash, infoHash] },
    bytes: `${ID}0000000200000009${HASH}${HASH}`,
  },
];

describe('a UDP tracker request', () => {
  it.each(examples)('$name: written and read', ({ value, bytes }) => {
    expect(Buffer.from(writeUdpRequest(value)).toString('hex')).toBe(bytes);
    expect(parseUdpRequest(Buffer.from(bytes, 'hex'))).toEqual(success(value));
  });

  it.each(examples)('$name: no prefix is taken for the whole', ({ value, bytes }) => {
    const packet = Buffer.from(bytes, 'hex');
    for (let length = 0; length < packet.length; length++) {
      const parsed = parseUdpRequest(packet.subarray(0, length));
      expect(parsed).not.toEqual(success(value));
    }
  });

  const rejects: readonly { readonly name: string; readonly bytes: string; readonly code: UdpRequestError['code'] }[] =
    [
      { name: 'nothing', bytes: '', code: 'too-short' },
      { name: '15 bytes', bytes: '000004172710198000000000000000', code: 'too-short' },
      { name: 'a connect without the protocol id', bytes: '00000417271019810000000000000007', code: 'bad-protocol-id' },
      { name: 'an unknown action', bytes: '00000417271019800000000400000007', code: 'unknown-action' },
      {
        name: 'an announce of 97 bytes',
        bytes: `${ANNOUNCE_HEAD}${TRANSFER}0000000200000000cafebabeffffffff1a`,
        code: 'too-short',
      },
      {
        name: 'an unknown event',
        bytes: `${ANNOUNCE_HEAD}${TRANSFER}0000000400000000cafebabeffffffff1ae1`,
        code: 'bad-event',
      },
      { name: 'a scrape of nothing', bytes: `${ID}0000000200000009`, code: 'bad-length' },
      { name: 'a scrape of half an info-hash', bytes: `${ID}0000000200000009${HASH}0011`, code: 'bad-length' },
      { name: 'a scrape of 75', bytes: `${ID}0000000200000009${HASH.repeat(75)}`, code: 'too-many' },
    ];
  it.each(rejects)('is not $name', ({ bytes, code }) => {
    expect(parseUdpRequest(Buffer.from(bytes, 'hex'))).toMatchObject({ ok: false, error: { code } });
  });

  it('may scrape 74 torrents, and names no other number than 1 to 74', () => {
    const scrape = (count: number) =>
      writeUdpRequest({ kind: 'scrape', connectionId, transactionId: 1, infoHashes: Array(count).fill(infoHash) });
    expect(parseUdpRequest(scrape(MAX_UDP_SCRAPE_HASHES))).toMatchObject({ ok: true });
    expect(() => scrape(0)).toThrow(RangeError);
    expect(() => scrape(MAX_UDP_SCRAPE_HASHES + 1)).toThrow(RangeError);
  });

  it('with 2^64 - 1 left, as clients write that they do not know, has as much as a number holds', () => {
    const bytes = `${ANNOUNCE_HEAD}${'f'.repeat(48)}0000000000000000cafebabeffffffff1ae1`;
    const most = Number.MAX_SAFE_INTEGER;
    const parsed = parseUdpRequest(Buffer.from(bytes, 'hex'));
    expect(parsed).toMatchObject({ ok: true, value: { leftBytes: most, uploadedBytes: most, downloadedBytes: most } });
  });
});

describe('URL data (BEP 41)', () => {
  it.each([
    { name: 'no options', options: '', urlData: '' },
    { name: 'padding around it', options: '0101020161010100', urlData: 'a' },
    { name: 'two parts', options: '020161020262630002', urlData: 'abc' },
    { name: 'an unknown option before it', options: '0903ffffff020161', urlData: 'a' },
    { name: 'nothing behind the end', options: '00020161', urlData: '' },
    { name: 'a part that is cut off', options: '0201610205616263', urlData: 'a' },
    { name: 'an option without its length', options: '02016102', urlData: 'a' },
    { name: 'bytes that are no ASCII', options: '0202c3ff', urlData: '\u00c3\u00ff' },
  ])('is read from $name', ({ options, urlData }) => {
    expect(parseUrlData(Buffer.from(options, 'hex'))).toBe(urlData);
  });

  it('longer than one option is split and joined again', () => {
    const urlData = `/${'x'.repeat(600)}`;
    const parsed = parseUdpRequest(writeUdpRequest({ ...announce, urlData }));
    expect(parsed).toMatchObject({ ok: true, value: { urlData } });
  });
});
