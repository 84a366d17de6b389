import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeEngine } from '../../electron/cli/composeEngine.ts';
import { resolveConfiguration } from '../../electron/engine/settings/configuration.ts';
import { describeEngineApi } from '../support/engineApiSuite.ts';

/** The engine itself keeps the contract that the fake one, which other tests lean on, keeps. */
describeEngineApi('the engine, with real sockets and a real database', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'granary-engine-'));
  const flags = { dataDir, port: '0', peerPort: '0', controlPort: '0', interfaces: ['127.0.0.1'], dht: false };
  const config = await resolveConfiguration({ flags, environment: {}, workingDirectory: dataDir });
  const engine = composeEngine(config, { version: '0.1.0', debug: false });
  await engine.start();
  return {
    api: engine.api,
    async stop() {
      await engine.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
});
