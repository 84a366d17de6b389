import { resolve } from 'node:path';
import type { EngineConfig } from '../engine/config.ts';
import { createRealEngine, type RealEngineOptions } from '../engine/realEngine.ts';
import type { LocalEngine } from './context.ts';

/** Where `npm run build:renderer` puts the window, which is the console as well. */
const BUILT_CONSOLE = resolve(import.meta.dirname, '../../dist/app/renderer');

/** The engine of this process: the real one, with the console that was built. */
export function composeEngine(config: EngineConfig, options: RealEngineOptions): LocalEngine {
  return createRealEngine({ consoleDir: BUILT_CONSOLE, ...config }, options);
}
