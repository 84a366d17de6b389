import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { buildTorrent } from '../../../electron/engine/metainfo/torrentBuilder.ts';
import { parseTorrent, type Torrent } from '../../../electron/engine/metainfo/torrentParser.ts';
import { verifyFiles } from '../../../electron/engine/metainfo/verifyFiles.ts';
import { KIB } from '../../../shared/units.ts';
import { createCleanup } from '../../support/cleanup.ts';
import { createGrainStore, GRAIN_FILE } from '../../support/grainStore.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

/** Torrents that other programs made of a folder that we make here again; see test/corpus/metainfo/README.md. */
const CORPUS = join(import.meta.dirname, '../../corpus/metainfo');

const FOLDER = '6d96a7a792f2654c3a13e5e8f9299c48ac9c831c';
const PRIVATE_FOLDER = 'ac558a0a6c4fecf481779a67e61df331d04fbb80';
const FILE = 'd499321c21a5cfc1e77baba1457833a48678a3c5';
const PRIVATE_FILE = '8387fb154fedb7c070a9414d7d2dd8fc83f84f1f';

const cleanup = createCleanup();
afterEach(cleanup.run);
const now = (): number => 0;

async function readTorrent(name: string): Promise<Torrent> {
  const parsed = parseTorrent(await readFile(join(CORPUS, name)));
  return parsed.ok ? parsed.value : expect.unreachable(parsed.error.message);
}

describe('the info-hash of a torrent', () => {
  it.each([
    { file: 'mktorrent-folder.torrent', infoHash: FOLDER, files: 11, private: false },
    { file: 'mktorrent-private.torrent', infoHash: PRIVATE_FOLDER, files: 11, private: true },
    { file: 'mktorrent-file.torrent', infoHash: FILE, files: 1, private: false },
    {
      file: 'transmission-folder.torrent',
      infoHash: '7ab027c598bcf3b134ac264a7a080341d8b1be90',
      files: 9,
      private: false,
    },
    {
      file: 'transmission-file.torrent',
      infoHash: '10ee10dd8170872d7976ca0356bf49d9afcae934',
      files: 1,
      private: false,
    },
    { file: 'transmission-private-file.torrent', infoHash: PRIVATE_FILE, files: 1, private: true },
  ])('$file is what transmission-show says', async ({ file, infoHash, files, private: isPrivate }) => {
    const { info } = await readTorrent(file);
    expect({ infoHash: info.infoHash, files: info.files.length, private: info.private }).toEqual({
      infoHash,
      files,
      private: isPrivate,
    });
  });
});

describe('the torrent that we make has the info-hash', () => {
  it.each([
    { of: 'mktorrent for a folder', path: '', pieceLength: 32 * KIB, private: false, infoHash: FOLDER },
    { of: 'mktorrent for a private folder', path: '', pieceLength: 32 * KIB, private: true, infoHash: PRIVATE_FOLDER },
    { of: 'mktorrent for a file', path: GRAIN_FILE, pieceLength: 64 * KIB, private: false, infoHash: FILE },
    {
      of: 'Transmission for a private file',
      path: GRAIN_FILE,
      pieceLength: 64 * KIB,
      private: true,
      infoHash: PRIVATE_FILE,
    },
  ])('of $of', async ({ path, pieceLength, private: isPrivate, infoHash }) => {
    const store = await createGrainStore(await temporaryFolder(cleanup));
    const { info } = await buildTorrent({ paths: [join(store, path)], pieceLength, private: isPrivate }, { now });
    expect(info.infoHash).toBe(infoHash);
  });
});

it('what is around info is read', async () => {
  expect(await readTorrent('mktorrent-folder.torrent')).toMatchObject({
    trackers: [
      ['http://tracker.example:6969/announce', 'udp://tracker.example:6969/announce'],
      ['http://backup.example/announce'],
    ],
    comment: 'from mktorrent',
    createdBy: 'mktorrent 1.1',
  });
  const { createdAtSeconds, ...transmission } = await readTorrent('transmission-folder.torrent');
  expect(transmission).toMatchObject({ comment: 'from Transmission', createdBy: 'Transmission/3.00 (bb6b5a062e)' });
  expect(createdAtSeconds).toBeGreaterThan(1_600_000_000);
});

it('a torrent of another maker, with its own order of files, is verified against the disk', async () => {
  const store = await createGrainStore(await temporaryFolder(cleanup));
  const { info } = await readTorrent('transmission-folder.torrent');
  const files = info.files.map(({ path, length }) => ({ path, sourcePath: join(store, ...path), length, mtimeMs: 0 }));
  expect(await verifyFiles({ info, files }, { now })).toMatchObject({ badPieces: [] });
});
