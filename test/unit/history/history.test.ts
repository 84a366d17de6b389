import { afterEach, describe, expect, it } from 'vitest';
import { historySchema } from '../../../shared/history.ts';
import { createCleanup } from '../../support/cleanup.ts';
import { createHistoryFixture, type HistoryFixture, shareNumber } from '../../support/historyFixture.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

function flow(fixture: HistoryFixture, { share, bytes, seconds }: Record<'share' | 'bytes' | 'seconds', number>): void {
  for (let i = 0; i < seconds; i++) {
    fixture.upload(share, bytes);
    fixture.wait(1000);
  }
}

describe('what is asked for', () => {
  it.each([
    { span: '10min', stepSeconds: 1, points: 600 },
    { span: 'day', stepSeconds: 60, points: 1440 },
    { span: '90days', stepSeconds: 3600, points: 2160 },
  ] as const)('has every step of $span, oldest first', ({ span, stepSeconds, points }) => {
    const fixture = createHistoryFixture(cleanup);
    flow(fixture, { share: 0, bytes: 1000, seconds: 5 });
    const history = historySchema.parse(fixture.history().get(span));
    expect(history.stepSeconds).toBe(stepSeconds);
    expect(Object.values(history).flatMap((column) => (Array.isArray(column) ? [column.length] : []))).toEqual(
      Array(7).fill(points),
    );
    const steps = history.at.slice(1).map((at, i) => at - (history.at[i] ?? 0));
    expect(new Set(steps)).toEqual(new Set([stepSeconds]));
    expect(history.uploadBytesPerSecond.at(-1)).toBeCloseTo(1000);
    expect(history.downloadBytesPerSecond.at(-1)).toBe(0);
    expect(history.uploadBytesPerSecond[0]).toBeNull();
  });

  it('ends with the last second that is over', () => {
    const fixture = createHistoryFixture(cleanup);
    flow(fixture, { share: 0, bytes: 1000, seconds: 3 });
    const { at, uploadBytesPerSecond } = fixture.history().get('10min');
    expect(at.at(-1)).toBe(fixture.now() / 1000 - 1);
    expect(uploadBytesPerSecond.slice(-4)).toEqual([null, 1000, 1000, 1000]);
  });

  it('shows a quiet share as zero where the engine ran, and as nothing where it did not', () => {
    const fixture = createHistoryFixture(cleanup);
    flow(fixture, { share: 0, bytes: 600, seconds: 60 });
    fixture.wait(MINUTE_MS);
    for (const span of ['10min', 'day'] as const) {
      const { uploadBytesPerSecond } = fixture.history().get(span, shareNumber(1));
      expect(new Set(uploadBytesPerSecond)).toEqual(new Set([null, 0]));
    }
    const minutes = fixture.history().get('day', shareNumber(0)).uploadBytesPerSecond;
    expect(minutes.reduce<number>((sum, rate) => sum + (rate ?? 0) * 60, 0)).toBeGreaterThan(60 * 600);
    const { repository } = fixture;
    const all = { from: 0, until: Number.MAX_SAFE_INTEGER };
    expect(repository.range({ step: 'minutes', scope: shareNumber(1), ...all })).toEqual([]);
  });

  it('means the levels over the time they stood', () => {
    const fixture = createHistoryFixture(cleanup);
    fixture.setPeers(10);
    fixture.wait(HOUR_MS);
    fixture.setPeers(30);
    fixture.wait(HOUR_MS);
    const { peers, swarmPeers } = fixture.history().get('90days');
    const [before = 0, after = 0] = peers.filter((mean) => mean !== null).slice(-2);
    expect(before).toBeLessThan(after);
    expect(after).toBeLessThanOrEqual(30);
    expect(swarmPeers).toEqual(peers);
  });

  it('gives the last seconds for a small picture', () => {
    const fixture = createHistoryFixture(cleanup);
    flow(fixture, { share: 0, bytes: 7, seconds: 2 });
    expect(fixture.history().recentUploadRates(60)).toEqual([...Array(58).fill(0), 7, 7]);
  });
});

describe('clocks', () => {
  it('leave a hole where the machine slept', () => {
    const fixture = createHistoryFixture(cleanup);
    flow(fixture, { share: 0, bytes: 1000, seconds: 10 });
    fixture.hold(30_000);
    flow(fixture, { share: 0, bytes: 1000, seconds: 10 });
    const rates = fixture.history().get('10min').uploadBytesPerSecond;
    expect(rates.slice(-19).filter((rate) => rate === 1000).length).toBeGreaterThanOrEqual(9);
    expect(rates.slice(-40, -12).every((rate) => rate === null)).toBe(true);
    expect(rates.slice(-48, -41)).toEqual(Array(7).fill(1000));
  });

  it('leave a hole where the wall clock jumped ahead, by seconds and by minutes', () => {
    const fixture = createHistoryFixture(cleanup);
    flow(fixture, { share: 0, bytes: 1000, seconds: 60 });
    fixture.jump(5 * MINUTE_MS);
    flow(fixture, { share: 0, bytes: 1000, seconds: 60 });
    const seconds = fixture.history().get('10min').uploadBytesPerSecond;
    expect(seconds.slice(-60)).toEqual(Array(60).fill(1000));
    expect(seconds.slice(-359, -60).every((rate) => rate === null)).toBe(true);
    const minutes = fixture.history().get('day').uploadBytesPerSecond;
    expect(minutes.slice(-8).filter((rate) => rate === null).length).toBeGreaterThanOrEqual(4);
  });

  it('weigh no minute double that is lived through twice', () => {
    const fixture = createHistoryFixture(cleanup);
    flow(fixture, { share: 0, bytes: 1000, seconds: 120 });
    fixture.jump(-2 * MINUTE_MS);
    flow(fixture, { share: 0, bytes: 3000, seconds: 120 });
    const { uploadBytesPerSecond } = fixture.history().get('day');
    const [, whole = 0] = uploadBytesPerSecond.filter((rate) => rate !== null);
    expect(whole).toBeCloseTo(2000, 0);
  });

  it('make neither holes nor peaks when the timer is late', () => {
    const fixture = createHistoryFixture(cleanup);
    for (let i = 0; i < 60; i++) {
      fixture.upload(0, 1000);
      fixture.wait(600);
      fixture.hold(i % 2 === 0 ? 390 : 410);
    }
    const rates = fixture.history().get('10min').uploadBytesPerSecond.slice(-30);
    for (const rate of rates) expect(Math.abs((rate ?? 0) - 1000)).toBeLessThan(400);
  });
});

