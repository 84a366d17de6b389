import { once } from 'node:events';
import type { EngineApi, EngineEvent } from '../../../shared/contract.ts';
import type { EngineStatus, Share } from '../../../shared/model.ts';
import { resolveConfiguration } from '../../engine/settings/configuration.ts';
import { type ConsoleLinks, makeConsoleLinks } from '../consoleClient.ts';
import type { CliContext } from '../context.ts';
import type { GivenFlags } from '../../engine/settings/options.ts';
import { openOrSay } from './console.ts';
import { printJson, printLines, type Screen } from '../terminal.ts';
import { formatCount, formatEndpoint, formatTime } from '../text/format.ts';
import { safeText } from '../text/safeText.ts';
import { stateSentence } from '../view/shareText.ts';

export interface ServeRequest {
  readonly flags: GivenFlags;
  readonly json: boolean;
  /** Whether to open the console in the browser here. */
  readonly open: boolean;
}

/** Runs the engine until it is told to stop; everything shared before is shared again. */
export async function runServe(context: CliContext, request: ServeRequest): Promise<number> {
  let wanted = request;
  // The console is open already when a person restarts the engine from it.
  while ((await serveOnce(context, wanted)) === 'again') wanted = { ...request, open: false };
  return 0;
}

/** With the configuration of now. */
async function serveOnce(context: CliContext, request: ServeRequest): Promise<'again' | 'stopped'> {
  const sources = { ...context, flags: request.flags };
  const config = await resolveConfiguration(sources);
  let next: 'again' | 'stopped' = 'stopped';
  const onRestart = (): void => {
    next = 'again';
  };
  const engine = await context.createEngine(config, { sources, onRestart });
  await engine.start();
  const { out } = context.terminal;
  const log = request.json ? createJsonLog(out) : createPlainLog(out, context.now);
  try {
    const stopped = untilStopped(engine.api, context.stopSignal);
    const links = await linksOf(config.dataDir);
    await log.ready(engine.api, links);
    const link = links?.links[0];
    if (request.open && link !== undefined) await openOrSay(context, link);
    const endEvents = engine.api.onEvent(log.event);
    await stopped;
    endEvents();
  } finally {
    await engine.stop();
  }
  // A signal that came meanwhile means what it says.
  if (context.stopSignal.aborted) next = 'stopped';
  if (next === 'stopped') log.stopped();
  return next;
}

/** By a signal to this process, or by `engine.stop` from another. */
async function untilStopped(api: EngineApi, stopSignal: AbortSignal): Promise<void> {
  if (stopSignal.aborted) return;
  const asked = Promise.withResolvers<void>();
  const endEvents = api.onEvent(({ event }) => {
    if (event === 'engine.stopping') asked.resolve();
  });
  const ended = new AbortController();
  await Promise.race([asked.promise, once(stopSignal, 'abort', { signal: ended.signal })]);
  ended.abort();
  endEvents();
}

interface ServeLog {
  ready(api: EngineApi, console: ConsoleLinks | undefined): Promise<void>;
  event(event: EngineEvent): void;
  stopped(): void;
}

function createJsonLog(out: Screen): ServeLog {
  return {
    async ready(api, links) {
      const { trackerPort, peerPort, controlPort, dataDir, notices } = await api.call('engine.status', {});
      const { shares } = await api.call('shares.list', {});
      printJson(out, { event: 'ready', trackerPort, peerPort, controlPort, dataDir, shares, console: links?.links[0] });
      for (const message of notices) printJson(out, { event: 'notice', level: 'warning', message });
    },
    event(event) {
      if (event.event === 'share.changed') {
        printJson(out, { event: 'share.changed', infoHash: event.data.infoHash, share: event.data });
      } else if (event.event === 'share.removed') printJson(out, { event: 'share.removed', ...event.data });
      else if (event.event === 'engine.notice') printJson(out, { event: 'notice', ...event.data });
    },
    stopped: () => printJson(out, { event: 'stopped' }),
  };
}

/** For a terminal or a service's log: where everything is, then a line for what a person would want to know later. */
function createPlainLog(out: Screen, now: () => number): ServeLog {
  const states = new Map<string, string>();

  function log(text: string): void {
    printLines(out, [`${formatTime(now())}  ${safeText(text)}`]);
  }

  function noteState(share: Share): void {
    const sentence = share.state.kind === 'checking' ? 'checking' : stateSentence(share.state, share.bytes);
    if (states.get(share.infoHash) === sentence) return;
    states.set(share.infoHash, sentence);
    log(`${share.name}: ${sentence}`);
  }

  return {
    async ready(api, links) {
      const status = await api.call('engine.status', {});
      const { shares } = await api.call('shares.list', {});
      printLines(out, welcomeLines(status, { screen: out, links }));
      for (const message of status.notices) log(`note: ${message}`);
      for (const share of shares) noteState(share);
    },
    event(event) {
      if (event.event === 'share.changed') noteState(event.data);
      else if (event.event === 'share.removed') {
        states.delete(event.data.infoHash);
        log(`removed ${event.data.infoHash}`);
      } else if (event.event === 'engine.notice') log(`note: ${event.data.message}`);
    },
    stopped: () => printLines(out, ['Stopped.']),
  };
}

/** Undefined when the engine makes none; its address still stands in the welcome. */
async function linksOf(dataDir: string): Promise<ConsoleLinks | undefined> {
  return makeConsoleLinks(dataDir, { network: false }).catch(() => undefined);
}

interface Welcome {
  readonly screen: Screen;
  readonly links: ConsoleLinks | undefined;
}

function welcomeLines(status: EngineStatus, { screen: { style }, links }: Welcome): string[] {
  const { trackerPort, peerPort, controlPort, dataDir, shares, version } = status;
  const [address = '127.0.0.1'] = status.addresses;
  const fact = (title: string, value: string): string => `  ${style.dim(title.padEnd(9))}  ${value}`;
  return [
    style.bold(`Granary ${version} is running, with ${formatCount(shares, 'share')}.`),
    fact('tracker', `http://${formatEndpoint(address, trackerPort)}/announce (HTTP and UDP)`),
    fact('peers', `port ${peerPort}`),
    fact('console', links?.links[0] ?? `http://127.0.0.1:${controlPort}/`),
    ...(links?.addresses ?? []).map((each) => fact('', `${each} (on the network, with the password)`)),
    fact('data', safeText(dataDir)),
    style.dim('The console opens in a browser here; its link signs in once. A fresh one: granary console.'),
    style.dim('Share something with: granary share PATH. Ctrl-C stops the engine.'),
    '',
  ];
}
