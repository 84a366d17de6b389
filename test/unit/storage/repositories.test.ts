import { afterEach, describe, expect, it } from 'vitest';
import type { SwarmRecord } from '../../../electron/engine/storage/swarmsRepository.ts';
import type { SwarmSnapshot } from '../../../electron/engine/tracker/swarmSnapshot.ts';
import { createCleanup } from '../../support/cleanup.ts';
import { infoHashOf } from '../../support/dhtFixture.ts';
import { reopen, startStorage } from '../../support/storageFixture.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

describe('swarms', () => {
  const first: SwarmRecord = {
    infoHash: infoHashOf(1),
    completed: 3,
    announces: 2 ** 40,
    scrapes: 0,
    peers: Buffer.of(1, 2),
  };
  const second: SwarmRecord = { ...first, infoHash: infoHashOf(2), peers: Buffer.alloc(0) };

  it('are kept over a restart, and take what the tracker gives', async () => {
    const { storage, dataDir } = await startStorage(cleanup);
    const given: readonly SwarmSnapshot[] = [first, second];
    storage.swarms.save(given);
    await storage.close();
    const restored: readonly SwarmSnapshot[] = reopen(cleanup, dataDir).swarms.load();
    expect(restored).toEqual([first, second]);
  });

  it('are replaced one by one, and removed', async () => {
    const { swarms } = (await startStorage(cleanup)).storage;
    swarms.save([first, second]);
    swarms.save([{ ...second, completed: 4 }]);
    expect(swarms.load()).toEqual([first, { ...second, completed: 4 }]);
    swarms.remove(first.infoHash);
    expect(swarms.load()).toEqual([{ ...second, completed: 4 }]);
  });
});

describe('the DHT table', () => {
  const table = { id: Buffer.alloc(20, 'i'), nodes: [{ id: Buffer.alloc(20, 'a'), host: '10.0.0.1', port: 65535 }] };

  it('is kept over a restart, id and nodes', async () => {
    const { storage, dataDir } = await startStorage(cleanup);
    expect(storage.dht.load()).toBeUndefined();
    storage.dht.save(table);
    await storage.close();
    expect(reopen(cleanup, dataDir).dht.load()).toEqual(table);
  });

  it('is replaced as a whole', async () => {
    const { dht } = (await startStorage(cleanup)).storage;
    dht.save(table);
    dht.save({ ...table, nodes: [] });
    expect(dht.load()).toEqual({ ...table, nodes: [] });
  });
});

describe('settings', () => {
  it.each([{ name: 'x', list: [1, null, { deep: true }] }, 'text', 0, false, null])('keep %j', async (value) => {
    const { storage, dataDir } = await startStorage(cleanup);
    storage.settings.set('key', value);
    await storage.close();
    const { settings } = reopen(cleanup, dataDir);
    expect(settings.get('key')).toEqual(value);
    expect([...settings.all()]).toEqual([['key', value]]);
  });

  it('replace, remove and know nothing of other keys', async () => {
    const { settings } = (await startStorage(cleanup)).storage;
    settings.set('key', 1);
    settings.set('key', 2);
    expect(settings.get('key')).toBe(2);
    expect(settings.get('other')).toBeUndefined();
    settings.set('key', undefined);
    expect(settings.all().size).toBe(0);
  });
});

describe('a transaction over several of them', () => {
  it('undoes all when one fails', async () => {
    const { storage } = await startStorage(cleanup);
    const work = (): void => {
      storage.settings.set('key', 1);
      storage.dht.save({ id: Buffer.alloc(19), nodes: [] });
    };
    expect(() => storage.transaction(work)).toThrow('CHECK');
    expect(storage.settings.all().size).toBe(0);
  });
});