describe('keeping', () => {
  it('adds to a minute that was begun before a restart, and forgets a removed share', () => {
    const fixture = createHistoryFixture(cleanup);
    flow(fixture, { share: 0, bytes: 1000, seconds: 5 });
    fixture.restart();
    flow(fixture, { share: 0, bytes: 1000, seconds: 5 });
    fixture.history().stop();
    const range = { step: 'minutes', from: 0, until: Number.MAX_SAFE_INTEGER } as const;
    const rows = fixture.repository.range({ ...range, scope: shareNumber(0) });
    expect(rows.reduce((sum, { uploadBytes }) => sum + uploadBytes, 0)).toBe(10_000);
    fixture.history().forget(shareNumber(0));
    expect(fixture.repository.range({ ...range, scope: shareNumber(0) })).toEqual([]);
    expect(fixture.repository.range({ ...range, scope: 'engine' })).not.toEqual([]);
  });

  it('forgets minutes after a week and hours after two years, bit by bit', () => {
    const fixture = createHistoryFixture(cleanup);
    flow(fixture, { share: 0, bytes: 1000, seconds: 5 });
    const count = (step: 'minutes' | 'hours'): number =>
      fixture.repository.range({ step, scope: shareNumber(0), from: 0, until: Number.MAX_SAFE_INTEGER }).length;
    fixture.jump(8 * 24 * HOUR_MS);
    fixture.wait(HOUR_MS + 2 * MINUTE_MS);
    expect([count('minutes'), count('hours')]).toEqual([0, 1]);
    fixture.jump(2 * 366 * 24 * HOUR_MS);
    fixture.wait(HOUR_MS + 2 * MINUTE_MS);
    expect([count('minutes'), count('hours')]).toEqual([0, 0]);
  });

  it('forgets nothing for a clock that is wrong for half an hour', () => {
    const fixture = createHistoryFixture(cleanup);
    flow(fixture, { share: 0, bytes: 1000, seconds: 5 });
    fixture.wait(4000);
    fixture.jump(10 * 366 * 24 * HOUR_MS);
    fixture.wait(30 * MINUTE_MS);
    fixture.jump(-10 * 366 * 24 * HOUR_MS);
    fixture.wait(3 * HOUR_MS);
    const { uploadBytesPerSecond } = fixture.history().get('day', shareNumber(0));
    expect(uploadBytesPerSecond.reduce<number>((sum, rate) => sum + (rate ?? 0) * 60, 0)).toBeGreaterThan(0);
  });

  it('writes the row of each share once a minute where many move, and loses none of it', () => {
    const fixture = createHistoryFixture(cleanup);
    const shares = 1000;
    const minutes = 3;
    for (let second = 0; second < minutes * 60; second++) {
      for (let share = 0; share < shares; share++) fixture.upload(share, 10);
      fixture.wait(1000);
    }
    expect(fixture.rowsWritten()).toBeLessThan(shares * (minutes + 1) * 1.5);
    fixture.history().stop();
    const all = { step: 'minutes', from: 0, until: Number.MAX_SAFE_INTEGER } as const;
    for (const share of [0, 1, shares - 1]) {
      const rows = fixture.repository.range({ ...all, scope: shareNumber(share) });
      expect(rows.reduce((sum, { uploadBytes }) => sum + uploadBytes, 0)).toBe(minutes * 60 * 10);
    }
  });

  it('lets a share go whose past cannot be deleted', () => {
    const fixture = createHistoryFixture(cleanup);
    fixture.failWrites(true);
    fixture.history().forget(shareNumber(0));
    expect(fixture.failures).toEqual(['the disk is full']);
  });

  it('keeps what a full disk does not take, says so once, and writes it when it can', () => {
    const fixture = createHistoryFixture(cleanup);
    fixture.failWrites(true);
    flow(fixture, { share: 0, bytes: 1000, seconds: 20 });
    expect(fixture.failures).toEqual(['the disk is full']);
    fixture.failWrites(false);
    fixture.history().stop();
    const rows = fixture.repository.range({ step: 'hours', scope: 'engine', from: 0, until: Number.MAX_SAFE_INTEGER });
    expect(rows.reduce((sum, { uploadBytes }) => sum + uploadBytes, 0)).toBe(20_000);
  });
});
