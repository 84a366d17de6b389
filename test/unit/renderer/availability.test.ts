import { describe, expect, it } from 'vitest';
import { bytesOfBase64, copiesRange, heatOf, MOST_COPIES } from '../../../renderer/views/shares/availability.ts';

describe('availability', () => {
  it('reads the bytes of base64, and nothing from other text', () => {
    expect([...bytesOfBase64(btoa('\u0000\u0007\u00ff'))]).toEqual([0, 7, 255]);
    expect([...bytesOfBase64('')]).toEqual([]);
    expect([...bytesOfBase64('not base64!')]).toEqual([]);
  });

  it('is without colour for no copy, and full when everyone has one', () => {
    expect(heatOf(0, 12)).toBe(0);
    expect(heatOf(3, 0)).toBe(0);
    expect(heatOf(12, 12)).toBe(1);
    expect(heatOf(1, 1)).toBe(1);
    expect(heatOf(2, 2)).toBe(1);
  });

  it('grows with every copy, and tells one from none and all but one from all', () => {
    for (const peers of [2, 3, 12, 254]) {
      const heats = Array.from({ length: peers + 1 }, (_, copies) => heatOf(copies, peers));
      expect(heats).toEqual([...heats].sort((left, right) => left - right));
      expect(new Set(heats).size).toBe(peers + 1);
      expect(heats[1]).toBeGreaterThanOrEqual(0.25);
      expect(heats[peers - 1]).toBeLessThanOrEqual(0.85);
    }
  });

  it('takes the most a byte can say for everyone in a larger swarm', () => {
    expect(heatOf(MOST_COPIES, 100_000)).toBe(1);
    expect(heatOf(MOST_COPIES - 1, 100_000)).toBeLessThan(1);
  });

  it('finds the rarest and the most common part', () => {
    expect(copiesRange(new Uint8Array([4, 2, 9]))).toEqual({ fewest: 2, most: 9 });
    expect(copiesRange(new Uint8Array())).toBeUndefined();
  });
});
