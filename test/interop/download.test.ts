import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startAria2 } from '../support/aria2.ts';
import { createCleanup } from '../support/cleanup.ts';
import { compareTrees } from '../support/compareTrees.ts';
import { type DownloadSource, downloaded, type StartClient } from '../support/downloadClient.ts';
import { createFixtureFolder } from '../support/fixtureFolder.ts';
import { fetchTorrent, type Granary, type ShareReady, startShare } from '../support/granary.ts';
import { lanAddresses } from '../support/lanAddresses.ts';
import { startQbittorrent } from '../support/qbittorrent.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { trackersOf, withTrackers } from '../support/torrentFile.ts';
import { startTransmission } from '../support/transmission.ts';

/** Each stock client fetches a folder by each way in, one at a time, from Granary alone. */

interface Client {
  readonly name: string;
  readonly start: StartClient;
  readonly knownDifferences: readonly string[];
}

const clients: readonly Client[] = [
  { name: 'aria2c', start: startAria2, knownDifferences: [] },
  // Transmission 3.00 creates a file when its first byte arrives, and so never an empty one.
  { name: 'transmission-daemon', start: startTransmission, knownDifferences: ['empty file.txt: missing'] },
  { name: 'qbittorrent-nox', start: startQbittorrent, knownDifferences: [] },
];

interface Way {
  readonly way: string;
  source(): Promise<DownloadSource>;
}

const ways: readonly Way[] = [
  {
    way: 'the .torrent with only the HTTP tracker',
    source: async () => ({ torrent: withTrackers(await fetchTorrent(granary.ready), [granary.httpTracker]) }),
  },
  {
    way: 'the .torrent with only the UDP tracker',
    source: async () => ({ torrent: withTrackers(await fetchTorrent(granary.ready), [granary.udpTracker]) }),
  },
  { way: 'the magnet link', source: async () => Promise.resolve({ magnet: granary.ready.magnet }) },
];

const lan = lanAddresses();
const file = createCleanup();
const test = createCleanup();
let fixture = '';
let granary: Granary<ShareReady>;

beforeAll(async () => {
  fixture = await createFixtureFolder(await temporaryFolder(file, 'fixture'));
  granary = await startShare(file, { path: fixture, address: lan.host });
});
afterAll(file.run);
afterEach(test.run);

it('offers a .torrent that names both trackers', async () => {
  const trackers = trackersOf(await fetchTorrent(granary.ready));
  expect(trackers).toEqual(expect.arrayContaining([granary.httpTracker, granary.udpTracker]));
});

describe.each(clients)('$name', ({ start, knownDifferences }) => {
  it.each(ways)('downloads from $way', async ({ source }) => {
    const { infoHash, name } = granary.ready;
    const client = await start(test, { address: lan.client(0) });
    await client.add(await source());
    await downloaded(client, infoHash);
    expect(await compareTrees(fixture, join(client.downloadFolder, name))).toEqual(knownDifferences);
  });
});

/** It asks over uTP and in cipher first. Left without an answer, it had not turned to plain TCP after two minutes. */
it('transmission-daemon downloads with the settings it comes with', async () => {
  const { infoHash, name } = granary.ready;
  const client = await startTransmission(test, { address: lan.client(0), asInstalled: true });
  await client.add({ torrent: await fetchTorrent(granary.ready) });
  await downloaded(client, infoHash);
  expect(await compareTrees(fixture, join(client.downloadFolder, name))).toEqual(['empty file.txt: missing']);
});
