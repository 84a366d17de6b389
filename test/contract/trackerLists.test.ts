import { get } from 'node:http';
import { once } from 'node:events';
import { afterEach, expect, it } from 'vitest';
import bencode from 'bencode';
import { createRealEngine } from '../../electron/engine/realEngine.ts';
import { resolveConfiguration } from '../../electron/engine/settings/configuration.ts';
import { openStorage } from '../../electron/engine/storage/storage.ts';
import { createClientSession } from '../../electron/engine/views/clientSession.ts';
import { createSystemClock } from '../../electron/engine/system/systemClock.ts';
import type { InfoHash } from '../../shared/infoHash.ts';
import type { ListedRow, RefusedRow } from '../../shared/torrentLists.ts';
import type { ViewSpec } from '../../shared/views.ts';
import { createCleanup } from '../support/cleanup.ts';
import { numberedHash } from '../support/policyFixture.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

/** The tracker's list, what it turned away, and its policy, of the whole engine. */

const cleanup = createCleanup();
afterEach(cleanup.run);

const window = { first: 0, count: 100 };
const listedView: ViewSpec = { kind: 'listed', sort: { column: 'name', direction: 'ascending' }, filter: '', window };
const refusedView: ViewSpec = {
  kind: 'refused',
  sort: { column: 'count', direction: 'descending' },
  filter: '',
  window,
};

async function start(dataDir?: string) {
  const folder = dataDir ?? (await temporaryFolder(cleanup, 'lists'));
  const flags = { dataDir: folder, port: '0', peerPort: '0', controlPort: '0', interfaces: ['127.0.0.1'], dht: false };
  const sources = { flags, environment: {}, workingDirectory: folder };
  const engine = createRealEngine(await resolveConfiguration(sources), { version: '0.1.0', debug: false, sources });
  cleanup.add(() => engine.stop());
  await engine.start();
  const { trackerPort } = await engine.api.call('engine.status', {});
  return { ...engine, dataDir: folder, announce: (infoHash: InfoHash) => announce(trackerPort, infoHash) };
}

type Started = Awaited<ReturnType<typeof start>>;

/** `ok`, or the failure reason. */
async function announce(port: number, infoHash: InfoHash): Promise<string> {
  const query = `info_hash=${infoHash.replaceAll(/../g, '%$&')}&peer_id=-XX0100-abcdefghijkl&port=6881&left=5`;
  const [response] = await once(get(`http://127.0.0.1:${port}/announce?${query}`, { agent: false }), 'response');
  const chunks: Uint8Array[] = await (response as { toArray(): Promise<Uint8Array[]> }).toArray();
  const reply = bencode.decode(Buffer.concat(chunks)) as Record<string, unknown>;
  const reason = reply['failure reason'];
  return reason === undefined ? 'ok' : Buffer.from(reason as Uint8Array).toString();
}

/** The rows of a view, as a window gets them. */
async function rowsOf<Row>({ api, openSource }: Started, spec: ViewSpec): Promise<Row[]> {
  const session = createClientSession({ api, openSource, clock: createSystemClock() });
  const seen = Promise.withResolvers<Row[]>();
  session.onEvent(({ event, data }) => {
    if (event === 'view.changed') seen.resolve(data.rows as Row[]);
  });
  await session.call('views.open', { view: 'a', spec });
  return seen.promise.finally(() => session.close());
}

