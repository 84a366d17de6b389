import { afterEach, describe, expect, it } from 'vitest';
import { type ActivityLog, createActivityLog, MAX_ENTRIES } from '../../../electron/engine/activity/activityLog.ts';
import { createRefusalNotes } from '../../../electron/engine/activity/refusalNotes.ts';
import type { ActivityRepository } from '../../../electron/engine/storage/activityRepository.ts';
import { activityEntrySchema } from '../../../shared/activity.ts';
import { createCleanup } from '../../support/cleanup.ts';
import { startStorage } from '../../support/storageFixture.ts';
import { createVirtualClock } from '../../support/virtualClock.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

const HOUR_MS = 3_600_000;

async function startLog() {
  const { activity: repository } = (await startStorage(cleanup)).storage;
  const clock = createVirtualClock();
  const failures: string[] = [];
  const begin = (kept: ActivityRepository = repository): ActivityLog =>
    createActivityLog({ clock, repository: kept, onFailure: ({ message }) => void failures.push(message) });
  return { clock, repository, failures, begin };
}

describe('the activity', () => {
  it('has the newest first, as the contract wants it', async () => {
    const { clock, begin } = await startLog();
    const log = begin();
    log.note({ kind: 'share-created', infoHash: 'ab', values: { name: 'photos', file: undefined } });
    clock.advance(1000);
    log.note({ kind: 'share-failed', level: 'error', values: { message: 'x'.repeat(2000) } });
    const items = log.items().map((entry) => activityEntrySchema.parse(entry));
    expect(items.map(({ kind }) => kind)).toEqual(['share-failed', 'share-created']);
    expect(items[1]).toEqual({
      key: '1',
      at: clock.now() - 1000,
      kind: 'share-created',
      level: 'info',
      infoHash: 'ab',
      values: { name: 'photos' },
    });
    expect(items[0]?.values['message']).toHaveLength(500);
    expect(log.items()).toBe(log.items());
    log.stop();
  });

  it('is kept over a restart, and goes on counting', async () => {
    const { begin } = await startLog();
    const first = begin();
    first.note({ kind: 'engine-started' });
    first.note({ kind: 'engine-stopped' });
    first.stop();
    first.note({ kind: 'notice' });
    const second = begin();
    second.note({ kind: 'engine-started' });
    expect(second.items().map(({ key, kind }) => `${key} ${kind}`)).toEqual([
      '3 engine-started',
      '2 engine-stopped',
      '1 engine-started',
    ]);
    second.stop();
  });

  it('is on disk within seconds, for an engine that is killed', async () => {
    const { clock, repository, begin } = await startLog();
    const log = begin();
    log.note({ kind: 'engine-started' });
    clock.advance(3000);
    expect(repository.newest(10)).toHaveLength(1);
    log.stop();
  });

  it('keeps the newest ten thousand, in memory and on disk', async () => {
    const { clock, repository, begin } = await startLog();
    const log = begin();
    log.items();
    for (let i = 0; i < MAX_ENTRIES + 100; i++) {
      log.note({ kind: 'notice', values: { count: i } });
      clock.advance(3000);
    }
    expect(log.items()).toHaveLength(MAX_ENTRIES);
    expect(log.items()[0]?.values['count']).toBe(MAX_ENTRIES + 99);
    expect(repository.newest(2 * MAX_ENTRIES)).toHaveLength(MAX_ENTRIES);
    log.stop();
  });

  it('is not flooded by a burst of one kind, and says how much was left out', async () => {
    const { clock, begin } = await startLog();
    const log = begin();
    for (let i = 0; i < 5000; i++) log.note({ kind: 'peer-finished' });
    log.note({ kind: 'share-created' });
    expect(log.items()).toHaveLength(301);
    clock.advance(HOUR_MS);
    expect(log.items()[0]).toMatchObject({ kind: 'notice', values: { count: 4700 } });
    expect(log.items()).toHaveLength(302);
    log.stop();
  });

  it('says once that it cannot be written, and keeps it', async () => {
    const { clock, repository, failures, begin } = await startLog();
    let isFull = true;
    const log = begin({
      ...repository,
      add(records) {
        if (isFull) throw new Error('the disk is full');
        repository.add(records);
      },
    });
    log.note({ kind: 'notice' });
    clock.advance(60_000);
    expect(failures).toEqual(['the disk is full']);
    isFull = false;
    log.stop();
    expect(repository.newest(10)).toHaveLength(1);
  });
});

describe('refused announces', () => {
  it('make one entry a minute for each reason and info-hash', async () => {
    const { clock, begin } = await startLog();
    const log = begin();
    const refusals = createRefusalNotes({ clock, log });
    const from = (number: number) => ({ text: `192.168.1.${number}` });
    for (let i = 0; i < 1000; i++) {
      const isOdd = i % 2 === 1;
      refusals.refused({ message: 'not shared' }, isOdd ? 'bb' : 'aa', from(isOdd ? i % 7 : 1));
    }
    expect(log.items()).toEqual([]);
    clock.advance(60_000);
    refusals.refused({ message: 'not shared' }, 'aa', from(2));
    refusals.stop();
    expect(log.items().map(({ infoHash, values }) => [infoHash, values['count'], values['address']])).toEqual([
      ['aa', 1, '192.168.1.2'],
      ['bb', 500, undefined],
      ['aa', 500, '192.168.1.1'],
    ]);
    log.stop();
  });

  it('do not fill the memory when someone tries every info-hash', async () => {
    const { clock, begin } = await startLog();
    const log = begin();
    const refusals = createRefusalNotes({ clock, log });
    for (let i = 0; i < 10_000; i++) refusals.refused({ message: 'not shared' }, `hash ${i}`, { text: '192.168.1.2' });
    refusals.stop();
    expect(log.items()).toHaveLength(21);
    expect(log.items().reduce((sum, { values }) => sum + Number(values['count']), 0)).toBe(10_000);
    log.stop();
  });
});
