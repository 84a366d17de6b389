import { describe, expect, it } from 'vitest';
import { createGainMeter, type GainMeter } from '../../../electron/engine/shares/gainMeter.ts';

const connected = (meter: GainMeter, atMs: number, progress: number) =>
  meter.look({ atMs, progress, saidAtMs: undefined });
const announced = (meter: GainMeter, [atMs, saidAtMs]: readonly [number, number], progress: number) =>
  meter.look({ atMs, progress, saidAtMs });

describe('the gain of a connected peer', () => {
  it('cannot be told at the first look', () => {
    expect(connected(createGainMeter(), 0, 0.5)).toBe(0);
  });

  it('is a mean over the last seconds, and ends when nothing moves', () => {
    const meter = createGainMeter();
    const steady = Array.from({ length: 21 }, (_, second) => connected(meter, second * 1000, second / 100));
    expect(steady.slice(1).every((rate) => Math.abs(rate - 0.01) < 1e-9)).toBe(true);
    const after = Array.from({ length: 11 }, (_, second) => connected(meter, (21 + second) * 1000, 0.2));
    expect(after.at(-1)).toBe(0);
  });

  it('is not torn by pieces that come one by one', () => {
    const meter = createGainMeter();
    const rates = Array.from({ length: 40 }, (_, second) =>
      connected(meter, second * 1000, Math.floor(second / 3) * 0.03),
    );
    for (const rate of rates.slice(10)) expect(rate).toBeGreaterThan(0.005);
    for (const rate of rates.slice(10)) expect(rate).toBeLessThan(0.015);
  });

  it('is never below nothing', () => {
    const meter = createGainMeter();
    connected(meter, 0, 0.5);
    expect(connected(meter, 1000, 0.1)).toBe(0);
  });
});

describe('the gain of a peer that only announces', () => {
  it('is taken from one announce to the next, whenever it is looked at', () => {
    const meter = createGainMeter();
    expect(announced(meter, [59_000, 0], 0.1)).toBe(0);
    expect(announced(meter, [60_000, 60_000], 0.7)).toBeCloseTo(0.01);
    expect(announced(meter, [90_000, 60_000], 0.7)).toBeCloseTo(0.01);
    expect(announced(meter, [120_000, 120_000], 0.7)).toBe(0);
  });

  it('is nothing after a long silence', () => {
    const meter = createGainMeter();
    announced(meter, [0, 0], 0.1);
    announced(meter, [60_000, 60_000], 0.7);
    expect(announced(meter, [211_000, 60_000], 0.7)).toBe(0);
  });

  it('goes on for a peer that announces seldom, and ends when it misses one', () => {
    const meter = createGainMeter();
    announced(meter, [0, 0], 0.1);
    announced(meter, [300_000, 300_000], 0.4);
    expect(announced(meter, [599_000, 300_000], 0.4)).toBeCloseTo(0.001);
    expect(announced(meter, [751_000, 300_000], 0.4)).toBe(0);
  });
});
