import { describe, expect, it } from 'vitest';
import { alternate, type Figure, median, ratioOf, verdictOf } from '../../bench/figures.ts';

const figure: Figure = { part: 'x', what: 'x', unit: 'ms', moreIsBetter: true, granary: [3, 1, 2] };

describe('a figure', () => {
  it.each([
    { values: [3, 1, 2], middle: 2 },
    { values: [4, 1, 2, 3], middle: 2.5 },
    { values: [], middle: Number.NaN },
  ])('has the middle of $values', ({ values, middle }) => {
    expect(median(values)).toBe(middle);
  });

  it('is so many times better than its peer, whichever way better is', () => {
    const peer = { name: 'peer', values: [4] };
    expect(ratioOf({ ...figure, peer })).toBe(0.5);
    expect(ratioOf({ ...figure, peer, moreIsBetter: false })).toBe(2);
    expect(ratioOf(figure)).toBeUndefined();
  });

  it.each<{ name: string; change: Partial<Figure>; verdict: string }>([
    { name: 'no target', change: {}, verdict: 'for information' },
    { name: 'at most what it is', change: { target: { kind: 'value', atMost: 2 } }, verdict: 'met' },
    { name: 'at most less', change: { target: { kind: 'value', atMost: 1.9 } }, verdict: 'missed' },
    { name: 'at least what it is', change: { target: { kind: 'floor', atLeast: 2 } }, verdict: 'met' },
    { name: 'at least more', change: { target: { kind: 'floor', atLeast: 2.1 } }, verdict: 'missed' },
    {
      name: 'a ratio that it has',
      change: { target: { kind: 'ratio', atLeast: 2 }, peer: { name: 'peer', values: [1] } },
      verdict: 'met',
    },
    { name: 'a ratio and no peer', change: { target: { kind: 'ratio', atLeast: 1 } }, verdict: 'missed' },
  ])('with $name is $verdict', ({ change, verdict }) => {
    expect(verdictOf({ ...figure, ...change })).toBe(verdict);
  });
});

it('programs are measured in turns, and each of them first as often as last', async () => {
  const order: string[] = [];
  const measure = (name: string) => async () => order.push(name);
  const values = await alternate(2, { granary: measure('granary'), peer: measure('peer') });
  expect(order).toEqual(['granary', 'peer', 'peer', 'granary']);
  expect(values).toEqual({ granary: [1, 4], peer: [2, 3] });
});
