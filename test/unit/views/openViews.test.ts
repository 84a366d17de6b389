import { beforeEach, describe, expect, it } from 'vitest';
import { GranaryError } from '../../../electron/engine/errors.ts';
import { createOpenViews, type OpenViews } from '../../../electron/engine/views/openViews.ts';
import type { ViewDelta, ViewSpec, ViewSpecOf } from '../../../shared/views.ts';
import { createListSource, type ListSource, listItems } from '../../support/listSource.ts';
import { createVirtualClock, type VirtualClock } from '../../support/virtualClock.ts';

const INFO_HASH = 'a'.repeat(40) as ViewSpecOf<'files'>['infoHash'];

/** Sorted by the list's `figure`, which any column but `name` stands for. */
function spec(changes: Partial<ViewSpecOf<'shares'>> = {}): ViewSpec {
  return {
    kind: 'shares',
    sort: { column: 'bytes', direction: 'ascending' },
    filter: '',
    window: { first: 0, count: 3 },
    ...changes,
  };
}

let clock: VirtualClock;
let source: ListSource;
let views: OpenViews;
let deltas: ViewDelta[];
let opened: ViewSpec[];
let logged: string[];

beforeEach(() => {
  clock = createVirtualClock();
  source = createListSource(listItems('a1', 'b2', 'c3', 'd4'));
  [deltas, opened, logged] = [[], [], []];
  views = createOpenViews({
    clock,
    logger: { log: (_, message) => logged.push(message) },
    openSource(wanted) {
      if (wanted.kind === 'files') throw new GranaryError('share-unknown', 'no such share');
      opened.push(wanted);
      return source;
    },
    tell: (delta) => deltas.push(delta),
  });
});

/** What was told since the last time. */
function told(): ViewDelta[] {
  return deltas.splice(0);
}

/** Opens a view and lets its first seconds pass. */
function openQuietly(wanted: ViewSpec = spec()): void {
  views.open('v', wanted);
  clock.advance(1000);
  told();
}

function move(key: string, figure: number): void {
  for (const item of source.list) if (item.key === key) item.figure = figure;
}

const row = (key: string, figure: number) => ({ key, path: [key], sourcePath: '/', bytes: figure });

