import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseTorrent } from '../../electron/engine/metainfo/torrentParser.ts';
import type { ActivityEntry } from '../../shared/activity.ts';
import type { InfoHash } from '../../shared/infoHash.ts';
import type { Role } from '../../shared/people.ts';
import { MAX_TORRENT_BYTES } from '../../shared/torrentLists.ts';
import { createCleanup } from '../support/cleanup.ts';
import { type RealEngine, startRealEngine } from '../support/realEngine.ts';
import { torrentNamed } from '../support/smallTorrent.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

/** Publishers of a private tracker put torrents on its list through the site. */

const cleanup = createCleanup();
const PASSWORD = 'eleven red barns';
let engine: RealEngine;
let base: string;
let ada: Someone;
let eve: Someone;
let admin: Someone;

beforeAll(async () => {
  engine = await startRealEngine(cleanup, await temporaryFolder(cleanup));
  base = `http://127.0.0.1:${(await engine.api.call('engine.status', {})).trackerPort}`;
  await serve();
  [ada, eve, admin] = [await someone('publisher'), await someone('publisher'), await someone('admin')];
});
afterAll(() => cleanup.run());
beforeEach(serve);

async function serve(): Promise<void> {
  await engine.api.call('settings.change', { changes: { policy: 'private' } });
}

interface Someone {
  readonly id: string;
  readonly name: string;
  readonly passkey: string;
  readonly headers: Readonly<Record<string, string>>;
}

let count = 0;

/** Somebody who signed in. */
async function someone(role: Role): Promise<Someone> {
  const name = `${role} ${++count}`;
  const { person: id, passkey } = await engine.api.call('people.create', { name, password: PASSWORD, role });
  const reply = await fetch(`${base}/sign-in`, {
    method: 'POST',
    redirect: 'manual',
    headers: { Connection: 'close', Origin: base },
    body: new URLSearchParams({ name, password: PASSWORD }),
  });
  const cookie = reply.headers.get('set-cookie')?.split(';')[0] ?? '';
  return { id, name, passkey, headers: { Cookie: cookie } };
}

async function ask(path: string, who?: Someone, init: RequestInit = {}) {
  const headers = { Connection: 'close', ...who?.headers, ...(init.headers as Record<string, string>) };
  const reply = await fetch(base + path, { redirect: 'manual', ...init, headers });
  const { status } = reply;
  const bytes = Buffer.from(await reply.arrayBuffer());
  return { status, location: reply.headers.get('location'), bytes, text: bytes.toString() };
}

function formWith(bytes: Uint8Array, groups: readonly string[] = []): FormData {
  const body = new FormData();
  body.append('torrent', new File([Uint8Array.from(bytes)], 'a.torrent'));
  for (const group of groups) body.append('group', group);
  return body;
}

function publish(who: Someone | undefined, bytes: Uint8Array, groups?: readonly string[]) {
  return ask('/publish', who, { method: 'POST', headers: { Origin: base }, body: formWith(bytes, groups) });
}

function withdraw(who: Someone, infoHash: InfoHash) {
  return ask(`/torrents/${infoHash}/withdraw`, who, { method: 'POST', headers: { Origin: base } });
}

function isListed(infoHash: InfoHash): boolean {
  const sort = { column: 'name', direction: 'ascending' } as const;
  const source = engine.openSource({ kind: 'listed', sort, filter: '', window: { first: 0, count: 100 } });
  return source.items().some((item) => source.keyOf(item) === infoHash);
}

function activity(): ActivityEntry[] {
  const source = engine.openSource({ kind: 'activity', filter: '', window: { first: 0, count: 100 } });
  return source.items().map((item) => source.rowOf(item) as ActivityEntry);
}

