import { describe, expect, it } from 'vitest';
import { createViewList, type ListQuery } from '../../../electron/engine/views/viewList.ts';
import { createListSource, type ListItem, listItems } from '../../support/listSource.ts';

const ALL = { first: 0, count: 500 };
const UNSORTED: ListQuery = { sort: undefined, filter: '', window: ALL };

function sorted(column: 'name' | 'figure', direction: 'ascending' | 'descending' = 'ascending'): ListQuery {
  return { ...UNSORTED, sort: { column, direction } };
}

function keysOf(list: readonly ListItem[], query: ListQuery): string {
  return createViewList(createListSource(list))
    .page(query)
    .rows.map(({ key }) => key)
    .join('');
}

describe('the list of a view', () => {
  it.each([
    ['keeps its own order without a sort', UNSORTED, 'cab'],
    ['sorts by a figure', sorted('figure'), 'bca'],
    ['sorts by a figure downwards', sorted('figure', 'descending'), 'acb'],
    ['sorts by text', sorted('name'), 'abc'],
  ])('%s', (_, query, expected) => {
    expect(keysOf(listItems('c5', 'a9', 'b1'), query)).toBe(expected);
  });

  it('puts equal ones in the order of their keys, whichever way it is sorted', () => {
    const list = listItems('c1', 'a1', 'b1');
    expect(keysOf(list, sorted('figure'))).toBe('abc');
    expect(keysOf(list, sorted('figure', 'descending'))).toBe('abc');
  });

  it('puts what is not a number first, and stays an order', () => {
    const list = listItems('a3', 'b2', 'd1', 'c0').map((item) => ({ ...item, figure: item.figure || Number.NaN }));
    expect(keysOf(list, sorted('figure'))).toBe('cdba');
  });

  it.each([
    ['GROẞ', 'groß'],
    ['strasse', 'Straße'],
    ['ECOLE', 'École'],
    ['école', 'ecole'],
    ['ﬁle', 'FILE'],
    ['', 'anything'],
  ])('finds "%s" in "%s"', (filter, name) => {
    expect(keysOf([{ key: 'x', name, figure: 0 }], { ...UNSORTED, filter })).toBe('x');
  });

  it('leaves out what the filter does not find, and counts the rest', () => {
    const list = [...listItems('a1', 'b2'), { key: 'c', name: 'Barley', figure: 3 }];
    const view = createViewList(createListSource(list));
    expect(view.page({ ...sorted('figure', 'descending'), filter: 'B' })).toMatchObject({
      total: 2,
      rows: [{ key: 'c' }, { key: 'b' }],
    });
  });

  it('moves the window back when the list has become shorter', () => {
    const view = createViewList(createListSource(listItems('a1', 'b2', 'c3')));
    expect(view.page({ ...UNSORTED, window: { first: 7, count: 2 } })).toMatchObject({
      total: 3,
      first: 1,
      rows: [{ key: 'b' }, { key: 'c' }],
    });
    const empty = createViewList(createListSource([]));
    expect(empty.page({ ...UNSORTED, window: { first: 7, count: 2 } })).toEqual({ total: 0, first: 0, rows: [] });
  });

  it('gives the keys of any range, whatever the window', () => {
    const view = createViewList(createListSource(listItems('c3', 'a1', 'b2')));
    const query = { ...sorted('name'), window: { first: 0, count: 1 } };
    expect(view.keys(query, { first: 1, count: 10 })).toEqual(['b', 'c']);
  });

  it('reads the source once for many windows, until it is told to forget', () => {
    const source = createListSource(listItems('a1', 'b2', 'c3'));
    const view = createViewList(source);
    for (const first of [0, 1, 2]) view.page({ ...sorted('name'), window: { first, count: 1 } });
    expect(source.reads).toBe(1);
    view.page({ ...sorted('figure'), window: ALL });
    expect(source.reads).toBe(2);
    view.forget();
    view.page(sorted('figure'));
    expect(source.reads).toBe(3);
  });

  it('sorts anew when items move, come and go', () => {
    const source = createListSource(listItems('a1', 'b2', 'c3', 'd4'));
    const view = createViewList(source);
    const look = (): string => {
      view.forget();
      return view
        .page(sorted('figure'))
        .rows.map(({ key }) => key)
        .join('');
    };
    expect(look()).toBe('abcd');
    for (const item of source.list) if (item.key === 'a') item.figure = 9;
    expect(look()).toBe('bcda');
    source.list = [...listItems('e3'), ...source.list.filter(({ key }) => key !== 'b')];
    expect(look()).toBe('ceda');
  });

  it('sorts a hundred thousand items as a plain sort does, while they change', () => {
    const list = manyItems(100_000);
    const source = createListSource(list);
    const view = createViewList(source);
    for (let round = 0; round < 3; round++) {
      view.forget();
      const { total } = view.page(sorted('figure', 'descending'));
      expect(total).toBe(source.list.length);
      const expected = source.list.toSorted((a, b) => b.figure - a.figure || (a.key < b.key ? -1 : 1));
      expect(view.keys(sorted('figure', 'descending'), { first: 0, count: total })).toEqual(
        expected.map(({ key }) => key),
      );
      for (const [i, item] of list.entries()) if (i % 50 === round) item.figure += 3;
      source.list = source.list.filter((_, i) => i % 997 !== round);
    }
  });
});

/** The same at each run; every figure belongs to some ten items. */
function manyItems(count: number): ListItem[] {
  return Array.from({ length: count }, (_, i) => {
    const figure = (i * 7919) % (count / 10);
    return { key: `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}:6881`, name: `peer ${figure}`, figure };
  });
}
