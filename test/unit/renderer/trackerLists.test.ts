import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import german from '../../../renderer/locales/de/tracker.json' with { type: 'json' };
import english from '../../../renderer/locales/en/tracker.json' with { type: 'json' };
import type { ViewClient } from '../../../renderer/views/viewClient.ts';
import type { ViewHandle, ViewSnapshot, WantedView } from '../../../renderer/views/viewHandle.ts';
import { hasItems, itemLines } from '../../../renderer/views/tracker/listItems.ts';
import { inRequests, joinResults } from '../../../shared/listRequests.ts';
import { readListed } from '../../../renderer/views/tracker/readListed.ts';
import { refusalKey } from '../../../renderer/views/tracker/refusalText.ts';
import { readTorrentFiles } from '../../../renderer/views/tracker/torrentFiles.ts';
import { EngineError } from '../../../shared/frameClient.ts';
import { maxRequestBytes } from '../../../shared/requestBytes.ts';
import {
  type ListedRow,
  type ListItem,
  listItemSchema,
  MAX_TORRENT_BASE64,
  MAX_TORRENT_BYTES,
} from '../../../shared/torrentLists.ts';

const HASH = '0123456789abcdef0123456789abcdef01234567';
const MAGNET = `magnet:?xt=urn:btih:${HASH}`;

describe('what is typed', () => {
  test('each line that is not empty is an item, and keeps its number', () => {
    expect(itemLines(`\n  ${HASH} \r\n\n${MAGNET}\rsome text\n`)).toEqual([
      { line: 2, text: HASH, item: { kind: 'infoHash', infoHash: HASH } },
      { line: 4, text: MAGNET, item: { kind: 'magnet', link: MAGNET } },
      { line: 5, text: 'some text', item: { kind: 'infoHash', infoHash: 'some text' } },
    ]);
  });

  test.each(['x'.repeat(100_000), `magnet:?${'x'.repeat(100_000)}`])(
    'the engine takes a line of any length',
    (text) => {
      const items = itemLines(text).map(({ item }) => listItemSchema.safeParse(item).success);
      expect(items).toEqual([true]);
    },
  );

  test.each([
    { text: HASH.toUpperCase(), isFor: true },
    { text: `see\n${MAGNET.replace('magnet', 'Magnet')}`, isFor: true },
    { text: `the torrent ${HASH}`, isFor: false },
    { text: 'some text', isFor: false },
    { text: '', isFor: false },
  ])('pasting $text is for the list: $isFor', ({ text, isFor }) => {
    expect(hasItems(text)).toBe(isFor);
  });
});

describe('requests', () => {
  const torrent = (characters: number): ListItem => ({ kind: 'torrent', base64: 'A'.repeat(characters) });

  test('none is too big, and none loses its place', () => {
    const items = [
      torrent(800_000),
      ...Array.from({ length: 1200 }, (): ListItem => ({ kind: 'infoHash', infoHash: HASH })),
      torrent(800_000),
      torrent(5),
    ];
    const requests = inRequests(items);
    expect(requests.flat()).toEqual(items);
    for (const request of requests) {
      expect(JSON.stringify({ items: request, verdict: 'allow' }).length).toBeLessThan(1024 * 1024 - 1000);
    }
    expect(requests.length).toBeLessThan(8);
  });

  test('the largest .torrent file has one for itself, which the engine takes', () => {
    const largest = torrent(MAX_TORRENT_BASE64);
    const requests = inRequests([torrent(5), largest, torrent(5)]);
    expect(requests.map(({ length }) => length)).toEqual([1, 1, 1]);
    expect(listItemSchema.safeParse(largest).success).toBe(true);
    const params = { items: requests[1], verdict: 'allow' };
    const frame = { id: Number.MAX_SAFE_INTEGER, command: 'tracker.list', params };
    expect(JSON.stringify(frame).length).toBeLessThan(maxRequestBytes('tracker.list'));
  });

  test('text that JSON makes longer still fits', () => {
    const items = Array.from({ length: 40 }, (): ListItem => ({ kind: 'magnet', link: '\u0001'.repeat(60_000) }));
    for (const request of inRequests(items)) {
      expect(JSON.stringify(request).length).toBeLessThan(1024 * 1024 - 1000);
    }
  });

  test('their results are one, with the places of what was rejected', () => {
    const requests = [[torrent(1), torrent(1)], [torrent(1)]];
    const why = { reason: 'torrent-bad', message: '' } as const;
    const results = [
      { listed: [], rejected: [{ index: 1, ...why }] },
      { listed: [], rejected: [{ index: 0, ...why }] },
    ];
    expect(joinResults(requests, results).rejected.map(({ index }) => index)).toEqual([1, 2]);
  });

  test('files that are no .torrent, too big or gone are not sent', async () => {
    const gone = Object.assign(new File(['x'], 'gone.torrent'), {
      arrayBuffer: () => Promise.reject(new Error('gone')),
    });
    const files = [
      new File(['d4:spami1ee'], 'Good.Torrent'),
      new File(['x'], 'picture.png'),
      new File([new Uint8Array(MAX_TORRENT_BYTES + 1)], 'huge.torrent'),
      gone,
    ];
    expect(await readTorrentFiles(files)).toEqual([
      { name: 'Good.Torrent', content: { kind: 'torrent', base64: btoa('d4:spami1ee') } },
      { name: 'huge.torrent', content: 'too-big' },
      { name: 'gone.torrent', content: 'unreadable' },
    ]);
  });
});

