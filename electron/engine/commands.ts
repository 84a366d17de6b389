import {
  type CommandName,
  type CommandParams,
  type CommandResult,
  commands,
  type ParsedParams,
} from '../../shared/contract.ts';
import type { EngineStatus } from '../../shared/model.ts';
import { GranaryError } from './errors.ts';
import type { SessionRegistry } from './session/sessionRegistry.ts';
import type { Jobs } from './shares/jobs.ts';
import type { ShareLibrary } from './shares/shareLibrary.ts';
import type { Storage } from './storage/storage.ts';
import type { Tracker } from './tracker/tracker.ts';

/** What every command of the contract does, and nothing else. */
export type CommandHandlers = {
  readonly [Name in CommandName]: (params: ParsedParams<Name>) => Promise<CommandResult<Name>> | CommandResult<Name>;
};

export interface CommandDeps {
  readonly library: ShareLibrary;
  readonly sessions: SessionRegistry;
  readonly tracker: Tracker;
  readonly storage: Storage;
  readonly jobs: Jobs;
  readonly status: () => EngineStatus;
  /** Begins to stop the engine; the answer still reaches the caller. */
  readonly requestStop: () => void;
}

export function createCommandHandlers(deps: CommandDeps): CommandHandlers {
  const { library, sessions, tracker, storage, jobs } = deps;
  return {
    'engine.status': () => deps.status(),
    'engine.stop': () => {
      deps.requestStop();
      return {};
    },
    'engine.backup': ({ file }) => storage.backup(file),
    'shares.create': ({ jobId, ...options }) => jobs.run(jobId, (job) => library.create(options, job)),
    'shares.list': () => ({ shares: library.list() }),
    'shares.get': ({ infoHash }) => library.get(infoHash),
    'shares.peers': ({ infoHash }) => ({
      connected: sessions.find(infoHash)?.peers() ?? [],
      announced: tracker.peers(infoHash),
    }),
    'shares.remove': async ({ infoHash }) => {
      await library.remove(infoHash);
      return {};
    },
    'shares.pause': ({ infoHash }) => {
      library.setPaused(infoHash, true);
      return {};
    },
    'shares.resume': ({ infoHash }) => {
      library.setPaused(infoHash, false);
      return {};
    },
    'shares.verify': ({ jobId, infoHash }) => jobs.run(jobId, (job) => library.verify(infoHash, job)),
    'jobs.cancel': ({ jobId }) => {
      jobs.cancel(jobId);
      return {};
    },
  };
}

/** Checks the parameters against the contract, then runs the command. Rejects with `bad-input` that names the parameter. */
export async function runCommand<Name extends CommandName>(
  handlers: Pick<CommandHandlers, Name>,
  command: Name,
  params: CommandParams<Name>,
): Promise<CommandResult<Name>> {
  const parsed = commands[command].params.safeParse(params);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue === undefined || issue.path.length === 0 ? '' : ` ${issue.path.join('.')}:`;
    throw new GranaryError('bad-input', `${command}:${where} ${issue?.message ?? 'the parameters make no sense'}`);
  }
  return handlers[command](parsed.data as ParsedParams<Name>);
}
