import { basename } from 'node:path';
import type { CommandName, CommandParams, EngineApi } from '../../../shared/contract.ts';
import { GranaryError } from '../errors.ts';
import type { Reach } from './consoleTokens.ts';

/**
 * What a page of the console may not do although it is signed in: what would reach beyond sharing on the computer that runs
 * the engine, or shut its own door from outside. See build/decisions/0016-console-sessions.md.
 */
export function limitToConsole(api: EngineApi, from: Reach): EngineApi {
  return {
    onEvent: (listener, only) => api.onEvent(listener, only),
    async call(command, params, by) {
      const refusal = REFUSALS[command]?.(params as never, from);
      if (refusal !== undefined) throw refusal;
      return api.call(command, params, by);
    },
  };
}

type Refusals = {
  readonly [Name in CommandName]?: (params: CommandParams<Name>, from: Reach) => GranaryError | undefined;
};

const REFUSALS: Refusals = {
  'engine.stop': () =>
    new GranaryError('bad-input', 'the console cannot stop the engine', {
      hint: 'who stops it here could not start it again: end it on the computer that runs it',
    }),
  'engine.backup': ({ file }) => (BACKUP_NAME.test(basename(file)) ? undefined : notABackupName()),
  'settings.change': ({ changes }, from) => {
    const key = OWN_DOOR.find((each) => Object.hasOwn(changes, each));
    return key === undefined || from === 'computer' ? undefined : notFromOutside(key);
  },
};

/** A file of another name could be one that a system or a shell runs or obeys. */
const BACKUP_NAME = /^[^.].*\.sqlite$/i;

function notABackupName(): GranaryError {
  return new GranaryError('bad-input', 'a backup that is made from the console has a name that ends in .sqlite', {
    hint: 'any other name can be given on the computer itself, with: granary backup FILE',
    because: { reason: 'backup-name' },
  });
}

/** Who reaches the console, and where. */
const OWN_DOOR = ['consoleInterfaces', 'controlPort'];

function notFromOutside(key: string): GranaryError {
  return new GranaryError('bad-config', `"${key}" cannot be changed over the network`, {
    hint: 'change it in a window on the computer that runs Granary',
    because: { reason: 'not-over-network', setting: key },
  });
}
