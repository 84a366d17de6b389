import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { writeBencode, type BencodedDict } from '../../../electron/engine/codec/bencode.ts';
import { parseInfo } from '../../../electron/engine/metainfo/infoParser.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const paths = (...components: readonly string[]): Uint8Array[] => components.map(bytes);
const file = (length: number, ...components: readonly string[]): BencodedDict => ({
  length,
  path: paths(...components),
});

const single: BencodedDict = {
  length: 40_000,
  name: bytes('grain.bin'),
  'piece length': 16_384,
  pieces: new Uint8Array(60).fill(7),
};
const { length: _, ...rest } = single;
const folder: BencodedDict = { ...rest, files: [file(30_000, 'a', 'b'), file(0, 'empty'), file(10_000, 'c')] };

describe('parseInfo reads', () => {
  it('a single file', () => {
    const infoBytes = writeBencode(single);
    expect(parseInfo(infoBytes)).toEqual({
      ok: true,
      value: {
        infoHash: createHash('sha1').update(infoBytes).digest('hex'),
        infoBytes,
        name: 'grain.bin',
        isSingleFile: true,
        pieceLength: 16_384,
        pieceHashes: new Uint8Array(60).fill(7),
        totalBytes: 40_000,
        files: [{ path: ['grain.bin'], length: 40_000, offset: 0 }],
        private: false,
      },
    });
  });

  it('a folder', () => {
    expect(parseInfo(writeBencode(folder))).toMatchObject({
      value: {
        isSingleFile: false,
        totalBytes: 40_000,
        files: [
          { path: ['a', 'b'], length: 30_000, offset: 0 },
          { path: ['empty'], length: 0, offset: 30_000 },
          { path: ['c'], length: 10_000, offset: 30_000 },
        ],
      },
    });
  });

  it.each([
    [1, true],
    [0, false],
    [2, false],
  ])('private: %d as %s', (flag, isPrivate) => {
    expect(parseInfo(writeBencode({ ...single, private: flag }))).toMatchObject({ value: { private: isPrivate } });
  });

  it('names in UTF-8 beside names in another encoding', () => {
    const entry = { ...file(40_000, '?'), 'path.utf-8': paths('日本語') };
    const info = { ...rest, name: Uint8Array.of(0x93, 0xfa), 'name.utf-8': bytes('日本'), files: [entry] };
    expect(parseInfo(writeBencode(info))).toMatchObject({ value: { name: '日本', files: [{ path: ['日本語'] }] } });
  });

  it('fillers, which may share a path', () => {
    const filler = { attr: bytes('p'), ...file(5000, '.pad', '5000') };
    const info = writeBencode({ ...rest, files: [file(15_000, 'a'), filler, file(15_000, 'b'), filler] });
    expect(parseInfo(info)).toMatchObject({ value: { files: [{}, { isPadding: true }, {}, { isPadding: true }] } });
  });

  it('a hybrid as the v1 torrent that it also is', () => {
    const tree = {
      'file tree': { 'grain.bin': { '': { length: 40_000, 'pieces root': new Uint8Array(32).fill(0xff) } } },
    };
    expect(parseInfo(writeBencode({ ...single, ...tree, 'meta version': 2 })).ok).toBe(true);
  });

  it('keys out of order, and hashes them as they stand', () => {
    const text = 'd4:name1:a6:lengthi1e12:piece lengthi16384e6:pieces20:aaaaaaaaaaaaaaaaaaaae';
    const infoHash = createHash('sha1').update(text).digest('hex');
    expect(parseInfo(bytes(text))).toMatchObject({ ok: true, value: { infoHash, name: 'a', totalBytes: 1 } });
  });
});

