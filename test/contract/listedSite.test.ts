import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseTorrent } from '../../electron/engine/metainfo/torrentParser.ts';
import type { InfoHash } from '../../shared/infoHash.ts';
import type { GroupRow } from '../../shared/peopleSchemas.ts';
import type { TrackerPolicy } from '../../shared/trackerPolicy.ts';
import { createCleanup } from '../support/cleanup.ts';
import { eventually } from '../support/eventually.ts';
import { fakeInfoHash } from '../support/fakeShare.ts';
import { type RealEngine, startRealEngine } from '../support/realEngine.ts';
import { torrentNamed } from '../support/smallTorrent.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

/** What the site tells of torrents that are on the list, and that others share. */

const cleanup = createCleanup();
const PASSWORD = 'eleven red barns';
const inFolder = torrentNamed('Barley & Co');
const byFile = torrentNamed('Spelt');
const byName = torrentNamed('Millet');
const byHash = fakeInfoHash('oats');
const blocked = torrentNamed('Ergot');
let engine: RealEngine;
let base: string;
let shared: InfoHash;

beforeAll(async () => {
  const folder = await temporaryFolder(cleanup);
  await writeFile(join(folder, 'corn.txt'), 'corn');
  await writeFile(join(folder, 'barley.torrent'), inFolder.bytes);
  engine = await startRealEngine(cleanup, join(folder, 'data'));
  const { trackerPort } = await engine.api.call('engine.status', {});
  base = `http://127.0.0.1:${trackerPort}`;
  ({ infoHash: shared } = await engine.share(join(folder, 'corn.txt')));
  await engine.api.call('settings.change', { changes: { policy: 'listed', listFolders: [folder] } });
  await engine.api.call('tracker.list', {
    verdict: 'allow',
    items: [
      { kind: 'torrent', base64: Buffer.from(byFile.bytes).toString('base64') },
      { kind: 'magnet', link: `magnet:?xt=urn:btih:${byName.infoHash}&dn=Millet` },
      { kind: 'infoHash', infoHash: byHash },
      { kind: 'infoHash', infoHash: shared },
    ],
  });
  await engine.api.call('tracker.list', {
    verdict: 'block',
    items: [{ kind: 'torrent', base64: Buffer.from(blocked.bytes).toString('base64') }],
  });
  const probe = async () => (rowOf(await text('/'), inFolder.infoHash) === '' ? undefined : true);
  await eventually(probe, { what: 'the folder to be read', timeoutMs: 20_000 });
});
afterAll(() => cleanup.run());
beforeEach(() => serve('listed'));

async function serve(policy: TrackerPolicy): Promise<void> {
  await engine.api.call('settings.change', { changes: { policy } });
}

async function ask(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  return fetch(base + path, { redirect: 'manual', headers: { Connection: 'close', ...headers } });
}

async function text(path: string, headers?: Readonly<Record<string, string>>): Promise<string> {
  return (await ask(path, headers)).text();
}

/** The table row of a torrent; empty when there is none. */
function rowOf(page: string, infoHash: InfoHash): string {
  return new RegExp(`<tr data-torrent="${infoHash}">[^]*?</tr>`).exec(page)?.[0] ?? '';
}

function announce(infoHash: InfoHash, { port, left }: { port: number; left: number }): Promise<string> {
  const hash = infoHash.replaceAll(/../g, '%$&');
  const totals = `port=${port}&uploaded=0&downloaded=0&left=${left}`;
  return text(`/announce?info_hash=${hash}&peer_id=-XX0001-00000000${port}&${totals}`);
}

async function signIn(name: string): Promise<Readonly<Record<string, string>>> {
  const body = new URLSearchParams({ name, password: PASSWORD });
  const headers = { Connection: 'close', Origin: base };
  const reply = await fetch(`${base}/sign-in`, { method: 'POST', redirect: 'manual', headers, body });
  return { Cookie: reply.headers.get('set-cookie')?.split(';')[0] ?? '' };
}

