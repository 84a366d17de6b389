import { describe, expect, it } from 'vitest';
import { type Column, fit, layOut, truncate, widthOf } from '../../../electron/cli/text/columns.ts';

describe('truncate and fit', () => {
  it.each([
    ['granary', 7, 'granary'],
    ['granary', 6, 'grana…'],
    ['漢字漢字', 8, '漢字漢字'],
    ['漢字漢字', 7, '漢字漢…'],
    ['漢字漢字', 6, '漢字…'],
    ['👩‍🌾👩‍🌾', 3, '👩‍🌾…'],
    ['e\u0301e\u0301e\u0301', 2, 'e\u0301…'],
    ['granary', 1, '…'],
    ['granary', 0, ''],
  ])('%s in %i cells is %s', (text, width, expected) => {
    expect(truncate(text, width)).toBe(expected);
    expect(widthOf(truncate(text, width))).toBeLessThanOrEqual(width);
  });

  it('fills up on either side to exactly the width', () => {
    expect(fit('漢', 4)).toBe('漢  ');
    expect(fit('漢', 4, 'right')).toBe('  漢');
    expect(widthOf(fit('漢字漢字', 6))).toBe(6);
  });
});

describe('layOut', () => {
  const columns: readonly Column[] = [
    { title: 'NAME', align: 'left', minWidth: 6 },
    { title: 'SIZE', align: 'right', minWidth: 5 },
  ];

  it('aligns columns under their titles', () => {
    expect(
      layOut(
        columns,
        [
          ['barley', '1'],
          ['rye', '12345'],
        ],
        { width: 40 },
      ),
    ).toEqual(['NAME     SIZE', 'barley      1', 'rye     12345']);
  });

  it('cuts the column with the most to spare, never below its least width', () => {
    const rows = [['a very long name of a field', '123456789']];
    expect(layOut(columns, rows, { width: 20 })).toEqual(['NAME            SIZE', 'a very l…  123456789']);
    expect(layOut(columns, rows, { width: 1 })).toEqual(['NAME     SIZE', 'a ver…  1234…']);
  });

  it('styles a cell after it has its width', () => {
    const lines = layOut(columns, [['rye', '1']], {
      width: 40,
      styleCell: (text, { row }) => (row < 0 ? text : `<${text}>`),
    });
    expect(lines[1]).toBe('<rye   >  <    1>');
  });
});
