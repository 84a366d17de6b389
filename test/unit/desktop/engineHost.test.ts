import { describe, expect, test } from 'vitest';
import type { EngineHostState } from '../../../shared/desktop.ts';
import type { FromEngine, ToEngine } from '../../../electron/engine/envelopes.ts';
import {
  createEngineHost,
  DEATH_WINDOW_MS,
  type EngineChildEvents,
  START_LIMIT_MS,
  STOP_LIMIT_MS,
} from '../../../electron/engineHost.ts';
import { createVirtualClock } from '../../support/virtualClock.ts';

interface FakeChild {
  readonly sent: readonly ToEngine[];
  readonly isKilled: boolean;
  say(message: FromEngine): void;
  exit(why?: string): void;
}

function setUp() {
  const clock = createVirtualClock();
  const children: FakeChild[] = [];
  const states: EngineHostState[] = [];
  const messages: FromEngine[] = [];
  const host = createEngineHost({
    clock,
    spawn(events) {
      const { child, fake } = fakeChild(events);
      children.push(fake);
      return child;
    },
    logFile: '/data/granary.log',
    logTail: () => ['the last words'],
  });
  host.onState((state) => states.push(state));
  host.onMessage((message) => messages.push(message));
  return {
    clock,
    host,
    states,
    messages,
    children,
    kinds: () => states.map(({ kind }) => kind),
    newest(): FakeChild {
      const child = children.at(-1);
      if (child === undefined) throw new Error('nothing was started');
      return child;
    },
  };
}

function fakeChild(events: EngineChildEvents) {
  const sent: ToEngine[] = [];
  let isKilled = false;
  const fake: FakeChild = {
    sent,
    get isKilled() {
      return isKilled;
    },
    say: (message) => events.message(message),
    exit: (why = 'it ended with status 1') => events.exit(why),
  };
  const child = {
    send: (message: ToEngine) => void sent.push(message),
    kill() {
      isKilled = true;
      events.exit('it was ended by SIGKILL');
    },
  };
  return { child, fake };
}

function setUpRunning() {
  const all = setUp();
  all.host.start();
  all.newest().say({ started: true });
  return all;
}

