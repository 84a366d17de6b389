import { describe, expect, it } from 'vitest';
import { parseMagnet, writeMagnet, type Magnet } from '../../../electron/engine/codec/magnet.ts';
import { parseInfoHash, type InfoHash } from '../../../shared/infoHash.ts';

const HEX = '0123456789abcdef0123456789abcdef01234567';
const BASE32 = 'AERUKZ4JVPG66AJDIVTYTK6N54ASGRLH';
const infoHash: InfoHash = parseInfoHash(HEX) ?? expect.unreachable();
const bare: Magnet = { infoHash, trackers: [], peers: [] };

const links: readonly { name: string; magnet: Magnet; link: string }[] = [
  { name: 'only an info-hash', magnet: bare, link: `magnet:?xt=urn:btih:${HEX}` },
  {
    name: 'a name with all that must be encoded',
    magnet: { ...bare, name: `été & "R+D" (1) #2?=100%/a'b!*` },
    link: `magnet:?xt=urn:btih:${HEX}&dn=%C3%A9t%C3%A9%20%26%20%22R%2BD%22%20%281%29%20%232%3F%3D100%25%2Fa%27b%21%2A`,
  },
  {
    name: 'everything',
    magnet: {
      infoHash,
      name: 'Project',
      exactLength: 40_000_000_000,
      trackers: ['http://10.0.0.2:6969/announce', 'udp://[fd00::2]:6969/announce'],
      peers: ['10.0.0.2:6881', '[fd00::2]:6881'],
    },
    link: [
      `magnet:?xt=urn:btih:${HEX}&dn=Project&xl=40000000000`,
      'tr=http%3A%2F%2F10.0.0.2%3A6969%2Fannounce&tr=udp%3A%2F%2F%5Bfd00%3A%3A2%5D%3A6969%2Fannounce',
      'x.pe=10.0.0.2%3A6881&x.pe=%5Bfd00%3A%3A2%5D%3A6881',
    ].join('&'),
  },
];

describe.each(links)('a magnet link with $name', ({ magnet, link }) => {
  it('is written', () => expect(writeMagnet(magnet)).toBe(link));
  it('is read', () => expect(parseMagnet(link)).toEqual({ ok: true, value: magnet }));
});

describe('parseMagnet takes', () => {
  it.each([
    { name: 'upper case', link: `MAGNET:?XT=URN:BTIH:${HEX.toUpperCase()}`, magnet: bare },
    { name: 'base32', link: `magnet:?xt=urn:btih:${BASE32}`, magnet: bare },
    { name: 'base32 in lower case', link: `magnet:?xt=urn:btih:${BASE32.toLowerCase()}`, magnet: bare },
    { name: 'white space around it', link: ` magnet:?xt=urn:btih:${HEX}\n`, magnet: bare },
    { name: 'an encoded topic', link: `magnet:?xt=urn%3Abtih%3A${HEX}`, magnet: bare },
    { name: 'any order', link: `magnet:?dn=a&xl=5&xt=urn:btih:${HEX}`, magnet: { ...bare, name: 'a', exactLength: 5 } },
    { name: 'plus for space', link: `magnet:?xt=urn:btih:${HEX}&dn=a+b%2Bc`, magnet: { ...bare, name: 'a b+c' } },
    { name: 'other topics beside', link: `magnet:?xt=urn:btmh:1220aa&xt=urn:btih:${HEX}`, magnet: bare },
    { name: 'unknown parameters', link: `magnet:?xt=urn:btih:${HEX}&ws=x&flag&=&&so=1`, magnet: bare },
    {
      name: 'numbered parameters',
      link: `magnet:?xt.1=urn:btih:${HEX}&tr.1=a&tr.2=b`,
      magnet: { ...bare, trackers: ['a', 'b'] },
    },
    { name: 'a tracker twice', link: `magnet:?xt=urn:btih:${HEX}&tr=a&tr=&tr=a`, magnet: { ...bare, trackers: ['a'] } },
    { name: 'a name in a wrong encoding', link: `magnet:?xt=urn:btih:${HEX}&dn=%E9t%E9`, magnet: bare },
    { name: 'an impossible length', link: `magnet:?xt=urn:btih:${HEX}&xl=-1`, magnet: bare },
    { name: 'a length beyond 2^53', link: `magnet:?xt=urn:btih:${HEX}&xl=9999999999999999`, magnet: bare },
  ])('$name', ({ link, magnet }) => {
    expect(parseMagnet(link)).toEqual({ ok: true, value: magnet });
  });
});

describe('parseMagnet refuses', () => {
  it.each([
    { name: 'nothing', link: '', why: 'does not begin with magnet:?' },
    { name: 'another scheme', link: `http://x/?xt=urn:btih:${HEX}`, why: 'does not begin with magnet:?' },
    { name: 'no topic', link: 'magnet:?dn=a', why: 'names no torrent' },
    {
      name: 'a topic of another network',
      link: 'magnet:?xt=urn:sha1:YNCKHTQCWBTRNJIV4WNAE52SJUQCZO5C',
      why: 'urn:btih: is not',
    },
    { name: 'a v2 torrent', link: `magnet:?xt=urn:btmh:1220${'ab'.repeat(32)}`, why: 'v2 alone' },
    { name: '39 digits', link: `magnet:?xt=urn:btih:${HEX.slice(1)}`, why: 'not followed by an info-hash' },
    { name: '41 digits', link: `magnet:?xt=urn:btih:${HEX}0`, why: 'not followed by an info-hash' },
    { name: 'a digit that is none', link: `magnet:?xt=urn:btih:${HEX.slice(1)}g`, why: 'not followed by an info-hash' },
    { name: 'base32 with a 1', link: `magnet:?xt=urn:btih:1${BASE32.slice(1)}`, why: 'not followed by an info-hash' },
    { name: 'more than 64 KiB', link: `magnet:?xt=urn:btih:${HEX}&dn=${'a'.repeat(65_536)}`, why: 'longer than' },
    {
      name: 'a topic after a thousand parameters',
      link: `magnet:?${'tr=a&'.repeat(1000)}xt=urn:btih:${HEX}`,
      why: 'names no',
    },
  ])('$name', ({ link, why }) => {
    expect(parseMagnet(link)).toMatchObject({
      ok: false,
      error: { code: 'magnet-invalid', message: expect.stringContaining(why) },
    });
  });

  it('every link that is cut off before the end of the info-hash', () => {
    const link = `magnet:?xt=urn:btih:${HEX}`;
    for (let length = 0; length < link.length; length++) expect(parseMagnet(link.slice(0, length)).ok).toBe(false);
  });
});
