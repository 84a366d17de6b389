import { describe, expect, test } from 'vitest';
import type { Share } from '../../../shared/model.ts';
import type { StatusRow } from '../../../shared/rows.ts';
import { createAttention, JOB_SILENT_MS, STALLED_AFTER_MS, STATUS_VIEW } from '../../../electron/desktop/attention.ts';
import { createKeepAwake } from '../../../electron/desktop/keepAwake.ts';
import { fakeShare } from '../../support/fakeShare.ts';
import { createVirtualClock } from '../../support/virtualClock.ts';

function setUp() {
  const clock = createVirtualClock();
  const told: { readonly name: string; readonly others: number }[] = [];
  const busy: boolean[] = [];
  const progress: (number | undefined)[] = [];
  const attention = createAttention({
    clock,
    everyoneHas: ({ name, others }) => told.push({ name, others }),
    setBusy: (isBusy) => busy.push(isBusy),
    setProgress: (part) => progress.push(part),
    status: () => undefined,
  });
  return {
    clock,
    attention,
    told,
    busy,
    progress,
    share(seeders: number, leechers: number, change: Partial<Share> = {}) {
      const share = fakeShare({ name: 'film', state: { kind: 'seeding' }, ...change });
      attention.event({ event: 'share.changed', data: { ...share, swarm: { ...share.swarm, seeders, leechers } } });
    },
    status(peersDownloading: number, uploadRateBytesPerSecond: number, downloadsProgress?: number) {
      const row = {
        key: 'engine',
        peersDownloading,
        uploadRateBytesPerSecond,
        downloadsProgress,
      } as unknown as StatusRow;
      attention.event({
        event: 'view.changed',
        data: { view: STATUS_VIEW, revision: 0, total: 1, first: 0, rows: [row] },
      });
    },
    job(jobId: string, bytesDone: number, bytesTotal = 100) {
      attention.event({
        event: 'job.progress',
        data: { jobId, phase: 'hashing', bytesDone, bytesTotal, rateBytesPerSecond: 1 },
      });
    },
  };
}

describe('everyone has it', () => {
  test('is said once, when the last who waited has all', () => {
    const { share, told } = setUp();
    share(1, 0);
    share(1, 3);
    share(3, 1);
    expect(told).toEqual([]);
    share(4, 0);
    share(4, 0);
    expect(told).toEqual([{ name: 'film', others: 3 }]);
  });

  test('is said again when more came and have it', () => {
    const { share, told } = setUp();
    share(1, 1);
    share(2, 0);
    share(2, 1);
    share(3, 0);
    expect(told.map(({ others }) => others)).toEqual([1, 2]);
  });

  test('is not said when those who waited went away', () => {
    const { share, told } = setUp();
    share(1, 2);
    share(1, 0);
    expect(told).toEqual([]);
  });

  test('is not said of a share that is paused, or after the engine was away', () => {
    const { share, told, attention } = setUp();
    share(1, 2);
    share(2, 0, { state: { kind: 'paused' } });
    share(1, 2);
    attention.reset();
    share(3, 0);
    expect(told).toEqual([]);
  });
});

describe('others download', () => {
  test('while somebody misses something and takes it', () => {
    const { status, busy } = setUp();
    status(0, 0);
    status(2, 0);
    expect(busy).toEqual([]);
    status(2, 1000);
    status(2, 0);
    status(0, 0);
    expect(busy).toEqual([true, false]);
  });

  test('not any more when nobody has taken anything for a while', () => {
    const { clock, status, busy } = setUp();
    status(1, 1000);
    clock.advance(STALLED_AFTER_MS - 1);
    status(1, 0);
    expect(busy).toEqual([true]);
    clock.advance(1);
    status(1, 0);
    expect(busy).toEqual([true, false]);
  });

  test('nor when the engine has had nothing new to tell for as long', () => {
    const { clock, status, busy, attention } = setUp();
    status(1, 1000);
    clock.advance(STALLED_AFTER_MS);
    expect(busy).toEqual([true, false]);
    expect(clock.pendingTasks).toBe(0);
    status(1, 1000);
    attention.reset();
    expect(busy).toEqual([true, false, true, false]);
    expect(clock.pendingTasks).toBe(0);
  });

  test('keeps the computer awake if that is allowed', () => {
    const held = new Set<number>();
    let last = 0;
    const blocker = {
      start() {
        held.add(++last);
        return last;
      },
      stop: (id: number) => void held.delete(id),
    };
    const keepAwake = createKeepAwake(blocker, true);
    keepAwake.setBusy(true);
    keepAwake.setBusy(true);
    expect(held.size).toBe(1);
    keepAwake.allow(false);
    expect(held.size).toBe(0);
    keepAwake.allow(true);
    expect(held.size).toBe(1);
    keepAwake.setBusy(false);
    expect(held.size).toBe(0);
  });
});

describe('progress', () => {
  test('is that of all jobs together, and ends with them', () => {
    const { job, progress, clock } = setUp();
    job('a', 50);
    job('b', 0, 300);
    job('a', 100);
    job('b', 300, 300);
    expect(progress).toEqual([0.5, 0.125, 0, undefined]);
    job('c', 10);
    clock.advance(JOB_SILENT_MS);
    expect(progress.at(-1)).toBe(0.1);
    // Nobody says that it was stopped.
    clock.advance(2000);
    expect(progress.at(-1)).toBeUndefined();
    expect(clock.pendingTasks).toBe(0);
  });

  test('is that of those who download, while nothing is hashed', () => {
    const { job, progress, status, attention } = setUp();
    status(2, 0, 0.1);
    expect(progress).toEqual([]);
    status(2, 1000, 0.25);
    job('a', 50);
    status(2, 1000, 0.5);
    job('a', 100);
    status(0, 0);
    status(1, 1000, 0.75);
    attention.reset();
    expect(progress).toEqual([0.25, 0.5, undefined, 0.75, undefined]);
  });
});
