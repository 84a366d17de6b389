import { expect, test } from 'vitest';
import { afterReconnect, applyDelta, emptyViewState, type ViewState } from '../../../renderer/views/viewState.ts';
import type { ViewDelta } from '../../../shared/views.ts';

type Row = {
  readonly key: string;
  readonly rate: number;
};

const row = (key: string, rate = 0): Row => ({ key, rate });
const delta = (changes: Partial<ViewDelta>): ViewDelta => ({
  view: 'v',
  revision: 0,
  total: 3,
  first: 0,
  rows: [],
  ...changes,
});
const start = (): ViewState<Row> =>
  applyDelta(emptyViewState<Row>(), delta({ order: ['a', 'b', 'c'], rows: [row('a'), row('b'), row('c')] }), 0);

test('rows come in the order told', () => {
  expect(start().shown).toEqual({ total: 3, first: 0, rows: [row('a'), row('b'), row('c')] });
});

test('a row that did not change keeps its object', () => {
  const before = start();
  const after = applyDelta(before, delta({ rows: [row('b', 5)] }), 0);
  expect(after.shown?.rows[0]).toBe(before.shown?.rows[0]);
  expect(after.shown?.rows[1]).toEqual(row('b', 5));
});

test('a delta without news changes nothing that is seen', () => {
  const before = start();
  expect(applyDelta(before, delta({}), 0).shown).toBe(before.shown);
});

test('a new total alone leaves the rows as they are', () => {
  const before = start();
  const after = applyDelta(before, delta({ total: 9 }), 0);
  expect(after.shown?.total).toBe(9);
  expect(after.shown?.rows).toBe(before.shown?.rows);
});

test('a new order needs no rows', () => {
  const after = applyDelta(start(), delta({ order: ['c', 'a'], total: 2 }), 0);
  expect(after.shown?.rows.map(({ key }) => key)).toEqual(['c', 'a']);
});

test('an answer to an older spec is not shown, but the next one may build on it', () => {
  const before = start();
  const old = applyDelta(before, delta({ revision: 0, order: ['d', 'a'], rows: [row('d')] }), 1);
  expect(old.shown).toBe(before.shown);
  const fresh = applyDelta(old, delta({ revision: 1, total: 2 }), 1);
  expect(fresh.shown?.rows).toEqual([row('d'), row('a')]);
});

test('a row that left the window is forgotten: the engine sends it again', () => {
  const without = applyDelta(start(), delta({ order: ['a'] }), 0);
  expect([...without.known.keys()]).toEqual(['a']);
});

test('after a reconnection the rows stay in sight until the first answer', () => {
  const before = start();
  const again = afterReconnect(before);
  expect(again.shown).toBe(before.shown);
  expect(again.order).toEqual([]);
  const fresh = applyDelta(again, delta({ order: ['a'], rows: [row('a', 7)], total: 1 }), 0);
  expect(fresh.shown?.rows).toEqual([row('a', 7)]);
});
