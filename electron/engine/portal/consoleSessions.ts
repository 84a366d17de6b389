import { z } from 'zod';
import type { Clock, Logger, RandomBytes, Timer } from '../ports.ts';
import { digestOf } from './consoleTokens.ts';

/**
 * Who is signed in to the console. Sessions outlive the engine, because a restart (after a change of settings, an update, a
 * power cut) should not sign out a person who came by a link and sits far from the terminal that prints them. What is kept
 * is one digest of each session's secrets and two times; the secrets themselves are nowhere but in the browsers.
 */
export interface ConsoleSessions {
  /** Starts a session. Of more than `MAX_SESSIONS` the one unused for longest ends. */
  start(): SessionSecrets;
  /** The session that goes with both, which counts as used now; undefined when there is none or it is too old. */
  find(secrets: SessionSecrets): ConsoleSession | undefined;
  endAll(): void;
  stop(): void;
}

/** Either alone is worth nothing. See build/decisions/0016-console-sessions.md. */
export interface SessionSecrets {
  /** Which no script reads, but which browsers send to every port of the same host. */
  readonly cookie: string;
  /** Which only pages of the console's own origin, port included, can read. */
  readonly key: string;
}

export interface ConsoleSession {
  /** Signs out. May be called again. */
  end(): void;
  /**
   * Calls `onEnd` once when the session ends by whatever cause. While it is followed it counts as used: an open console
   * does not grow idle. Returns a function that ends the following.
   */
  follow(onEnd: () => void): () => void;
}

export interface SessionStore {
  get(key: string): unknown;
  set(key: string, value: unknown): void;
}

export interface ConsoleSessionsDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly randomBytes: RandomBytes;
  readonly store: SessionStore;
}

export const IDLE_MS = 12 * 60 * 60 * 1000;
export const MAX_AGE_MS = 30 * 24 * 60 * 60 * 1000;
export const MAX_SESSIONS = 64;
/** A session that began so far in the future was begun under a wrong clock, and would last for as long as that was wrong. */
export const MAX_AHEAD_MS = 24 * 60 * 60 * 1000;
const SECRET_BYTES = 32;
const STORE_KEY = 'console.sessions';
/** How often ends are looked for, and how much of "used last" an unclean stop may lose. */
const SWEEP_MS = 60_000;

const storedSchema = z.array(z.object({ digest: z.string(), startedAt: z.number(), usedAt: z.number() }));

interface Live {
  readonly digest: string;
  /** Milliseconds since the epoch, by the wall clock: these times must mean the same to the next engine. */
  readonly startedAt: number;
  usedAt: number;
  readonly followers: Set<() => void>;
}

export function createConsoleSessions(deps: ConsoleSessionsDeps): ConsoleSessions {
  const { clock, randomBytes } = deps;
  const sessions = new Map(readStored(deps).map((session) => [session.digest, session]));
  let isChanged = false;
  const sweeper: Timer = clock.every(SWEEP_MS, sweep);

  function save(): void {
    isChanged = false;
    const stored = [...sessions.values()].map(({ digest, startedAt, usedAt }) => ({ digest, startedAt, usedAt }));
    try {
      deps.store.set(STORE_KEY, stored.length === 0 ? undefined : stored);
    } catch (error) {
      // A full disk must not keep a person out of the console that tells them so; the next sweep tries again.
      isChanged = true;
      deps.logger.log('warning', 'who is signed in to the console could not be stored', { error });
    }
  }

  function sweep(): void {
    for (const session of [...sessions.values()]) {
      if (session.followers.size > 0) use(session);
      if (isOver(session)) end(session);
    }
    if (isChanged) save();
  }

  function use(session: Live): void {
    session.usedAt = clock.now();
    isChanged = true;
  }

  function isOver({ startedAt, usedAt }: Live): boolean {
    const now = clock.now();
    return now - usedAt >= IDLE_MS || now - startedAt >= MAX_AGE_MS || startedAt - now > MAX_AHEAD_MS;
  }

  function end(session: Live): void {
    if (!sessions.delete(session.digest)) return;
    save();
    const followers = [...session.followers];
    session.followers.clear();
    for (const onEnd of followers) onEnd();
  }

  function makeRoom(): void {
    const byUse = [...sessions.values()].toSorted((a, b) => a.usedAt - b.usedAt);
    for (const session of byUse.slice(0, Math.max(0, sessions.size - MAX_SESSIONS + 1))) end(session);
  }

  return {
    start() {
      makeRoom();
      const secret = (): string => Buffer.from(randomBytes(SECRET_BYTES)).toString('base64url');
      const secrets = { cookie: secret(), key: secret() };
      const digest = digestOfBoth(secrets);
      sessions.set(digest, { digest, startedAt: clock.now(), usedAt: clock.now(), followers: new Set() });
      save();
      return secrets;
    },
    find(secrets) {
      const session = sessions.get(digestOfBoth(secrets));
      if (session === undefined) return undefined;
      if (isOver(session)) {
        end(session);
        return undefined;
      }
      use(session);
      return {
        end: () => end(session),
        follow(onEnd) {
          session.followers.add(onEnd);
          return () => {
            if (session.followers.delete(onEnd)) use(session);
          };
        },
      };
    },
    endAll() {
      for (const session of [...sessions.values()]) end(session);
    },
    stop() {
      sweeper.cancel();
      if (isChanged) save();
    },
  };
}

/** Of both as one, so that nothing can be told of either alone. */
function digestOfBoth({ cookie, key }: SessionSecrets): string {
  return digestOf(`${cookie} ${key}`);
}

/** Signs everyone out while no engine runs. */
export function endConsoleSessions(store: SessionStore): void {
  store.set(STORE_KEY, undefined);
}

/** What cannot be read signs people out, which they can mend, and is said in the log. */
function readStored({ store, logger }: ConsoleSessionsDeps): readonly Live[] {
  try {
    const stored = storedSchema.parse(store.get(STORE_KEY) ?? []);
    return stored.map((session) => ({ ...session, followers: new Set() }));
  } catch (error) {
    logger.log('warning', 'the stored console sessions cannot be read', { error });
    return [];
  }
}
