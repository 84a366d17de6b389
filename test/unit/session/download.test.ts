import { afterEach, describe, expect, it } from 'vitest';
import type { BlockRequest } from '../../../electron/engine/codec/peerMessages.ts';
import { createPieceMap } from '../../../electron/engine/metainfo/pieceMap.ts';
import { createSegmentLayout } from '../../../electron/engine/peer/segmentLayout.ts';
import { createCleanup } from '../../support/cleanup.ts';
import { fetchMetadata } from '../../support/fetchMetadata.ts';
import { fetchBlocks } from '../../support/testLeecher.ts';
import { startTestSeeder, type TestSeeder } from '../../support/testSeeder.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

const KIB = 1024;

describe('downloading from a share', () => {
  const addresses = ['127.0.0.1', '::1'];

  it.each([
    { host: '127.0.0.1', fast: true },
    { host: '127.0.0.1', fast: false },
    { host: '::1', fast: true },
  ])('gives every byte of every file over $host (fast extension: $fast)', async ({ host, fast }) => {
    const files = { empty: 0, 'one byte': 1, 'a/b/ends mid-piece': 99_999, 'a/empty': 0, 'last one': 70_000, end: 0 };
    const seeder = await startTestSeeder(cleanup, { addresses, files });
    const leecher = await seeder.connect({ host, features: { fast } });
    const blocks = await fetchBlocks(leecher, wholeBlocksOf(seeder));
    expect(Buffer.concat(blocks).equals(seeder.share.content)).toBe(true);
    expect(seeder.session.uploadedBytes).toBe(seeder.share.content.length);
    expect(seeder.session.peers()).toMatchObject([{ address: host, uploadedBytes: seeder.share.content.length }]);
  });

  it('crosses segments, and pieces that are no multiple of a block', async () => {
    const seeder = await startTestSeeder(cleanup, { files: { a: 1_300_000, b: 1_200_001 }, pieceLength: 40_000 });
    const leecher = await seeder.connect();
    const blocks = await fetchBlocks(leecher, wholeBlocksOf(seeder));
    expect(Buffer.concat(blocks).equals(seeder.share.content)).toBe(true);
  });

  it('serves blocks in whatever order they are asked for', async () => {
    const seeder = await startTestSeeder(cleanup, { files: { a: 3_000_000 }, pieceLength: 64 * KIB });
    const leecher = await seeder.connect();
    const requests = wholeBlocksOf(seeder).toReversed();
    const blocks = await fetchBlocks(leecher, requests);
    expect(Buffer.concat(blocks.toReversed()).equals(seeder.share.content)).toBe(true);
  });

  it('serves requests off the grid of blocks, up to 128 KiB, across blocks and segments', async () => {
    const seeder = await startTestSeeder(cleanup, { files: { a: 900_000, b: 1_500_000 }, pieceLength: 2048 * KIB });
    const leecher = await seeder.connect();
    const requests: BlockRequest[] = [
      { piece: 0, begin: 1, length: 16 * KIB },
      { piece: 0, begin: 16 * KIB - 1, length: 2 },
      { piece: 0, begin: 0, length: 128 * KIB },
      { piece: 0, begin: 1024 * KIB - 64 * KIB - 5, length: 128 * KIB },
      { piece: 0, begin: 899_999, length: 2 },
      { piece: 0, begin: 2048 * KIB - 1, length: 1 },
      { piece: 1, begin: 5, length: 100 },
    ];
    const blocks = await fetchBlocks(leecher, requests);
    const wanted = requests.map(({ piece, begin, length }) => contentAt(seeder, piece * 2048 * KIB + begin, length));
    expect(blocks.map((block, i) => wanted[i]?.equals(block))).toEqual(requests.map(() => true));
  });

  it('gives the metadata to a peer that knows only the info-hash', async () => {
    const seeder = await startTestSeeder(cleanup, { files: { a: 1_000_000 }, pieceLength: 512 });
    const leecher = await seeder.connect();
    expect(seeder.share.info.infoBytes.length).toBeGreaterThan(2 * 16 * KIB);
    expect(Buffer.from(await fetchMetadata(leecher)).equals(seeder.share.info.infoBytes)).toBe(true);
  });

  it('serves a torrent without any bytes as complete', async () => {
    const seeder = await startTestSeeder(cleanup, { files: { nothing: 0 } });
    const leecher = await seeder.connect();
    expect(await leecher.next('have-all')).toEqual({ kind: 'have-all' });
    expect(Buffer.from(await fetchMetadata(leecher)).equals(seeder.share.info.infoBytes)).toBe(true);
  });

  it('serves many peers at once out of a small cache', async () => {
    const files = { a: 6_000_000, b: 7_000_001 };
    const seeder = await startTestSeeder(cleanup, { files, pieceLength: 256 * KIB, cacheBytes: 0 });
    const requests = wholeBlocksOf(seeder);
    const downloads = Array.from({ length: 6 }, async (_, i) => {
      const leecher = await seeder.connect();
      const turned = [...requests.slice(i * 100), ...requests.slice(0, i * 100)];
      const blocks = await fetchBlocks(leecher, turned);
      const back = requests.length - i * 100;
      return Buffer.concat([...blocks.slice(back), ...blocks.slice(0, back)]).equals(seeder.share.content);
    });
    expect(await Promise.all(downloads)).toEqual(downloads.map(() => true));
  });
});

function wholeBlocksOf({ share }: TestSeeder): BlockRequest[] {
  const layout = createSegmentLayout(createPieceMap(share.info.totalBytes, share.info.pieceLength));
  const requests: BlockRequest[] = [];
  for (let segment = 0; segment < layout.segmentCount; segment++) {
    const first = layout.firstBlockOf(segment);
    for (let i = 0; i < layout.blockCountOf(segment); i++) requests.push(layout.requestOf(first + i));
  }
  return requests;
}

function contentAt({ share }: TestSeeder, offset: number, length: number): Buffer {
  return Buffer.from(share.content.subarray(offset, offset + length));
}
