import type { Actor } from '../../../shared/actor.ts';
import {
  type ClientApi,
  type ClientCommandName,
  type ClientEvent,
  type CommandName,
  type CommandParams,
  connectionCommands,
  type EngineApi,
  type ParsedClientParams,
} from '../../../shared/contract.ts';
import { GranaryError } from '../errors.ts';
import type { Clock, Logger } from '../ports.ts';
import { createFollows, type Follows } from './follows.ts';
import { createOpenViews, type OpenViews } from './openViews.ts';
import { parseParams } from './requestFrame.ts';
import type { OpenRowSource } from './rowSource.ts';

/** One client of the engine: what it follows and looks at, whatever carries its words. */
export interface ClientSession extends ClientApi {
  /** Ends its views and follows; calls reject with `engine-unreachable` from then on. May be called again. */
  close(): void;
}

export interface ClientSessionDeps {
  readonly api: EngineApi;
  readonly openSource: OpenRowSource;
  readonly clock: Clock;
  /** Who is at the other end: the window, where nothing else is said. */
  readonly by?: Actor;
  readonly logger?: Logger;
}

type ConnectionCommandName = keyof typeof connectionCommands;
type ConnectionHandlers = {
  readonly [Name in ConnectionCommandName]: (
    params: ParsedClientParams<Name>,
  ) => Record<string, never> | { readonly keys: string[] };
};

const WINDOW: Actor = { kind: 'window' };
const SILENT: Logger = { log: () => undefined };

export function createClientSession({ api, openSource, clock, ...deps }: ClientSessionDeps): ClientSession {
  const { by = WINDOW, logger = SILENT } = deps;
  const listeners = new Set<(event: ClientEvent) => void>();
  const views = createOpenViews({ clock, logger, openSource, tell: (data) => emit({ event: 'view.changed', data }) });
  const follows = createFollows(api, emit);
  const handlers = createHandlers(views, follows);
  let isClosed = false;

  function emit(event: ClientEvent): void {
    for (const listener of [...listeners]) {
      try {
        listener(event);
      } catch (cause) {
        logger.log('error', `a client could not be told of ${event.event}`, { cause });
      }
    }
  }

  return {
    async call(command, params) {
      if (isClosed) throw new GranaryError('engine-unreachable', 'the connection to the engine is closed');
      const answer = isConnectionCommand(command)
        ? handlers[command](parseParams(command, params) as never)
        : api.call(command, params as CommandParams<CommandName>, by);
      return (await answer) as never;
    },
    onEvent(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    close() {
      isClosed = true;
      views.stop();
      follows.stop();
      listeners.clear();
    },
  };
}

function createHandlers(views: OpenViews, follows: Follows): ConnectionHandlers {
  return {
    'client.follow': ({ events }) => {
      follows.follow(events);
      return {};
    },
    'client.setVisible': ({ visible }) => {
      follows.setVisible(visible);
      views.setVisible(visible);
      return {};
    },
    'views.open': ({ view, spec }) => {
      views.open(view, spec);
      return {};
    },
    'views.change': ({ view, spec }) => {
      views.change(view, spec);
      return {};
    },
    'views.close': ({ view }) => {
      views.close(view);
      return {};
    },
    'views.keys': ({ view, first, count }) => ({ keys: views.keys(view, { first, count }) }),
  };
}

function isConnectionCommand(command: ClientCommandName): command is ConnectionCommandName {
  return Object.hasOwn(connectionCommands, command);
}
