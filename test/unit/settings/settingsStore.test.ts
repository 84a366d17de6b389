import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { resolveConfiguration } from '../../../electron/engine/settings/configuration.ts';
import { type GivenFlags, SETTINGS } from '../../../electron/engine/settings/options.ts';
import { createSettingsStore } from '../../../electron/engine/settings/settingsStore.ts';
import { settingsSchema } from '../../../shared/settings.ts';
import { createCleanup } from '../../support/cleanup.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

async function startStore(given: {
  readonly flags?: GivenFlags;
  readonly environment?: Readonly<Record<string, string>>;
  readonly file?: unknown;
}) {
  const dataDir = await temporaryFolder(cleanup, 'settings');
  const path = join(dataDir, 'settings.json');
  if (given.file !== undefined) await writeFile(path, JSON.stringify(given.file));
  const sources = {
    flags: { dataDir, ...given.flags },
    environment: given.environment ?? {},
    workingDirectory: dataDir,
  };
  const begin = async () => createSettingsStore(await resolveConfiguration(sources), sources);
  const store = await begin();
  return {
    dataDir,
    path,
    store,
    begin,
    read: async () => JSON.parse(await readFile(path, 'utf8')) as unknown,
    async stateOf(key: string) {
      return (await store.get()).settings.find((setting) => setting.key === key);
    },
  };
}

describe('the settings', () => {
  it('are all there, each with its value, its default and where it comes from', async () => {
    const { store, dataDir, path, stateOf } = await startStore({
      flags: { port: '7000' },
      environment: { GRANARY_DHT: 'off' },
      file: { maxConnections: 5, cacheBytes: '1MiB' },
    });
    const settings = settingsSchema.parse(await store.get());
    expect(settings.settings.map(({ key }) => key)).toEqual(SETTINGS.map(({ key }) => key));
    expect(settings).toMatchObject({ file: path, restartNeeded: false });
    expect(await stateOf('port')).toEqual({
      key: 'port',
      kind: 'port',
      isLive: false,
      value: 7000,
      standard: 6969,
      source: 'flag',
      sourceName: '--port',
    });
    expect(await stateOf('dht')).toMatchObject({ value: false, source: 'environment', sourceName: 'GRANARY_DHT' });
    expect(await stateOf('maxConnections')).toMatchObject({ value: 5, standard: 1000, source: 'file' });
    expect(await stateOf('cacheBytes')).toMatchObject({ value: 1_048_576, source: 'file' });
    expect(await stateOf('interfaces')).toMatchObject({ value: [], standard: [], source: 'default' });
    expect(await stateOf('dataDir')).toMatchObject({ value: dataDir, source: 'flag' });
  });
});

describe('a change', () => {
  it('is written whole, needs a restart until there was one, and can be taken back', async () => {
    const { store, begin, read, dataDir } = await startStore({ file: { maxConnections: 5 } });
    expect(await store.change({ port: 7001, interfaces: ['eth0'], maxConnections: null })).toEqual([
      'port',
      'interfaces',
      'maxConnections',
    ]);
    expect(await read()).toEqual({ port: 7001, interfaces: ['eth0'] });
    expect((await store.get()).restartNeeded).toBe(true);
    expect((await (await begin()).get()).restartNeeded).toBe(false);
    await store.change({ port: null, interfaces: null, maxConnections: 5 });
    expect((await store.get()).restartNeeded).toBe(false);
    expect(await readdir(dataDir)).toEqual(['settings.json']);
  });

  it('of what is live is told at once, and needs no restart', async () => {
    const { store } = await startStore({ file: { policy: 'listed' } });
    const seen: string[] = [];
    const end = store.onLiveChange(({ policy }) => seen.push(policy));
    expect(store.live().policy).toBe('listed');
    await store.change({ policy: 'open' });
    expect(store.live().policy).toBe('open');
    expect((await store.get()).restartNeeded).toBe(false);
    await store.change({ maxConnections: 7 });
    await store.change({ policy: null });
    end();
    await store.change({ policy: 'private' });
    expect(seen).toEqual(['open', 'shares']);
  });

  it('to what is already so is none', async () => {
    const { store, dataDir } = await startStore({});
    expect(await store.change({ port: null })).toEqual([]);
    expect(await readdir(dataDir)).toEqual([]);
  });

  it.each([
    { changes: { port: 'abc' }, message: '"port" is "abc", but must be a port from 1 to 65535, or 0 for any free one' },
    { changes: { maxConnections: 0 }, message: '"maxConnections" is 0, but must be a whole number from 1 to 1000000' },
    { changes: { dht: 'yes' }, message: '"dht" is "yes", but must be on or off' },
    { changes: { policy: 'all' }, message: '"policy" is "all", but must be one of shares, listed, open, private' },
    { changes: { nonsense: 1 }, message: 'there is no setting "nonsense"' },
    { changes: { dataDir: '/elsewhere' }, message: '"dataDir" cannot be changed here' },
    { changes: { peerPort: 1 }, message: '"peerPort" is fixed by --peer-port and cannot be changed here' },
    { changes: { controlPort: 1 }, message: '"controlPort" is fixed by GRANARY_CONTROL_PORT and cannot be' },
  ])('that makes no sense is refused with its reason, and none of the others is made: $message', async (given) => {
    const { store, read } = await startStore({
      flags: { peerPort: '7002' },
      environment: { GRANARY_CONTROL_PORT: '7003' },
      file: { cacheBytes: 1 },
    });
    const changes = { cacheBytes: 2, ...given.changes };
    await expect(store.change(changes as never)).rejects.toMatchObject({ code: 'bad-config' });
    await expect(store.change(changes as never)).rejects.toThrow(given.message);
    expect(await read()).toEqual({ cacheBytes: 1 });
  });

  it('does not undo one that is made at the same time', async () => {
    const { store, read } = await startStore({});
    await Promise.allSettled([
      store.change({ port: 1 }),
      store.change({ peerPort: 'no' }),
      store.change({ peerPort: 2 }),
      store.change({ cacheBytes: '2MiB' }),
    ]);
    expect(await read()).toEqual({ port: 1, peerPort: 2, cacheBytes: 2_097_152 });
  });

  it('leaves a file that cannot be read as it is', async () => {
    const { store, path } = await startStore({});
    await writeFile(path, '{ half');
    await expect(store.change({ port: 1 })).rejects.toMatchObject({ code: 'bad-config' });
    expect(await readFile(path, 'utf8')).toBe('{ half');
  });
});
