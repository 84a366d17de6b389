import type { Share, ShareState, SkippedFile } from '../../../shared/model.ts';
import { formatBytes, formatCount } from '../text/format.ts';
import { safeText } from '../text/safeText.ts';
import type { Style } from '../text/style.ts';

/** What several commands say about a share, as plain or styled lines. */

/** `1.4 GiB · 312 files · 1,434 pieces of 1 MiB · private`. */
export function shareFacts(share: Share): string {
  const facts = [
    formatBytes(share.bytes),
    formatCount(share.files, 'file'),
    `${formatCount(share.pieces, 'piece')} of ${formatBytes(share.pieceLength)}`,
  ];
  if (share.private) facts.push('private');
  return facts.join(' · ');
}

/** Name, facts and the three ways to point a client at it. The links are whole, so that they can be copied. */
export function shareHeader(share: Share, style: Style): string[] {
  return [
    style.bold(safeText(share.name)),
    style.dim(shareFacts(share)),
    ...(share.comment === undefined ? [] : [style.dim(safeText(share.comment))]),
    '',
    `  ${style.dim('info-hash')}  ${share.infoHash}`,
    // Without an engine there is no address.
    ...(share.torrentUrl === '' ? [] : [`  ${style.dim('.torrent ')}  ${safeText(share.torrentUrl)}`]),
    `  ${style.dim('magnet   ')}  ${safeText(share.magnet)}`,
  ];
}

/** One word for a table: `seeding`, `paused`, `error`, or how far a check has come. */
export function stateWord(state: ShareState, totalBytes: number): string {
  if (state.kind !== 'checking') return state.kind;
  return `checking ${Math.floor(totalBytes === 0 ? 100 : (state.bytesDone / totalBytes) * 100)}%`;
}

export function stateStyle(state: ShareState, style: Style): (text: string) => string {
  switch (state.kind) {
    case 'seeding':
      return style.green;
    case 'error':
      return style.red;
    default:
      return style.yellow;
  }
}

/** `error: holiday.mov changed since it was shared (/home/ada/holiday.mov)`. */
export function stateSentence(state: ShareState, totalBytes: number): string {
  if (state.kind !== 'error') return stateWord(state, totalBytes);
  const { message, file } = state;
  const where = file === undefined || message.includes(file) ? '' : ` (${file})`;
  return safeText(`error: ${message}${where}`);
}

const REASONS: Readonly<Record<SkippedFile['reason'], string>> = {
  junk: 'a file of the system, not of yours',
  'symlink-outside': 'a link that leads out of the folder',
  'symlink-broken': 'a link that leads nowhere',
  'symlink-loop': 'a link that leads in a circle',
  'special-file': 'a device or socket, not a file',
};

const SKIPPED_SHOWN = 8;

/** What was left out of a share, and why; nothing when nothing was. */
export function skippedLines(skipped: readonly SkippedFile[]): string[] {
  if (skipped.length === 0) return [];
  const shown = skipped.slice(0, SKIPPED_SHOWN).map(({ path, reason }) => `  ${safeText(path)}: ${REASONS[reason]}`);
  const more = skipped.length - shown.length;
  return [
    `Left out ${formatCount(skipped.length, 'file')}:`,
    ...shown,
    ...(more > 0 ? [`  and ${formatCount(more, 'more file')}`] : []),
  ];
}