describe('open views', () => {
  it('tell their first rows at once, and nothing more while nothing changes', () => {
    views.open('v', spec());
    expect(told()).toEqual([
      {
        view: 'v',
        revision: 0,
        total: 4,
        first: 0,
        order: ['a', 'b', 'c'],
        rows: [row('a', 1), row('b', 2), row('c', 3)],
      },
    ]);
    clock.advance(10_000);
    expect(told()).toEqual([]);
    views.stop();
  });

  it('tell of an empty list too', () => {
    source.list = [];
    views.open('v', spec());
    expect(told()).toEqual([{ view: 'v', revision: 0, total: 0, first: 0, order: [], rows: [] }]);
    views.stop();
  });

  it('tell a row that changed, without the order that did not', () => {
    openQuietly();
    move('b', 2.5);
    clock.advance(1000);
    expect(told()).toEqual([{ view: 'v', revision: 0, total: 4, first: 0, rows: [row('b', 2.5)] }]);
    views.stop();
  });

  it('tell a new order without the rows that did not change', () => {
    openQuietly(spec({ window: { first: 0, count: 4 } }));
    move('a', 9);
    clock.advance(1000);
    expect(told()).toEqual([
      { view: 'v', revision: 0, total: 4, first: 0, order: ['b', 'c', 'd', 'a'], rows: [row('a', 9)] },
    ]);
    source.list = source.list.toReversed();
    views.change('v', spec({ sort: { column: 'bytes', direction: 'descending' } }));
    told();
    clock.advance(1000);
    expect(told()).toEqual([]);
    views.stop();
  });

  it('tell only the order when that is all that changed', () => {
    const { list } = source;
    views.open('v', { kind: 'activity', filter: '', window: { first: 0, count: 4 } });
    clock.advance(1000);
    told();
    source.list = list.toReversed();
    clock.advance(1000);
    expect(told()).toEqual([{ view: 'v', revision: 0, total: 4, first: 0, order: ['d', 'c', 'b', 'a'], rows: [] }]);
    views.stop();
  });

  it('tell what comes into the window when a row leaves it', () => {
    openQuietly();
    source.list = source.list.filter(({ key }) => key !== 'a');
    clock.advance(1000);
    expect(told()).toEqual([
      { view: 'v', revision: 0, total: 3, first: 0, order: ['b', 'c', 'd'], rows: [row('d', 4)] },
    ]);
    source.list = [];
    clock.advance(1000);
    expect(told()).toEqual([{ view: 'v', revision: 0, total: 0, first: 0, order: [], rows: [] }]);
    views.stop();
  });

  it('tell a row again that left the window and came back', () => {
    openQuietly();
    move('a', 9);
    clock.advance(1000);
    told();
    move('a', 1);
    clock.advance(1000);
    expect(told()).toMatchObject([{ order: ['a', 'b', 'c'], rows: [row('a', 1)] }]);
    views.stop();
  });

  it('tell where the window has moved to when the list has become shorter', () => {
    openQuietly(spec({ window: { first: 2, count: 2 } }));
    source.list = source.list.slice(0, 3);
    clock.advance(1000);
    expect(told()).toMatchObject([{ total: 3, first: 1, order: ['b', 'c'], rows: [row('b', 2)] }]);
    views.stop();
  });

  it('tell the count when it changes outside of the window', () => {
    openQuietly();
    source.list = [...source.list, ...listItems('e5')];
    clock.advance(1000);
    expect(told()).toEqual([{ view: 'v', revision: 0, total: 5, first: 0, rows: [] }]);
    views.stop();
  });

  it('tell all there is at once when the spec changes, under the next revision', () => {
    openQuietly();
    views.change('v', spec({ window: { first: 1, count: 2 } }));
    expect(told()).toEqual([
      { view: 'v', revision: 1, total: 4, first: 1, order: ['b', 'c'], rows: [row('b', 2), row('c', 3)] },
    ]);
    views.change('v', spec({ window: { first: 1, count: 2 } }));
    expect(told()).toMatchObject([{ revision: 2, order: ['b', 'c'] }]);
    views.open('v', spec());
    expect(told()).toMatchObject([{ revision: 0, order: ['a', 'b', 'c'] }]);
    views.stop();
  });

  it('are told once a second, however often something changes', () => {
    views.open('v', spec());
    clock.advance(400);
    views.change('v', spec());
    told();
    for (let i = 0; i < 100; i++) {
      move('b', 2 + i / 1000);
      clock.advance(100);
    }
    expect(told()).toHaveLength(9);
    views.stop();
  });

  it('share one timer, which ends with the last of them', () => {
    views.open('v', spec());
    views.open('w', spec());
    expect(clock.pendingTasks).toBe(1);
    views.close('v');
    expect(clock.pendingTasks).toBe(1);
    views.close('w');
    views.close('w');
    expect(clock.pendingTasks).toBe(0);
  });

  it('read nothing while hidden, and then tell what has changed', () => {
    openQuietly();
    views.setVisible(false);
    expect(clock.pendingTasks).toBe(0);
    const { reads } = source;
    move('b', 2.5);
    clock.advance(60_000);
    views.open('w', spec());
    expect([source.reads, told()]).toEqual([reads, []]);
    views.setVisible(true);
    expect(told()).toMatchObject([
      { view: 'v', revision: 0, rows: [row('b', 2.5)] },
      { view: 'w', revision: 0, order: ['a', 'b', 'c'] },
    ]);
    move('b', 2);
    clock.advance(1000);
    expect(told()).toHaveLength(2);
    views.stop();
  });

  it('tell all of a view that was changed while hidden', () => {
    openQuietly();
    views.setVisible(false);
    views.change('v', spec());
    views.change('v', spec({ filter: 'c' }));
    expect(told()).toEqual([]);
    views.setVisible(true);
    expect(told()).toEqual([{ view: 'v', revision: 2, total: 1, first: 0, order: ['c'], rows: [row('c', 3)] }]);
    views.stop();
  });

  it('read the source once for who scrolls within a second', () => {
    openQuietly();
    const { reads } = source;
    for (const first of [0, 1, 0, 1]) views.change('v', spec({ window: { first, count: 2 } }));
    expect(views.keys('v', { first: 0, count: 10 })).toEqual(['a', 'b', 'c', 'd']);
    expect(source.reads).toBe(reads);
    expect(opened).toHaveLength(1);
    views.stop();
  });

  it('give keys as they are now, even while hidden', () => {
    openQuietly(spec({ filter: '' }));
    views.setVisible(false);
    clock.advance(1000);
    source.list = source.list.slice(1);
    expect(views.keys('v', { first: 1, count: 1 })).toEqual(['c']);
    views.stop();
  });

  it('open another source only for something else to look at', () => {
    views.open('v', { kind: 'activity', filter: '', window: { first: 0, count: 2 } });
    views.change('v', { kind: 'activity', filter: 'b', window: { first: 0, count: 2 } });
    expect(opened).toHaveLength(1);
    views.change('v', { kind: 'activity', kinds: ['share-created'], filter: '', window: { first: 0, count: 2 } });
    expect(opened).toHaveLength(2);
    views.stop();
  });

  it('open another source for other open folders', () => {
    const files = { kind: 'activity', filter: '', window: { first: 0, count: 2 } } as const;
    views.open('v', { ...files, opened: [1] } as ViewSpec);
    views.change('v', { ...files, opened: [1], filter: 'b' } as ViewSpec);
    expect(opened).toHaveLength(1);
    views.change('v', { ...files, opened: [1, 2] } as ViewSpec);
    expect(opened).toHaveLength(2);
    views.stop();
  });

  it('refuse what they cannot do', () => {
    const files: ViewSpec = { kind: 'files', infoHash: INFO_HASH, filter: '', window: { first: 0, count: 1 } };
    expect(() => views.open('f', files)).toThrow(expect.objectContaining({ code: 'share-unknown' }));
    expect(() => views.change('f', spec())).toThrow(expect.objectContaining({ code: 'bad-input' }));
    expect(() => views.keys('f', { first: 0, count: 1 })).toThrow('no view "f" is open');
    views.open('v', spec());
    expect(() => views.change('v', { kind: 'status' })).toThrow('the view "v" stays shares');
    for (let i = 1; i < 64; i++) views.open(`v${i}`, spec());
    expect(() => views.open('one more', spec())).toThrow(expect.objectContaining({ code: 'bad-input' }));
    views.open('v', spec());
    views.stop();
    expect(clock.pendingTasks).toBe(0);
  });

  it('go on when one of them cannot be read, and log that once', () => {
    views.open('v', spec());
    clock.advance(1000);
    told();
    const { list } = source;
    Object.defineProperty(source, 'list', {
      configurable: true,
      get() {
        throw new Error('broken');
      },
    });
    expect(() => views.open('w', spec())).toThrow('broken');
    clock.advance(5000);
    expect(logged).toEqual(['the view of shares cannot be read']);
    Object.defineProperty(source, 'list', { value: [...list, ...listItems('e5')] });
    clock.advance(1000);
    expect(told()).toMatchObject([{ view: 'v', total: 5 }]);
    views.stop();
  });
});
