import { beforeEach, describe, expect, it } from 'vitest';
import { createOpenSwarms, type OpenSwarms } from '../../../electron/engine/policy/openSwarms.ts';
import { numberedHash } from '../../support/policyFixture.ts';

let open: OpenSwarms;
beforeEach(() => {
  open = createOpenSwarms();
});

const nobody = (): number => 0;

describe('who loses a swarm', () => {
  it('is who brought most, whoever brings the next', () => {
    for (let i = 0; i < 5; i++) open.add(numberedHash(i), 'a');
    for (let i = 5; i < 8; i++) open.add(numberedHash(i), 'b');
    const lost: (string | undefined)[] = [];
    for (let i = 0; i < 6; i++) {
      const chosen = open.choose(nobody);
      lost.push(chosen?.bringer);
      if (chosen !== undefined) open.remove(chosen.infoHash);
    }
    expect(lost.slice(0, 2)).toEqual(['a', 'a']);
    expect(lost.filter((bringer) => bringer === 'a').length).toBe(4);
    expect(lost.filter((bringer) => bringer === 'b').length).toBe(2);
    expect(open.count).toBe(2);
  });

  it('loses an empty one first, then one with few in it', () => {
    for (let i = 0; i < 5; i++) open.add(numberedHash(i), 'a');
    const peers = new Map([9, 3, 0, 2, 1].map((count, i) => [numberedHash(i), count]));
    const order = [0, 1, 2, 3, 4].map(() => {
      const chosen = open.choose((infoHash) => peers.get(infoHash) ?? 0);
      if (chosen !== undefined) open.remove(chosen.infoHash);
      return chosen?.infoHash;
    });
    expect(order).toEqual([2, 4, 3, 1, 0].map(numberedHash));
    expect(open.choose(nobody)).toBeUndefined();
  });

  it('is found as fast among a hundred thousand', () => {
    for (let i = 0; i < 100_000; i++) open.add(numberedHash(i), `10.0.${i % 300}`);
    for (let i = 0; i < 100_000; i++) {
      const chosen = open.choose(nobody);
      if (chosen !== undefined) open.remove(chosen.infoHash);
    }
    expect(open.count).toBe(0);
  });
});

describe('going round', () => {
  it('comes by each once a round, and by what came in between', () => {
    for (let i = 0; i < 5; i++) open.add(numberedHash(i), 'a');
    const seen = (count: number) => open.next(count).map(({ infoHash }) => Number.parseInt(infoHash.slice(0, 8), 16));
    expect(seen(3)).toEqual([0, 1, 2]);
    open.remove(numberedHash(3));
    open.add(numberedHash(7), 'b');
    expect(seen(3)).toEqual([4, 7, 0]);
    expect(seen(100)).toEqual([1, 2, 4, 7, 0]);
    for (const i of [0, 1, 2, 4, 7]) open.remove(numberedHash(i));
    expect(seen(3)).toEqual([]);
  });

  it('remembers since when one has nobody in it', () => {
    open.add(numberedHash(1), 'a');
    expect(open.emptySince(numberedHash(1), 5)).toBe(5);
    expect(open.emptySince(numberedHash(1), 9)).toBe(5);
    expect(open.emptySince(numberedHash(1), undefined)).toBeUndefined();
    expect(open.emptySince(numberedHash(1), 9)).toBe(9);
    expect(open.emptySince(numberedHash(2), 9)).toBeUndefined();
  });

  it('leaves one alone that is added again or was never there', () => {
    open.add(numberedHash(1), 'a');
    open.add(numberedHash(1), 'b');
    open.remove(numberedHash(2));
    expect(open.choose(nobody)?.bringer).toBe('a');
    expect(open.count).toBe(1);
    expect(open.has(numberedHash(2))).toBe(false);
  });
});
