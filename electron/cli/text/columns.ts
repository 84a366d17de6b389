import { createRequire } from 'node:module';
import type stringWidth from 'string-width';

/** Text laid out in terminal cells: wide characters take two, combining ones none, colour codes none. */

export interface Column {
  readonly title: string;
  readonly align: 'left' | 'right';
  /** Taken even when nothing fills it, so that figures that move do not move the columns, and never given up. */
  readonly minWidth: number;
}

const GAP = '  ';
const ELLIPSIS = '…';
const PLAIN = /^[\x20-\x7e]*$/;
const require = createRequire(import.meta.url);

/** Loaded when the first text needs them: both take longer to get ready than most commands take to run. */
let wide: { readonly stringWidth: (text: string) => number; readonly graphemes: Intl.Segmenter } | undefined;

function wideText() {
  wide ??= {
    stringWidth: (require('string-width') as { readonly default: typeof stringWidth }).default,
    graphemes: new Intl.Segmenter(undefined, { granularity: 'grapheme' }),
  };
  return wide;
}

export function widthOf(text: string): number {
  return PLAIN.test(text) ? text.length : wideText().stringWidth(text);
}

/** At most `width` cells of plain text, with an ellipsis in place of what was cut. */
export function truncate(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  if (width <= 0) return '';
  let kept = '';
  let used = 0;
  for (const { segment } of wideText().graphemes.segment(text)) {
    const next = used + widthOf(segment);
    if (next > width - 1) break;
    kept += segment;
    used = next;
  }
  return kept + ELLIPSIS;
}

/** Exactly `width` cells: cut when longer, filled with spaces when shorter. */
export function fit(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const cut = truncate(text, width);
  const padding = ' '.repeat(Math.max(0, width - widthOf(cut)));
  return align === 'left' ? cut + padding : padding + cut;
}

/**
 * Rows under their titles, no line wider than `width`. When they do not fit, the widest columns give way first, down to
 * their `minWidth`; the first line holds the titles. Cells must be plain text; `styleCell` colours them once they have their width.
 */
export function layOut(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  { width, styleCell = (text) => text }: LayOutOptions,
): string[] {
  const titles = columns.map(({ title }) => title);
  const widths = columns.map(({ minWidth }, column) => {
    return Math.max(minWidth, ...[titles, ...rows].map((row) => widthOf(row[column] ?? '')));
  });
  shrinkTo(width, widths, columns);
  return [titles, ...rows].map((row, line) => {
    const cells = columns.map(({ align }, column) => {
      const text = fit(row[column] ?? '', widths[column] ?? 0, align);
      return styleCell(text, { row: line - 1, column });
    });
    return cells.join(GAP).trimEnd();
  });
}

export interface LayOutOptions {
  readonly width: number;
  /** `row` is -1 for the titles. */
  readonly styleCell?: (text: string, place: { readonly row: number; readonly column: number }) => string;
}

function shrinkTo(width: number, widths: number[], columns: readonly Column[]): void {
  const room = width - GAP.length * (widths.length - 1);
  let excess = widths.reduce((sum, each) => sum + each, 0) - room;
  while (excess > 0) {
    const slack = widths.map((each, column) => each - (columns[column]?.minWidth ?? 0));
    const widest = slack.indexOf(Math.max(...slack));
    if ((slack[widest] ?? 0) <= 0) return;
    widths[widest] = (widths[widest] ?? 0) - 1;
    excess -= 1;
  }
}
