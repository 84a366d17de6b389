import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { GIB } from '../../shared/units.ts';
import { createCleanup } from '../support/cleanup.ts';
import { compareTrees } from '../support/compareTrees.ts';
import { downloaded } from '../support/downloadClient.ts';
import { fetchTorrent, startShare } from '../support/granary.ts';
import { lanAddresses } from '../support/lanAddresses.ts';
import { startQbittorrent } from '../support/qbittorrent.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { withTrackers } from '../support/torrentFile.ts';

const BYTES = 5 * GIB + 3;
/** Around each power of two where an offset kept in too few bits would wrap, and at both ends. */
const MARKS = [0, 2 * GIB - 8, 2 * GIB, 4 * GIB - 8, 4 * GIB, 4 * GIB + 77_777, BYTES - 8];

/** The client writes all 5 GiB to the disk, which may be a slow one. */
const TIMEOUT_MS = 300_000;

const lan = lanAddresses();
const cleanup = createCleanup();
afterEach(cleanup.run);

it('a single file of 5 GiB arrives with every byte at its offset', { timeout: TIMEOUT_MS }, async () => {
  const file = join(await temporaryFolder(cleanup, 'big'), 'five GiB.img');
  await writeMarks(file);
  const granary = await startShare(cleanup, { path: file, address: lan.host });
  expect(granary.ready.bytes).toBe(BYTES);

  const client = await startQbittorrent(cleanup, { address: lan.client(0) });
  await client.add({ torrent: withTrackers(await fetchTorrent(granary.ready), [granary.httpTracker]) });
  await downloaded(client, granary.ready.infoHash, TIMEOUT_MS - 60_000);

  const copy = join(client.downloadFolder, 'five GiB.img');
  expect(await readMarks(copy)).toEqual(MARKS);
  expect(await compareTrees(file, copy)).toEqual([]);
});

/** A sparse file that says at each mark where that mark is. */
async function writeMarks(path: string): Promise<void> {
  await using file = await open(path, 'w');
  await file.truncate(BYTES);
  for (const offset of MARKS) {
    const mark = Buffer.alloc(8);
    mark.writeBigUInt64BE(BigInt(offset));
    await file.write(mark, 0, mark.length, offset);
  }
}

async function readMarks(path: string): Promise<number[]> {
  await using file = await open(path);
  const found: number[] = [];
  for (const offset of MARKS) {
    const mark = Buffer.alloc(8);
    await file.read(mark, 0, mark.length, offset);
    found.push(Number(mark.readBigUInt64BE()));
  }
  return found;
}
