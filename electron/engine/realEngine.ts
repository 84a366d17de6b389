import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { EngineConfig } from './config.ts';
import { createEngine, type Engine } from './engine.ts';
import type { Clock, Logger } from './ports.ts';
import type { SettingSources } from './settings/settingsStore.ts';
import { inlineMore } from './system/inlining.ts';
import { createLogger, DEFAULT_LOG_FILE_BYTES, LOG_FILE } from './system/logger.ts';
import { createSystemClock } from './system/systemClock.ts';
import { createFastestSockets } from './tracker/fastestSockets.ts';

export interface RealEngineOptions {
  /** Granary's own, as peers and other commands get to see it. */
  readonly version: string;
  /** Whether the log is to hold everything. */
  readonly debug: boolean;
  /** What the configuration was made from. */
  readonly sources?: SettingSources;
  /** Called when a client wants it started again, just before it stops. */
  readonly onRestart?: () => void;
}

/** An engine with what it runs on, for those who serve clients of their own. */
export interface RealEngine extends Engine {
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The engine on the real clock, network and disk. It logs to `granary.log` in its data directory. */
export function createRealEngine(config: EngineConfig, { debug, ...options }: RealEngineOptions): RealEngine {
  inlineMore();
  const clock = createSystemClock();
  const logger = createLogger(
    { clock },
    {
      destination: { file: join(config.dataDir, LOG_FILE), maxBytes: DEFAULT_LOG_FILE_BYTES },
      level: debug ? 'debug' : 'info',
    },
  );
  const sockets = createFastestSockets(logger);
  const engine = createEngine(config, { clock, random: Math.random, randomBytes, logger, ...sockets }, options);
  return {
    ...engine,
    clock,
    logger,
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