describe('a listed torrent', () => {
  it('has a row with its size, its .torrent file and those who have it', async () => {
    expect(await announce(inFolder.infoHash, { port: 4001, left: 0 })).toContain('8:interval');
    await announce(inFolder.infoHash, { port: 4002, left: 3 });
    await announce(inFolder.infoHash, { port: 4003, left: 5 });
    const row = rowOf(await text('/'), inFolder.infoHash);
    expect(row).toContain('Barley &#38; Co');
    expect(row).toMatch(/>5\sB</);
    expect(row).toContain('data-count="seeders">1<');
    expect(row).toContain('data-count="leechers">2<');
    expect(row).toContain(`href="/torrents/${inFolder.infoHash}.torrent"`);
    expect(row).toContain(`magnet:?xt=urn:btih:${inFolder.infoHash}&#38;dn=Barley%20%26%20Co&#38;xl=5&#38;tr=`);
    expect(await text(`/torrents/${inFolder.infoHash}`)).toMatch(/class="files"[^]*Barley &#38; Co/);
  });

  it('whose file was given has its size, its files and its place in the feed like one in a folder', async () => {
    const row = rowOf(await text('/'), byFile.infoHash);
    expect(row).toMatch(/Spelt[^]*>5\sB</);
    expect(row).toContain(`href="/torrents/${byFile.infoHash}.torrent"`);
    expect(row).toContain('dn=Spelt&#38;xl=5&#38;tr=');
    expect(await text(`/torrents/${byFile.infoHash}`)).toMatch(/class="files"[^]*Spelt/);
    const enclosure = `<enclosure url="${base}/torrents/${byFile.infoHash}.torrent" length="5"`;
    expect(await text('/feed.xml')).toContain(enclosure);
  });

  it.each([
    ['in a folder', inFolder],
    ['that was given', byFile],
  ])('whose file is one %s comes as the same torrent with our tracker in it', async (_, { infoHash }) => {
    const reply = await ask(`/torrents/${infoHash}.torrent`);
    expect(reply.headers.get('content-type')).toBe('application/x-bittorrent');
    const torrent = parseTorrent(Buffer.from(await reply.arrayBuffer()));
    expect(torrent).toMatchObject({ ok: true, value: { info: { infoHash } } });
    expect(JSON.stringify(torrent)).toContain(`${base}/announce`);
    expect(JSON.stringify(torrent)).not.toContain('10.0.0.1');
  });

  it('that is known by name or info-hash alone has a magnet link, and no file', async () => {
    const page = await text('/');
    expect(rowOf(page, byName.infoHash)).toMatch(
      /Millet[^]*–[^]*magnet:\?xt=urn:btih:[0-9a-f]{40}&#38;dn=Millet&#38;tr=/,
    );
    expect(rowOf(page, byHash)).toContain(`dir="auto">${byHash}</a>`);
    expect(rowOf(page, byHash)).toContain(`magnet:?xt=urn:btih:${byHash}&#38;tr=`);
    for (const infoHash of [byName.infoHash, byHash]) {
      expect(rowOf(page, infoHash)).not.toContain('.torrent"');
      expect((await ask(`/torrents/${infoHash}.torrent`)).status).toBe(404);
      expect((await ask(`/torrents/${infoHash}`)).status).toBe(200);
      expect((await ask(`/torrents/${infoHash}/qr.svg`)).status).toBe(200);
    }
  });

  it('is in the feed and in searches, beside what is shared', async () => {
    const feed = await text('/feed.xml');
    expect(feed).toContain(`<enclosure url="${base}/torrents/${inFolder.infoHash}.torrent" length="5"`);
    expect(feed).toContain(`<enclosure url="magnet:?xt=urn:btih:${byHash}`);
    expect(feed.match(/<item>/g)).toHaveLength(5);
    const found = await text('/?q=millet');
    expect(found.match(/<tr data-torrent/g)).toHaveLength(1);
    expect(rowOf(found, byName.infoHash)).not.toBe('');
  });

  it('stands there once when it is shared as well, and not when it is blocked', async () => {
    const page = await text('/');
    expect(page.match(new RegExp(`<tr data-torrent="${shared}"`, 'g'))).toHaveLength(1);
    expect(page).not.toContain(blocked.infoHash);
    expect((await ask(`/torrents/${blocked.infoHash}`)).status).toBe(404);
  });

  it('is not there while only shares are served', async () => {
    await serve('shares');
    const page = await text('/');
    expect(rowOf(page, shared)).not.toBe('');
    expect(page.match(/<tr data-torrent/g)).toHaveLength(1);
    expect((await ask(`/torrents/${inFolder.infoHash}.torrent`)).status).toBe(404);
  });
});

describe('in private mode', () => {
  it('it is for people alone, with their passkey, and for those of its group', async () => {
    const { person, passkey } = await engine.api.call('people.create', { name: 'Ada', password: PASSWORD });
    await engine.api.call('people.create', { name: 'Eve', password: PASSWORD });
    await engine.api.call('groups.save', { name: 'Grain', people: [person], infoHashes: [inFolder.infoHash] });
    await serve('private');
    expect((await ask(`/torrents/${inFolder.infoHash}.torrent`)).status).toBe(401);

    const ada = await signIn('Ada');
    expect(rowOf(await text('/', ada), inFolder.infoHash)).toContain(`${passkey}%2Fannounce`);
    expect(rowOf(await text('/', ada), byHash)).toContain(`${passkey}%2Fannounce`);
    const file = Buffer.from(await (await ask(`/torrents/${inFolder.infoHash}.torrent`, ada)).arrayBuffer());
    expect(file.toString('latin1')).toContain(`/${passkey}/announce`);

    const eve = await signIn('Eve');
    const page = await text('/', eve);
    expect(page).not.toContain(inFolder.infoHash);
    expect(rowOf(page, byHash)).not.toBe('');
    for (const path of [`/torrents/${inFolder.infoHash}`, `/torrents/${inFolder.infoHash}.torrent`]) {
      expect((await ask(path, eve)).status).toBe(404);
    }
    expect(await text('/feed.xml', eve)).not.toContain(inFolder.infoHash);
  });

  it('stays in its groups when it is taken off the list, and comes back for their people alone', async () => {
    const infoHashes = [byName.infoHash, shared];
    await engine.api.call('groups.save', { name: 'Taken off', people: [], infoHashes });
    await engine.api.call('tracker.unlist', { infoHashes });
    const torrentsOf = (group: string): GroupRow['torrents'] | undefined => {
      const source = engine.openSource({ kind: 'groups', filter: '', window: { first: 0, count: 10 } });
      const rows = source.items().map((item) => source.rowOf(item) as GroupRow);
      return rows.find(({ name }) => name === group)?.torrents;
    };
    expect(torrentsOf('Taken off')).toContainEqual({ key: byName.infoHash, isShared: false });
    const items = [{ kind: 'infoHash', infoHash: byName.infoHash, name: 'Barley again' }] as const;
    await engine.api.call('tracker.list', { items: [...items], verdict: 'allow' });
    expect(torrentsOf('Taken off')).toContainEqual({ key: byName.infoHash, isShared: false, name: 'Barley again' });
    await serve('private');
    const eve = await signIn('Eve');
    expect(await text('/', eve)).not.toContain(byName.infoHash);
    expect((await ask(`/torrents/${byName.infoHash}`, eve)).status).toBe(404);
  });
});
