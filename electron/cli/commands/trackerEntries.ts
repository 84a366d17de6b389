import type { EngineApi } from '../../../shared/contract.ts';
import type { ListResult, ListVerdict } from '../../../shared/torrentLists.ts';
import { GranaryError } from '../../engine/errors.ts';
import type { CliContext } from '../context.ts';
import { type Refused, type TorrentBatch, torrentsInBatches } from '../torrentBatches.ts';
import { printJson, printLines, type Screen } from '../terminal.ts';
import { bar } from '../text/bar.ts';
import { truncate } from '../text/columns.ts';
import { formatCount, formatNumber } from '../text/format.ts';
import { safeText } from '../text/safeText.ts';
import { createLiveRegion } from '../view/liveRegion.ts';

export interface EntriesRequest {
  readonly task: ListVerdict | 'unlist';
  /** As a person gave them. */
  readonly torrents: readonly string[];
  readonly json: boolean;
}

type Listed = ListResult['listed'][number];

/** What became of some of the torrents. */
interface Outcome {
  readonly done: readonly Listed[];
  readonly refused: readonly Refused[];
}

const WORDS = {
  allow: { doing: 'Allowing', done: 'Allowed' },
  block: { doing: 'Blocking', done: 'Blocked' },
  unlist: { doing: 'Taking off the list', done: 'Taken off the list' },
} as const;
export const SOME_REFUSED_STATUS = 1;
const BAR_CELLS = 16;

/** Puts torrents on the tracker's list, or takes them off. What is refused is named, and does not keep the others from it. */
export async function changeEntries(context: CliContext, api: EngineApi, request: EntriesRequest): Promise<number> {
  const { terminal, workingDirectory, stopSignal } = context;
  const progress = createProgress(terminal.err, request);
  const options = { workingDirectory, withFiles: request.task === 'allow' };
  const done: Listed[] = [];
  const refused: Refused[] = [];
  try {
    for await (const batch of torrentsInBatches(request.torrents, options)) {
      if (stopSignal.aborted) throw stoppedAfter(done.length + refused.length, request);
      const outcome = await send(api, request.task, batch);
      done.push(...outcome.done);
      refused.push(...outcome.refused);
      progress.clear();
      if (!request.json) printOutcome(context, request, outcome);
      progress.show(batch.end);
    }
  } finally {
    progress.clear();
    // What was done before something failed was done all the same.
    if (request.json) printJson(terminal.out, eventOf(request, { done, refused }));
    else if (request.task === 'unlist') {
      printLines(terminal.out, [`Took ${formatCount(done.length, 'torrent')} off the list.`]);
    }
  }
  return refused.length === 0 ? 0 : SOME_REFUSED_STATUS;
}

async function send(
  api: EngineApi,
  task: EntriesRequest['task'],
  { torrents, refused }: TorrentBatch,
): Promise<Outcome> {
  if (torrents.length === 0) return { done: [], refused };
  if (task === 'unlist') {
    const { unlisted } = await api.call('tracker.unlist', {
      infoHashes: torrents.map(({ infoHash }) => infoHash),
    });
    return { done: unlisted.map((infoHash) => ({ infoHash })), refused };
  }
  const items = torrents.map(({ item }) => item);
  const { listed, rejected } = await api.call('tracker.list', { items, verdict: task });
  const byEngine = rejected.flatMap(({ index: at, ...why }): Refused[] => {
    const sent = torrents[at];
    return sent === undefined ? [] : [{ index: sent.index, what: sent.what, ...why }];
  });
  return { done: listed, refused: [...refused, ...byEngine].toSorted((a, b) => a.index - b.index) };
}

function printOutcome({ terminal }: CliContext, { task }: EntriesRequest, { done, refused }: Outcome): void {
  const lines = done.map(({ infoHash, name }) => `${WORDS[task].done}: ${safeText(name ?? infoHash)}`);
  if (task !== 'unlist') printLines(terminal.out, lines);
  printLines(
    terminal.err,
    refused.map(({ what, message }) => `Refused: ${safeText(what)}: ${safeText(message)}`),
  );
}

function eventOf({ task }: EntriesRequest, { done, refused }: Outcome): Parameters<typeof printJson>[1] {
  return task === 'unlist'
    ? { event: 'tracker.unlisted', unlisted: done.map(({ infoHash }) => infoHash), rejected: refused }
    : { event: 'tracker.listed', verdict: task, listed: done, rejected: refused };
}

function stoppedAfter(count: number, { torrents }: EntriesRequest): GranaryError {
  const hint = 'the same command does what is left; what was done already stays as it is';
  return new GranaryError(
    'cancelled',
    `stopped after ${formatNumber(count)} of ${formatCount(torrents.length, 'torrent')}`,
    { hint },
  );
}

/** Draws only on a terminal: in a log file a bar is noise. */
function createProgress(
  screen: Screen,
  { task, torrents, json }: EntriesRequest,
): { show(count: number): void; clear(): void } {
  if (!screen.isTerminal || json) return { show: () => undefined, clear: () => undefined };
  const region = createLiveRegion(screen);
  const total = torrents.length;
  return {
    show(count) {
      const facts = `${formatNumber(count)} of ${formatCount(total, 'torrent')}`;
      const line = `${WORDS[task].doing} ${bar(count / total, BAR_CELLS)} ${facts}`;
      region.draw([truncate(line, screen.size().columns - 1)]);
    },
    clear: () => region.clear(),
  };
}
