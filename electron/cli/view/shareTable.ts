import type { Share } from '../../../shared/model.ts';
import { bar } from '../text/bar.ts';
import { type Column, layOut, truncate } from '../text/columns.ts';
import { formatBytes, formatCount, formatDuration, formatEndpoint, formatPercent, formatRate } from '../text/format.ts';
import { safeText } from '../text/safeText.ts';
import type { Style } from '../text/style.ts';
import type { RosterRow } from './peerRoster.ts';
import { stateSentence, stateStyle } from './shareText.ts';

/** The live part of `granary share`: who is there, how far each has come, and the sum of it. */
export interface ShareTableState {
  readonly share: Share;
  readonly roster: readonly RosterRow[];
  readonly elapsedMs: number;
  /** What Ctrl-C does, said in the last line. */
  readonly farewell: string;
}

export interface ShareTableFrame {
  readonly columns: number;
  readonly rows: number;
  readonly style: Style;
}

const INDENT = '  ';
/** Terminals this wide have room for a bar beside the percentage. */
const COLUMNS_FOR_BAR = 100;
const BAR_CELLS = 12;
/** Everything but peers: the blank line above, titles, a blank line, totals and the farewell, and the cursor's own line. */
const OTHER_LINES = 6;

/** At most `rows - 1` lines, none wider than `columns`, so that the terminal neither wraps nor scrolls them. */
export function shareTableLines(state: ShareTableState, frame: ShareTableFrame): string[] {
  const { share, roster, farewell } = state;
  const { columns, rows, style } = frame;
  const troubled = share.state.kind !== 'seeding';
  const room = Math.max(1, rows - OTHER_LINES - (troubled ? 1 : 0));
  return [
    '',
    ...(roster.length === 0 ? [INDENT + style.dim(truncate(waitingText(share), columns - 3))] : peerLines(roster, room, frame)),
    '',
    ...(troubled ? [stateLine(share, frame)] : []),
    INDENT + truncate(totalsText(state), columns - 3),
    INDENT + style.dim(truncate(farewell, columns - 3)),
  ];
}

/** `3 of 5 have it`. */
export function haveItText(roster: readonly RosterRow[]): string {
  return `${roster.filter(({ hasAll }) => hasAll).length} of ${roster.length} have it`;
}

/** `3 of 5 have it · 2 downloading · 23.4 MiB/s · 5.1 GiB sent · 12 min 31 s`. */
export function totalsText({ share, roster, elapsedMs }: ShareTableState): string {
  const downloading = roster.filter(({ hasAll, isConnected }) => isConnected && !hasAll).length;
  return [
    ...(roster.length === 0 ? [] : [haveItText(roster)]),
    ...(downloading === 0 ? [] : [`${downloading} downloading`]),
    formatRate(share.uploadRateBytesPerSecond),
    `${formatBytes(share.uploadedBytes)} sent`,
    formatDuration(elapsedMs),
  ].join(' · ');
}

const COLUMNS: readonly Column[] = [
  { title: 'CLIENT', align: 'left', minWidth: 8 },
  { title: 'ADDRESS', align: 'left', minWidth: 14 },
  { title: 'HAS', align: 'left', minWidth: 4 },
  { title: 'RATE', align: 'right', minWidth: 10 },
  { title: 'SENT', align: 'right', minWidth: 8 },
];

function peerLines(roster: readonly RosterRow[], room: number, { columns, style }: ShareTableFrame): string[] {
  const ordered = [...roster.filter(({ hasAll }) => !hasAll), ...roster.filter(({ hasAll }) => hasAll)];
  const shown = ordered.length > room ? ordered.slice(0, Math.max(0, room - 1)) : ordered;
  const lines = layOut(COLUMNS, shown.map((row) => peerCells(row, columns >= COLUMNS_FOR_BAR)), {
    width: columns - INDENT.length - 1,
    styleCell: (text, { row, column }) => {
      if (row < 0) return style.dim(text);
      return column === 2 && shown[row]?.hasAll === true ? style.green(text) : text;
    },
  });
  const hidden = ordered.length - shown.length;
  const more = hidden === 0 ? [] : [style.dim(truncate(`and ${formatCount(hidden, 'more peer')}`, columns - 3))];
  return [...lines, ...more].map((line) => INDENT + line);
}

function peerCells(row: RosterRow, hasBar: boolean): string[] {
  const percent = formatPercent(row.hasAll ? 1 : Math.min(row.progress, 0.999));
  return [
    safeText(row.client),
    formatEndpoint(safeText(row.address), row.port),
    hasBar ? `${bar(row.progress, BAR_CELLS)} ${percent.padStart(4)}` : percent.padStart(4),
    row.isConnected && row.uploadRateBytesPerSecond > 0 ? formatRate(row.uploadRateBytesPerSecond) : '–',
    row.uploadedBytes > 0 ? formatBytes(row.uploadedBytes) : '–',
  ];
}

function stateLine(share: Share, { columns, style }: ShareTableFrame): string {
  return INDENT + stateStyle(share.state, style)(truncate(stateSentence(share.state, share.bytes), columns - 3));
}

function waitingText(share: Share): string {
  return share.state.kind === 'seeding'
    ? 'Waiting for the first peer: open the link in any BitTorrent client on this network.'
    : 'No peers.';
}
