import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, win32 } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseInfo } from '../../electron/engine/metainfo/infoParser.ts';
import { createPieceMap } from '../../electron/engine/metainfo/pieceMap.ts';
import { findPathProblem, unsafeReason } from '../../electron/engine/metainfo/safePath.ts';
import { parseTorrent } from '../../electron/engine/metainfo/torrentParser.ts';
import { writeInfo, writeTorrent, type InfoContent } from '../../electron/engine/metainfo/torrentWriter.ts';
import { fuzz } from '../support/fuzz.ts';

/** Room for GRANARY_FUZZ_RUNS=1000000 on a busy machine. */
const MILLION_RUNS_MS = 15 * 60_000;
const CORPUS = join(import.meta.dirname, '../corpus/metainfo');

const name = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
  .filter((text) => unsafeReason(text) === undefined);
const lengths = fc.integer({ min: 0, max: 100_000 });
const content: fc.Arbitrary<InfoContent> = fc
  .record({
    name,
    pieceLength: fc.constantFrom(16_384, 32_768, 65_536),
    private: fc.boolean(),
    content: fc.oneof(
      lengths.filter((length) => length > 0),
      fc
        .array(fc.record({ path: fc.array(name, { minLength: 1, maxLength: 4 }), length: lengths }), { minLength: 1 })
        .filter((files) => findPathProblem('root', files) === undefined && files.some((file) => file.length > 0)),
    ),
  })
  .map((info) => ({ ...info, pieceHashes: hashesFor(info) }));

function hashesFor(info: Omit<InfoContent, 'pieceHashes'>): Uint8Array {
  const files = typeof info.content === 'number' ? [{ length: info.content }] : info.content;
  const totalBytes = files.reduce((sum, file) => sum + file.length, 0);
  return new Uint8Array(createPieceMap(totalBytes, info.pieceLength).pieceCount * 20).fill(9);
}

describe('a torrent', () => {
  it('is read back as it was written', () => {
    const around = fc.record({ comment: fc.string(), createdBy: fc.string(), createdAtSeconds: fc.nat() });
    fc.assert(
      fc.property(content, around, (info, fields) => {
        const infoBytes = writeInfo(info);
        const parsed = parseTorrent(writeTorrent({ infoBytes, trackers: [['a', 'b'], ['c']], ...fields }));
        expect(parsed).toMatchObject({ ok: true, value: { ...fields, trackers: [['a', 'b'], ['c']] } });
        if (!parsed.ok) return;
        const { files, isSingleFile, ...rest } = parsed.value.info;
        const written = files.map(({ path, length }) => ({ path, length }));
        expect(isSingleFile ? written[0]?.length : written).toEqual(info.content);
        expect(rest).toMatchObject({
          infoBytes,
          name: info.name,
          private: info.private,
          pieceLength: info.pieceLength,
        });
      }),
    );
  });

  it('is tested with single files and folders, private and public', () => {
    const shapes = fc.sample(content, 200).map((info) => `${typeof info.content} ${info.private}`);
    expect(new Set(shapes)).toEqual(new Set(['number true', 'number false', 'object true', 'object false']));
  });

  it('that is accepted never names a file outside its folder, on any system', () => {
    const component = fc.oneof(
      fc.constantFrom('..', '.', '', 'C:', '\\', '/', 'a', 'b/../..', 'NUL', '~', '...', 'x:y', '\\\\host\\share'),
      fc.string({ maxLength: 6 }),
      name,
    );
    fc.assert(
      fc.property(component, fc.array(fc.array(component, { maxLength: 4 }), { maxLength: 4 }), (root, paths) => {
        const files = paths.map((path) => ({ path }));
        if (findPathProblem(root, files) !== undefined) return;
        for (const { path } of files) {
          expect(posix.relative('/share', posix.join('/share', root, ...path))).toBe(posix.join(root, ...path));
          expect(win32.relative('D:\\share', win32.resolve('D:\\share', root, ...path))).toBe(
            win32.join(root, ...path),
          );
          expect(posix.join(root, ...path).split('/')).toEqual([root, ...path]);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it(
    'may be any input',
    () => {
      const seeds = readdirSync(CORPUS)
        .filter((file) => file.endsWith('.torrent'))
        .map((file) => Uint8Array.from(readFileSync(join(CORPUS, file))));
      const infos = seeds.map((seed) => {
        const parsed = parseTorrent(seed);
        return parsed.ok ? Uint8Array.from(parsed.value.info.infoBytes) : expect.unreachable(parsed.error.message);
      });
      const run = (bytes: Uint8Array): void => {
        parseTorrent(bytes);
        parseInfo(bytes);
      };
      expect(() =>
        fuzz({ name: 'torrent', seeds: [...seeds, ...infos], run, maxAllocationBytes: 8 * 1024 * 1024 }),
      ).not.toThrow();
    },
    MILLION_RUNS_MS,
  );
});
