import { join } from 'node:path';
import { app } from 'electron';
import { createEngineHost, type EngineHost } from '../engineHost.ts';
import { resolveDataDir } from '../engine/settings/configuration.ts';
import { createSystemClock } from '../engine/system/systemClock.ts';
import { chooseEngine } from './engineChoice.ts';
import { startEngineChild } from './engineChild.ts';
import { createLogTail } from './logTail.ts';

/** The engine's host on real processes: which program it is, and where it logs. */
export function createEngineSupervisor(builtEngine: string): EngineHost {
  const environment = process.env;
  const dataDir = resolveDataDir({ flags: {}, environment, workingDirectory: process.cwd() });
  const logFile = join(dataDir, 'granary.log');
  const logTail = createLogTail(logFile);
  const { module, nodePath } = chooseEngine({
    builtEngine,
    isPackaged: app.isPackaged,
    appPath: app.getAppPath(),
    environment,
  });
  const entry = {
    module,
    input: { version: app.getVersion(), debug: Boolean(environment['GRANARY_DEBUG']) },
    nodePath,
  };
  return createEngineHost({
    clock: createSystemClock(),
    spawn: (events) => startEngineChild(entry, events, logTail),
    logFile,
    logTail: () => logTail.lines(),
  });
}
