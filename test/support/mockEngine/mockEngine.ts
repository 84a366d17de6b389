import { GranaryError } from '../../../electron/engine/errors.ts';
import { createEventBus } from '../../../electron/engine/eventBus.ts';
import type { Clock } from '../../../electron/engine/ports.ts';
import type { OpenRowSource } from '../../../electron/engine/views/rowSource.ts';
import {
  type CommandName,
  type CommandParams,
  type CommandResult,
  commands,
  type EngineApi,
  type ParsedParams,
} from '../../../shared/contract.ts';
import { createMockActivity } from './mockActivity.ts';
import { createMockApi } from './mockApi.ts';
import { createMockHandlers, type MockHandlers } from './mockCommands.ts';
import { createMockLists } from './mockLists.ts';
import { createMockJobs } from './mockJobs.ts';
import { createMockPeople } from './mockPeople.ts';
import { createMockSettings } from './mockSettings.ts';
import { createMockStatus } from './mockStatus.ts';
import { paradeShares } from './mockParade.ts';
import { type MockOptions, STILL_AT } from './options.ts';
import { createRowSources } from './rowSources.ts';
import { createShareFigures } from './shareFigures.ts';
import { createWorld } from './world.ts';
import { epochMs } from '../../../shared/units.ts';

/** An engine without sockets, files or history, full of things to look at. */
export interface MockEngine {
  readonly api: EngineApi;
  readonly openRowSource: OpenRowSource;
  stop(): void;
}

interface MockDeps {
  readonly clock: Clock;
  /** Called when a client asks the engine to stop. */
  readonly onStop?: (how: 'for good' | 'again') => void;
}

export function createMockEngine(options: MockOptions, { clock: realClock, onStop }: MockDeps): MockEngine {
  const clock: Clock = options.still ? { ...realClock, now: () => epochMs(STILL_AT) } : realClock;
  const bus = createEventBus({ log: () => undefined });
  const world = createWorld(options, clock);
  const figuresOf = createShareFigures(world);
  const jobs = createMockJobs({ clock, bus, isStill: options.still });
  const people = createMockPeople(world);
  const settings = createMockSettings(options);
  const sourceDeps = {
    world,
    figuresOf,
    people,
    status: createMockStatus({ world, figuresOf, people, settings }),
    activity: createMockActivity(world),
    lists: createMockLists(world),
    mockApi: createMockApi(),
  };
  const parade = options.everyone === true ? paradeShares({ clock, bus, world, figuresOf }) : undefined;
  const stop = (how: 'for good' | 'again'): void => {
    bus.emit({ event: 'engine.stopping', data: {} });
    onStop?.(how);
  };
  const handlers = createMockHandlers({ ...sourceDeps, bus, jobs, settings, stop });
  return {
    api: { call: (command, params) => call(handlers, { command, params, fail: options.fail }), onEvent: bus.onEvent },
    openRowSource: createRowSources(sourceDeps),
    stop: () => {
      jobs.stop();
      parade?.cancel();
    },
  };
}

interface Call<Name extends CommandName> {
  readonly command: Name;
  readonly params: CommandParams<Name>;
  readonly fail: string | undefined;
}

async function call<Name extends CommandName>(
  handlers: MockHandlers,
  { command, params, fail }: Call<Name>,
): Promise<CommandResult<Name>> {
  if (fail === command) {
    throw new GranaryError('internal', `${command} was refused, as was asked for`, {
      hint: 'start the mock without --fail',
    });
  }
  const parsed = commands[command].params.safeParse(params);
  if (!parsed.success) throw new GranaryError('bad-input', `${command}: ${parsed.error.issues[0]?.message ?? ''}`);
  return handlers[command](parsed.data as ParsedParams<Name>);
}
