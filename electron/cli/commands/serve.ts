import { once } from 'node:events';
import type { EngineApi, EngineEvent } from '../../../shared/contract.ts';
import type { EngineStatus, Share } from '../../../shared/model.ts';
import { resolveConfiguration } from '../configuration.ts';
import type { CliContext } from '../context.ts';
import type { GivenFlags } from '../programOptions.ts';
import { printJson, printLines, type Screen } from '../terminal.ts';
import { formatCount, formatEndpoint, formatTime } from '../text/format.ts';
import { safeText } from '../text/safeText.ts';
import { stateSentence } from '../view/shareText.ts';

export interface ServeRequest {
  readonly flags: GivenFlags;
  readonly json: boolean;
}

/** Runs the engine until it is told to stop; everything shared before is shared again. */
export async function runServe(context: CliContext, request: ServeRequest): Promise<number> {
  const config = await resolveConfiguration({ ...context, flags: request.flags });
  const engine = await context.createEngine(config);
  await engine.start();
  const { out } = context.terminal;
  const log = request.json ? createJsonLog(out) : createPlainLog(out, context.now);
  try {
    await log.ready(engine.api);
    const endEvents = engine.api.onEvent(log.event);
    await untilStopped(engine.api, context.stopSignal);
    endEvents();
  } finally {
    await engine.stop();
  }
  log.stopped();
  return 0;
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
  ready(api: EngineApi): Promise<void>;
  event(event: EngineEvent): void;
  stopped(): void;
}

function createJsonLog(out: Screen): ServeLog {
  return {
    async ready(api) {
      const { trackerPort, peerPort, controlPort, dataDir, notices } = await api.call('engine.status', {});
      const { shares } = await api.call('shares.list', {});
      printJson(out, { event: 'ready', trackerPort, peerPort, controlPort, dataDir, shares });
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
    async ready(api) {
      const status = await api.call('engine.status', {});
      const { shares } = await api.call('shares.list', {});
      printLines(out, welcomeLines(status, out));
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

function welcomeLines(status: EngineStatus, { style }: Screen): string[] {
  const { trackerPort, peerPort, controlPort, dataDir, shares, version } = status;
  const [address = '127.0.0.1'] = status.addresses;
  const fact = (title: string, value: string): string => `  ${style.dim(title.padEnd(9))}  ${value}`;
  return [
    style.bold(`Granary ${version} is running, with ${formatCount(shares, 'share')}.`),
    fact('tracker', `http://${formatEndpoint(address, trackerPort)}/announce (HTTP and UDP)`),
    fact('peers', `port ${peerPort}`),
    fact('console', `http://127.0.0.1:${controlPort}/ (arrives with the next version)`),
    fact('data', safeText(dataDir)),
    style.dim('Share something with: granary share PATH. Ctrl-C stops the engine.'),
    '',
  ];
}
