import type { Share } from '../../../shared/model.ts';
import { resolveDataDir } from '../../engine/settings/configuration.ts';
import type { CliContext } from '../context.ts';
import { openApi } from '../engineAccess.ts';
import type { GivenFlags } from '../../engine/settings/options.ts';
import { printJson, printLines, type Screen } from '../terminal.ts';
import { type Column, layOut } from '../text/columns.ts';
import { formatBytes } from '../text/format.ts';
import { safeText } from '../text/safeText.ts';
import { stateStyle, stateWord } from '../view/shareText.ts';

export interface ListRequest {
  readonly flags: GivenFlags;
  readonly json: boolean;
}

/** One line for each share. */
export async function runList(context: CliContext, { flags, json }: ListRequest): Promise<number> {
  const { out, err } = context.terminal;
  const opened = await openApi(context, resolveDataDir({ ...context, flags }));
  try {
    const { shares } = await opened.api.call('shares.list', {});
    if (json) {
      for (const share of shares) printJson(out, { event: 'share', isEngineRunning: opened.isRunning, share });
      return 0;
    }
    if (shares.length === 0) printLines(err, ['Nothing is shared yet. Share something with: granary share PATH']);
    else printLines(out, listLines(shares, { isRunning: opened.isRunning, screen: out }));
    if (shares.length > 0 && !opened.isRunning) {
      printLines(err, ['No engine is running, so nobody can fetch these. Start it with: granary serve']);
    }
    return 0;
  } finally {
    await opened.stop();
  }
}

const COLUMNS: readonly Column[] = [
  { title: 'NAME', align: 'left', minWidth: 12 },
  { title: 'SIZE', align: 'right', minWidth: 8 },
  { title: 'STATE', align: 'left', minWidth: 7 },
  { title: 'PEERS', align: 'right', minWidth: 5 },
  { title: 'SENT', align: 'right', minWidth: 8 },
  { title: 'INFO-HASH', align: 'left', minWidth: 10 },
];
const STATE_COLUMN = 2;
/** Where output is cut to no width: every name is whole in a file or pipe. */
const UNBOUNDED = Number.MAX_SAFE_INTEGER;

export function listLines(
  shares: readonly Share[],
  { isRunning, screen }: { readonly isRunning: boolean; readonly screen: Screen },
): string[] {
  const { style } = screen;
  const width = screen.isTerminal ? screen.size().columns : UNBOUNDED;
  const rows = shares.map((share) => [
    safeText(share.name),
    formatBytes(share.bytes),
    isRunning || share.state.kind === 'error' ? stateWord(share.state, share.bytes) : 'not served',
    isRunning ? String(share.peersConnected) : '–',
    formatBytes(share.uploadedBytes),
    share.infoHash.slice(0, 10),
  ]);
  return layOut(COLUMNS, rows, {
    width,
    styleCell: (text, { row, column }) => {
      const share = shares[row];
      if (share === undefined) return style.dim(text);
      return column === STATE_COLUMN && isRunning ? stateStyle(share.state, style)(text) : text;
    },
  });
}
