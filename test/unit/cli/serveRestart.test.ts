import { afterEach, expect, it } from 'vitest';
import type { LocalEngineOptions } from '../../../electron/cli/context.ts';
import { createCleanup } from '../../support/cleanup.ts';
import { createFakeCli } from '../../support/fakeCli.ts';
import { createFakeEngine, type FakeEngine } from '../../support/fakeEngine.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

/** Engines that `serve` makes one after the other, each handed over when it has started. */
function startedEngines() {
  const started: { readonly engine: FakeEngine; readonly options: LocalEngineOptions }[] = [];
  let wake = (): void => undefined;
  return {
    async createEngine(_: unknown, options: LocalEngineOptions) {
      const engine = createFakeEngine();
      const { onEvent, call } = engine.api;
      const onListen: typeof onEvent = (...given) => {
        const end = onEvent(...given);
        started.push({ engine, options });
        wake();
        return end;
      };
      return { ...engine, api: { call, onEvent: onListen } };
    },
    /** The one that `count` engines or listeners have been counted for. */
    async reached(count: number) {
      while (started.length < count) await new Promise<void>((resolve) => (wake = resolve));
      return started.at(-1);
    },
  };
}

it('serve starts the engine again when a client restarts it, and ends when it is stopped', async () => {
  const engines = startedEngines();
  const workingDirectory = await temporaryFolder(cleanup, 'serve');
  const cli = createFakeCli({
    workingDirectory,
    environment: { GRANARY_DATA_DIR: workingDirectory },
    context: { createEngine: engines.createEngine },
  });
  const status = cli.run('serve');
  // Each engine is listened to twice: for its end, and for the log.
  const first = await engines.reached(2);
  first?.options.onRestart?.();
  first?.engine.emit({ event: 'engine.stopping', data: {} });
  const second = await engines.reached(4);
  expect(second?.engine).not.toBe(first?.engine);
  expect(first?.engine.isRunning).toBe(false);
  second?.engine.emit({ event: 'engine.stopping', data: {} });
  expect(await status).toBe(0);
});
