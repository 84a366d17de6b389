import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EngineEntry } from './engineChild.ts';

export interface EngineChoice {
  readonly builtEngine: string;
  readonly isPackaged: boolean;
  /** Of the app: a folder, or the archive of a package, which Electron reads like one. */
  readonly appPath: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * Which program is the engine, and what runs it. In a package nothing but what is packed may be run, whatever the
 * environment says; a package made for an Electron that is too old for the engine names another Node.js in its package.json.
 */
export function chooseEngine(choice: EngineChoice): Pick<EngineEntry, 'module' | 'nodePath'> {
  const { builtEngine, isPackaged, appPath, environment } = choice;
  if (isPackaged) return { module: builtEngine, nodePath: packedNode(appPath) };
  return {
    module: environment['GRANARY_ENGINE_ENTRY'] ?? builtEngine,
    nodePath: environment['GRANARY_ENGINE_NODE'] || undefined,
  };
}

function packedNode(appPath: string): string | undefined {
  const packed = JSON.parse(readFileSync(join(appPath, 'package.json'), 'utf8')) as { readonly engineNode?: unknown };
  return typeof packed.engineNode === 'string' ? packed.engineNode : undefined;
}
