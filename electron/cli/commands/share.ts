import { resolve } from 'node:path';
import type { CommandParams, CommandResult, EngineApi } from '../../../shared/contract.ts';
import { exitStatusOf } from '../../engine/errors.ts';
import { resolveConfiguration } from '../../engine/settings/configuration.ts';
import type { CliContext, LocalEngine } from '../context.ts';
import { createShare } from '../createShare.ts';
import { runningEngineOr } from '../engineAccess.ts';
import type { GivenFlags } from '../../engine/settings/options.ts';
import type { Content } from '../programOptions.ts';
import { printLines, type Screen } from '../terminal.ts';
import { createJsonReporter } from '../view/jsonReporter.ts';
import { createLiveReporter } from '../view/liveReporter.ts';
import { createPlainReporter } from '../view/plainReporter.ts';
import type { ShareReporter } from '../view/shareReporter.ts';
import { skippedLines } from '../view/shareText.ts';
import { watchShare } from '../watchShare.ts';

export interface ShareRequest extends Content {
  readonly flags: GivenFlags;
  /** As typed: absolute, or relative to the working directory. */
  readonly paths: readonly string[];
}

/** Shares paths and stays: with an engine of its own, or as a view of the one that holds the data directory already. */
export async function runShare(context: CliContext, request: ShareRequest): Promise<number> {
  const sources = { ...context, flags: request.flags };
  const config = await resolveConfiguration(sources);
  const access = await runningEngineOr(config.dataDir, async () => {
    const engine = await context.createEngine(config, { sources });
    await engine.start();
    return engine;
  });
  if (access.kind === 'local') return shareHere(context, request, access.local);
  const { api, closed, stop } = access.client;
  try {
    printLines(context.terminal.err, ['An engine runs for this data directory already; it takes the share.']);
    return await shareAndWatch(context, request, { api, closed });
  } finally {
    await stop();
  }
}

async function shareHere(context: CliContext, request: ShareRequest, engine: LocalEngine): Promise<number> {
  try {
    return await shareAndWatch(context, request, { api: engine.api });
  } finally {
    await engine.stop();
  }
}

interface EngineView {
  readonly api: EngineApi;
  /** Present for an engine of another process. */
  readonly closed?: Promise<void>;
}

async function shareAndWatch(context: CliContext, request: ShareRequest, { api, closed }: EngineView): Promise<number> {
  const { terminal, stopSignal, refreshMs, now } = context;
  const created = await createShare(api, paramsOf(context, request), { screen: terminal.err, stopSignal });
  const status = await api.call('engine.status', {});
  const reporter = createReporter(context, { json: request.json, isOwn: closed === undefined });
  if (!request.json) printLines(terminal.err, remarks(created));
  reporter.ready(created.share, status);
  if (closed === undefined) for (const message of status.notices) reporter.notice({ level: 'warning', message });
  const watching = { share: created.share, reporter, stopSignal, refreshMs, now };
  const goodbye = await watchShare(api, closed === undefined ? watching : { ...watching, closed });
  reporter.end(goodbye);
  return goodbye.why === 'connection-lost' ? exitStatusOf('engine-unreachable') : 0;
}

function paramsOf(context: CliContext, request: ShareRequest): Omit<CommandParams<'shares.create'>, 'jobId'> {
  const { name, comment, pieceLength } = request;
  return {
    paths: request.paths.map((path) => resolve(context.workingDirectory, path)),
    private: request.private,
    ...(name === undefined ? {} : { name }),
    ...(comment === undefined ? {} : { comment }),
    ...(pieceLength === undefined ? {} : { pieceLength }),
  };
}

function createReporter({ terminal, now }: CliContext, how: { json: boolean; isOwn: boolean }): ShareReporter {
  const out: Screen = terminal.out;
  if (how.json) return createJsonReporter(out);
  if (!out.isTerminal) return createPlainReporter(out, now);
  return createLiveReporter(
    out,
    how.isOwn ? 'Ctrl-C stops sharing.' : 'Ctrl-C leaves this view; the engine shares on.',
  );
}

function remarks({ skipped, alreadyShared }: CommandResult<'shares.create'>): string[] {
  return [...(alreadyShared ? ['This is shared already.'] : []), ...skippedLines(skipped)];
}
