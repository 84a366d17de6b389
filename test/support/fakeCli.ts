import type { CliContext } from '../../electron/cli/context.ts';
import { runCli } from '../../electron/cli/run.ts';
import { createFakeEngine, type FakeEngine } from './fakeEngine.ts';
import { createFakeTerminal, type FakeScreenOptions, type FakeTerminal } from './fakeTerminal.ts';

/** The command line in this process, with a fake engine behind it and a fake terminal in front. */
export interface FakeCli {
  readonly engine: FakeEngine;
  readonly terminal: FakeTerminal;
  /** Resolves with the exit status. */
  run(...args: readonly string[]): Promise<number>;
  /** As Ctrl-C does. */
  interrupt(): void;
}

export interface FakeCliOptions extends FakeScreenOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly workingDirectory: string;
  readonly context?: Partial<CliContext>;
}

const REFRESH_MS = 2;

export function createFakeCli(options: FakeCliOptions): FakeCli {
  const engine = createFakeEngine();
  const terminal = createFakeTerminal(options);
  const stop = new AbortController();
  const context: CliContext = {
    terminal,
    environment: options.environment ?? {},
    workingDirectory: options.workingDirectory,
    version: '0.1.0',
    stopSignal: stop.signal,
    now: () => 1_700_000_000_000,
    refreshMs: REFRESH_MS,
    secretInput: {
      isTerminal: false,
      ask: () => Promise.reject(new Error('nobody is asked in this test')),
      readLine: async () => '',
    },
    openBrowser: async () => undefined,
    createEngine: async () => engine,
    createOfflineApi: async () => ({ api: engine.api, stop: () => engine.stop() }),
    ...options.context,
  };
  return { engine, terminal, run: (...args) => runCli(args, context), interrupt: () => stop.abort() };
}
