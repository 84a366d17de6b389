import type { ListedRow, ListVerdict } from '../../../shared/torrentLists.ts';
import type { TrackerPolicy } from '../../../shared/trackerPolicy.ts';
import { GranaryError } from '../../engine/errors.ts';
import { resolveDataDir } from '../../engine/settings/configuration.ts';
import type { GivenFlags } from '../../engine/settings/options.ts';
import type { CliContext } from '../context.ts';
import type { ControlClient } from '../controlClient.ts';
import { findRunning } from '../engineAccess.ts';
import { readWholeView } from '../readView.ts';
import { printJson, printLines } from '../terminal.ts';
import { safeText } from '../text/safeText.ts';
import { changeEntries } from './trackerEntries.ts';

export interface TrackerRequest {
  readonly flags: GivenFlags;
  readonly json: boolean;
  readonly task:
    | { readonly kind: 'list' }
    | { readonly kind: ListVerdict | 'unlist'; readonly torrents: readonly string[] }
    /** Without a policy: which one it is. */
    | { readonly kind: 'policy'; readonly policy?: TrackerPolicy };
}

/** Whom the tracker of the running engine serves, and what is on its list. */
export async function runTracker(context: CliContext, { flags, ...request }: TrackerRequest): Promise<number> {
  const dataDir = resolveDataDir({ ...context, flags });
  const client = await findRunning(dataDir);
  if (client === undefined) {
    throw new GranaryError('engine-unreachable', `no engine is running for ${dataDir}`, {
      hint: 'start it with: granary serve',
    });
  }
  try {
    const { task } = request;
    if (task.kind === 'list') return await list(context, client, request.json);
    if (task.kind === 'policy') return await policy(context, client, { ...request, policy: task.policy });
    const { kind, torrents } = task;
    return await changeEntries(context, client.api, { task: kind, torrents, json: request.json });
  } finally {
    await client.stop();
  }
}

async function list({ terminal }: CliContext, { client }: ControlClient, json: boolean): Promise<number> {
  const sort = { column: 'name', direction: 'ascending' } as const;
  const rows = await readWholeView<ListedRow>(client, { kind: 'listed', sort });
  for (const row of rows) {
    if (json) printJson(terminal.out, { event: 'tracker.entry', entry: row });
    else printLines(terminal.out, [`${row.verdict}  ${row.key}  ${safeText(row.name ?? '')}`]);
  }
  if (rows.length === 0 && !json) printLines(terminal.err, ['Nothing is on the list. Add with: granary tracker allow']);
  return 0;
}

async function policy(
  { terminal }: CliContext,
  { api }: ControlClient,
  { policy: wanted, json }: { readonly policy: TrackerPolicy | undefined; readonly json: boolean },
): Promise<number> {
  const { settings } =
    wanted === undefined
      ? await api.call('settings.get', {})
      : await api.call('settings.change', { changes: { policy: wanted } });
  const value = String(settings.find(({ key }) => key === 'policy')?.value);
  if (json) printJson(terminal.out, { event: 'tracker.policy', policy: value });
  else printLines(terminal.out, [value]);
  return 0;
}
