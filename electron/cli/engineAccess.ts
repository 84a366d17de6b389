import { access } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { EngineApi } from '../../shared/contract.ts';
import { asGranaryError, GranaryError } from '../engine/errors.ts';
import { readControlFile } from '../engine/portal/controlFile.ts';
import { resolveDataDir } from '../engine/settings/configuration.ts';
import type { GivenFlags } from '../engine/settings/options.ts';
import type { CliContext, StoppableApi } from './context.ts';
import type { ControlClient } from './controlClient.ts';

/** Finds out who holds a data directory, and opens the way to it. Two processes never write one database. */

export type EngineAccess<Local> =
  | { readonly kind: 'running'; readonly client: ControlClient }
  | { readonly kind: 'local'; readonly local: Local };

/** An engine that starts holds the directory a moment before it can be reached. */
const TRIES = 10;
const BETWEEN_TRIES_MS = 200;

/**
 * Connects to the engine that holds `dataDir`; where there is none, opens the directory with `openLocal`.
 * Rejects as `openLocal` does, or with `engine-unreachable` when an engine is there and cannot be talked to.
 */
export async function runningEngineOr<Local>(
  dataDir: string,
  openLocal: () => Promise<Local>,
): Promise<EngineAccess<Local>> {
  for (let left = TRIES - 1; ; left--) {
    const attempt = await connectToRunning(dataDir);
    if (attempt.client !== undefined) return { kind: 'running', client: attempt.client };
    try {
      return { kind: 'local', local: await openLocal() };
    } catch (error) {
      const isHeld = error instanceof GranaryError && error.code === 'data-dir-in-use';
      if (!isHeld) throw error;
      if (left === 0) throw attempt.failure ?? error;
    }
    await delay(BETWEEN_TRIES_MS);
  }
}

/** For what is of use to a running engine alone. Rejects with `engine-unreachable` when none runs. */
export async function withRunning(
  context: CliContext,
  { flags }: { readonly flags: GivenFlags },
  work: (api: EngineApi) => Promise<void>,
): Promise<number> {
  const dataDir = resolveDataDir({ ...context, flags });
  const client = await findRunning(dataDir);
  if (client === undefined) {
    throw new GranaryError('engine-unreachable', `no engine is running for ${dataDir}`, {
      hint: 'start it with: granary serve',
    });
  }
  try {
    await work(client.api);
    return 0;
  } finally {
    await client.stop();
  }
}

/** The running engine, or undefined when none answers: a control file may outlive its engine. */
export async function findRunning(dataDir: string): Promise<ControlClient | undefined> {
  return (await connectToRunning(dataDir)).client;
}

export interface OpenedApi extends StoppableApi {
  readonly isRunning: boolean;
}

/** For commands that need no running engine: the engine's own API if one runs, otherwise the stored shares. */
export async function openApi(context: CliContext, dataDir: string): Promise<OpenedApi> {
  const found = await runningEngineOr(dataDir, async () => {
    return (await exists(dataDir)) ? context.createOfflineApi(dataDir) : nothingStored(dataDir);
  });
  if (found.kind === 'local') return { ...found.local, isRunning: false };
  return { api: found.client.api, stop: () => found.client.stop(), isRunning: true };
}

interface Attempt {
  readonly client?: ControlClient;
  readonly failure?: GranaryError;
}

async function connectToRunning(dataDir: string): Promise<Attempt> {
  const address = await readControlFile(dataDir);
  if (address === undefined) return {};
  const { connectControl } = await import('./controlClient.ts');
  try {
    return { client: await connectControl(address) };
  } catch (failure) {
    return { failure: asGranaryError(failure) };
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** A data directory that was never used is as good as an empty one; looking at it must not create it. */
function nothingStored(dataDir: string): StoppableApi {
  const api: EngineApi = {
    async call(command) {
      if (command === 'shares.list') return { shares: [] } as never;
      throw new GranaryError('share-unknown', `nothing was ever shared from ${dataDir}`, {
        hint: 'share something with: granary share PATH, or name another folder with --data-dir',
      });
    },
    onEvent: () => () => undefined,
  };
  return { api, stop: () => Promise.resolve() };
}
