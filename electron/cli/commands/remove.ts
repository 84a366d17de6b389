import { resolveDataDir } from '../../engine/settings/configuration.ts';
import type { CliContext } from '../context.ts';
import { openApi } from '../engineAccess.ts';
import { findShare } from '../findShare.ts';
import type { GivenFlags } from '../../engine/settings/options.ts';
import { printJson, printLines } from '../terminal.ts';
import { safeText } from '../text/safeText.ts';

export interface RemoveRequest {
  readonly flags: GivenFlags;
  readonly shares: readonly string[];
  readonly json: boolean;
}

/** Ends shares. All of them are found before the first is removed, so a mistyped name changes nothing. Files are never touched. */
export async function runRemove(context: CliContext, request: RemoveRequest): Promise<number> {
  const { out } = context.terminal;
  const { api, stop } = await openApi(context, resolveDataDir({ ...context, flags: request.flags }));
  try {
    const found = new Map<string, string>();
    for (const wanted of request.shares) {
      const share = await findShare(api, wanted);
      found.set(share.infoHash, share.name);
    }
    for (const [infoHash, name] of found) {
      await api.call('shares.remove', { infoHash });
      if (request.json) printJson(out, { event: 'share.removed', infoHash, name });
      else printLines(out, [`No longer shared: ${safeText(name)}. Its files stay where they are.`]);
    }
    return 0;
  } finally {
    await stop();
  }
}
