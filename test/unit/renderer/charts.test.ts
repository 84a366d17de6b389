import { describe, expect, test } from 'vitest';
import { areaColour } from '../../../renderer/charts/chartColours.ts';
import { binsOf, chartData, hasPoints, indexAt, rangeOf, summaryOf } from '../../../renderer/charts/chartData.ts';
import { axisStep, axisTicks, timeTicks } from '../../../renderer/charts/chartScale.ts';
import { startPolling } from '../../../renderer/charts/polling.ts';
import { unitsOf } from '../../../renderer/charts/series.ts';
import type { History } from '../../../shared/history.ts';
import { createVirtualClock } from '../../support/virtualClock.ts';

const NOTHING = [null, null, null, null];

function history(changes: Partial<History>): History {
  return {
    stepSeconds: 1,
    at: [100, 101, 102, 103],
    uploadBytesPerSecond: NOTHING,
    downloadBytesPerSecond: NOTHING,
    peers: NOTHING,
    swarmPeers: NOTHING,
    announcesPerSecond: NOTHING,
    scrapesPerSecond: NOTHING,
    ...changes,
  };
}

describe('axes', () => {
  const steps = [
    { max: 0, isWhole: false, step: 1 },
    { max: 11, isWhole: false, step: 3 },
    { max: 8, isWhole: false, step: 2 },
    { max: 0.3, isWhole: false, step: 0.08 },
    { max: 3, isWhole: true, step: 1 },
    { max: 9, isWhole: true, step: 3 },
    { max: 96e6, isWhole: false, step: 25e6 },
    { max: 480, isWhole: true, step: 150 },
  ];
  test.each(steps)('four intervals of $step reach $max', ({ max, isWhole, step }) => {
    const found = axisStep(max, 4, isWhole);
    expect(found).toBeCloseTo(step, 10);
    expect(found * 4).toBeGreaterThanOrEqual(max * (1 - 1e-9));
  });

  test('ticks begin at zero', () => {
    expect(axisTicks(5, 2)).toEqual([0, 5, 10]);
  });

  const local = (...parts: readonly [number, number, number, number, number]): number =>
    new Date(parts[0], parts[1], parts[2], parts[3], parts[4]).getTime() / 1000;

  test('ten minutes are parted at full minutes, fewer where there is less room', () => {
    const range = { from: local(2026, 10, 20, 14, 5) + 20, to: local(2026, 10, 20, 14, 15) + 20 };
    expect(timeTicks('10min', range, 12)).toHaveLength(10);
    expect(timeTicks('10min', range, 6)).toEqual([6, 8, 10, 12, 14].map((minute) => local(2026, 10, 20, 14, minute)));
    expect(timeTicks('10min', range, 1)).toEqual([local(2026, 10, 20, 14, 10), local(2026, 10, 20, 14, 15)]);
  });

  test('a day and ninety days are parted at round hours and at midnight', () => {
    const to = local(2026, 10, 20, 14, 15);
    const hours = timeTicks('day', { from: to - 86_400, to }, 8).map((second) => new Date(second * 1000).getHours());
    expect(hours).toEqual([15, 18, 21, 0, 3, 6, 9, 12]);
    const days = timeTicks('90days', { from: to - 90 * 86_400, to }, 20).map((second) => new Date(second * 1000));
    expect(days.length).toBeGreaterThanOrEqual(12);
    expect(days.every((day) => day.getHours() === 0 && day.getMinutes() === 0)).toBe(true);
  });

  test('lines of one unit share a scale', () => {
    expect(unitsOf(['upload', 'download', 'peers'])).toEqual(['rate', 'peers']);
  });
});

