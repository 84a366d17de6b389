import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { fromEngineSchema } from '../../electron/engine/envelopes.ts';
import { readControlFile } from '../../electron/engine/portal/controlFile.ts';
import { openStorage } from '../../electron/engine/storage/storage.ts';
import { createCleanup } from '../support/cleanup.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

/** The engine's own process when the one that started it goes away or changes its mind, at whatever moment. */

const cleanup = createCleanup();
afterEach(cleanup.run);

const ENTRY = resolve(import.meta.dirname, '../../electron/engine/process.ts');

interface EngineProcess {
  readonly child: ChildProcess;
  readonly dataDir: string;
  /** Resolves with the status and the signal. */
  readonly ended: Promise<unknown[]>;
}

async function startProcess(): Promise<EngineProcess> {
  const dataDir = await temporaryFolder(cleanup, 'engine-process');
  const child = fork(ENTRY, [JSON.stringify({ version: '0.1.0', debug: false })], {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: {
      ...process.env,
      GRANARY_DATA_DIR: dataDir,
      GRANARY_PORT: '0',
      GRANARY_PEER_PORT: '0',
      GRANARY_CONTROL_PORT: '0',
      GRANARY_INTERFACES: '127.0.0.1',
      GRANARY_DHT: 'off',
    },
  });
  const ended = once(child, 'exit');
  cleanup.add(() => void child.kill('SIGKILL'));
  return { child, dataDir, ended };
}

async function untilStarted(child: ChildProcess): Promise<void> {
  for (;;) {
    const [message] = await once(child, 'message');
    if ('started' in fromEngineSchema.parse(message)) return;
  }
}

/** Its data directory is free and holds no trace of an engine that runs. */
async function expectNothingLeft({ dataDir }: EngineProcess): Promise<void> {
  expect(await readControlFile(dataDir)).toBeUndefined();
  await openStorage({ dataDir }).close();
}

const MOMENTS = [
  { name: 'before it has begun', until: () => Promise.resolve() },
  { name: 'when it runs', until: untilStarted },
];

describe.each(MOMENTS)('$name', ({ until }) => {
  it('ends by itself when its parent is gone', async () => {
    const engine = await startProcess();
    await until(engine.child);
    engine.child.disconnect();
    expect(await engine.ended).toEqual([0, null]);
    await expectNothingLeft(engine);
  });

  it('ends when it is told to', async () => {
    const engine = await startProcess();
    await until(engine.child);
    engine.child.send({ stop: true });
    expect(await engine.ended).toEqual([0, null]);
    await expectNothingLeft(engine);
  });
});

it('ends cleanly whichever step of its start it is told to end at', async () => {
  const delaysMs = [60, 120, 180, 240, 320];
  const ends = await Promise.all(
    delaysMs.map(async (delayMs) => {
      const engine = await startProcess();
      const timer = setTimeout(() => engine.child.send({ stop: true }), delayMs);
      const [status, signal] = await engine.ended;
      clearTimeout(timer);
      await expectNothingLeft(engine);
      return { status, signal };
    }),
  );
  expect(ends).toEqual(delaysMs.map(() => ({ status: 0, signal: null })));
});