describe('all that is on the list', () => {
  test('is read in as many windows as it takes', async () => {
    const rows = Array.from({ length: 1203 }, (_, i) => rowOf(String(i)));
    const fake = fakeViews((first, count) => ({ rows: rows.slice(first, first + count), total: rows.length }));
    const found = await readListed(fake.views);
    expect([...found.keys()]).toEqual(rows.map(({ key }) => key));
    expect(fake.open()).toBe(0);
  });

  test('is nothing where there is none, and an error where the engine gives one', async () => {
    const none = fakeViews(() => ({ rows: [], total: 0 }));
    expect((await readListed(none.views)).size).toBe(0);
    const error = new EngineError({ code: 'internal', message: 'no' });
    const broken = fakeViews(() => ({ rows: [], total: 0, error }));
    await expect(readListed(broken.views)).rejects.toBe(error);
    expect(broken.open()).toBe(0);
  });
});

test('every reason for which the tracker refuses has words in both languages', () => {
  const reasons = refusalsOfEngine();
  expect(reasons.length).toBeGreaterThan(8);
  expect(reasons.filter((reason) => refusalKey(reason) === undefined)).toEqual([]);
  for (const reason of reasons) {
    const name = (refusalKey(reason) ?? '').replace('refusal.', '');
    expect(english.refusal).toHaveProperty(name);
    expect(german.refusal).toHaveProperty(name);
  }
  expect(refusalKey('of a newer engine')).toBeUndefined();
  expect(refusalKey('toString')).toBeUndefined();
});

function rowOf(key: string): ListedRow {
  return { key, verdict: 'allow', origin: 'person', addedAt: 0, addedBy: 'window', isShared: false };
}

interface Answer {
  readonly rows: readonly ListedRow[];
  readonly total: number;
  readonly error?: EngineError;
}

/** Views that are answered a moment after they are shown. */
function fakeViews(answer: (first: number, count: number) => Answer) {
  let open = 0;
  function create(): ViewHandle<ListedRow> {
    let snapshot: ViewSnapshot<ListedRow> = { rows: [], first: 0, total: 0, isLoading: false, error: undefined };
    const listeners = new Set<() => void>();
    const publish = (next: ViewSnapshot<ListedRow>): void => {
      snapshot = next;
      for (const listener of listeners) listener();
    };
    return {
      show(spec: WantedView | undefined) {
        if (spec?.kind !== 'listed') throw new Error('the list is looked at');
        open++;
        const { first, count } = spec.window;
        publish({ ...snapshot, isLoading: true });
        queueMicrotask(() => publish({ error: undefined, ...answer(first, count), first, isLoading: false }));
      },
      close: () => void open--,
      subscribe(listener) {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
      snapshot: () => snapshot,
      isIdle: () => false,
      keys: () => Promise.resolve([]),
    };
  }
  // The list's rows are the only ones that are asked for.
  const views = { create } as unknown as ViewClient;
  return { views, open: () => open };
}

/** What clients are told: the message of every refusal that is written out in the engine. */
function refusalsOfEngine(): readonly string[] {
  const engine = resolve(import.meta.dirname, '../../../electron/engine');
  const found: string[] = [];
  for (const file of readdirSync(engine, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  )) {
    const source = ts.createSourceFile(file, readFileSync(join(engine, file), 'utf8'), ts.ScriptTarget.Latest, true);
    const visit = (node: ts.Node): void => {
      if (ts.isObjectLiteralExpression(node) && CODES.has(textOf(node, 'code') ?? '')) {
        const message = textOf(node, 'message') ?? '';
        if (message !== '') found.push(message);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return found;
}

const CODES: ReadonlySet<string> = new Set(['refused', 'unlisted', 'bad-port', 'bad-passkey', 'busy']);

function textOf(object: ts.ObjectLiteralExpression, name: string): string | undefined {
  for (const property of object.properties) {
    if (!ts.isPropertyAssignment(property) || property.name.getText() !== name) continue;
    return ts.isStringLiteralLike(property.initializer) ? property.initializer.text : undefined;
  }
  return undefined;
}