describe('engine host', () => {
  test('ends an engine by force that had just started when it was told to end', async () => {
    const { clock, host, newest, kinds } = setUp();
    host.start();
    const stopped = host.stop();
    expect(newest().sent).toEqual([{ stop: true }]);
    newest().say({ started: true });
    expect(kinds()).not.toContain('running');
    clock.advance(STOP_LIMIT_MS);
    expect(newest().isKilled).toBe(true);
    await stopped;
  });

  test('starts one engine and says when it runs', () => {
    const { host, kinds, children, newest } = setUp();
    host.start();
    host.start();
    expect(children).toHaveLength(1);
    expect(host.send({ open: 1 })).toBe(false);
    newest().say({ started: true });
    expect(kinds()).toEqual(['starting', 'running']);
    expect(host.send({ open: 1 })).toBe(true);
    expect(newest().sent).toEqual([{ open: 1 }]);
  });

  test('hands on frames', () => {
    const { messages, newest } = setUpRunning();
    const message: FromEngine = { session: 1, frame: { id: 1, result: {} } };
    newest().say(message);
    expect(messages).toEqual([message]);
  });

  test('starts it again after a death, later after the second', () => {
    const { clock, states, kinds, children, newest } = setUpRunning();
    newest().exit('it was ended by SIGSEGV');
    expect(states.at(-1)).toEqual({
      kind: 'restarting',
      reason: 'it was ended by SIGSEGV',
      nextAt: clock.now() + 100,
    });
    clock.advance(100);
    newest().say({ started: true });
    newest().exit();
    clock.advance(1999);
    expect(children).toHaveLength(2);
    clock.advance(1);
    expect(children).toHaveLength(3);
    expect(kinds()).toEqual(['starting', 'running', 'restarting', 'starting', 'running', 'restarting', 'starting']);
  });

  test('gives up after three deaths within a minute, with the log', () => {
    const { clock, states, children, newest } = setUpRunning();
    for (const delayMs of [100, 2000, 100_000]) {
      newest().exit();
      clock.advance(delayMs);
    }
    expect(children).toHaveLength(3);
    expect(states.at(-1)).toMatchObject({
      kind: 'stopped',
      error: { code: 'internal' },
      logFile: '/data/granary.log',
      logTail: ['the last words'],
    });
    expect(clock.pendingTasks).toBe(0);
  });

  test('does not count deaths together that are a minute apart', () => {
    const { clock, host, newest } = setUpRunning();
    for (let death = 0; death < 5; death++) {
      newest().exit();
      clock.advance(100);
      newest().say({ started: true });
      clock.advance(DEATH_WINDOW_MS);
    }
    expect(host.state.kind).toBe('running');
  });

  test('is stopped at once, in the words of the engine, when it cannot start', () => {
    const { clock, host, children, newest } = setUp();
    const failed = { code: 'port-taken', message: 'another program listens on port 6969' };
    host.start();
    newest().say({ failed });
    // It was heard, and may end.
    expect(newest().sent).toEqual([{ stop: true }]);
    newest().exit();
    expect(host.state).toMatchObject({ kind: 'stopped', error: failed });
    clock.advance(DEATH_WINDOW_MS);
    expect(children).toHaveLength(1);
  });

  test('helps one to its end that failed and does not end', () => {
    const { clock, host, newest } = setUp();
    host.start();
    newest().say({ failed: { code: 'internal', message: 'no' } });
    clock.advance(STOP_LIMIT_MS);
    expect(newest().isKilled).toBe(true);
    expect(host.state.kind).toBe('stopped');
  });

  test('takes one that never says that it started for dead', () => {
    const { clock, host, newest } = setUp();
    host.start();
    clock.advance(START_LIMIT_MS);
    expect(newest().isKilled).toBe(true);
    expect(host.state.kind).toBe('restarting');
  });

  test('copes with a process that cannot even be started', () => {
    const clock = createVirtualClock();
    const host = createEngineHost({
      clock,
      spawn(events) {
        events.exit('there is no such file');
        return { send: () => undefined, kill: () => undefined };
      },
      logFile: '',
      logTail: () => [],
    });
    host.start();
    expect(host.state).toMatchObject({ kind: 'restarting', reason: 'there is no such file' });
    clock.advance(2100);
    expect(host.state.kind).toBe('stopped');
  });

  test('starts it anew at once when it asks for that', () => {
    const { kinds, children, newest } = setUpRunning();
    newest().say({ restart: true });
    newest().exit('it ended with status 0');
    newest().say({ started: true });
    expect(children).toHaveLength(2);
    expect(kinds()).toEqual(['starting', 'running', 'starting', 'running']);
  });

  test('a restart on request stops it first, and resolves when it runs', async () => {
    const { host, children, newest } = setUpRunning();
    const restarted = host.restart();
    expect(newest().sent).toEqual([{ stop: true }]);
    expect(host.send({ open: 2 })).toBe(false);
    newest().exit('it ended with status 0');
    newest().say({ started: true });
    await restarted;
    expect(children).toHaveLength(2);
  });

  test.each<FromEngine>([{ restart: true }, { failed: { code: 'engine-unreachable', message: 'it was stopped' } }])(
    'a restart on request waits for the engine that follows one that is ending by itself: %j',
    async (lastWords) => {
      const { host, children, newest } = setUpRunning();
      newest().say(lastWords);
      let isRestarted = false;
      const restarted = host.restart().then(() => {
        isRestarted = true;
      });
      expect(host.send({ open: 2 })).toBe(false);
      newest().exit('it ended with status 0');
      await Promise.resolve();
      expect(isRestarted).toBe(false);
      newest().say({ started: true });
      await restarted;
      expect(children).toHaveLength(2);
      expect(host.state.kind).toBe('running');
    },
  );

  test('a restart on request does not wait for the back-off, and forgets earlier deaths', async () => {
    const { clock, host, children, newest } = setUpRunning();
    newest().exit();
    clock.advance(100);
    newest().exit();
    const restarted = host.restart();
    newest().say({ started: true });
    await restarted;
    expect(children).toHaveLength(3);
    newest().exit();
    expect(host.state.kind).toBe('restarting');
  });

  test('a stop waits for the end', async () => {
    const { clock, host, newest } = setUpRunning();
    const stopped = host.stop();
    expect(newest().sent).toEqual([{ stop: true }]);
    newest().exit('it ended with status 0');
    await stopped;
    host.start();
    expect(host.state.kind).toBe('stopped');
    expect(clock.pendingTasks).toBe(0);
    await host.stop();
  });

  test('a stop kills one that takes too long', async () => {
    const { clock, host, newest } = setUpRunning();
    const stopped = host.stop();
    clock.advance(STOP_LIMIT_MS);
    await stopped;
    expect(newest().isKilled).toBe(true);
  });

  test('a stop during the back-off starts nothing more', async () => {
    const { clock, host, children, newest } = setUpRunning();
    newest().exit();
    await host.stop();
    clock.advance(DEATH_WINDOW_MS);
    expect(children).toHaveLength(1);
  });

  test('what a dead engine still says is not heard', () => {
    const { clock, host, messages, newest } = setUpRunning();
    const old = newest();
    old.exit();
    clock.advance(100);
    old.say({ session: 1, frame: { id: 1, result: {} } });
    old.say({ started: true });
    expect(messages).toEqual([]);
    expect(host.state.kind).toBe('starting');
  });
});
