import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { startAria2 } from '../support/aria2.ts';
import { createCleanup } from '../support/cleanup.ts';
import { compareTrees } from '../support/compareTrees.ts';
import { type DownloadClient, downloaded, type DownloadStatus } from '../support/downloadClient.ts';
import { eventually } from '../support/eventually.ts';
import { fetchTorrent } from '../support/granary.ts';
import { lanAddresses } from '../support/lanAddresses.ts';
import { type PrivateTracker, startPrivateTracker } from '../support/privateTracker.ts';
import { startQbittorrent } from '../support/qbittorrent.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { trackersOf, withTrackers } from '../support/torrentFile.ts';
import { startTransmission } from '../support/transmission.ts';

/** Real clients with the passkeys of people, over HTTP and UDP. */

const BYTES = 32 * 1024 * 1024;
/** Slow enough that clients have time to feed each other. */
const MAX_BYTES_PER_SECOND = 4_000_000;
const CLIENTS = [startAria2, startTransmission, startQbittorrent] as const;
const NAMES = ['Ada', 'Tess', 'Quinn'] as const;
/** Longer than qBittorrent lets its figures stand. */
const SETTLING_MS = 2000;

const lan = lanAddresses();
const cleanup = createCleanup();
afterEach(cleanup.run);

async function startTracker(): Promise<PrivateTracker & { readonly folder: string }> {
  const folder = join(await temporaryFolder(cleanup, 'fixture'), 'barley');
  await mkdir(folder);
  await writeFile(join(folder, 'barley.bin'), randomBytes(BYTES));
  return { ...(await startPrivateTracker(cleanup, { path: folder, address: lan.host })), folder };
}

function startClients(): Promise<readonly DownloadClient[]> {
  const options = (number: number) => ({
    address: lan.client(number),
    maxDownloadBytesPerSecond: MAX_BYTES_PER_SECOND,
    keepsLog: true,
  });
  return Promise.all(CLIENTS.map((start, number) => start(cleanup, options(number))));
}

/** What the client shows of its tracker, once it is what is awaited. */
async function wordsUntil(client: DownloadClient, infoHash: string, awaited: string): Promise<readonly string[]> {
  let words: readonly string[] = [];
  const probe = async (): Promise<true | undefined> => {
    words = await client.trackerWords(infoHash);
    return words.some((each) => each.includes(awaited)) ? true : undefined;
  };
  await eventually(probe, { timeoutMs: 60_000, what: `${client.name} to show: ${awaited}` }).catch((cause: unknown) => {
    throw new Error(`${client.name} shows ${JSON.stringify(words)}`, { cause });
  });
  return words;
}

/** Within one per cent. */
function isSame(counted: number, bytes: number): boolean {
  return Math.abs(counted - bytes) <= bytes / 100;
}

async function statusOf(client: DownloadClient, infoHash: string): Promise<DownloadStatus> {
  const status = await client.status(infoHash);
  if (status === undefined) throw new Error(`${client.name} does not know the torrent`);
  return status;
}

/** Once its figures stand still: qBittorrent shows what they were up to a second and a half ago. */
async function settledStatusOf(client: DownloadClient, infoHash: string): Promise<DownloadStatus> {
  let before = await statusOf(client, infoHash);
  for (;;) {
    await pause(SETTLING_MS);
    const now = await statusOf(client, infoHash);
    if (now.uploadedBytes === before.uploadedBytes && now.downloadedBytes === before.downloadedBytes) return now;
    before = now;
  }
}

