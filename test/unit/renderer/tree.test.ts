import { describe, expect, test } from 'vitest';
import { parentOf, treeKey } from '../../../renderer/components/table/treeRows.ts';
import { afterFolding } from '../../../renderer/views/share/folding.ts';
import { MAX_OPEN_FOLDERS } from '../../../shared/viewLimits.ts';

const place = { level: 2, position: 1, setSize: 3 };

describe('keys in a tree', () => {
  test.each([
    { key: 'ArrowRight', what: 'a closed folder', on: { ...place, isOpen: false }, action: 'open' },
    { key: 'ArrowRight', what: 'an open folder', on: { ...place, isOpen: true }, action: undefined },
    { key: 'ArrowRight', what: 'a file', on: place, action: undefined },
    { key: 'ArrowLeft', what: 'an open folder', on: { ...place, isOpen: true }, action: 'close' },
    { key: 'ArrowLeft', what: 'a closed folder', on: { ...place, isOpen: false }, action: 'parent' },
    { key: 'ArrowLeft', what: 'a file', on: place, action: 'parent' },
    { key: 'ArrowLeft', what: 'a file at the top', on: { ...place, level: 1 }, action: undefined },
    { key: 'ArrowDown', what: 'a closed folder', on: { ...place, isOpen: false }, action: undefined },
  ])('$key on $what', ({ key, on, action }) => {
    expect(treeKey(key, on)).toBe(action);
  });

  test('the parent is the nearest row above that is less deep, if it is loaded', () => {
    const levels = [1, 2, 3, 3, 2, 1];
    const levelAt = (index: number): number | undefined => levels[index];
    expect([0, 1, 2, 3, 4, 5].map((index) => parentOf(index, levelAt))).toEqual([undefined, 0, 1, 1, 0, undefined]);
    expect(parentOf(3, (index) => (index < 2 ? undefined : levelAt(index)))).toBeUndefined();
  });
});

test('folders open and close, within the bound of the contract', () => {
  expect(afterFolding([1, 2], 3, true)).toEqual([1, 2, 3]);
  expect(afterFolding([1, 2, 3], 2, false)).toEqual([1, 3]);
  expect(afterFolding([1, 2], 2, true)).toEqual([1, 2]);
  const full = Array.from({ length: MAX_OPEN_FOLDERS }, (_, i) => i);
  expect(afterFolding(full, MAX_OPEN_FOLDERS, true)).toEqual([...full.slice(1), MAX_OPEN_FOLDERS]);
});
