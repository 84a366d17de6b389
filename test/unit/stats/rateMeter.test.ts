import { describe, expect, it } from 'vitest';
import { createRateMeter } from '../../../electron/engine/stats/rateMeter.ts';

describe('a rate', () => {
  it('is 0 before anything happens, and when all is long past', () => {
    const meter = createRateMeter();
    expect(meter.rateBytesPerSecond(12_345)).toBe(0);
    meter.add(1000, 12_345);
    expect(meter.rateBytesPerSecond(12_345 + 60_000)).toBe(0);
  });

  it('is what flows steadily', () => {
    const meter = createRateMeter();
    for (let ms = 0; ms <= 20_000; ms += 100) meter.add(100, ms);
    expect(meter.rateBytesPerSecond(20_000)).toBeGreaterThan(900);
    expect(meter.rateBytesPerSecond(20_000)).toBeLessThan(1100);
  });

  it('does not start low', () => {
    const meter = createRateMeter();
    for (let ms = 5000; ms < 7000; ms += 100) meter.add(100, ms);
    expect(meter.rateBytesPerSecond(7000)).toBe(1000);
  });

  it('does not start absurdly high', () => {
    const meter = createRateMeter();
    meter.add(5000, 100);
    expect(meter.rateBytesPerSecond(101)).toBe(5000);
  });

  it('falls within seconds when nothing flows any more', () => {
    const meter = createRateMeter();
    for (let ms = 0; ms < 10_000; ms += 100) meter.add(100, ms);
    const rates = [10_000, 12_000, 14_000, 16_000].map((ms) => meter.rateBytesPerSecond(ms));
    expect(rates).toEqual(rates.toSorted((a, b) => b - a));
    expect(rates.at(-1)).toBe(0);
  });
});
