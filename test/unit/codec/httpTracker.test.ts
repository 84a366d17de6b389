import { describe, expect, it } from 'vitest';
import { LEFT_UNKNOWN } from '../../../electron/engine/codec/announceEvent.ts';
import {
  type HttpAnnounceQuery,
  type HttpQueryError,
  parseAnnounceQuery,
  parseScrapeQuery,
  writeAnnounceQuery,
  writeScrapeQuery,
} from '../../../electron/engine/codec/httpTracker.ts';
import { infoHashFromBytes } from '../../../shared/infoHash.ts';
import { success } from '../../../shared/result.ts';

// Bytes that break readers of text: NUL, space, percent, plus, ampersand, equals, and invalid UTF-8.
const HASH = Buffer.from('002025262b3d3f2f80ff41c328fe7e7f61305a2d', 'hex');
const HASH_QUERY = 'info_hash=%00%20%25%26%2b%3d%3f%2f%80%ffA%c3%28%fe~%7fa0Z-';
const infoHash = infoHashFromBytes(HASH);
const peerId = Buffer.from('-GY0100-abcdefghijkl');

const plain: HttpAnnounceQuery = {
  infoHash,
  peerId,
  port: 6881,
  uploadedBytes: 1,
  downloadedBytes: 2,
  leftBytes: 3,
  event: 'none',
  numWant: undefined,
  key: 0,
  compact: true,
  noPeerId: false,
  ip: undefined,
  ipv4: undefined,
  ipv6: undefined,
};
const PLAIN = `${HASH_QUERY}&peer_id=-GY0100-abcdefghijkl&port=6881&uploaded=1&downloaded=2&left=3`;

const examples: readonly { readonly name: string; readonly value: HttpAnnounceQuery; readonly query: string }[] = [
  { name: 'the least', value: plain, query: `${PLAIN}&compact=1` },
  {
    name: 'everything',
    value: {
      ...plain,
      event: 'completed',
      numWant: 0,
      key: 0xcafe,
      compact: false,
      noPeerId: true,
      ip: '10.0.0.1',
      ipv4: '10.0.0.2',
      ipv6: 'fd00::1',
    },
    query: `${PLAIN}&event=completed&numwant=0&key=0000cafe&compact=0&no_peer_id=1&ip=10.0.0.1&ipv4=10.0.0.2&ipv6=fd00%3a%3a1`,
  },
];

