import { exitStatusOf } from '../../engine/errors.ts';
import { resolveDataDir } from '../../engine/settings/configuration.ts';
import type { CliContext } from '../context.ts';
import { withProgress } from '../createShare.ts';
import { openApi } from '../engineAccess.ts';
import { findShare } from '../findShare.ts';
import type { GivenFlags } from '../../engine/settings/options.ts';
import { printJson, printLines } from '../terminal.ts';
import { formatBytes, formatCount } from '../text/format.ts';
import { safeText } from '../text/safeText.ts';

export interface VerifyRequest {
  readonly flags: GivenFlags;
  readonly share: string;
  readonly json: boolean;
}

/** Hashes a share's files again. The exit status tells whether they are what was shared. */
export async function runVerify(context: CliContext, request: VerifyRequest): Promise<number> {
  const { terminal, stopSignal } = context;
  const { api, stop } = await openApi(context, resolveDataDir({ ...context, flags: request.flags }));
  try {
    const { infoHash, name, bytes } = await findShare(api, request.share);
    const verify = (jobId: string) => api.call('shares.verify', { jobId, infoHash });
    const result = await withProgress(api, verify, { screen: terminal.err, stopSignal });
    const { intact, badPieces, firstBadFile } = result;
    if (request.json) printJson(terminal.out, { event: 'verified', infoHash, name, ...result });
    else if (intact) printLines(terminal.out, [`Intact: ${safeText(name)}, all ${formatBytes(bytes)} of it.`]);
    else {
      const where = firstBadFile === undefined ? '' : `, first in ${safeText(firstBadFile)}`;
      printLines(terminal.out, [`Not intact: ${safeText(name)}: ${formatCount(badPieces, 'piece')} differ${where}.`]);
      printLines(terminal.err, ['To share the files as they are now: granary remove it, then granary share again.']);
    }
    return intact ? 0 : exitStatusOf('file-changed');
  } finally {
    await stop();
  }
}
