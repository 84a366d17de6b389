import { describe, expect, it } from 'vitest';
import { widthOf } from '../../../electron/cli/text/columns.ts';
import { progressLines } from '../../../electron/cli/view/progressView.ts';

const hashing = {
  jobId: 'job',
  phase: 'hashing',
  bytesDone: 691_000_000,
  bytesTotal: 6_442_450_944,
  rateBytesPerSecond: 449_839_104,
  secondsLeft: 12.8,
  file: '/home/ada/a\u001b[2J.bin',
} as const;

describe('the progress of hashing', () => {
  it('shows part, bytes, rate, time left and file', () => {
    expect(progressLines(hashing, 80)).toEqual([
      'Hashing █░░░░░░░░░░░░░░░  10% · 659 MiB of 6 GiB · 429 MiB/s · 13 s left',
      '  /home/ada/a␛[2J.bin',
    ]);
  });

  it('leaves out what is not known', () => {
    const { jobId, phase, bytesTotal } = hashing;
    const start = { jobId, phase, bytesTotal, bytesDone: 0, rateBytesPerSecond: 0 };
    expect(progressLines(start, 80)).toEqual(['Hashing ░░░░░░░░░░░░░░░░   0% · 0 B of 6 GiB · 0 B/s']);
    expect(progressLines({ ...start, bytesTotal: 0 }, 80)[0]).toContain('100%');
    expect(progressLines({ ...start, phase: 'scanning' }, 80)).toEqual(['Looking through the files…']);
  });

  it.each([80, 40, 10, 2])('fits %i columns', (columns) => {
    for (const line of progressLines(hashing, columns)) expect(widthOf(line)).toBeLessThan(columns);
  });
});
