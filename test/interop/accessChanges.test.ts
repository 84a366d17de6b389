import { randomBytes } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { findRunning } from '../../electron/cli/engineAccess.ts';
import type { EngineApi } from '../../shared/contract.ts';
import { startAria2 } from '../support/aria2.ts';
import { createCleanup } from '../support/cleanup.ts';
import type { DownloadClient } from '../support/downloadClient.ts';
import { eventually } from '../support/eventually.ts';
import { fetchTorrent, type Granary, type ShareReady, startShare } from '../support/granary.ts';
import { lanAddresses } from '../support/lanAddresses.ts';
import { startPrivateTracker } from '../support/privateTracker.ts';
import { startQbittorrent } from '../support/qbittorrent.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

/** Clients in the middle of a slow download, of whom the tracker's owner decides that they get nothing any more. */

const BYTES = 32 * 1024 * 1024;
/** Slow enough that nothing is finished before the test is. */
const MAX_BYTES_PER_SECOND = 200_000;
/** A client that was cut off tries again when it announces, within a minute or two. */
const COMES_BACK_MS = 150_000;

const lan = lanAddresses();
const cleanup = createCleanup();
afterEach(cleanup.run);

interface Sharing extends Swarm {
  readonly granary: Granary<ShareReady>;
  readonly api: EngineApi;
  readonly folder: string;
}

interface Swarm {
  /** Addresses that the share sends to. */
  connected(): Promise<readonly string[]>;
  /** Addresses in the tracker's swarm. */
  announced(): Promise<readonly string[]>;
}

function swarmOf(granary: Granary<ShareReady>): Swarm {
  const shown = () => granary.show(granary.ready.infoHash);
  return {
    connected: async () => (await shown()).connected.map(({ address }) => address),
    announced: async () => (await shown()).announced.map(({ address }) => address),
  };
}

async function writeContent(): Promise<{ readonly folder: string; readonly path: string }> {
  const folder = await temporaryFolder(cleanup, 'fixture');
  const path = join(folder, 'millet.bin');
  await writeFile(path, randomBytes(BYTES));
  return { folder, path };
}

async function startSharing(): Promise<Sharing> {
  const { folder, path } = await writeContent();
  const granary = await startShare(cleanup, { path, address: lan.host });
  const control = await findRunning(granary.dataDir);
  if (control === undefined) throw new Error('the engine cannot be reached');
  cleanup.add(() => control.stop());
  return { granary, api: control.api, folder, ...swarmOf(granary) };
}

async function untilConnected({ connected }: Swarm, client: DownloadClient): Promise<void> {
  const probe = async () => ((await connected()).includes(client.address) ? true : undefined);
  await eventually(probe, { timeoutMs: COMES_BACK_MS, what: `${client.name} to be connected` });
}

async function untilGone({ connected }: Swarm, client: DownloadClient): Promise<void> {
  const probe = async () => ((await connected()).includes(client.address) ? undefined : true);
  await eventually(probe, { what: `${client.name} to be cut off` });
}

it('an address that comes on a filter list is cut off and forgotten, and comes back when it is off the list', async () => {
  const sharing = await startSharing();
  const { granary, api, folder } = sharing;
  const options = (number: number) => ({
    address: lan.client(number),
    maxDownloadBytesPerSecond: MAX_BYTES_PER_SECOND,
  });
  const torrent = await fetchTorrent(granary.ready);
  const [blocked, other] = [await startAria2(cleanup, options(0)), await startQbittorrent(cleanup, options(1))];
  await blocked.add({ torrent });
  await other.add({ torrent });
  await untilConnected(sharing, blocked);
  await untilConnected(sharing, other);

  const list = join(folder, 'blocked.dat');
  await writeFile(list, `${blocked.address}\n`);
  await api.call('settings.change', { changes: { ipFilters: [list] } });
  await untilGone(sharing, blocked);
  expect(await sharing.connected()).toContain(other.address);
  expect(await sharing.announced()).not.toContain(blocked.address);

  await rm(list);
  await api.call('settings.change', { changes: { ipFilters: [] } });
  await untilConnected(sharing, blocked);
  expect((await blocked.status(granary.ready.infoHash))?.isComplete).toBe(false);
});

it('a client without a passkey is cut off when the tracker turns private, and comes back when it is open again', async () => {
  const sharing = await startSharing();
  const { granary, api } = sharing;
  const client = await startQbittorrent(cleanup, {
    address: lan.client(0),
    maxDownloadBytesPerSecond: MAX_BYTES_PER_SECOND,
  });
  await client.add({ torrent: await fetchTorrent(granary.ready) });
  await untilConnected(sharing, client);
  await api.call('settings.change', { changes: { policy: 'private' } });
  await untilGone(sharing, client);
  await api.call('settings.change', { changes: { policy: 'shares' } });
  await untilConnected(sharing, client);
  expect((await client.status(granary.ready.infoHash))?.isComplete).toBe(false);
});

it('a person whose passkey is replaced is cut off, and nobody else, and comes back with the new one', async () => {
  const { path } = await writeContent();
  const tracker = await startPrivateTracker(cleanup, { path, address: lan.host });
  const { api, infoHash, granary } = tracker;
  const swarm = swarmOf(granary);
  const clientAt = (number: number) => ({
    address: lan.client(number),
    maxDownloadBytesPerSecond: MAX_BYTES_PER_SECOND,
  });
  const [ada, ben] = [await tracker.addPerson('Ada'), await tracker.addPerson('Ben')];
  const [first, other] = [await startAria2(cleanup, clientAt(0)), await startQbittorrent(cleanup, clientAt(1))];
  await first.add({ torrent: ada.torrent });
  await other.add({ torrent: ben.torrent });
  await untilConnected(swarm, first);
  await untilConnected(swarm, other);

  await api.call('people.resetPasskey', { person: ada.id });
  await untilGone(swarm, first);
  expect(await swarm.connected()).toContain(other.address);
  expect(await swarm.announced()).toEqual([other.address]);

  const { base64 } = await api.call('people.torrent', { person: ada.id, infoHash });
  const next = await startAria2(cleanup, clientAt(2));
  await next.add({ torrent: Buffer.from(base64, 'base64') });
  await untilConnected(swarm, next);
  expect(await swarm.connected()).not.toContain(first.address);
});
