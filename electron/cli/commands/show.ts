import type { CommandResult } from '../../../shared/contract.ts';
import type { ShareFile } from '../../../shared/model.ts';
import { resolveDataDir } from '../../engine/settings/configuration.ts';
import type { CliContext } from '../context.ts';
import { openApi } from '../engineAccess.ts';
import { findShare } from '../findShare.ts';
import type { GivenFlags } from '../../engine/settings/options.ts';
import { printJson, printLines, type Screen } from '../terminal.ts';
import { formatBytes, formatCount, formatEndpoint, formatPercent } from '../text/format.ts';
import { safeText } from '../text/safeText.ts';
import { createRosterRows, type RosterRow } from '../../engine/shares/peerRoster.ts';
import { haveItText } from '../view/shareTable.ts';
import { shareHeader, stateSentence, stateStyle } from '../view/shareText.ts';

export interface ShowRequest {
  readonly flags: GivenFlags;
  readonly share: string;
  readonly json: boolean;
}

/** Everything about one share: links, trackers, files, figures and peers. */
export async function runShow(context: CliContext, request: ShowRequest): Promise<number> {
  const { out } = context.terminal;
  const { api, isRunning, stop } = await openApi(context, resolveDataDir({ ...context, flags: request.flags }));
  try {
    const { infoHash } = await findShare(api, request.share);
    const details = await api.call('shares.get', { infoHash });
    const peers = isRunning ? await api.call('shares.peers', { infoHash }) : { connected: [], announced: [] };
    if (request.json) printJson(out, { event: 'share', isEngineRunning: isRunning, ...details, ...peers });
    else printLines(out, showLines(details, createRosterRows(peers, details.share.bytes), { isRunning, screen: out }));
    return 0;
  } finally {
    await stop();
  }
}

function showLines(
  { share, files }: CommandResult<'shares.get'>,
  roster: readonly RosterRow[],
  { isRunning, screen }: { readonly isRunning: boolean; readonly screen: Screen },
): string[] {
  const { style } = screen;
  const { swarm } = share;
  const state = stateStyle(share.state, style)(stateSentence(share.state, share.bytes));
  return [
    ...shareHeader(share, style),
    ...share.trackers.flat().map((url) => `  ${style.dim('tracker  ')}  ${safeText(url)}`),
    '',
    `  ${style.dim('state    ')}  ${isRunning ? state : 'not served: no engine is running'}`,
    `  ${style.dim('sent     ')}  ${formatBytes(share.uploadedBytes)}`,
    `  ${style.dim('finished ')}  ${formatCount(swarm.completed, 'peer')} since it was shared`,
    '',
    ...fileLines(files, screen),
    ...peerLines(roster, screen),
  ];
}

function fileLines(files: readonly ShareFile[], { style }: Screen): string[] {
  const rows = files.map(({ path, bytes }) => `${formatBytes(bytes).padStart(10)}  ${safeText(path.join('/'))}`);
  return [style.dim(formatCount(files.length, 'file')), ...rows];
}

function peerLines(roster: readonly RosterRow[], { style }: Screen): string[] {
  if (roster.length === 0) return [];
  const rows = roster.map((row) => {
    const endpoint = formatEndpoint(safeText(row.address), row.port);
    return `${formatPercent(row.progress).padStart(10)}  ${endpoint}  ${safeText(row.client)}`;
  });
  return ['', style.dim(`peers: ${haveItText(roster)}`), ...rows];
}
