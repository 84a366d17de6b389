import stringWidth from 'string-width';
import { type Figure, median, ratioOf, verdictOf } from './figures.ts';

const HEAD = ['what', 'Granary', 'peer', '', 'ratio', 'target', 'verdict'];
/** Words stand left, figures right. */
const IS_FIGURE = [false, true, true, false, true, false, false];

/** The result as lines of text, one figure each, columns aligned. */
export function tableLines(figures: readonly Figure[]): string[] {
  const rows = [HEAD, ...figures.map(rowOf)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => stringWidth(row[column] ?? ''))));
  return rows.map((row) =>
    row
      .map((cell, column) => pad(cell, widths[column] ?? 0, IS_FIGURE[column] ?? false))
      .join('  ')
      .trimEnd(),
  );
}

function rowOf(figure: Figure): string[] {
  const { what, unit, granary, peer } = figure;
  const ratio = ratioOf(figure);
  return [
    `${what} (${unit})`,
    numberText(median(granary)),
    peer === undefined ? '' : numberText(median(peer.values)),
    peer?.name ?? '',
    ratio === undefined ? '' : `${ratio.toFixed(2)}x`,
    targetText(figure),
    verdictOf(figure),
  ];
}

function targetText({ target, unit }: Figure): string {
  switch (target?.kind) {
    case undefined:
      return '';
    case 'ratio':
      return `at least ${target.atLeast}x`;
    case 'value':
      return `at most ${target.atMost} ${unit}`;
    case 'floor':
      return `at least ${target.atLeast} ${unit}`;
  }
}

/** Three digits that matter. */
function numberText(value: number): string {
  const decimals = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return value.toLocaleString('en', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}

function pad(cell: string, width: number, right: boolean): string {
  const space = ' '.repeat(width - stringWidth(cell));
  return right ? `${space}${cell}` : `${cell}${space}`;
}
