import { createRealEngine } from '../../electron/engine/realEngine.ts';
import { resolveConfiguration } from '../../electron/engine/settings/configuration.ts';
import type { EngineEvent } from '../../shared/contract.ts';
import type { InfoHash } from '../../shared/infoHash.ts';
import type { Share } from '../../shared/model.ts';
import type { Cleanup } from './cleanup.ts';

export type RealEngine = Awaited<ReturnType<typeof startRealEngine>>;

/** The whole engine in this process, on 127.0.0.1 and free ports, with its data in `dataDir`. */
export async function startRealEngine(cleanup: Cleanup, dataDir: string, { dht = false } = {}) {
  const flags = { dataDir, port: '0', peerPort: '0', controlPort: '0', interfaces: ['127.0.0.1'], dht };
  const sources = { flags, environment: {}, workingDirectory: dataDir };
  const config = await resolveConfiguration(sources);
  const engine = createRealEngine(config, { version: '0.1.0', debug: false, sources });
  cleanup.add(() => engine.stop());
  await engine.start();
  const { api } = engine;
  let jobs = 0;
  return {
    api,
    openSource: engine.openSource,
    stop: () => engine.stop(),
    share: async (path: string) => (await api.call('shares.create', { jobId: `share ${++jobs}`, paths: [path] })).share,
    get: async (infoHash: InfoHash) => (await api.call('shares.get', { infoHash })).share,
    verify: (infoHash: InfoHash) => api.call('shares.verify', { jobId: `verify ${++jobs}`, infoHash }),
    /** Resolves with the share as soon as it is in this state; it may be already. */
    async untilState(infoHash: InfoHash, kind: Share['state']['kind']): Promise<Share> {
      const reached = Promise.withResolvers<Share>();
      const end = api.onEvent((event: EngineEvent) => {
        if (event.event !== 'share.changed') return;
        if (event.data.infoHash === infoHash && event.data.state.kind === kind) reached.resolve(event.data);
      });
      const now = (await api.call('shares.get', { infoHash })).share;
      if (now.state.kind === kind) reached.resolve(now);
      return reached.promise.finally(end);
    },
  };
}
