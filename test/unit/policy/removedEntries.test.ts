import { expect, it } from 'vitest';
import { createRemovedEntries } from '../../../electron/engine/policy/removedEntries.ts';
import { fakeInfoHash } from '../../support/fakeShare.ts';
import { createVirtualClock } from '../../support/virtualClock.ts';

const entryOf = (name: string, fileBytes = 0) => ({
  infoHash: fakeInfoHash(name),
  name,
  publishedBy: undefined,
  file: fileBytes === 0 ? undefined : { contentBytes: 1, metainfo: new Uint8Array(fileBytes) },
});

function open(limits = { entries: 3, bytes: 100 }) {
  const clock = createVirtualClock();
  const removed = createRemovedEntries(clock, limits);
  const known = (...names: string[]) => names.filter((name) => removed.find(fakeInfoHash(name))?.name === name);
  return { clock, removed, known };
}

it('the entries that were removed first are forgotten where there are too many', () => {
  const { removed, known } = open();
  for (const name of ['a', 'b', 'c']) removed.add(entryOf(name));
  removed.add(entryOf('a'));
  removed.add(entryOf('d'));
  expect(known('a', 'b', 'c', 'd')).toEqual(['a', 'c', 'd']);
});

it('the files that were removed first are forgotten where they are too large together, and one too large at once', () => {
  const { removed, known } = open();
  removed.add(entryOf('a', 60));
  removed.add(entryOf('b', 30));
  removed.add(entryOf('c', 20));
  expect(known('a', 'b', 'c')).toEqual(['b', 'c']);
  removed.forget(fakeInfoHash('b'));
  removed.add(entryOf('d', 80));
  expect(known('b', 'c', 'd')).toEqual(['c', 'd']);
  removed.add(entryOf('e', 101));
  expect(known('c', 'd', 'e')).toEqual([]);
  removed.add(entryOf('f', 100));
  expect(known('f')).toEqual(['f']);
});

it('after an hour nothing is found, and room is made', () => {
  const { clock, removed, known } = open();
  removed.add(entryOf('a', 60));
  clock.advance(3_600_000);
  expect(known('a')).toEqual([]);
  removed.add(entryOf('b', 60));
  removed.add(entryOf('c', 40));
  expect(known('b', 'c')).toEqual(['b', 'c']);
});
