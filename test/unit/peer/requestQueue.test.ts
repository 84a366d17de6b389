import { describe, expect, it } from 'vitest';
import { createRequestQueue } from '../../../electron/engine/peer/requestQueue.ts';

describe('the queue of requests', () => {
  it('gives requests back in their order', () => {
    const queue = createRequestQueue(10);
    for (let piece = 0; piece < 5; piece++) queue.push(request(piece));
    queue.advance(2);
    expect([queue.at(0), queue.at(2), queue.at(3)]).toEqual([request(2), request(4), undefined]);
    expect(queue.length()).toBe(3);
  });

  it('refuses what exceeds its bound, and takes more when there is room', () => {
    const queue = createRequestQueue(2);
    expect([0, 1, 2].map((piece) => queue.push(request(piece)))).toEqual([true, true, false]);
    queue.advance(1);
    expect(queue.push(request(3))).toBe(true);
    expect(queue.length()).toBe(2);
  });

  it('takes out one request that is equal', () => {
    const queue = createRequestQueue(10);
    for (const piece of [1, 2, 2, 3]) queue.push(request(piece));
    expect(queue.remove(request(2))).toBe(true);
    expect(queue.remove(request(9))).toBe(false);
    expect(queue.remove({ ...request(3), length: 1 })).toBe(false);
    expect(queue.drain()).toEqual([request(1), request(2), request(3)]);
  });

  it('does not find a request that has left already', () => {
    const queue = createRequestQueue(10);
    queue.push(request(1));
    queue.push(request(2));
    queue.advance(1);
    expect(queue.remove(request(1))).toBe(false);
    expect(queue.drain()).toEqual([request(2)]);
    expect(queue.length()).toBe(0);
  });

  it('stays in order through thousands of requests', () => {
    const queue = createRequestQueue(3);
    const seen: (number | undefined)[] = [];
    for (let piece = 0; piece < 5000; piece++) {
      queue.push(request(piece));
      if (queue.length() < 3) continue;
      seen.push(queue.at(0)?.piece);
      queue.advance(1);
    }
    expect(seen).toEqual(Array.from({ length: 4998 }, (_, i) => i));
  });
});

function request(piece: number) {
  return { piece, begin: 0, length: 16_384 };
}
