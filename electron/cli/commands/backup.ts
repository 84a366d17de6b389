import { resolve } from 'node:path';
import { resolveDataDir } from '../../engine/settings/configuration.ts';
import type { CliContext } from '../context.ts';
import { openApi } from '../engineAccess.ts';
import type { GivenFlags } from '../../engine/settings/options.ts';
import { printJson, printLines } from '../terminal.ts';
import { formatBytes } from '../text/format.ts';
import { safeText } from '../text/safeText.ts';

export interface BackupRequest {
  readonly flags: GivenFlags;
  readonly file: string;
  readonly json: boolean;
}

/** Writes a consistent copy of the database, also while the engine runs. */
export async function runBackup(context: CliContext, request: BackupRequest): Promise<number> {
  const { out } = context.terminal;
  const file = resolve(context.workingDirectory, request.file);
  const { api, stop } = await openApi(context, resolveDataDir({ ...context, flags: request.flags }));
  try {
    const { bytes } = await api.call('engine.backup', { file });
    if (request.json) printJson(out, { event: 'backup', file, bytes });
    else printLines(out, [`Wrote ${formatBytes(bytes)} to ${safeText(file)}.`]);
    return 0;
  } finally {
    await stop();
  }
}
