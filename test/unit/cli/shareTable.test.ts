import { describe, expect, it } from 'vitest';
import { widthOf } from '../../../electron/cli/text/columns.ts';
import { createStyle } from '../../../electron/cli/text/style.ts';
import { createRosterRows } from '../../../electron/engine/shares/peerRoster.ts';
import { type ShareTableState, shareTableLines } from '../../../electron/cli/view/shareTable.ts';
import { fakePeer, fakeShare, fakeTrackerPeer } from '../../support/fakeShare.ts';

const style = createStyle(false);

function stateWith(peers: number, change: Partial<ShareTableState> = {}): ShareTableState {
  const connected = Array.from({ length: peers }, (_, i) =>
    fakePeer({ address: `192.168.1.${20 + i}`, progress: i % 2 === 0 ? 0.5 : 1 }),
  );
  const roster = createRosterRows({ connected, announced: [] }, 100);
  const share = fakeShare({ uploadRateBytesPerSecond: 24_536_678, uploadedBytes: 5_476_083_302 });
  return { share, roster, elapsedMs: 751_000, farewell: 'Ctrl-C stops sharing.', ...change };
}

describe('the table of a share', () => {
  it('shows each peer and the sum', () => {
    const announced = [fakeTrackerPeer({ address: '192.168.1.9', port: 6881, client: 'aria2 1.36.0' })];
    const roster = createRosterRows({ connected: [fakePeer()], announced }, 100);
    expect(shareTableLines(stateWith(0, { roster }), { columns: 80, rows: 24, style })).toEqual([
      '',
      '  CLIENT             ADDRESS             HAS         RATE      SENT',
      '  qBittorrent 4.5.2  192.168.1.20:51413   25%  11.2 MiB/s   358 MiB',
      '  aria2 1.36.0       192.168.1.9:6881    100%           –         –',
      '',
      '  1 of 2 has it · 1 downloading · 23.4 MiB/s · 5.1 GiB sent · 12 min 31 s',
      '  Ctrl-C stops sharing.',
    ]);
  });

  it('says what to do while nobody is there', () => {
    const lines = shareTableLines(stateWith(0), { columns: 100, rows: 24, style });
    expect(lines[1]).toBe('  Waiting for the first peer: open the link in any BitTorrent client.');
    expect(lines.join()).not.toMatch(/ha(s|ve) it/);
  });

  it('says what is wrong with the share', () => {
    const state = {
      kind: 'error',
      code: 'file-changed',
      message: 'a\u001b[2J.mov changed',
      file: '/home/ada/a.mov',
    } as const;
    const lines = shareTableLines(stateWith(1, { share: fakeShare({ state }) }), { columns: 80, rows: 24, style });
    expect(lines).toContain('  error: a␛[2J.mov changed (/home/ada/a.mov)');
  });

  it('counts what it has no room for, those that still fetch first', () => {
    const lines = shareTableLines(stateWith(9), { columns: 80, rows: 12, style });
    expect(lines).toContain('  and 4 more peers');
    expect(lines.filter((line) => line.includes('50%')).length).toBe(5);
  });

  it.each([
    [80, 24],
    [120, 40],
    [200, 60],
    [60, 10],
    [56, 24],
    [55, 24],
    [30, 24],
    [29, 24],
    [10, 24],
    [80, 9],
    [80, 8],
    [20, 3],
  ])('fits a terminal of %i by %i with one peer, many or none', (columns, rows) => {
    for (const peers of [0, 1, 50]) {
      const lines = shareTableLines(stateWith(peers), { columns, rows, style });
      expect(lines.length).toBeLessThan(rows);
      expect(Math.max(...lines.map(widthOf))).toBeLessThan(columns);
    }
  });

  it('keeps its columns while figures move', () => {
    const at = (rate: number, sent: number) => {
      const connected = [fakePeer({ uploadRateBytesPerSecond: rate, uploadedBytes: sent })];
      const roster = createRosterRows({ connected, announced: [] }, 100);
      return shareTableLines(stateWith(0, { roster }), { columns: 80, rows: 24, style })[1];
    };
    expect(at(0, 0)).toBe(at(1_043_333_120, 1_043_333_120));
  });
});