describe('a publisher', () => {
  it('finds the form, and gets a .torrent file with their passkey to seed what they published', async () => {
    const corn = torrentNamed(`Corn & 'Größe'`);
    expect((await ask('/', ada)).text).toContain('<a href="/publish">Publish a torrent</a>');
    expect((await ask('/publish', ada)).text).toMatch(
      /<form method="post" action="\/publish" enctype="multipart[^]*16/,
    );
    expect(await publish(ada, corn.bytes)).toMatchObject({ status: 303, location: `/torrents/${corn.infoHash}` });

    const page = await ask(`/torrents/${corn.infoHash}`, ada);
    expect(page.text).toContain('Corn &#38; &#39;Größe&#39;');
    expect(page.text).toContain('You published this torrent.');
    const file = await ask(`/torrents/${corn.infoHash}.torrent`, ada);
    const torrent = parseTorrent(file.bytes);
    expect(torrent).toMatchObject({ ok: true, value: { info: { infoHash: corn.infoHash } } });
    const trackers = torrent.ok ? torrent.value.trackers.flat() : [];
    expect(trackers.length).toBeGreaterThan(0);
    for (const url of trackers) expect(url).toContain(`/${ada.passkey}/announce`);
    const peer = `peer_id=-XX0001-000000004001&port=4001&uploaded=0&downloaded=0&left=0`;
    const hash = corn.infoHash.replaceAll(/../g, '%$&');
    expect((await ask(`/${ada.passkey}/announce?info_hash=${hash}&${peer}`)).text).toContain('8:interval');
  });

  it('is named in the activity and on the list', async () => {
    const { bytes, infoHash } = torrentNamed('Oats');
    await publish(ada, bytes);
    expect(activity().find((row) => row.infoHash === infoHash)).toMatchObject({
      kind: 'torrents-allowed',
      values: { by: 'site', byName: ada.name },
    });
    await withdraw(ada, infoHash);
    expect(activity().find((row) => row.infoHash === infoHash)).toMatchObject({
      kind: 'torrents-unlisted',
      values: { by: 'site', byName: ada.name },
    });
  });

  it('chooses among their own groups for whom it is', async () => {
    const { group } = await engine.api.call('groups.save', { name: 'Grain', people: [ada.id] });
    const { group: other } = await engine.api.call('groups.save', { name: 'Tractors', people: [eve.id] });
    const form = (await ask('/publish', ada)).text;
    expect(form).toContain('Grain');
    expect(form).not.toContain('Tractors');

    const { bytes, infoHash } = torrentNamed('Emmer');
    expect(await publish(ada, bytes, [other])).toMatchObject({ status: 409 });
    expect(await publish(ada, bytes, ['nonsense'])).toMatchObject({ status: 409 });
    expect(isListed(infoHash)).toBe(false);
    expect(await publish(ada, bytes, [group])).toMatchObject({ status: 303 });
    expect((await ask('/', eve)).text).not.toContain(infoHash);
    expect(await ask(`/torrents/${infoHash}.torrent`, eve)).toMatchObject({ status: 404 });

    const again = await publish(eve, bytes);
    expect(again.status).toBe(409);
    expect(again.text).not.toContain(infoHash);
    expect((await ask('/publish', admin)).text).toMatch(/Grain[^]*Tractors/);
  });

  it('is asked before their torrent is taken off, and its file goes with it', async () => {
    const { bytes, infoHash } = torrentNamed('Rye');
    await publish(ada, bytes);
    const question = await ask(`/torrents/${infoHash}/withdraw`, ada);
    expect(question.text).toContain('Take “Rye” off the list?');
    expect(isListed(infoHash)).toBe(true);
    expect(await withdraw(ada, infoHash)).toMatchObject({ status: 303, location: '/' });
    expect(await ask(`/torrents/${infoHash}.torrent`, ada)).toMatchObject({ status: 404 });
    expect(await withdraw(ada, infoHash)).toMatchObject({ status: 404 });
  });

  it('reads all of it in German too', async () => {
    const { bytes, infoHash } = torrentNamed('Gerste');
    const german = { ...ada, headers: { ...ada.headers, 'Accept-Language': 'de-DE' } };
    expect((await ask('/publish', german)).text).toMatch(/Torrent veröffentlichen[^]*Bis zu 16\sMiB/);
    expect((await publish(german, Buffer.from('no torrent'))).text).toContain('Das ist keine .torrent-Datei');
    await publish(german, bytes);
    expect((await ask(`/torrents/${infoHash}`, german)).text).toContain('haben Sie veröffentlicht');
    expect((await ask(`/torrents/${infoHash}/withdraw`, german)).text).toContain('„Gerste“ von der Liste nehmen?');
  });
});

describe('what somebody published', () => {
  it('is taken off by admins, and by no other publisher', async () => {
    const { bytes, infoHash } = torrentNamed('Barley');
    await publish(ada, bytes);
    expect((await ask(`/torrents/${infoHash}`, eve)).text).not.toContain('/withdraw');
    expect(await ask(`/torrents/${infoHash}/withdraw`, eve)).toMatchObject({ status: 403 });
    expect(await withdraw(eve, infoHash)).toMatchObject({ status: 403 });
    expect((await ask(`/torrents/${infoHash}`, admin)).text).toContain(`Published by ${ada.name}.`);
    expect(await withdraw(admin, infoHash)).toMatchObject({ status: 303 });
    expect(isListed(infoHash)).toBe(false);
  });

  it('stays theirs whatever they are called, and what the window listed is nobody’s', async () => {
    const grace = await someone('publisher');
    const [mine, listed] = [torrentNamed('Spelt'), torrentNamed('Teff')];
    await publish(grace, mine.bytes);
    const items = [{ kind: 'torrent' as const, base64: Buffer.from(listed.bytes).toString('base64') }];
    await engine.api.call('tracker.list', { items, verdict: 'allow' }, { kind: 'window' });
    await engine.api.call('people.change', { person: grace.id, name: 'Countess' });
    expect(await withdraw(grace, listed.infoHash)).toMatchObject({ status: 403 });
    expect(await withdraw(admin, listed.infoHash)).toMatchObject({ status: 403 });
    expect(await withdraw(grace, mine.infoHash)).toMatchObject({ status: 303 });
  });
});

