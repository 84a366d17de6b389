import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCompactPeers, writeCompactPeers } from '../../electron/engine/codec/compactPeers.ts';
import {
  type HttpAnnounceQuery,
  parseAnnounceQuery,
  parseScrapeQuery,
  writeAnnounceQuery,
} from '../../electron/engine/codec/httpTracker.ts';
import { readRequestHead } from '../../electron/engine/codec/httpTrackerHead.ts';
import { type HttpTrackerReply, parseHttpReply, writeHttpReply } from '../../electron/engine/codec/httpTrackerReply.ts';
import { latin1Bytes, latin1Text } from '../../electron/engine/codec/latin1.ts';
import { parseUdpRequest, type UdpRequest, writeUdpRequest } from '../../electron/engine/codec/udpTracker.ts';
import { parseUdpReply, type UdpReply, writeUdpReply } from '../../electron/engine/codec/udpTrackerReply.ts';
import { parsePeerRows, writePeerRows } from '../../electron/engine/tracker/swarmSnapshot.ts';
import { infoHashFromBytes } from '../../shared/infoHash.ts';
import { success } from '../../shared/result.ts';
import { fuzz } from '../support/fuzz.ts';

const bytesOf = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const u16 = fc.nat(0xffff);
const u32 = fc.nat(0xffff_ffff);
const size = fc.maxSafeNat();
const infoHash = bytesOf(20).map((bytes) => infoHashFromBytes(bytes));
const latin1 = fc.uint8Array({ maxLength: 300 }).map((bytes) => latin1Text(bytes));

const udpRequest: fc.Arbitrary<UdpRequest> = fc.oneof(
  fc.record({ kind: fc.constant('connect'), transactionId: u32 }),
  fc.record({
    kind: fc.constant('announce'),
    connectionId: fc.bigInt(0n, 2n ** 64n - 1n),
    transactionId: u32,
    infoHash,
    peerId: bytesOf(20),
    downloadedBytes: size,
    leftBytes: size,
    uploadedBytes: size,
    event: fc.constantFrom('none' as const, 'completed' as const, 'started' as const, 'stopped' as const),
    claimedAddress: u32,
    key: u32,
    numWant: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
    port: u16,
    urlData: latin1,
  }),
  fc.record({
    kind: fc.constant('scrape'),
    connectionId: fc.bigInt(0n, 2n ** 64n - 1n),
    transactionId: u32,
    infoHashes: fc.array(infoHash, { minLength: 1, maxLength: 74 }),
  }),
);

const udpReply: fc.Arbitrary<UdpReply> = fc.oneof(
  fc.record({ kind: fc.constant('connect'), transactionId: u32, connectionId: fc.bigInt(0n, 2n ** 64n - 1n) }),
  fc.record({
    kind: fc.constant('announce'),
    transactionId: u32,
    intervalSeconds: u32,
    leechers: u32,
    seeders: u32,
    peers: fc.uint8Array({ maxLength: 1200 }),
  }),
  fc.record({
    kind: fc.constant('scrape'),
    transactionId: u32,
    torrents: fc.array(fc.record({ seeders: u32, completed: u32, leechers: u32 }), { maxLength: 74 }),
  }),
  fc.record({
    kind: fc.constant('error'),
    transactionId: u32,
    message: fc.string({ unit: 'grapheme', maxLength: 100 }),
  }),
);

const httpQuery: fc.Arbitrary<HttpAnnounceQuery> = fc.record({
  infoHash,
  peerId: bytesOf(20).map((bytes) => Buffer.from(bytes)),
  port: fc.integer({ min: 1, max: 65535 }),
  uploadedBytes: size,
  downloadedBytes: size,
  leftBytes: size,
  event: fc.constantFrom('none', 'completed', 'started', 'stopped', 'paused'),
  numWant: fc.option(size, { nil: undefined }),
  key: u32,
  compact: fc.boolean(),
  noPeerId: fc.boolean(),
  ip: fc.option(latin1, { nil: undefined }),
  ipv4: fc.option(latin1, { nil: undefined }),
  ipv6: fc.option(latin1, { nil: undefined }),
});

const counts = { seeders: size, completed: size, leechers: size };
/** Partial seeds are some of the leechers. */
const fileCounts = fc.tuple(fc.record(counts), size).map(([file, paused]) => ({
  ...file,
  paused: Math.min(paused, file.leechers),
}));
const httpReply: fc.Arbitrary<HttpTrackerReply> = fc.oneof(
  fc.record({
    kind: fc.constant('announce'),
    intervalSeconds: size,
    minIntervalSeconds: fc.option(size, { nil: undefined }),
    ...counts,
    externalIp: fc.option(fc.oneof(bytesOf(4), bytesOf(16)), { nil: undefined }),
    peers: fc.oneof(
      fc.record({ form: fc.constant('compact'), ipv4: fc.uint8Array(), ipv6: fc.uint8Array() }),
      fc.record({
        form: fc.constant('dictionary'),
        peers: fc.array(
          fc.record({ peerId: fc.option(bytesOf(20), { nil: undefined }), address: fc.ipV4(), port: u16 }),
          { maxLength: 5 },
        ),
      }),
    ),
  }),
  fc.record({
    kind: fc.constant('scrape'),
    files: fc.uniqueArray(
      fc.tuple(infoHash, fileCounts).map(([hash, file]) => ({ infoHash: hash, ...file })),
      { selector: (file) => file.infoHash, maxLength: 8 },
    ),
  }),
  fc.record({ kind: fc.constant('failure'), reason: fc.string({ unit: 'grapheme' }) }),
);