it('what was refused can be allowed, and is there after a restart; the activity says who did it', async () => {
  const engine = await start();
  const infoHash = numberedHash(7);
  expect(await engine.announce(infoHash)).toBe('this torrent is not shared here');
  expect(await rowsOf<RefusedRow>(engine, refusedView)).toMatchObject([
    { infoHash, count: 1, addresses: 1, canAllow: true, lastAddress: '127.0.0.1' },
  ]);
  const by = { kind: 'console', name: '10.0.0.9' } as const;
  await engine.api.call('settings.change', { changes: { policy: 'listed' } }, by);
  expect(await engine.announce(infoHash)).toContain('nor on the list');
  const items = [{ kind: 'infoHash' as const, infoHash, name: 'Corn' }];
  expect(await engine.api.call('tracker.list', { items, verdict: 'allow' }, by)).toEqual({
    listed: [{ infoHash, name: 'Corn' }],
    rejected: [],
  });
  expect(await engine.announce(infoHash)).toBe('ok');
  expect(await rowsOf<RefusedRow>(engine, refusedView)).toEqual([]);
  const swarmsView: ViewSpec = {
    kind: 'swarms',
    sort: { column: 'source', direction: 'ascending' },
    filter: '',
    window,
  };
  expect(await rowsOf(engine, swarmsView)).toMatchObject([
    { key: infoHash, name: 'Corn', source: 'listed', leechers: 1 },
  ]);
  await engine.stop();

  const storage = openStorage({ dataDir: engine.dataDir });
  const notes = storage.activity.newest(100).map(({ kind, values }) => [kind, values['by'], values['byName']]);
  await storage.close();
  expect(notes).toContainEqual(['setting-changed', 'console', '10.0.0.9']);
  expect(notes).toContainEqual(['torrents-allowed', 'console', '10.0.0.9']);

  const again = await start(engine.dataDir);
  expect(await rowsOf<ListedRow>(again, listedView)).toMatchObject([
    { key: infoHash, name: 'Corn', verdict: 'allow', origin: 'person', addedBy: 'console', isShared: false },
  ]);
  expect(await rowsOf(again, swarmsView)).toMatchObject([{ key: infoHash, leechers: 1, announces: 1 }]);
  expect(await again.announce(infoHash)).toBe('ok');
});

it('a policy takes effect at once, and a closed tracker forgets what was open', async () => {
  const engine = await start();
  const infoHash = numberedHash(8);
  await engine.api.call('settings.change', { changes: { policy: 'open' } });
  expect(await engine.announce(infoHash)).toBe('ok');
  await engine.api.call('tracker.list', { items: [{ kind: 'infoHash', infoHash }], verdict: 'block' });
  expect(await engine.announce(infoHash)).toBe('this torrent is blocked on this tracker');
  expect(await engine.api.call('tracker.unlist', { infoHashes: [infoHash] })).toEqual({ unlisted: [infoHash] });
  expect(await engine.announce(infoHash)).toBe('ok');
  await engine.api.call('settings.change', { changes: { policy: null } });
  expect(await engine.announce(infoHash)).toBe('this torrent is not shared here');
  await engine.stop();
  const storage = openStorage({ dataDir: engine.dataDir });
  expect(storage.swarms.after(undefined)).toBeUndefined();
  const notes = storage.activity.newest(100).map(({ kind }) => kind);
  await storage.close();
  expect(notes).toContain('swarms-dropped');
  expect(notes).toContain('torrents-unlisted');
});

it('scopes of interfaces count at once, loopback stays, and the activity says who set them to what', async () => {
  const engine = await start();
  const by = { kind: 'console', name: '10.0.0.9' } as const;
  const changes = { interfaceScopes: ['eth0=any', 'lo=none'] };
  const { settings, restartNeeded } = await engine.api.call('settings.change', { changes }, by);
  expect(settings.find(({ key }) => key === 'interfaceScopes')).toMatchObject({
    isLive: true,
    value: changes.interfaceScopes,
  });
  expect(restartNeeded).toBe(false);
  expect(await engine.announce(numberedHash(7))).toBe('this torrent is not shared here');
  await engine.stop();
  const storage = openStorage({ dataDir: engine.dataDir });
  const note = storage.activity.newest(100).find(({ kind }) => kind === 'setting-changed');
  await storage.close();
  expect(note?.values).toEqual({
    setting: 'interfaceScopes',
    message: 'eth0=any, lo=none',
    by: 'console',
    byName: '10.0.0.9',
  });
  expect(note?.at).toBeGreaterThan(0);
});

it('settings that make no sense are refused with what they must be', async () => {
  const { api } = await start();
  const wrong = [
    { localRanges: ['10.0.0.0/33'] },
    { localRanges: ['somewhere'] },
    { interfaceScopes: ['eth0'] },
    { interfaceScopes: ['eth0=everywhere'] },
    { interfaceScopes: ['eth0=any', 'eth0=none'] },
    { ipFilters: ['relative.dat'] },
    { blockedClients: ['x'.repeat(50)] },
    { addressScope: 'everywhere' },
    { maxOpenSwarms: 0 },
  ];
  for (const changes of wrong) {
    const refused = { code: 'bad-config', message: expect.stringContaining('must be') as unknown };
    await expect(api.call('settings.change', { changes })).rejects.toMatchObject(refused);
  }
});
