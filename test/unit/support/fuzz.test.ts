import { describe, expect, it } from 'vitest';
import { fuzz } from '../../support/fuzz.ts';

const seeds = [new TextEncoder().encode('d3:foo3:bare')];

describe('fuzz', () => {
  it('finds a rare input and says how to see it again', () => {
    const run = (bytes: Uint8Array): void => {
      if (bytes[0] === 0x64 && bytes.includes(0xff)) throw new Error('planted');
    };
    expect(() => fuzz({ name: 'planted', seeds, run })).toThrow(/planted: input \d+ of seed \d+ failed: 64[0-9a-f]*ff/);
  });

  it('finds an input that makes too much be allocated', () => {
    const run = (bytes: Uint8Array): void => void new Uint8Array(bytes[0] === 0x64 ? 1000 : 40_000_000).fill(1);
    expect(() => fuzz({ name: 'greedy', seeds, run })).toThrow(
      expect.objectContaining({ cause: expect.objectContaining({ message: expect.stringContaining('allocated') }) }),
    );
  });

  it('finds memory that is never given back', () => {
    const kept: Uint8Array[] = [];
    const run = (): void => void kept.push(new Uint8Array(10_000));
    expect(() => fuzz({ name: 'hoarder', seeds, run })).toThrow(/left \d+ bytes behind/);
  });

  it('tries the seeds as they are, shorter and longer inputs', () => {
    const lengths = new Set<number>();
    const texts = new Set<string>();
    fuzz({
      name: 'wanderer',
      seeds,
      run: (bytes) => {
        lengths.add(bytes.length);
        texts.add(new TextDecoder().decode(bytes));
      },
    });
    expect(texts).toContain('d3:foo3:bare');
    expect(lengths).toContain(0);
    expect(lengths).toContain(13);
    expect(texts.size).toBeGreaterThan(1000);
  });
});