describe('what is written is read', () => {
  it('UDP requests of every kind', () => {
    fc.assert(
      fc.property(udpRequest, (request) => {
        expect(parseUdpRequest(writeUdpRequest(request))).toEqual(success(request));
      }),
    );
  });

  it('UDP replies of every kind', () => {
    const target = new Uint8Array(2048);
    fc.assert(
      fc.property(udpReply, (reply) => {
        expect(parseUdpReply(target.slice(0, writeUdpReply(target, reply)))).toEqual(success(reply));
      }),
    );
  });

  it('HTTP announces', () => {
    fc.assert(
      fc.property(httpQuery, (query) => {
        expect(parseAnnounceQuery(writeAnnounceQuery(query))).toEqual(success(query));
      }),
    );
  });

  it('HTTP replies of every kind', () => {
    fc.assert(
      fc.property(httpReply, (reply) => {
        const parsed = parseHttpReply(writeHttpReply(reply));
        if (!parsed.ok || parsed.value.kind !== 'scrape' || reply.kind !== 'scrape')
          expect(parsed).toEqual(success(reply));
        else expect(new Set(parsed.value.files)).toEqual(new Set(reply.files));
      }),
    );
  });

  it('compact peers, from bytes and back', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 360 }),
        fc.constantFrom('IPv4' as const, 'IPv6' as const),
        (bytes, family) => {
          const parsed = parseCompactPeers(bytes, family);
          if (parsed.ok) expect(writeCompactPeers(parsed.value, family)).toEqual(bytes);
          else expect(bytes.length % (family === 'IPv4' ? 6 : 18)).not.toBe(0);
        },
      ),
    );
  });
});

describe('whatever comes is survived', () => {
  const announce = writeUdpRequest({
    kind: 'announce',
    connectionId: 1n,
    transactionId: 2,
    infoHash: infoHashFromBytes(new Uint8Array(20)),
    peerId: new Uint8Array(20),
    downloadedBytes: 0,
    leftBytes: 0,
    uploadedBytes: 0,
    event: 'started',
    claimedAddress: 0,
    key: 0,
    numWant: 50,
    port: 1,
    urlData: '/announce?passkey=abc',
  });
  const connect = writeUdpRequest({ kind: 'connect', transactionId: 1 });
  const query = `info_hash=${'%ff'.repeat(20)}&peer_id=-GY0100-abcdefghijkl&port=6881&left=0&event=started&numwant=50`;
  const request = latin1Bytes(`GET /announce?${query} HTTP/1.1\r\nHost: x\r\nConnection: keep-alive\r\n\r\n`);
  const replies = [
    'd8:intervali1e5:peers6:abcdefe',
    'd5:filesd20:aaaaaaaaaaaaaaaaaaaad8:completei1eeee',
    'd14:failure reason1:xe',
  ];

  it.each([
    { name: 'UDP requests', seeds: [connect, announce], run: (bytes: Uint8Array) => void parseUdpRequest(bytes) },
    { name: 'UDP replies', seeds: [connect, announce], run: (bytes: Uint8Array) => void parseUdpReply(bytes) },
    { name: 'request heads', seeds: [request], run: (bytes: Uint8Array) => void readRequestHead(bytes) },
    {
      name: 'announce queries',
      seeds: [latin1Bytes(query)],
      run: (bytes: Uint8Array) => void parseAnnounceQuery(latin1Text(bytes)),
    },
    {
      name: 'scrape queries',
      seeds: [latin1Bytes(query)],
      run: (bytes: Uint8Array) => void parseScrapeQuery(latin1Text(bytes)),
    },
    { name: 'HTTP replies', seeds: replies.map(latin1Bytes), run: (bytes: Uint8Array) => void parseHttpReply(bytes) },
    {
      name: 'IPv4 peers',
      seeds: [new Uint8Array(12)],
      run: (bytes: Uint8Array) => void parseCompactPeers(bytes, 'IPv4'),
    },
    {
      name: 'IPv6 peers',
      seeds: [new Uint8Array(36)],
      run: (bytes: Uint8Array) => void parseCompactPeers(bytes, 'IPv6'),
    },
    { name: 'peer rows', seeds: [writePeerRows([])], run: (bytes: Uint8Array) => void parsePeerRows(bytes) },
  ])('as $name', (target) => {
    expect(() => fuzz(target)).not.toThrow();
  });
});
