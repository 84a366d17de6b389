import { afterEach, describe, expect, it } from 'vitest';
import type { HistoryScope } from '../../../electron/engine/storage/historyRepository.ts';
import type { SwarmCountersRecord, SwarmPartRecord } from '../../../electron/engine/storage/swarmsRepository.ts';
import type { SwarmPart } from '../../../electron/engine/tracker/swarmSnapshot.ts';
import { createCleanup } from '../../support/cleanup.ts';
import { infoHashOf } from '../../support/dhtFixture.ts';
import { reopen, startStorage } from '../../support/storageFixture.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

describe('swarms', () => {
  const counters: SwarmCountersRecord = { infoHash: infoHashOf(1), completed: 3, announces: 2 ** 40, scrapes: 0 };
  const part: SwarmPartRecord = { ...counters, part: 0, parts: 1, peers: Buffer.of(1, 2) };

  it('are kept over a restart, and take what the tracker gives', async () => {
    const { storage, dataDir } = await startStorage(cleanup);
    const given: SwarmPart = part;
    storage.swarms.savePart(given);
    storage.swarms.saveCounters({ ...counters, infoHash: infoHashOf(2) });
    await storage.close();
    const { swarms } = reopen(cleanup, dataDir);
    expect(swarms.after(undefined)).toEqual(counters);
    expect(swarms.find(infoHashOf(1))).toEqual(counters);
    expect(swarms.after(infoHashOf(1))).toEqual({ ...counters, infoHash: infoHashOf(2) });
    expect(swarms.after(infoHashOf(2))).toBeUndefined();
    expect(swarms.partAfter(infoHashOf(1), -1)).toEqual({ part: 0, peers: part.peers });
    expect(swarms.partAfter(infoHashOf(1), 0)).toBeUndefined();
    expect(swarms.partAfter(infoHashOf(2), -1)).toBeUndefined();
  });

  it('are replaced part by part, and what is past goes with the last one', async () => {
    const { swarms } = (await startStorage(cleanup)).storage;
    const numbers = (): number[] => {
      const found: number[] = [];
      for (
        let at = swarms.partAfter(infoHashOf(1), -1);
        at !== undefined;
        at = swarms.partAfter(infoHashOf(1), at.part)
      ) {
        found.push(at.part);
      }
      return found;
    };
    for (const number of [3, 2, 1, 0]) swarms.savePart({ ...part, part: number, parts: 4 });
    expect(numbers()).toEqual([0, 1, 2, 3]);
    swarms.savePart({ ...part, part: 1, parts: 2, completed: 4 });
    expect(numbers()).toEqual([0, 1, 2, 3]);
    swarms.savePart({ ...part, part: 0, parts: 2, completed: 4 });
    expect(numbers()).toEqual([0, 1]);
    expect(swarms.find(infoHashOf(1))).toEqual({ ...counters, completed: 4 });
  });

  it('leave nothing behind', async () => {
    const { swarms } = (await startStorage(cleanup)).storage;
    swarms.savePart(part);
    swarms.remove(infoHashOf(1));
    expect(swarms.after(undefined)).toBeUndefined();
    expect(swarms.partAfter(infoHashOf(1), -1)).toBeUndefined();
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

describe('the history', () => {
  const infoHash = infoHashOf(1);
  const amounts = {
    coveredMs: 1000.5,
    uploadBytes: 2 ** 40,
    downloadBytes: 0,
    peerMs: 12.25,
    swarmPeerMs: 100,
    announces: 7,
    scrapes: 1,
  };
  const doubled = Object.fromEntries(Object.entries(amounts).map(([name, value]) => [name, 2 * value]));
  const all = { from: 0, until: Number.MAX_SAFE_INTEGER };

  it('is kept over a restart and added to, minutes and hours apart for each scope', async () => {
    const { storage, dataDir } = await startStorage(cleanup);
    storage.history.add([
      { scope: 'engine', at: 7200, ...amounts },
      { scope: 'engine', at: 7260, ...amounts },
      { scope: infoHash, at: 7200, ...amounts },
    ]);
    await storage.close();
    const { history } = reopen(cleanup, dataDir);
    history.add([{ scope: 'engine', at: 7200, ...amounts }]);
    expect(history.range({ step: 'minutes', scope: 'engine', ...all })).toEqual([
      { at: 7200, ...doubled },
      { at: 7260, ...amounts },
    ]);
    expect(history.range({ step: 'hours', scope: 'engine', ...all })).toMatchObject([{ at: 7200, announces: 21 }]);
    expect(history.range({ step: 'minutes', scope: infoHash, ...all })).toEqual([{ at: 7200, ...amounts }]);
    expect(history.range({ step: 'minutes', scope: 'engine', from: 7200, until: 7260 })).toHaveLength(1);
  });

  it('is forgotten bit by bit, the oldest first, and at once for a share', async () => {
    const { history } = (await startStorage(cleanup)).storage;
    for (let at = 0; at < 600; at += 60) history.add([{ scope: infoHash, at, ...amounts }]);
    const limits = { before: 300, sharesBefore: 0, limit: 3 };
    expect(history.prune('minutes', { ...limits, before: 0 })).toBe(0);
    expect([1, 2, 3].map(() => history.prune('minutes', { ...limits, sharesBefore: 300 }))).toEqual([3, 2, 0]);
    expect(history.range({ step: 'minutes', scope: infoHash, ...all })[0]).toMatchObject({ at: 300 });
    history.remove(infoHash);
    for (const step of ['minutes', 'hours'] as const) {
      expect(history.range({ step, scope: infoHash, ...all })).toEqual([]);
    }
  });
});

describe('too many buckets of shares', () => {
  it('are found by their number, and those of the engine stay', async () => {
    const { history } = (await startStorage(cleanup)).storage;
    const nothing = {
      coveredMs: 1,
      uploadBytes: 0,
      downloadBytes: 0,
      peerMs: 0,
      swarmPeerMs: 0,
      announces: 0,
      scrapes: 0,
    };
    for (let at = 0; at < 600; at += 60) {
      history.add([1, 2].map((share) => ({ scope: infoHashOf(share), at, ...nothing })));
      history.add([{ scope: 'engine', at, ...nothing }]);
    }
    expect(history.startOfNewest('minutes', 21)).toBe(0);
    const sharesBefore = history.startOfNewest('minutes', 6);
    expect(sharesBefore).toBe(420);
    expect(history.prune('minutes', { before: 60, sharesBefore, limit: 100 })).toBe(15);
    const left = (scope: HistoryScope): number => history.range({ step: 'minutes', scope, from: 0, until: 600 }).length;
    expect([left(infoHashOf(1)), left(infoHashOf(2)), left('engine')]).toEqual([3, 3, 9]);
  });
});

describe('the activity', () => {
  const record = (id: number) => ({
    id,
    at: 1_700_000_000_000 + id,
    kind: 'notice',
    level: 'info',
    infoHash: id % 2 === 0 ? 'ab' : undefined,
    values: { message: 'über ‮', count: id },
  });

  it('is kept over a restart, oldest first, and counts on', async () => {
    const { storage, dataDir } = await startStorage(cleanup);
    expect(storage.activity.lastId()).toBe(0);
    storage.activity.add([record(1), record(2), record(3)]);
    await storage.close();
    const { activity } = reopen(cleanup, dataDir);
    expect(activity.lastId()).toBe(3);
    expect(activity.newest(2)).toEqual([record(2), record(3)]);
  });

  it('is forgotten bit by bit, the oldest first', async () => {
    const { activity } = (await startStorage(cleanup)).storage;
    activity.add([1, 2, 3, 4, 5].map(record));
    activity.prune({ before: 5, limit: 3 });
    expect(activity.newest(10).map(({ id }) => id)).toEqual([4, 5]);
    expect(activity.lastId()).toBe(5);
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
