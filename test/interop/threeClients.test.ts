import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { startAria2 } from '../support/aria2.ts';
import { createCleanup } from '../support/cleanup.ts';
import { compareTrees } from '../support/compareTrees.ts';
import type { DownloadClient } from '../support/downloadClient.ts';
import { eventually } from '../support/eventually.ts';
import { createFixtureFolder } from '../support/fixtureFolder.ts';
import { fetchTorrent, type Granary, type ShareReady, startShare } from '../support/granary.ts';
import { lanAddresses } from '../support/lanAddresses.ts';
import { startQbittorrent } from '../support/qbittorrent.ts';
import { rawScrape, type ScrapeCounts } from '../support/rawScrape.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { withTrackers } from '../support/torrentFile.ts';
import { startTransmission } from '../support/transmission.ts';

/** Slow enough that the three overlap for their whole download, whatever the machine. */
const MAX_BYTES_PER_SECOND = 8_000_000;

const lan = lanAddresses();
const cleanup = createCleanup();
afterEach(cleanup.run);

it('three clients at once feed each other, and the tracker knows each stage', async () => {
  const fixture = await createFixtureFolder(await temporaryFolder(cleanup, 'fixture'));
  const granary = await startShare(cleanup, { path: fixture, address: lan.host });
  const { infoHash, name, bytes } = granary.ready;
  await expectCounts(granary, { seeders: 1, leechers: 0, completed: 0 });
  expect((await granary.show(infoHash)).announced).toEqual([]);

  const clients = await Promise.all(
    [startAria2, startTransmission, startQbittorrent].map((start, number) =>
      start(cleanup, { address: lan.client(number), maxDownloadBytesPerSecond: MAX_BYTES_PER_SECOND }),
    ),
  );
  const torrent = withTrackers(await fetchTorrent(granary.ready), [granary.httpTracker, granary.udpTracker]);
  await Promise.all(clients.map((client) => client.add({ torrent })));
  await expectCounts(granary, { seeders: 1, leechers: 3, completed: 0 });
  expect(await endpointsOf(granary)).toEqual(clients.map(({ address, peerPort }) => `${address}:${peerPort}`).sort());

  const sources = await Promise.all(clients.map((client) => sourcesUntilComplete(client, infoHash)));
  for (const [number, client] of clients.entries()) {
    const others = clients.filter((other) => other !== client).map(({ address }) => address);
    expect(
      others.filter((address) => sources[number]?.has(address)),
      `who fed ${client.name}`,
    ).not.toEqual([]);
  }

  await expectCounts(granary, { seeders: 4, leechers: 0, completed: 3 });
  const { announced, share } = await granary.show(infoHash);
  expect(announced.map(({ leftBytes }) => leftBytes)).toEqual([0, 0, 0]);
  expect(share.uploadedBytes, 'what Granary itself had to send').toBeLessThan(3 * bytes);
  expect(share.uploadedBytes).toBeGreaterThanOrEqual(bytes);

  await Promise.all(clients.map((client) => client.stop()));
  await expectCounts(granary, { seeders: 1, leechers: 0, completed: 3 });
  expect(await endpointsOf(granary)).toEqual([]);
  const differences = clients.map(({ downloadFolder }) => compareTrees(fixture, join(downloadFolder, name)));
  // Transmission makes no empty files.
  expect(await Promise.all(differences)).toEqual([[], ['empty file.txt: missing'], []]);
});

/** Addresses that the client says it had data from. */
async function sourcesUntilComplete(client: DownloadClient, infoHash: string): Promise<ReadonlySet<string>> {
  const seen = new Set<string>();
  const probe = async (): Promise<true | undefined> => {
    for (const peer of await client.peers(infoHash)) if (peer.hasSentData) seen.add(peer.address);
    return (await client.status(infoHash))?.isComplete === true ? true : undefined;
  };
  await eventually(probe, { timeoutMs: 150_000, what: `${client.name} to finish` });
  return seen;
}

async function expectCounts(granary: Granary<ShareReady>, expected: ScrapeCounts): Promise<void> {
  let last: ScrapeCounts | undefined;
  const probe = async (): Promise<true | undefined> => {
    last = await rawScrape(granary.httpOrigin, granary.ready.infoHash);
    return JSON.stringify(last) === JSON.stringify(expected) ? true : undefined;
  };
  await eventually(probe, { timeoutMs: 30_000, what: JSON.stringify(expected) }).catch(() => undefined);
  expect(last).toEqual(expected);
  const { swarm } = (await granary.show(granary.ready.infoHash)).share;
  expect(swarm).toMatchObject(expected);
}

async function endpointsOf(granary: Granary<ShareReady>): Promise<string[]> {
  const { announced } = await granary.show(granary.ready.infoHash);
  return announced.map(({ address, port }) => `${address}:${port}`).sort();
}
