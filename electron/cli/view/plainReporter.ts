import type { Share } from '../../../shared/model.ts';
import { printLines, type Screen } from '../terminal.ts';
import { formatEndpoint, formatTime } from '../text/format.ts';
import { safeText } from '../text/safeText.ts';
import { goodbyeLines } from './goodbye.ts';
import { compareRosters, type RosterRow } from '../../engine/shares/peerRoster.ts';
import type { ShareReporter } from './shareReporter.ts';
import { haveItText } from './shareTable.ts';
import { shareHeader, stateSentence } from './shareText.ts';

/** Lines for a log file or a pipe: one when a peer joins, finishes or leaves, and one when the share's state changes. */
export function createPlainReporter(out: Screen, now: () => number): ShareReporter {
  let roster: readonly RosterRow[] = [];
  let shown: Share | undefined;

  function log(text: string): void {
    printLines(out, [`${formatTime(now())}  ${text}`]);
  }

  function logPeers(next: readonly RosterRow[]): void {
    const { joined, finished, left } = compareRosters(roster, next);
    roster = next;
    for (const row of joined) log(`joined    ${peerText(row)}${row.hasAll ? ' (has all of it)' : ''}`);
    for (const row of finished) log(`finished  ${peerText(row)} (${haveItText(next)})`);
    for (const row of left) log(`left      ${peerText(row)}`);
  }

  return {
    ready(share) {
      shown = share;
      printLines(out, [...shareHeader(share, out.style), '']);
    },
    update({ share, roster: next }) {
      const before = shown?.state;
      const hasTurned = before?.kind !== share.state.kind;
      shown = share;
      if (hasTurned) log(stateSentence(share.state, share.bytes));
      logPeers(next);
    },
    notice: ({ message }) => log(`note: ${safeText(message)}`),
    end: (goodbye) => printLines(out, goodbyeLines(goodbye)),
  };
}

function peerText({ client, address, port }: RosterRow): string {
  return `${formatEndpoint(safeText(address), port)}  ${safeText(client)}`;
}
