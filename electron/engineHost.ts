import type { ErrorBody } from '../shared/frames.ts';
import type { EngineHostState } from '../shared/desktop.ts';
import type { FromEngine, ToEngine } from './engine/envelopes.ts';
import type { Clock, Timer } from './engine/ports.ts';

/** The engine's process as its host sees it. */
export interface EngineChild {
  send(message: ToEngine): void;
  /** Asks the system to end it at once. */
  kill(): void;
}

export interface EngineChildEvents {
  message(message: FromEngine): void;
  /** Once, however it ended; `why` is for people. */
  exit(why: string): void;
}

export interface EngineHostDeps {
  readonly clock: Clock;
  /** Starts a process. Must not throw: one that cannot be started exits. */
  readonly spawn: (events: EngineChildEvents) => EngineChild;
  readonly logFile: string;
  /** The last lines that the engine wrote. */
  readonly logTail: () => readonly string[];
}

/** Starts the engine, watches it, starts it again when it dies, and gives up when that does not help. */
export interface EngineHost {
  readonly state: EngineHostState;
  /** Called with every change. Returns a function that ends it. */
  onState(listener: (state: EngineHostState) => void): () => void;
  onMessage(listener: (message: FromEngine) => void): () => void;
  /** Whether it was handed on; not while the engine is not running. */
  send(message: ToEngine): boolean;
  start(): void;
  /** Starts a stopped or waiting engine now, and a running one anew. Resolves when the engine runs or is stopped for good. */
  restart(): Promise<void>;
  /** Ends the engine, by force if it takes longer than `STOP_LIMIT_MS`. Nothing is started again. Idempotent. */
  stop(): Promise<void>;
}

/** Deaths within it are counted together. */
export const DEATH_WINDOW_MS = 60_000;
/** How long the first and the second death in a row are waited out; the third ends it. */
export const BACK_OFF_MS: readonly number[] = [100, 2000];
/** An engine that says nothing for so long after its start is taken for dead: large libraries open in a few seconds. */
export const START_LIMIT_MS = 60_000;
export const STOP_LIMIT_MS = 10_000;

interface Life {
  child: EngineChild;
  /** What its end is to be taken for. */
  ending: 'death' | 'failed' | 'restart' | 'stop';
  failure: ErrorBody | undefined;
  limit: Timer | undefined;
}

export function createEngineHost({ clock, spawn, logFile, logTail }: EngineHostDeps): EngineHost {
  const stateListeners = new Set<(state: EngineHostState) => void>();
  const messageListeners = new Set<(message: FromEngine) => void>();
  let state: EngineHostState = { kind: 'starting' };
  let life: Life | undefined;
  let waiting: Timer | undefined;
  let deathsAt: number[] = [];
  let isStopping = false;

  function become(next: EngineHostState): void {
    state = next;
    for (const listener of [...stateListeners]) listener(next);
  }

  function start(): void {
    if (life !== undefined || isStopping) return;
    waiting?.cancel();
    waiting = undefined;
    const mine: Life = { child: NOBODY, ending: 'death', failure: undefined, limit: undefined };
    life = mine;
    mine.limit = clock.after(START_LIMIT_MS, () => mine.child.kill());
    become({ kind: 'starting' });
    mine.child = spawn({
      message(message) {
        if (life === mine) receive(mine, message);
      },
      exit: (why) => onExit(mine, why),
    });
  }

  function receive(from: Life, message: FromEngine): void {
    if ('started' in message) {
      // It was told to end before it could say so, and must not be waited for longer because of that.
      if (from.ending !== 'death') return;
      from.limit?.cancel();
      become({ kind: 'running' });
    } else if ('failed' in message) {
      from.ending = 'failed';
      from.failure = message.failed;
      askToEnd(from);
    } else if ('restart' in message) {
      from.ending = 'restart';
      askToEnd(from);
    } else for (const listener of [...messageListeners]) listener(message);
  }

  /** One that said itself that it ends learns that it was heard, so that its last words are not lost. It is helped if it does not end. */
  function askToEnd(dying: Life): void {
    dying.child.send({ stop: true });
    dying.limit?.cancel();
    dying.limit = clock.after(STOP_LIMIT_MS, () => dying.child.kill());
  }

  function onExit(dead: Life, why: string): void {
    if (life !== dead) return;
    dead.limit?.cancel();
    life = undefined;
    if (isStopping || dead.ending === 'stop') return giveUp(STOPPED);
    if (dead.ending === 'restart') return start();
    if (dead.ending === 'failed') return giveUp(dead.failure ?? STOPPED);
    afterDeath(why);
  }

  function afterDeath(why: string): void {
    const now = clock.monotonicMs();
    deathsAt = [...deathsAt.filter((at) => now - at < DEATH_WINDOW_MS), now];
    const delayMs = BACK_OFF_MS[deathsAt.length - 1];
    if (delayMs === undefined) {
      giveUp({
        code: 'internal',
        message: `the engine ended ${deathsAt.length} times within a minute, the last time because ${why}`,
        hint: 'the end of its log may say why; try again, and report it if it stays so',
        because: { reason: 'engine-keeps-ending', count: deathsAt.length },
      });
      return;
    }
    become({ kind: 'restarting', reason: why, nextAt: clock.now() + delayMs });
    waiting = clock.after(delayMs, start);
  }

  function giveUp(error: ErrorBody): void {
    deathsAt = [];
    become({ kind: 'stopped', error, logFile, logTail: logTail() });
  }

  function end(ending: 'restart' | 'stop'): void {
    if (life === undefined) return;
    life.ending = ending;
    askToEnd(life);
  }

  /** Resolves at the first state that `isWanted`; the state of now counts. */
  function reached(isWanted: (state: EngineHostState) => boolean): Promise<void> {
    if (isWanted(state)) return Promise.resolve();
    return new Promise((resolve) => {
      const listener = (next: EngineHostState): void => {
        if (!isWanted(next)) return;
        stateListeners.delete(listener);
        resolve();
      };
      stateListeners.add(listener);
    });
  }

  return {
    get state() {
      return state;
    },
    onState(listener) {
      stateListeners.add(listener);
      return () => void stateListeners.delete(listener);
    },
    onMessage(listener) {
      messageListeners.add(listener);
      return () => void messageListeners.delete(listener);
    },
    send(message) {
      if (state.kind !== 'running' || life === undefined) return false;
      life.child.send(message);
      return true;
    },
    start,
    async restart() {
      if (isStopping) return;
      deathsAt = [];
      if (life === undefined) start();
      else {
        const isEnding = life.ending !== 'death';
        become({ kind: 'starting' });
        // One that ends by itself was asked to already; what counts is that another follows it.
        if (isEnding) life.ending = 'restart';
        else end('restart');
      }
      await reached(({ kind }) => kind === 'running' || kind === 'stopped');
    },
    async stop() {
      isStopping = true;
      waiting?.cancel();
      waiting = undefined;
      if (life?.ending === 'death') end('stop');
      if (life !== undefined) await reached(({ kind }) => kind === 'stopped');
    },
  };
}

/** Until a process is there; one that could not be started exits before it is. */
const NOBODY: EngineChild = { send: () => undefined, kill: () => undefined };

const STOPPED: ErrorBody = { code: 'engine-unreachable', message: 'the engine was stopped' };
