import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectControl } from '../../electron/cli/controlClient.ts';
import { composeEngine } from '../../electron/cli/composeEngine.ts';
import { readControlFile } from '../../electron/engine/portal/controlFile.ts';
import { resolveConfiguration } from '../../electron/engine/settings/configuration.ts';
import { describeClientApi } from '../support/clientApiSuite.ts';

/** Sessions of the engine itself, over the WebSocket that it serves. */
describeClientApi('a session of the engine, with real sockets and a real database', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'granary-views-'));
  const flags = { dataDir, port: '0', peerPort: '0', controlPort: '0', interfaces: ['127.0.0.1'], dht: false };
  const config = await resolveConfiguration({ flags, environment: {}, workingDirectory: dataDir });
  const engine = composeEngine(config, { version: '0.1.0', debug: false });
  await engine.start();
  for (const name of ['barley', 'oats', 'wheat']) {
    const file = join(dataDir, name);
    await writeFile(file, name);
    await engine.api.call('shares.create', { jobId: name, paths: [file] });
  }
  const address = await readControlFile(dataDir);
  if (address === undefined) throw new Error('the engine wrote no control file');
  const { client, stop } = await connectControl(address);
  return {
    api: client,
    close: stop,
    async stop() {
      await stop();
      await engine.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
});
