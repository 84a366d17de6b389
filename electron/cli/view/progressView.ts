import type { JobProgress } from '../../../shared/contract.ts';
import { bar } from '../text/bar.ts';
import { truncate } from '../text/columns.ts';
import { formatBytes, formatDuration, formatPercent, formatRate } from '../text/format.ts';
import { safeText } from '../text/safeText.ts';

const BAR_CELLS = 16;

/** Progress of hashing as lines no wider than `columns`: bar, part, bytes, rate and time left, then the file at hand. */
export function progressLines(progress: JobProgress, columns: number): string[] {
  const room = columns - 1;
  if (progress.phase === 'scanning') return [truncate('Looking through the files…', room)];
  const { bytesDone, bytesTotal, rateBytesPerSecond, secondsLeft, file } = progress;
  const part = bytesTotal === 0 ? 1 : Math.min(1, bytesDone / bytesTotal);
  const facts = [
    formatPercent(part).padStart(4),
    `${formatBytes(bytesDone)} of ${formatBytes(bytesTotal)}`,
    formatRate(rateBytesPerSecond),
    ...(secondsLeft === undefined ? [] : [`${formatDuration(secondsLeft * 1000)} left`]),
  ].join(' · ');
  const lines = [`Hashing ${bar(part, BAR_CELLS)} ${facts}`, ...(file === undefined ? [] : [`  ${safeText(file)}`])];
  return lines.map((line) => truncate(line, room));
}
