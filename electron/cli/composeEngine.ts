import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { EngineConfig } from '../engine/config.ts';
import { createEngine } from '../engine/engine.ts';
import { createLogger, DEFAULT_LOG_FILE_BYTES } from '../engine/system/logger.ts';
import { createSystemClock } from '../engine/system/systemClock.ts';
import { bindDgram } from '../engine/tracker/dgramSocket.ts';
import type { LocalEngine } from './context.ts';

export interface ComposeOptions {
  /** Granary's own, as peers and other commands get to see it. */
  readonly version: string;
  /** Whether the log is to hold everything. */
  readonly debug: boolean;
}

/** The engine on the real clock, network and disk. It logs to `granary.log` in its data directory. */
export function composeEngine(
  config: EngineConfig,
  { debug, version }: { readonly debug: boolean; readonly version: string },
): LocalEngine {
  const clock = createSystemClock();
  const logger = createLogger(
    { clock },
    {
      destination: { file: join(config.dataDir, 'granary.log'), maxBytes: DEFAULT_LOG_FILE_BYTES },
      level: debug ? 'debug' : 'info',
    },
  );
  const engine = createEngine(config, { clock, random: Math.random, randomBytes, logger, bindUdp: bindDgram }, version);
  return {
    api: engine.api,
    async start() {
      try {
        await engine.start();
      } catch (error) {
        await logger.stop();
        throw error;
      }
    },
    async stop() {
      await engine.stop();
      await logger.stop();
    },
  };
}
