import type { Screen } from '../terminal.ts';
import { widthOf } from '../text/columns.ts';

/** Some lines at the bottom of a terminal that are drawn again in place. */
export interface LiveRegion {
  /** Replaces what was drawn. No line may be wider than the terminal, nor all of them higher. */
  draw(lines: readonly string[]): void;
  /** Puts lines above the region, where they stay. */
  printAbove(lines: readonly string[]): void;
  /** Takes the region away and gives the cursor back. May be called again. */
  clear(): void;
  /** Leaves the region as the last lines of the output and gives the cursor back. May be called again. */
  leave(): void;
}

const HIDE_CURSOR = '\u001b[?25l';
const SHOW_CURSOR = '\u001b[?25h';
const CLEAR_LINE_END = '\u001b[K';
const CLEAR_BELOW = '\u001b[J';
/** Terminals that know these show the redraw in one step; others ignore them. */
const BEGIN_UPDATE = '\u001b[?2026h';
const END_UPDATE = '\u001b[?2026l';

export function createLiveRegion(screen: Screen): LiveRegion {
  let drawn: readonly string[] = [];
  let hasCursor = true;

  function replaceWith(lines: readonly string[], above: readonly string[] = []): void {
    const text = [...above, ...lines].map((line) => `${line}${CLEAR_LINE_END}\n`).join('');
    const hide = hasCursor && lines.length > 0 ? HIDE_CURSOR : '';
    if (hide !== '') hasCursor = false;
    screen.write(BEGIN_UPDATE + hide + goBack(drawn, screen.size().columns) + text + CLEAR_BELOW + END_UPDATE);
    drawn = lines;
  }

  function giveBackCursor(): void {
    if (!hasCursor) screen.write(SHOW_CURSOR);
    hasCursor = true;
  }

  return {
    draw: (lines) => replaceWith(lines),
    printAbove: (lines) => replaceWith(drawn, lines),
    clear() {
      if (drawn.length > 0) replaceWith([]);
      giveBackCursor();
    },
    leave() {
      drawn = [];
      giveBackCursor();
    },
  };
}

/** To the first line of what was drawn. A terminal made narrower since has broken long lines into several. */
function goBack(lines: readonly string[], columns: number): string {
  const height = lines.reduce((sum, line) => sum + Math.max(1, Math.ceil(widthOf(line) / columns)), 0);
  return height === 0 ? '' : `\u001b[${height}A\r`;
}