describe('parseInfo refuses', () => {
  it.each<{ name: string; info: BencodedDict | Uint8Array; code: string; message?: string; path?: string }>([
    { name: 'what is not bencoded', info: bytes('hello'), code: 'not-bencoded', message: 'at byte 0' },
    { name: 'a key twice', info: bytes('d4:name1:a4:name1:be'), code: 'not-bencoded', message: 'has already' },
    { name: 'a list', info: bytes('le'), code: 'field-invalid' },
    { name: 'no name', info: { ...single, name: [] }, code: 'field-invalid' },
    { name: 'a name that is not UTF-8', info: { ...single, name: Uint8Array.of(0xff) }, code: 'field-invalid' },
    { name: 'an unsafe name', info: { ...single, name: bytes('..') }, code: 'path-unsafe', path: '..' },
    { name: 'no length', info: rest, code: 'length-invalid', path: 'grain.bin' },
    { name: 'a negative length', info: { ...single, length: -1 }, code: 'length-invalid' },
    { name: 'no content', info: { ...single, length: 0, pieces: bytes('') }, code: 'no-content' },
    { name: 'no files', info: { ...folder, files: [] }, code: 'no-content' },
    { name: 'files that are no list', info: { ...folder, files: 1 }, code: 'field-invalid' },
    { name: 'a file that is no dictionary', info: { ...folder, files: [1] }, code: 'field-invalid' },
    { name: 'a file without a path', info: { ...folder, files: [file(1)] }, code: 'field-invalid' },
    {
      name: 'a file without a length',
      info: { ...folder, files: [{ path: paths('a') }] },
      code: 'length-invalid',
      path: 'a',
    },
    { name: 'one file and a folder', info: { ...folder, length: 40_000 }, code: 'field-invalid' },
    {
      name: 'lengths beyond 2^53',
      info: { ...folder, files: [file(2 ** 53 - 1, 'a'), file(1, 'b')] },
      code: 'length-invalid',
      path: 'b',
    },
    {
      name: 'a path that is not UTF-8',
      info: { ...folder, files: [{ length: 1, path: [bytes('a'), Uint8Array.of(0xff)] }] },
      code: 'path-unsafe',
      path: 'a/?',
    },
    { name: 'a way out', info: { ...folder, files: [file(40_000, '..', 'x')] }, code: 'path-unsafe', path: '../x' },
    {
      name: 'a path twice',
      info: { ...folder, files: [file(1, 'a'), file(39_999, 'a')] },
      code: 'path-clash',
      path: 'a',
    },
    {
      name: 'a path too long',
      info: { ...folder, files: [file(40_000, ...Array<string>(20).fill('x'.repeat(250)))] },
      code: 'path-too-long',
    },
    {
      name: 'no piece length',
      info: { ...single, 'piece length': [] },
      code: 'piece-length-invalid',
      message: 'missing',
    },
    { name: 'a piece length of 0', info: { ...single, 'piece length': 0 }, code: 'piece-length-invalid' },
    { name: 'a piece length of 2 GiB', info: { ...single, 'piece length': 2 ** 31 }, code: 'piece-length-invalid' },
    { name: 'no pieces', info: { ...single, pieces: 1 }, code: 'field-invalid' },
    {
      name: 'too few pieces',
      info: { ...single, pieces: new Uint8Array(40) },
      code: 'piece-count-wrong',
      message: '3 pieces',
    },
    { name: 'too many pieces', info: { ...single, pieces: new Uint8Array(80) }, code: 'piece-count-wrong' },
    { name: 'a part of a hash', info: { ...single, pieces: new Uint8Array(59) }, code: 'piece-count-wrong' },
    {
      name: 'v2 alone',
      info: { name: bytes('a'), 'piece length': 16_384, 'meta version': 2, 'file tree': {} },
      code: 'v2-only',
    },
  ])('$name', ({ info, code, message = '', path }) => {
    const parsed = parseInfo(info instanceof Uint8Array ? info : writeBencode(info));
    expect(parsed).toMatchObject({ ok: false, error: { code, message: expect.stringContaining(message) } });
    expect(parsed).toMatchObject({ error: path === undefined ? {} : { path, message: expect.stringContaining(path) } });
  });

  it('every part of an info', () => {
    const whole = writeBencode(folder);
    for (let length = 0; length < whole.length; length++) expect(parseInfo(whole.subarray(0, length)).ok).toBe(false);
  });
});