describe('three people with a client each', () => {
  it('feed each other, and their figures are those of their clients', async () => {
    const tracker = await startTracker();
    const { infoHash, granary } = tracker;
    const people = await Promise.all(NAMES.map((name) => tracker.addPerson(name)));
    const clients = await startClients();
    await Promise.all(
      clients.map((client, number) => client.add({ torrent: people[number]?.torrent ?? new Uint8Array() })),
    );
    await Promise.all(clients.map((client) => downloaded(client, infoHash)));
    // Regular announces bring what was uploaded since the last one; libtorrent, which makes few, tells it when it ends.
    for (const [number, name] of NAMES.entries()) {
      const client = clients[number];
      if (client === undefined) throw new Error('a client is missing');
      const atEnd = await settledStatusOf(client, infoHash);
      if (name === 'Quinn') await client.stop();
      const row = await tracker.personUntil(name, async ({ uploadedBytes, downloadedBytes }) => {
        const own = name === 'Quinn' ? atEnd : await statusOf(client, infoHash);
        return isSame(uploadedBytes, own.uploadedBytes) && isSame(downloadedBytes, own.downloadedBytes);
      });
      expect(row, name).toMatchObject({ suspicions: [], activeDownloads: 0 });
    }
    expect(await compareTrees(tracker.folder, join(clients[0]?.downloadFolder ?? '', granary.ready.name))).toEqual([]);
  });
});

describe('the .torrent file that is made for nobody', () => {
  it('carries no passkey, and every client shows why it gets nothing', async () => {
    const tracker = await startTracker();
    const { passkey } = await tracker.addPerson('Ada');
    await expect(fetchTorrent(tracker.granary.ready)).rejects.toThrow('401');
    const { base64 } = await tracker.api.call('shares.torrent', { infoHash: tracker.infoHash });
    const torrent = Buffer.from(base64, 'base64');
    expect(torrent.includes(passkey)).toBe(false);
    expect(trackersOf(torrent)).toEqual([tracker.granary.httpTracker, tracker.granary.udpTracker]);
    const clients = await startClients();
    await Promise.all(clients.map((client) => client.add({ torrent })));
    for (const client of clients) await wordsUntil(client, tracker.infoHash, 'this tracker is private');
  });
});

describe('a passkey', () => {
  it('that is wrong, was replaced or has expired is refused in words that the client shows', async () => {
    const tracker = await startTracker();
    const { infoHash, api } = tracker;
    const [reset, expired] = [await tracker.addPerson('Reset'), await tracker.addPerson('Expired')];
    await api.call('people.resetPasskey', { person: reset.id });
    await api.call('people.change', { person: expired.id, expiresAt: 1 });
    const wrong = expired.httpTracker.replace(expired.passkey, 'f'.repeat(32));
    const cases = [
      { url: wrong, words: 'this passkey is not known here' },
      { url: reset.httpTracker, words: 'this passkey was replaced' },
      { url: expired.httpTracker, words: 'your time on this tracker is over' },
    ];
    for (const { url, words } of cases) {
      const clients = await startClients();
      const torrent = withTrackers(expired.torrent, [url]);
      await Promise.all(clients.map((client) => client.add({ torrent })));
      for (const client of clients) expect(await wordsUntil(client, infoHash, words)).not.toEqual([]);
      await Promise.all(clients.map((client) => client.stop()));
    }
  });

  it('comes over UDP from qBittorrent, and not from Transmission and aria2 (BEP 41)', async () => {
    const tracker = await startTracker();
    const people = await Promise.all(NAMES.map((name) => tracker.addPerson(name)));
    const [aria2, transmission, qbittorrent] = await startClients();
    if (aria2 === undefined || transmission === undefined || qbittorrent === undefined) throw new Error('no clients');
    for (const [number, client] of [aria2, transmission, qbittorrent].entries()) {
      const person = people[number];
      if (person !== undefined) await client.add({ torrent: withTrackers(person.torrent, [person.udpTracker]) });
    }
    await downloaded(qbittorrent, tracker.infoHash);
    await tracker.personUntil('Quinn', ({ downloadedBytes }) => downloadedBytes >= BYTES);
    for (const client of [aria2, transmission]) {
      expect(await wordsUntil(client, tracker.infoHash, 'this tracker is private')).not.toEqual([]);
    }
  });
});