describe('refused, in words, and nothing is listed, is', () => {
  it('a member, who is not offered it either', async () => {
    const member = await someone('member');
    const { bytes, infoHash } = torrentNamed('Millet');
    expect((await ask('/', member)).text).not.toContain('/publish');
    const page = await ask('/publish', member);
    expect(page).toMatchObject({ status: 403 });
    expect(page.text).toContain('Publishers and admins may publish');
    expect(await publish(member, bytes)).toMatchObject({ status: 403 });
    expect(isListed(infoHash)).toBe(false);
  });

  it('whoever is not signed in, has expired, or shows only the key of a feed', async () => {
    const { bytes, infoHash } = torrentNamed('Sorghum');
    expect(await publish(undefined, bytes)).toMatchObject({ status: 303, location: '/sign-in' });
    const grace = await someone('publisher');
    const [, key = ''] = /feed\.xml\?key=([^"]+)"/.exec((await ask('/', grace)).text) ?? [];
    const init = { method: 'POST', headers: { Origin: base }, body: formWith(bytes) };
    expect(await ask(`/publish?key=${key}`, undefined, init)).toMatchObject({ status: 303, location: '/sign-in' });
    await engine.api.call('people.change', { person: grace.id, expiresAt: 1 });
    expect(await publish(grace, bytes)).toMatchObject({ status: 303, location: '/sign-in' });
    expect(isListed(infoHash)).toBe(false);
  });

  it.each([
    ['another site', { Origin: 'http://evil.example' }],
    ['another port of this computer', { Origin: 'http://127.0.0.1:1' }],
    ['nowhere', {}],
  ])('a form from %s', async (_, headers: Record<string, string>) => {
    const { bytes, infoHash } = torrentNamed('Fonio');
    expect(await ask('/publish', ada, { method: 'POST', headers, body: formWith(bytes) })).toMatchObject({
      status: 403,
    });
    expect(isListed(infoHash)).toBe(false);
    const mine = torrentNamed('Durra');
    await publish(ada, mine.bytes);
    expect(await ask(`/torrents/${mine.infoHash}/withdraw`, ada, { method: 'POST', headers })).toMatchObject({
      status: 403,
    });
    expect(isListed(mine.infoHash)).toBe(true);
    await withdraw(ada, mine.infoHash);
  });

  it('what is no .torrent file, no file, or no form', async () => {
    const bad = await publish(ada, Buffer.from('d4:infod4:name'));
    expect(bad).toMatchObject({ status: 400 });
    expect(bad.text).toContain('no .torrent file, or a damaged one');
    expect((await publish(ada, new Uint8Array())).text).toContain('Choose a .torrent file first');
    const sent = (type: string, body: string) =>
      ask('/publish', ada, { method: 'POST', headers: { Origin: base, 'Content-Type': type }, body });
    expect(await sent('multipart/form-data; boundary=x', 'nonsense')).toMatchObject({ status: 400 });
    expect(await sent('multipart/form-data', 'nonsense')).toMatchObject({ status: 400 });
    expect(await sent('application/x-www-form-urlencoded', 'torrent=x')).toMatchObject({ status: 400 });
    expect(await sent('text/plain', 'nonsense')).toMatchObject({ status: 415 });
  });

  it('a file that is too large', async () => {
    for (const length of [MAX_TORRENT_BYTES + 1, MAX_TORRENT_BYTES + 1024 * 1024]) {
      const reply = await publish(ada, new Uint8Array(length));
      expect(reply).toMatchObject({ status: 413 });
      expect(reply.text).toMatch(/more than 16\sMiB/);
    }
  });

  it('a torrent that is blocked, which stays so', async () => {
    const { bytes, infoHash } = torrentNamed('Ergot');
    const block = () =>
      engine.api.call(
        'tracker.list',
        { items: [{ kind: 'infoHash', infoHash }], verdict: 'block' },
        { kind: 'window' },
      );
    await block();
    const reply = await publish(ada, bytes);
    expect(reply).toMatchObject({ status: 403 });
    expect(reply.text).toContain('blocked on this tracker');
    await engine.api.call('tracker.unlist', { infoHashes: [infoHash] });
    await publish(ada, bytes);
    await block();
    expect(await withdraw(ada, infoHash)).toMatchObject({ status: 404 });
    expect(await publish(ada, bytes)).toMatchObject({ status: 403 });
  });

  it('a torrent that is here already, with a link to it', async () => {
    const { bytes, infoHash } = torrentNamed('Quinoa');
    await publish(ada, bytes);
    const reply = await publish(eve, bytes);
    expect(reply).toMatchObject({ status: 409 });
    expect(reply.text).toContain(`already. <a href="/torrents/${infoHash}">`);
    expect(await withdraw(eve, infoHash)).toMatchObject({ status: 403 });
  });

  it('everybody while the tracker is not private, or its pages are off', async () => {
    const { bytes, infoHash } = torrentNamed('Canola');
    for (const changes of [{ policy: 'listed' }, { policy: 'private', portal: false }] as const) {
      await engine.api.call('settings.change', { changes });
      expect(await ask('/publish', ada)).toMatchObject({ status: 404 });
      expect(await publish(ada, bytes)).toMatchObject({ status: 404 });
      expect((await ask('/', ada)).text).not.toContain('/publish');
    }
    await engine.api.call('settings.change', { changes: { policy: 'private', portal: true } });
    expect(isListed(infoHash)).toBe(false);
  });
});
