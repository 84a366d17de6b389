import { describe, expect, it } from 'vitest';
import { chooseUnchoked, SHORTEST_TURN_MS, type ChokerPeer } from '../../../electron/engine/peer/choker.ts';

const NOW = 1_000_000;

describe('choosing whom to unchoke', () => {
  it('takes everybody while there is a slot for each', () => {
    const peers = [waiting('a', 0), waiting('b', 5), unchoked('c', 1, 1000)];
    expect(choose(peers, { slots: 3 })).toEqual(['a', 'b', 'c']);
    expect(choose([], { slots: 3 })).toEqual([]);
  });

  it('fills a free slot with the one that has waited longest', () => {
    const peers = [unchoked('a', 1, 0), waiting('b', 500), waiting('c', 900), waiting('d', 700)];
    expect(choose(peers, { slots: 2, mayRotate: false })).toEqual(['a', 'c']);
  });

  it('gives one of several free slots to chance', () => {
    const peers = ['a', 'b', 'c', 'd', 'e'].map((name, i) => waiting(name, 1000 - i));
    expect(choose(peers, { slots: 3, random: () => 0.99 })).toEqual(['a', 'b', 'e']);
    expect(choose(peers, { slots: 3, random: () => 0 })).toEqual(['a', 'b', 'c']);
  });

  it('makes nobody leave between rounds', () => {
    const peers = [unchoked('a', SHORTEST_TURN_MS * 5, 1e9), waiting('b', 1e6)];
    expect(choose(peers, { slots: 1, mayRotate: false })).toEqual(['a']);
  });

  it('makes nobody leave before the turn is over', () => {
    const peers = [unchoked('a', SHORTEST_TURN_MS - 1, 1e9), waiting('b', 1e6)];
    expect(choose(peers, { slots: 1 })).toEqual(['a']);
  });

  it('makes the one leave that has had most of its turn', () => {
    const peers = [unchoked('a', SHORTEST_TURN_MS, 10), unchoked('b', SHORTEST_TURN_MS, 1000), waiting('c', 1)];
    expect(choose(peers, { slots: 2 })).toEqual(['a', 'c']);
  });

  it('changes a quarter of the slots in a round', () => {
    const served = Array.from({ length: 8 }, (_, i) => unchoked(`s${i}`, SHORTEST_TURN_MS, i));
    const queue = Array.from({ length: 8 }, (_, i) => waiting(`w${i}`, 100 - i));
    expect(choose([...served, ...queue], { slots: 8, random: () => 0 })).toEqual([
      's0',
      's1',
      's2',
      's3',
      's4',
      's5',
      'w0',
      'w1',
    ]);
  });

  it('takes slots back when there are fewer than before', () => {
    const peers = [unchoked('a', 1, 5), unchoked('b', 1, 7), unchoked('c', 1, 6)];
    expect(choose(peers, { slots: 2, mayRotate: false })).toEqual(['a', 'c']);
    expect(choose(peers, { slots: 0 })).toEqual([]);
  });
});

type Named = ChokerPeer & { readonly name: string };

function waiting(name: string, forMs: number): Named {
  return { name, unchokedSinceMs: undefined, waitingSinceMs: NOW - forMs, turnBytes: 0 };
}

function unchoked(name: string, forMs: number, turnBytes: number): Named {
  return { name, unchokedSinceMs: NOW - forMs, waitingSinceMs: 0, turnBytes };
}

function choose(
  peers: readonly Named[],
  options: { slots: number; mayRotate?: boolean; random?: () => number },
): string[] {
  const chosen = chooseUnchoked(peers, { nowMs: NOW, mayRotate: true, random: () => 0.5, ...options });
  return [...chosen].map((peer) => peer.name).toSorted();
}
