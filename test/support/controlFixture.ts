import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../electron/engine/ports.ts';
import { type ControlFile, readControlFile } from '../../electron/engine/portal/controlFile.ts';
import { type ControlServer, createControlServer } from '../../electron/engine/portal/controlServer.ts';
import { createFakeEngine, type FakeEngine } from './fakeEngine.ts';
import { createMemoryStore } from './memoryStore.ts';
import { realClock } from './realClock.ts';

/** A control server in front of a fake engine, in a data directory of its own. */
export interface ControlFixture {
  readonly engine: FakeEngine;
  readonly server: ControlServer;
  readonly dataDir: string;
  /** What the control file said when the server had started. */
  readonly address: ControlFile;
  /** May be called again. */
  stop(): Promise<void>;
}

export async function startControl(clock: Clock = realClock): Promise<ControlFixture> {
  const dataDir = await mkdtemp(join(tmpdir(), 'granary-control-'));
  const engine = createFakeEngine();
  const server = await createControlServer(
    {
      api: engine.api,
      openSource: engine.openSource,
      clock,
      logger: { log: () => undefined },
      randomBytes,
      store: createMemoryStore(),
    },
    { dataDir, port: { port: 0, required: true }, version: '0.1.0', consoleDir: undefined, consoleAddresses: [] },
  );
  const address = await readControlFile(dataDir);
  if (address === undefined) throw new Error('the control server wrote no control file');
  return {
    engine,
    server,
    dataDir,
    address,
    async stop() {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
