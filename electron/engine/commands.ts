import type { Actor } from '../../shared/actor.ts';
import {
  type CommandName,
  type CommandParams,
  type CommandResult,
  commands,
  type ParsedParams,
} from '../../shared/contract.ts';
import type { EngineStatus } from '../../shared/model.ts';
import { browseFolder } from './browseFolder.ts';
import { GranaryError } from './errors.ts';
import { type ListCommandDeps, listCommands } from './listCommands.ts';
import { type ApiCommandDeps, apiCommandHandlers } from './portal/api/apiCommands.ts';
import { type PeopleCommandDeps, peopleCommands } from './peopleCommands.ts';
import { type RecordCommandDeps, recordCommands } from './recordCommands.ts';
import { type ShareCommandDeps, shareCommands } from './shareCommands.ts';
import type { Storage } from './storage/storage.ts';

/** What every command of the contract does, and nothing else. */
export type CommandHandlers = {
  readonly [Name in CommandName]: (
    params: ParsedParams<Name>,
    by: Actor,
  ) => Promise<CommandResult<Name>> | CommandResult<Name>;
};

export interface CommandDeps
  extends RecordCommandDeps,
    ShareCommandDeps,
    ListCommandDeps,
    Omit<ApiCommandDeps, 'records'>,
    Omit<PeopleCommandDeps, 'library'> {
  readonly storage: Storage;
  readonly status: () => EngineStatus;
  /** Begins to stop the engine; the answer still reaches the caller. */
  readonly requestStop: () => void;
  /** The same, to be started again. Throws where nobody would. */
  readonly requestRestart: () => void;
}

export function createCommandHandlers(deps: CommandDeps): CommandHandlers {
  const { storage, jobs } = deps;
  return {
    ...recordCommands(deps),
    ...shareCommands(deps),
    ...listCommands(deps),
    ...apiCommandHandlers(deps),
    ...peopleCommands(deps),
    'engine.status': () => deps.status(),
    'engine.stop': () => {
      deps.requestStop();
      return {};
    },
    'engine.restart': () => {
      deps.requestRestart();
      return {};
    },
    'engine.backup': ({ file }) => storage.backup(file),
    'files.browse': ({ folder }) => browseFolder(folder),
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
  { params, by }: { readonly params: CommandParams<Name>; readonly by: Actor },
): Promise<CommandResult<Name>> {
  const parsed = commands[command].params.safeParse(params);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue === undefined || issue.path.length === 0 ? '' : ` ${issue.path.join('.')}:`;
    throw new GranaryError('bad-input', `${command}:${where} ${issue?.message ?? 'the parameters make no sense'}`);
  }
  return handlers[command](parsed.data as ParsedParams<Name>, by);
}
