import { resolve } from 'node:path';
import type { ErrorBody } from '../../shared/frames.ts';
import { type EngineInput, engineInputSchema, type ToEngine } from './envelopes.ts';
import { asGranaryError, errorBodyOf } from './errors.ts';
import { openParentPort, type ParentPort } from './parentPort.ts';
import { createProcessSessions, type ProcessSessions } from './processSessions.ts';
import { createRealEngine, type RealEngine } from './realEngine.ts';
import { resolveConfiguration } from './settings/configuration.ts';

/** The engine's own process, started by the desktop app: the contract over the port to its parent, one session a client. */

/** The built renderer beside the built engine, for the console. */
const CONSOLE = resolve(import.meta.dirname, '../renderer');

const STOPPED_FROM_OUTSIDE: ErrorBody = {
  code: 'engine-unreachable',
  message: 'the engine was stopped from outside this window',
  hint: 'start it again here, or close the window',
  because: { reason: 'stopped-from-outside' },
};

/** An engine whose parent is gone ends by itself, if need be like this: nobody else would end it. */
const STOP_LIMIT_MS = 15_000;

const port = openParentPort();
if (port === undefined) {
  process.stderr.write(
    'This is the engine of the desktop app, which starts it. To run an engine alone: granary serve\n',
  );
  process.exitCode = 2;
} else await run(port, engineInputSchema.parse(JSON.parse(process.argv[2] ?? '')));

async function run(parent: ParentPort, input: EngineInput): Promise<void> {
  const life = createLife(parent);
  parent.onGone(life.end);
  parent.onMessage(life.receive);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, life.end);
  try {
    const sources = { flags: {}, environment: process.env };
    const config = await resolveConfiguration({ ...sources, workingDirectory: process.cwd() });
    const options = { ...input, sources, onRestart: life.restart };
    await life.begin(() => createRealEngine({ consoleDir: CONSOLE, ...config }, options), input.version);
  } catch (error) {
    parent.send({ failed: errorBodyOf(asGranaryError(error)) });
    parent.close();
  }
}

/** The one engine of this process, from its start to the end of both. */
function createLife(parent: ParentPort) {
  let engine: RealEngine | undefined;
  let sessions: ProcessSessions | undefined;
  let ending: Promise<void> | undefined;
  let isRestarting = false;

  function end(): void {
    ending ??= endAll();
  }

  async function endAll(): Promise<void> {
    // What it leads to comes back to `end`, which by then must know that it is under way.
    await Promise.resolve();
    const limit = setTimeout(() => process.exit(1), STOP_LIMIT_MS);
    sessions?.stop();
    try {
      await engine?.stop();
    } finally {
      clearTimeout(limit);
      parent.close();
    }
  }

  return {
    end,
    receive(message: ToEngine): void {
      if ('stop' in message) end();
      else sessions?.receive(message);
    },
    restart(): void {
      isRestarting = true;
      parent.send({ restart: true });
    },
    async begin(create: () => RealEngine, version: string): Promise<void> {
      // Whoever started this process is gone already, or wants it to end.
      if (ending !== undefined) return;
      const created = create();
      engine = created;
      await created.start();
      // It is being stopped, and nobody is to be served any more.
      if (ending !== undefined) return;
      // Another client may have stopped it: the command line, or the console.
      created.api.onEvent(({ event }) => {
        if (event !== 'engine.stopping' || ending !== undefined) return;
        if (!isRestarting) parent.send({ failed: STOPPED_FROM_OUTSIDE });
        end();
      });
      sessions = createProcessSessions(created, { send: parent.send, logger: created.logger, version });
      parent.send({ started: true });
    },
  };
}
