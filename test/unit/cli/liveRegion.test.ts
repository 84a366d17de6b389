import { describe, expect, it } from 'vitest';
import { createLiveRegion } from '../../../electron/cli/view/liveRegion.ts';
import { createFakeScreen } from '../../support/fakeTerminal.ts';

/** What a terminal of `columns` cells shows after it was sent `text`: just enough of one to judge a redraw. */
function shown(text: string): { lines: string[]; hasCursor: boolean } {
  const lines: string[] = [''];
  let row = 0;
  let hasCursor = true;
  for (const [token] of text.matchAll(/\u001b\[\??\d*[A-Za-z]|\n|\r|[^\u001b\n\r]+/g)) {
    const up = /^\u001b\[(\d+)A$/.exec(token);
    if (token === '\n') row += 1;
    else if (up !== null) row -= Number(up[1]);
    else if (token === '\u001b[J') lines.length = row;
    else if (token === '\u001b[?25l') hasCursor = false;
    else if (token === '\u001b[?25h') hasCursor = true;
    else if (!token.startsWith('\u001b') && token !== '\r') lines[row] = token;
  }
  return { lines, hasCursor };
}

describe('a live region', () => {
  it('draws in place, also when it grows and shrinks', () => {
    const screen = createFakeScreen();
    const region = createLiveRegion(screen);
    screen.write('$ granary\n');
    region.draw(['one', 'two']);
    region.draw(['1', '2', '3']);
    expect(shown(screen.text()).lines).toEqual(['$ granary', '1', '2', '3']);
    region.draw(['only']);
    expect(shown(screen.text()).lines).toEqual(['$ granary', 'only']);
  });

  it('prints above itself what is to stay', () => {
    const screen = createFakeScreen();
    const region = createLiveRegion(screen);
    region.draw(['table']);
    region.printAbove(['note']);
    region.draw(['table 2']);
    expect(shown(screen.text()).lines).toEqual(['note', 'table 2']);
  });

  it('hides the cursor only while something is drawn', () => {
    const screen = createFakeScreen();
    const region = createLiveRegion(screen);
    region.draw(['table']);
    expect(shown(screen.text()).hasCursor).toBe(false);
    region.clear();
    region.clear();
    expect(shown(screen.text())).toEqual({ lines: [], hasCursor: true });
  });

  it('goes back over lines that a narrower terminal has broken', () => {
    const screen = createFakeScreen({ columns: 20 });
    const region = createLiveRegion(screen);
    region.draw(['1234567890123456', 'short']);
    screen.resize(8, 24);
    region.draw(['x']);
    expect(screen.text()).toContain('\u001b[3A');
  });
});
