import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseInfoHash, type InfoHash } from '../../../shared/infoHash.ts';
import { inRequests, joinResults } from '../../../shared/listRequests.ts';
import {
  type ListedRow,
  type ListItem,
  type ListResult,
  type ListVerdict,
  MAX_TORRENT_BYTES,
} from '../../../shared/torrentLists.ts';
import { MIB } from '../../../shared/units.ts';
import type { TrackerPolicy } from '../../../shared/trackerPolicy.ts';
import { exitStatusOf, GranaryError, messageOf } from '../../engine/errors.ts';
import { readListItem } from '../../engine/policy/listItems.ts';
import { resolveDataDir } from '../../engine/settings/configuration.ts';
import type { GivenFlags } from '../../engine/settings/options.ts';
import type { CliContext } from '../context.ts';
import type { ControlClient } from '../controlClient.ts';
import { findRunning } from '../engineAccess.ts';
import { readWholeView } from '../readView.ts';
import { printJson, printLines } from '../terminal.ts';
import { formatCount } from '../text/format.ts';
import { safeText } from '../text/safeText.ts';

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
    if (task.kind === 'unlist') return await unlist(context, client, { ...request, torrents: task.torrents });
    return await put(context, client, { ...request, verdict: task.kind, torrents: task.torrents });
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

async function put(
  context: CliContext,
  { api }: ControlClient,
  request: { readonly verdict: ListVerdict; readonly torrents: readonly string[]; readonly json: boolean },
): Promise<number> {
  const { out, err } = context.terminal;
  const items = await Promise.all(request.torrents.map((text) => itemOf(text, context.workingDirectory)));
  const { listed, rejected } = await putAll(api, items, request.verdict);
  if (request.json) printJson(out, { event: 'tracker.listed', verdict: request.verdict, listed, rejected });
  else {
    const done = request.verdict === 'allow' ? 'Allowed' : 'Blocked';
    printLines(
      out,
      listed.map(({ infoHash, name }) => `${done}: ${safeText(name ?? infoHash)}`),
    );
    for (const { index, message } of rejected) {
      printLines(err, [`Not listed: ${safeText(request.torrents[index] ?? '')}: ${safeText(message)}`]);
    }
  }
  return rejected.length === 0 ? 0 : exitStatusOf('torrent-invalid');
}

/** In as many requests as it takes: .torrent files are large, and the engine keeps them with what is allowed. */
async function putAll(
  api: ControlClient['api'],
  items: readonly ListItem[],
  verdict: ListVerdict,
): Promise<Readonly<ListResult>> {
  const requests = inRequests(items);
  const results: ListResult[] = [];
  for (const request of requests) results.push(await api.call('tracker.list', { items: [...request], verdict }));
  return joinResults(requests, results);
}

async function unlist(
  context: CliContext,
  { api }: ControlClient,
  { torrents, json }: { readonly torrents: readonly string[]; readonly json: boolean },
): Promise<number> {
  const { out } = context.terminal;
  const infoHashes = await Promise.all(torrents.map((text) => infoHashOf(text, context.workingDirectory)));
  const { unlisted } = await api.call('tracker.unlist', { infoHashes });
  if (json) printJson(out, { event: 'tracker.unlisted', unlisted });
  else printLines(out, [`Took ${formatCount(unlisted.length, 'torrent')} off the list.`]);
  return 0;
}

async function infoHashOf(text: string, workingDirectory: string): Promise<InfoHash> {
  const read = readListItem(await itemOf(text, workingDirectory));
  if (read.ok) return read.value.infoHash;
  throw new GranaryError('torrent-invalid', `${text}: ${read.error.message}`);
}

/** What a person means by it: an info-hash, a magnet link, or the path of a .torrent file. Rejects with `path-unreadable`. */
async function itemOf(text: string, workingDirectory: string): Promise<ListItem> {
  if (/^magnet:/i.test(text)) return { kind: 'magnet', link: text };
  const infoHash = parseInfoHash(text);
  if (infoHash !== undefined) return { kind: 'infoHash', infoHash };
  const path = resolve(workingDirectory, text);
  return { kind: 'torrent', base64: await readTorrent(path) };
}

async function readTorrent(path: string): Promise<string> {
  const { size: bytes } = await stat(path).catch(unreadable(path));
  if (bytes <= MAX_TORRENT_BYTES) return readFile(path, 'base64').catch(unreadable(path));
  throw new GranaryError('torrent-invalid', `${path} has more than ${MAX_TORRENT_BYTES / MIB} MiB`, {
    hint: 'give the info-hash of the torrent instead',
  });
}

function unreadable(path: string): (cause: unknown) => never {
  return (cause) => {
    throw new GranaryError('path-unreadable', `cannot read ${path}: ${messageOf(cause)}`, {
      hint: 'give an info-hash, a magnet link or the path of a .torrent file',
      cause,
    });
  };
}