describe('data', () => {
  test('columns come in the order that was asked for', () => {
    const data = chartData(history({ peers: [1, 2, 3, 4], announcesPerSecond: [5, null, 7, 8] }), [
      'announces',
      'peers',
    ]);
    expect(data.columns).toEqual([
      [5, null, 7, 8],
      [1, 2, 3, 4],
    ]);
  });

  test('missing steps become a gap', () => {
    const data = chartData(history({ at: [100, 101, 110, 111], peers: [1, 2, 3, 4] }), ['peers']);
    expect(data.at).toEqual([100, 101, 102, 110, 111]);
    expect(data.columns).toEqual([[1, 2, null, 3, 4]]);
  });

  test('before the first answer there is nothing, and the axis ends now', () => {
    const data = chartData(undefined, ['peers', 'upload']);
    expect(data.columns).toEqual([[], []]);
    expect(hasPoints(data)).toBe(false);
    expect(rangeOf(data, '10min', 5_000_000)).toEqual({ from: 4400, to: 5000 });
  });

  test('the axis ends with the last step and is as long as the span', () => {
    expect(rangeOf(chartData(history({}), ['peers']), 'day', 0)).toEqual({ from: 103 - 86_400, to: 103 });
  });

  test('a summary tells the last and the highest figure, and passes over gaps', () => {
    const data = chartData(history({ peers: [1, 9, 3, null] }), ['peers', 'upload']);
    expect(summaryOf(data, 0)).toEqual({ last: 3, highest: 9, highestAt: 101 });
    expect(summaryOf(data, 1)).toBeUndefined();
  });

  test.each([
    { second: 50, index: 0 },
    { second: 100, index: 0 },
    { second: 101.9, index: 1 },
    { second: 103, index: 3 },
    { second: 900, index: 3 },
  ])('the step at $second is number $index', ({ second, index }) => {
    expect(indexAt([100, 101, 102, 103], second)).toBe(index);
  });

  test('no step is none', () => {
    expect(indexAt([], 100)).toBeUndefined();
  });

  test('rows of the table are means, the newest first, and null where nothing is known', () => {
    const data = chartData(history({ at: [100, 105, 110, 120], peers: [2, 4, null, 5], stepSeconds: 10 }), ['peers']);
    expect(binsOf(data, '10min')).toEqual([
      { from: 120, means: [5] },
      { from: 110, means: [null] },
      { from: 100, means: [3] },
    ]);
  });

  test('an area has the colour of its line, thinned', () => {
    expect(areaColour('rgb(1, 20, 255)')).toBe('rgb(1 20 255 / 13%)');
    expect(areaColour('color(srgb 1 0 0)')).toBe('transparent');
  });
});

describe('refreshing', () => {
  function bench() {
    const clock = createVirtualClock();
    const page = { isVisible: true, listeners: new Set<() => void>() };
    const runs: (() => void)[] = [];
    const stop = startPolling(() => new Promise<void>((resolve) => runs.push(resolve)), 1000, {
      after: (delayMs, run) => {
        const timer = clock.after(delayMs, run);
        return () => timer.cancel();
      },
      isVisible: () => page.isVisible,
      onVisibility: (listener) => {
        page.listeners.add(listener);
        return () => page.listeners.delete(listener);
      },
    });
    const show = (isVisible: boolean): void => {
      page.isVisible = isVisible;
      for (const listener of page.listeners) listener();
    };
    return { clock, page, runs, stop, show };
  }
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  test('runs at once, and again a while after each end, never twice at a time', async () => {
    const { clock, runs, stop } = bench();
    clock.advance(5000);
    expect(runs).toHaveLength(1);
    runs[0]?.();
    await settle();
    clock.advance(999);
    expect(runs).toHaveLength(1);
    clock.advance(1);
    expect(runs).toHaveLength(2);
    stop();
  });

  test('rests while the page is hidden, and runs at once when it is seen again', async () => {
    const { clock, runs, stop, show } = bench();
    runs[0]?.();
    await settle();
    show(false);
    clock.advance(60_000);
    expect(runs).toHaveLength(1);
    show(true);
    expect(runs).toHaveLength(2);
    stop();
  });

  test('is over when it was stopped, also in the middle of a run', async () => {
    const { clock, page, runs, stop } = bench();
    stop();
    runs[0]?.();
    await settle();
    clock.advance(10_000);
    expect(runs).toHaveLength(1);
    expect(page.listeners.size).toBe(0);
  });
});