describe('an announce over HTTP', () => {
  it.each(examples)('with $name: written and read', ({ value, query }) => {
    expect(writeAnnounceQuery(value)).toBe(query);
    expect(parseAnnounceQuery(query)).toEqual(success(value));
  });

  it('is refused when it ends before its port does', () => {
    const required = PLAIN.slice(0, PLAIN.indexOf('6881'));
    for (let length = 0; length <= required.length; length++) {
      expect(parseAnnounceQuery(required.slice(0, length)).ok).toBe(false);
    }
  });

  it.each([
    { name: 'in capitals', query: HASH_QUERY.replace(/%../g, (escape) => escape.toUpperCase()) },
    { name: 'every byte of it', query: `info_hash=${HASH.toString('hex').replace(/../g, '%$&')}` },
    {
      name: 'as little as can be',
      query: `info_hash=${HASH.toString('latin1').replace('%', '%25').replace('&', '%26').replace('+', '%2B')}`,
    },
    { name: 'with spaces as forms write them', query: HASH_QUERY.replace('%20', '+') },
    { name: 'its name too', query: HASH_QUERY.replace('info_hash', 'info%5Fhash') },
  ])('has its info-hash encoded in any way: $name', ({ query }) => {
    const parsed = parseAnnounceQuery(`${query}&peer_id=-GY0100-abcdefghijkl&port=1`);
    expect(parsed).toMatchObject({ ok: true, value: { infoHash } });
  });

  it.each([
    { given: 'left=abc', expected: { leftBytes: LEFT_UNKNOWN } },
    { given: 'left=-1', expected: { leftBytes: LEFT_UNKNOWN } },
    { given: 'left=18446744073709551615', expected: { leftBytes: Number.MAX_SAFE_INTEGER } },
    { given: 'uploaded=-5&downloaded=1e9', expected: { uploadedBytes: 0, downloadedBytes: 0 } },
    { given: 'numwant=-1', expected: { numWant: undefined } },
    { given: 'numwant=', expected: { numWant: undefined } },
    { given: 'numwant=200', expected: { numWant: 200 } },
    { given: 'event=', expected: { event: 'none' } },
    { given: 'event=exploded', expected: { event: 'none' } },
    { given: 'event=paused', expected: { event: 'paused' } },
    { given: 'compact=', expected: { compact: true } },
    { given: 'compact=0&compact=1', expected: { compact: false } },
    { given: 'key=CAFEBABE', expected: { key: 0xcafebabe } },
    { given: 'supportcrypto=1&redundant=0&corrupt=0&trackerid=x&=y&z&&', expected: {} },
  ])('reads $given as clients mean it', ({ given, expected }) => {
    const query = `info_hash=${'%01'.repeat(20)}&peer_id=-GY0100-abcdefghijkl&port=1&${given}`;
    const parsed = parseAnnounceQuery(query);
    expect(parsed.ok && parsed.value).toMatchObject(expected);
  });

  it('hashes a key of any text to 32 bits, differently for different text', () => {
    const keyOf = (key: string): number => {
      const parsed = parseAnnounceQuery(`info_hash=${'%01'.repeat(20)}&peer_id=-GY0100-abcdefghijkl&port=1&key=${key}`);
      return parsed.ok ? parsed.value.key : -1;
    };
    const keys = ['zz', 'zy', 'opensesame', '123456789', '%ff%00'].map(keyOf);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.every((key) => key > 0 && key <= 0xffff_ffff)).toBe(true);
  });

  const rejects: readonly { readonly name: string; readonly query: string; readonly code: HttpQueryError['code'] }[] = [
    { name: 'nothing', query: '', code: 'info-hash-missing' },
    { name: 'no info-hash', query: 'peer_id=-GY0100-abcdefghijkl&port=1', code: 'info-hash-missing' },
    { name: 'an empty info-hash', query: 'info_hash=&port=1', code: 'info-hash-bad' },
    { name: 'an info-hash of 19 bytes', query: `info_hash=${'%01'.repeat(19)}`, code: 'info-hash-bad' },
    { name: 'an info-hash in hexadecimal', query: `info_hash=${'01'.repeat(20)}`, code: 'info-hash-bad' },
    { name: 'no peer-id', query: `${HASH_QUERY}&port=1`, code: 'peer-id-bad' },
    { name: 'a short peer-id', query: `${HASH_QUERY}&peer_id=-GY0100-&port=1`, code: 'peer-id-bad' },
    { name: 'no port', query: `${HASH_QUERY}&peer_id=-GY0100-abcdefghijkl`, code: 'port-bad' },
    { name: 'port 0', query: `${HASH_QUERY}&peer_id=-GY0100-abcdefghijkl&port=0`, code: 'port-bad' },
    { name: 'port 65536', query: `${HASH_QUERY}&peer_id=-GY0100-abcdefghijkl&port=65536`, code: 'port-bad' },
    { name: 'a port in letters', query: `${HASH_QUERY}&peer_id=-GY0100-abcdefghijkl&port=http`, code: 'port-bad' },
    { name: 'an escape cut off', query: `info_hash=${'%01'.repeat(19)}%0`, code: 'info-hash-bad' },
  ];
  it.each(rejects)('with $name is refused in words', ({ query, code }) => {
    const parsed = parseAnnounceQuery(query);
    expect(parsed).toMatchObject({ ok: false, error: { code, message: expect.stringMatching(/\w/) } });
  });
});

describe('a scrape over HTTP', () => {
  it('names any number of torrents', () => {
    for (const infoHashes of [[], [infoHash], [infoHash, infoHashFromBytes(new Uint8Array(20))]]) {
      expect(parseScrapeQuery(writeScrapeQuery(infoHashes))).toEqual(success(infoHashes));
    }
  });

  it('with one bad info-hash is refused', () => {
    expect(parseScrapeQuery(`${HASH_QUERY}&info_hash=x`)).toMatchObject({
      ok: false,
      error: { code: 'info-hash-bad' },
    });
  });
});
