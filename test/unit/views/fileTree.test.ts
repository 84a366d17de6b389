import { describe, expect, test } from 'vitest';
import { createFileTree } from '../../../electron/engine/views/fileTree.ts';
import { rowSchemas } from '../../../shared/views.ts';

const fileAt = (path: string, bytes: number) => ({ path: path.split('/'), sourcePath: `/srv/x/${path}`, bytes });
const TREE = createFileTree([
  fileAt('a.txt', 1),
  fileAt('photos/1.jpg', 10),
  fileAt('photos/raw/1.raw', 100),
  fileAt('photos/raw/2.raw', 200),
  fileAt('talks/day 1/opening.mp4', 1000),
  fileAt('z.txt', 2),
]);

/** `+` a closed folder, `-` an open one. */
const drawn = (opened: readonly number[]) =>
  TREE.seen(opened).map(({ path, folder, place, bytes }) => {
    const mark = folder === undefined ? ' ' : folder.isOpen ? '-' : '+';
    return `${'  '.repeat((place?.level ?? 0) - 1)}${mark} ${path.at(-1)} ${bytes} ${place?.position}/${place?.setSize}`;
  });

describe('the tree of files', () => {
  test('is closed at first, folders before files, with what is in them added up', () => {
    expect(drawn([])).toEqual(['+ photos 310 1/4', '+ talks 1000 2/4', '  a.txt 1 3/4', '  z.txt 2 4/4']);
    expect(TREE.seen([])[0]).toMatchObject({ key: 'folder 0', sourcePath: '/srv/x/photos', folder: { files: 3 } });
  });

  test('opens folder by folder', () => {
    expect(drawn([0, 1])).toEqual([
      '- photos 310 1/4',
      '  - raw 300 1/2',
      '      1.raw 100 1/2',
      '      2.raw 200 2/2',
      '    1.jpg 10 2/2',
      '+ talks 1000 2/4',
      '  a.txt 1 3/4',
      '  z.txt 2 4/4',
    ]);
    // One that is open in a closed one is not seen, and neither is one that there is not.
    expect(drawn([1, 99])).toEqual(drawn([]));
  });

  test('has rows as the contract has them, each with a key of its own', () => {
    const rows = TREE.seen([0, 1, 2, 3]);
    expect(rows.map((row) => rowSchemas.files.safeParse(row).error)).toEqual(rows.map(() => undefined));
    expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
    expect(TREE.files.map(({ key }) => key)).toEqual(['0', '1', '2', '3', '4', '5']);
  });

  test('takes a hundred thousand files', () => {
    const many = createFileTree(
      Array.from({ length: 100_000 }, (_, i) => fileAt(`d${i % 1000}/e${i % 7}/file ${i}.bin`, 1)),
    );
    expect(many.seen([])).toHaveLength(1000);
    const everything = many.seen(Array.from({ length: 8000 }, (_, i) => i));
    expect(everything.filter(({ folder }) => folder === undefined)).toHaveLength(100_000);
    expect(everything.filter(({ place }) => place?.level === 1).reduce((sum, { bytes }) => sum + bytes, 0)).toBe(1e5);
  });
});
