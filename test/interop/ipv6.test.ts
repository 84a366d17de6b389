import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { startAria2 } from '../support/aria2.ts';
import { createCleanup } from '../support/cleanup.ts';
import { compareTrees } from '../support/compareTrees.ts';
import { downloaded, type StartClient } from '../support/downloadClient.ts';
import { createFixtureFolder } from '../support/fixtureFolder.ts';
import { fetchTorrent, startShare } from '../support/granary.ts';
import { lanAddresses } from '../support/lanAddresses.ts';
import { startQbittorrent } from '../support/qbittorrent.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { withTrackers } from '../support/torrentFile.ts';
import { startTransmission } from '../support/transmission.ts';

interface Place {
  readonly name: string;
  readonly start: StartClient;
  readonly host: string;
  readonly client: string;
  readonly protocols: readonly ('HTTP' | 'UDP')[];
  readonly knownDifferences: readonly string[];
}

const lan = lanAddresses('IPv6');
const places: readonly Place[] = [
  {
    name: 'qbittorrent-nox on ::1',
    start: startQbittorrent,
    host: '::1',
    client: '::1',
    protocols: ['HTTP', 'UDP'],
    knownDifferences: [],
  },
  // aria2 1.36 and Transmission 3.00 never send a packet to a UDP tracker over IPv6.
  { name: 'aria2c on ::1', start: startAria2, host: '::1', client: '::1', protocols: ['HTTP'], knownDifferences: [] },
  {
    // It takes no peer on ::1, and makes no empty files.
    name: 'transmission-daemon on a unique local address',
    start: startTransmission,
    host: lan.host,
    client: lan.client(0),
    protocols: ['HTTP'],
    knownDifferences: ['empty file.txt: missing'],
  },
];

const cleanup = createCleanup();
afterEach(cleanup.run);

describe.each(places)('$name', ({ start, host, client: address, protocols, knownDifferences }) => {
  it.each(protocols)('downloads with only the %s tracker', async (protocol) => {
    const fixture = await createFixtureFolder(await temporaryFolder(cleanup, 'fixture'));
    const granary = await startShare(cleanup, { path: fixture, address: host });
    const { infoHash, name } = granary.ready;
    const client = await start(cleanup, { address });
    const tracker = protocol === 'HTTP' ? granary.httpTracker : granary.udpTracker;
    await client.add({ torrent: withTrackers(await fetchTorrent(granary.ready), [tracker]) });
    await downloaded(client, infoHash);
    expect(await compareTrees(fixture, join(client.downloadFolder, name))).toEqual(knownDifferences);
  });
});
