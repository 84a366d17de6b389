import { describe, expect, it } from 'vitest';
import { cleanName } from '../../../electron/engine/session/peerRow.ts';

describe('the name that a peer gives itself', () => {
  it.each([
    ['qBittorrent/4.5.2', 'qBittorrent 4.5.2'],
    ['aria2/v1.36.0', 'aria2 1.36.0'],
    ['a/b/1.0', 'a/b/1.0'],
    ['and/or', 'and/or'],
    ['µTorrent 3.5', 'µTorrent 3.5'],
    ['日本語 クライアント', '日本語 クライアント'],
    ['  spaced out \t', 'spaced out'],
    ['\u001b[31mred\u001b[0m', '[31mred[0m'],
    ['line\r\nbreak\u2028\u2029', 'linebreak'],
    ['\u202eesrever\u200b', 'esrever'],
    ['broken \ufffd\ufffd bytes', 'broken  bytes'],
    ['x'.repeat(1_000_000), 'x'.repeat(40)],
    ['🌾'.repeat(100), '🌾'.repeat(40)],
  ])('%# is made fit for a table', (given, shown) => {
    expect(cleanName(given)).toBe(shown);
  });

  it.each(['', '   ', '\u0000\u0007', '\u202e'])('%# leaves nothing', (given) => {
    expect(cleanName(given)).toBeUndefined();
  });
});
