import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { aria2Args } from '../support/aria2.ts';
import { createCleanup } from '../support/cleanup.ts';
import { compareTrees } from '../support/compareTrees.ts';
import { createFixtureFolder } from '../support/fixtureFolder.ts';
import { freePort } from '../support/freePort.ts';
import { fetchTorrent, type Granary, type ShareReady, startShare } from '../support/granary.ts';
import { lanAddresses } from '../support/lanAddresses.ts';
import { runProgram, startProgram } from '../support/programs.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { settings } from '../support/transmission.ts';

/** The two clients that a person runs in a terminal, with the .torrent just as Granary hands it out. */

const lan = lanAddresses();
const cleanup = createCleanup();
let fixture = '';
let folder = '';
let torrentFile = '';
let granary: Granary<ShareReady>;

beforeEach(async () => {
  folder = await temporaryFolder(cleanup, 'plain');
  fixture = await createFixtureFolder(await temporaryFolder(cleanup, 'fixture'));
  granary = await startShare(cleanup, { path: fixture, address: lan.host });
  torrentFile = join(folder, 'share.torrent');
  await writeFile(torrentFile, await fetchTorrent(granary.ready));
});
afterEach(cleanup.run);

it('aria2c downloads and ends with success', async () => {
  const place = { address: lan.client(0), peerPort: await freePort(lan.client(0)), downloadFolder: folder };
  const args = [...aria2Args(place), '--seed-time=0', torrentFile];
  const { status, output } = await runProgram(cleanup, { command: 'aria2c', args });
  expect(status, output).toBe(0);
  expect(await compareTrees(fixture, join(folder, granary.ready.name))).toEqual([]);
});

it('transmission-cli downloads and goes on to seed', async () => {
  const peerPort = await freePort(lan.client(0));
  const config = settings({ folder, address: lan.client(0), rpcPort: await freePort(), peerPort });
  await writeFile(join(folder, 'settings.json'), JSON.stringify(config));
  const args = ['--config-dir', folder, '--download-dir', folder, '--port', String(peerPort), torrentFile];
  const client = await startProgram(cleanup, { command: 'transmission-cli', args });
  await client.line((line) => line.includes('Seeding'));
  // It makes no empty files.
  expect(await compareTrees(fixture, join(folder, granary.ready.name))).toEqual(['empty file.txt: missing']);
});
