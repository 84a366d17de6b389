import type { Share } from '../../../shared/model.ts';
import { bar } from '../text/bar.ts';
import { type Column, layOut, truncate } from '../text/columns.ts';
import { formatBytes, formatCount, formatDuration, formatEndpoint, formatPercent, formatRate } from '../text/format.ts';
import { safeText } from '../text/safeText.ts';
import type { Style } from '../text/style.ts';
import type { RosterRow } from '../../engine/shares/peerRoster.ts';
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
/** Narrower ones have no room for addresses and totals of each peer, and the smallest for no peers at all. */
const COLUMNS_FOR_ALL = 56;
const COLUMNS_FOR_PEERS = 30;
const ROWS_FOR_PEERS = 9;
/** Everything but peers: the blank line above, titles, a blank line, totals and the farewell, and the cursor's own line. */
const OTHER_LINES = 6;

/** At most `rows - 1` lines, none as wide as `columns`, so that the terminal neither wraps nor scrolls them. */
export function shareTableLines(state: ShareTableState, frame: ShareTableFrame): string[] {
  const { share, roster, farewell } = state;
  const { columns, rows, style } = frame;
  const indented = (text: string, paint = (plain: string): string => plain): string =>
    INDENT + paint(truncate(text, columns - INDENT.length - 1));
  const totals = [indented(totalsText(state)), indented(farewell, style.dim)];
  if (columns < COLUMNS_FOR_PEERS || rows < ROWS_FOR_PEERS) return totals;

  const trouble = share.state.kind === 'seeding' ? [] : [stateSentence(share.state, share.bytes)];
  const room = rows - OTHER_LINES - trouble.length;
  const peers = roster.length === 0 ? [indented(waitingText(share), style.dim)] : peerLines(roster, room, frame);
  return ['', ...peers, '', ...trouble.map((text) => indented(text, stateStyle(share.state, style))), ...totals];
}

/** `3 of 5 have it`. */
export function haveItText(roster: readonly RosterRow[]): string {
  const holders = roster.filter(({ hasAll }) => hasAll).length;
  return `${holders} of ${roster.length} ${holders === 1 ? 'has' : 'have'} it`;
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

interface PeerColumn extends Column {
  /** Whether narrow terminals do without it. */
  readonly isOptional: boolean;
  cell(row: RosterRow, frame: ShareTableFrame): string;
}

const PEER_COLUMNS: readonly PeerColumn[] = [
  { title: 'CLIENT', align: 'left', minWidth: 8, isOptional: false, cell: (row) => safeText(row.client) },
  {
    title: 'ADDRESS',
    align: 'left',
    minWidth: 14,
    isOptional: true,
    cell: (row) => formatEndpoint(safeText(row.address), row.port),
  },
  { title: 'HAS', align: 'left', minWidth: 4, isOptional: false, cell: progressCell },
  {
    title: 'RATE',
    align: 'right',
    minWidth: 10,
    isOptional: false,
    cell: (row) => (row.uploadRateBytesPerSecond > 0 ? formatRate(row.uploadRateBytesPerSecond) : '–'),
  },
  {
    title: 'SENT',
    align: 'right',
    minWidth: 8,
    isOptional: true,
    cell: (row) => (row.uploadedBytes > 0 ? formatBytes(row.uploadedBytes) : '–'),
  },
];

/** Those that still fetch come first; what does not fit is counted. */
function peerLines(roster: readonly RosterRow[], room: number, frame: ShareTableFrame): string[] {
  const { columns, style } = frame;
  const ordered = [...roster.filter(({ hasAll }) => !hasAll), ...roster.filter(({ hasAll }) => hasAll)];
  const shown = ordered.length > room ? ordered.slice(0, room - 1) : ordered;
  const hidden = ordered.length - shown.length;
  const wanted = PEER_COLUMNS.filter(({ isOptional }) => !isOptional || columns >= COLUMNS_FOR_ALL);
  const cells = shown.map((row) => wanted.map(({ cell }) => cell(row, frame)));
  const lines = layOut(wanted, cells, {
    width: columns - INDENT.length - 1,
    styleCell: (text, { row, column }) => {
      if (row < 0) return style.dim(text);
      return wanted[column]?.title === 'HAS' && shown[row]?.hasAll === true ? style.green(text) : text;
    },
  });
  const more = hidden === 0 ? [] : [style.dim(`and ${formatCount(hidden, 'more peer')}`)];
  return [...lines, ...more].map((line) => INDENT + line);
}

/** 100% is for those that say they have all of it. */
function progressCell({ hasAll, progress }: RosterRow, { columns }: ShareTableFrame): string {
  const percent = (hasAll ? '100%' : formatPercent(Math.min(progress, 0.99))).padStart(4);
  return columns < COLUMNS_FOR_BAR ? percent : `${bar(progress, BAR_CELLS)} ${percent}`;
}

function waitingText(share: Share): string {
  return share.state.kind === 'seeding'
    ? 'Waiting for the first peer: open the link in any BitTorrent client.'
    : 'No peers.';
}
