import { expect, it } from 'vitest';
import { createQueue } from '../../../electron/engine/tracker/queue.ts';

it('a queue gives what was put in, in order, also when it is long', () => {
  const queue = createQueue<number>();
  const taken: (number | undefined)[] = [];
  for (let i = 0; i < 5000; i++) {
    queue.push(i);
    if (i % 3 !== 0) taken.push(queue.shift());
  }
  expect(queue.length()).toBe(5000 - taken.length);
  expect(queue.first()).toBe(taken.length);
  expect(queue.all().at(-1)).toBe(4999);
  while (queue.length() > 0) taken.push(queue.shift());
  expect(taken).toEqual(Array.from({ length: 5000 }, (_, i) => i));
  expect(queue.shift()).toBeUndefined();
  expect(queue.first()).toBeUndefined();
});
