import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { SOME_REFUSED_STATUS } from '../../electron/cli/commands/trackerEntries.ts';
import { parseTorrent } from '../../electron/engine/metainfo/torrentParser.ts';
import { MAX_TORRENT_BYTES } from '../../shared/torrentLists.ts';
import { startAria2 } from '../support/aria2.ts';
import { createCleanup, type Cleanup } from '../support/cleanup.ts';
import type { DownloadClient, StartClient } from '../support/downloadClient.ts';
import { eventually } from '../support/eventually.ts';
import { type Granary, runGranary, type ServeReady, startServe } from '../support/granary.ts';
import { lanAddresses } from '../support/lanAddresses.ts';
import { startQbittorrent } from '../support/qbittorrent.ts';
import { torrentNamed } from '../support/smallTorrent.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { withTrackers } from '../support/torrentFile.ts';
import { startTransmission } from '../support/transmission.ts';
import { rawScrape } from '../support/rawScrape.ts';

/** Stock clients at a tracker that is closed, that lists, that is open, and that is watched by a folder, over HTTP and UDP. */

const lan = lanAddresses();
const cleanup = createCleanup();
afterEach(cleanup.run);

const CLIENTS: readonly { readonly name: string; readonly start: StartClient }[] = [
  { name: 'aria2c', start: startAria2 },
  { name: 'transmission-daemon', start: startTransmission },
  { name: 'qbittorrent-nox', start: startQbittorrent },
];

type Serving = Granary<ServeReady>;

async function tracker(granary: Serving, ...task: readonly string[]): Promise<string> {
  const { status, output } = await runGranary(cleanup, ['tracker', ...task, '--data-dir', granary.dataDir]);
  expect(status, output).toBe(0);
  return output;
}

/** How many leechers the tracker counts; undefined while it does not serve the torrent. */
async function leechers(granary: Serving, infoHash: string): Promise<number | undefined> {
  return rawScrape(granary.httpOrigin, infoHash).then(
    (counts) => counts.leechers,
    () => undefined,
  );
}

async function isRefused(granary: Serving, infoHash: string): Promise<true | undefined> {
  const { output } = await runGranary(cleanup, ['status', '--json', '--data-dir', granary.dataDir]);
  return output.includes('"refused":0') || (await leechers(granary, infoHash)) !== undefined ? undefined : true;
}

async function startClient(start: StartClient, onto: Cleanup): Promise<DownloadClient> {
  return start(onto, { address: lan.client(0) });
}

describe.each(CLIENTS)('$name', ({ start }) => {
  it.each(['HTTP', 'UDP'] as const)('is refused, let in by the list and kept out again, over %s', async (protocol) => {
    const granary = await startServe(cleanup, { address: lan.host });
    const url = protocol === 'HTTP' ? granary.httpTracker : granary.udpTracker;
    const { bytes, infoHash } = torrentNamed('Rye');
    const first = await startClient(start, cleanup);
    await first.add({ torrent: withTrackers(bytes, [url]) });
    await eventually(() => isRefused(granary, infoHash), { what: 'the client to be refused' });
    await first.stop();

    await tracker(granary, 'policy', 'listed');
    expect(await leechers(granary, infoHash)).toBeUndefined();
    await tracker(granary, 'allow', infoHash);
    const second = await startClient(start, cleanup);
    await second.add({ torrent: withTrackers(bytes, [url]) });
    const isIn = async () => ((await leechers(granary, infoHash)) === 1 ? true : undefined);
    await eventually(isIn, { what: 'the client to be in the swarm' });
    await tracker(granary, 'block', infoHash);
    expect(await leechers(granary, infoHash)).toBeUndefined();
    await second.stop();
  });

  it('is served by an open tracker, which forgets it when it is closed', async () => {
    const granary = await startServe(cleanup, { address: lan.host });
    await tracker(granary, 'policy', 'open');
    const { bytes, infoHash } = torrentNamed('Oats');
    const client = await startClient(start, cleanup);
    await client.add({ torrent: withTrackers(bytes, [granary.httpTracker, granary.udpTracker]) });
    const isIn = async () => ((await leechers(granary, infoHash)) === 1 ? true : undefined);
    await eventually(isIn, { what: 'the client to be in the swarm' });
    await tracker(granary, 'policy', 'shares');
    expect(await leechers(granary, infoHash)).toBeUndefined();
    await client.stop();
  });
});

it('a .torrent file that is allowed on the command line is had from the page, with our tracker in it', async () => {
  const granary = await startServe(cleanup, { address: lan.host });
  const folder = await temporaryFolder(cleanup, 'given');
  const { bytes, infoHash } = torrentNamed('Rye');
  await writeFile(join(folder, 'rye.torrent'), bytes);
  await writeFile(join(folder, 'huge.torrent'), new Uint8Array(MAX_TORRENT_BYTES + 1));
  await tracker(granary, 'policy', 'listed');
  await tracker(granary, 'allow', join(folder, 'rye.torrent'));
  const reply = await fetch(`${granary.httpOrigin}/torrents/${infoHash}.torrent`);
  const torrent = parseTorrent(Buffer.from(await reply.arrayBuffer()));
  expect(torrent).toMatchObject({ ok: true, value: { info: { infoHash } } });
  expect(JSON.stringify(torrent)).toContain(granary.httpTracker);

  const huge = ['tracker', 'allow', join(folder, 'huge.torrent'), '--data-dir', granary.dataDir];
  const { status, output } = await runGranary(cleanup, huge);
  expect(status).toBe(SOME_REFUSED_STATUS);
  expect(output).toContain('has more than 16 MiB');
});

it('a .torrent file in a watched folder lets its torrent in for as long as it is there', async () => {
  const folder = join(await temporaryFolder(cleanup, 'watched'), 'torrents');
  await mkdir(folder);
  const dataDir = await temporaryFolder(cleanup, 'data');
  await writeFile(join(dataDir, 'settings.json'), JSON.stringify({ policy: 'listed', listFolders: [folder] }));
  const granary = await startServe(cleanup, { address: lan.host, dataDir });
  const { bytes, infoHash } = torrentNamed('Wheat');
  await writeFile(join(folder, 'wheat.part'), bytes);
  expect(await leechers(granary, infoHash)).toBeUndefined();
  await rename(join(folder, 'wheat.part'), join(folder, 'wheat.torrent'));
  const isServed = async () => ((await leechers(granary, infoHash)) === undefined ? undefined : true);
  await eventually(isServed, { what: 'the torrent to be listed' });
  expect(await tracker(granary, 'list')).toContain(`allow  ${infoHash}  Wheat`);
  await rm(join(folder, 'wheat.torrent'));
  await eventually(async () => ((await isServed()) === true ? undefined : true), {
    what: 'the torrent to be unlisted',
  });
});
