import { describe, expect, it } from 'vitest';
import { writeBencode, type BencodedDict } from '../../../electron/engine/codec/bencode.ts';
import { parseTorrent } from '../../../electron/engine/metainfo/torrentParser.ts';
import { asInvalidTorrent } from '../../../electron/engine/metainfo/torrentError.ts';
import { writeTorrent } from '../../../electron/engine/metainfo/torrentWriter.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const info: BencodedDict = { length: 5, name: bytes('a'), 'piece length': 16_384, pieces: new Uint8Array(20) };
const infoBytes = writeBencode(info);
const infoText = new TextDecoder('latin1').decode(infoBytes);

const http = 'http://10.0.0.2:6969/announce';
const udp = 'udp://10.0.0.2:6969/announce';

describe.each([
  { name: 'nothing but info', content: { trackers: [] }, text: `d4:info${infoText}e` },
  { name: 'one tracker', content: { trackers: [['u']] }, text: `d8:announce1:u4:info${infoText}e` },
  {
    name: 'everything',
    content: {
      trackers: [[http, udp], ['x']],
      nodes: [{ host: '10.0.0.2', port: 6881 }],
      comment: 'né',
      createdAtSeconds: 1_700_000_000,
      createdBy: 'Granary',
    },
    text: [
      `d8:announce29:${http}13:announce-listll29:${http}28:${udp}el1:xee7:comment3:n\u00c3\u00a910:created by7:Granary`,
      `13:creation datei1700000000e4:info${infoText}5:nodesll8:10.0.0.2i6881eeee`,
    ].join(''),
  },
])('a torrent with $name', ({ content, text }) => {
  const encoded = Uint8Array.from(Buffer.from(text, 'latin1'));

  it('is written', () => expect(writeTorrent({ infoBytes, ...content })).toEqual(encoded));

  it('is read', () => {
    expect(parseTorrent(encoded)).toMatchObject({ ok: true, value: { nodes: [], ...content, info: { infoBytes } } });
  });
});

describe('parseTorrent', () => {
  const parse = (fields: BencodedDict): unknown => parseTorrent(writeBencode({ info, ...fields }));

  it('takes the tiers in the place of the single tracker', () => {
    const tiers = { announce: bytes('a'), 'announce-list': [[bytes('b'), bytes('')], [], [bytes('c')]] };
    expect(parse(tiers)).toMatchObject({ value: { trackers: [['b'], ['c']] } });
    expect(parse({ announce: bytes('a'), 'announce-list': [[]] })).toMatchObject({ value: { trackers: [['a']] } });
  });

  it.each<BencodedDict>([
    { announce: 7 },
    { announce: Uint8Array.of(0xff) },
    { 'announce-list': bytes('a') },
    { 'announce-list': [bytes('a'), [7]] },
    { nodes: [[bytes('a')], [bytes('a'), 0], [bytes(''), 1], [7, 7], 7] },
    { comment: [] },
    { 'creation date': -1 },
    { 'creation date': bytes('today') },
  ])('leaves out what is malformed around info: %o', (fields) => {
    const parsed = parse(fields);
    expect(parsed).toMatchObject({ ok: true, value: { trackers: [], nodes: [] } });
    expect(parsed).not.toMatchObject({ value: { comment: expect.anything() } });
    expect(parsed).not.toMatchObject({ value: { createdAtSeconds: expect.anything() } });
  });

  it('reads keys out of order and keys that are no text', () => {
    const layers = Buffer.concat([Buffer.from('12:piece layersd2:'), Uint8Array.of(0xff, 0xfe), Buffer.from('0:e')]);
    const torrent = Buffer.concat([Buffer.from('d'), layers, Buffer.from(`4:info${infoText}e`, 'latin1')]);
    expect(parseTorrent(torrent)).toMatchObject({ ok: true, value: { info: { infoBytes } } });
  });

  it('shares no memory with what it read', () => {
    const torrent = Buffer.from(writeTorrent({ infoBytes, trackers: [] }));
    const parsed = parseTorrent(torrent);
    torrent.fill(0);
    expect(parsed).toMatchObject({ value: { info: { infoBytes, pieceHashes: new Uint8Array(20) } } });
  });

  it.each([
    { name: 'nothing', torrent: bytes(''), code: 'not-bencoded' },
    { name: 'no dictionary', torrent: bytes('i1e'), code: 'not-bencoded' },
    { name: 'no info', torrent: bytes('d4:name1:ae'), code: 'field-invalid' },
    { name: 'an info that is no dictionary', torrent: bytes('d4:infoi1ee'), code: 'field-invalid' },
    { name: 'bytes after the end', torrent: bytes(`d4:info${infoText}e\n`), code: 'not-bencoded' },
  ])('refuses $name', ({ torrent, code }) => {
    expect(parseTorrent(torrent)).toMatchObject({ ok: false, error: { code } });
  });

  it('refuses every part of a torrent', () => {
    const whole = writeTorrent({ infoBytes, trackers: [[http]], nodes: [{ host: 'a', port: 1 }] });
    for (let length = 0; length < whole.length; length++)
      expect(parseTorrent(whole.subarray(0, length)).ok).toBe(false);
  });
});

it('a torrent that cannot be used is an error that says where it came from and why', () => {
  const error = asInvalidTorrent({ code: 'path-unsafe', message: 'the path ".." is no name', path: '..' }, 'a.torrent');
  expect(error).toMatchObject({
    code: 'torrent-invalid',
    message: expect.stringMatching(/a\.torrent .* "\.\." is no name/),
  });
  expect(error.hint).toBeDefined();
});
