import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  createConsoleSessions,
  endConsoleSessions,
  IDLE_MS,
  MAX_AGE_MS,
  MAX_SESSIONS,
} from '../../../electron/engine/portal/consoleSessions.ts';
import { createMemoryStore } from '../../support/memoryStore.ts';
import { createVirtualClock } from '../../support/virtualClock.ts';

const HOUR_MS = 3_600_000;

function setUp() {
  const clock = createVirtualClock();
  const store = createMemoryStore();
  const logged: string[] = [];
  const logger = { log: (_: unknown, message: string) => void logged.push(message) };
  const create = () => createConsoleSessions({ clock, store, logger, randomBytes });
  return { clock, store, logged, create, sessions: create() };
}

describe('a session', () => {
  it('is found by its two secrets, of which only a digest is kept', () => {
    const { sessions, store } = setUp();
    const secrets = sessions.start();
    for (const secret of Object.values(secrets)) expect(secret).toMatch(/^[\w-]{43}$/);
    expect(secrets.cookie).not.toBe(secrets.key);
    expect(sessions.find(secrets)).toBeDefined();
    expect(store.text()).toContain('console.sessions');
    for (const secret of Object.values(secrets)) expect(store.text()).not.toContain(secret);
  });

  it.each(['', 'corn', 'a'.repeat(43), '__proto__'])('is not found by %j in the place of either', (wrong) => {
    const { sessions } = setUp();
    const secrets = sessions.start();
    expect(sessions.find({ ...secrets, cookie: wrong })).toBeUndefined();
    expect(sessions.find({ ...secrets, key: wrong })).toBeUndefined();
    expect(sessions.find({ cookie: `${secrets.cookie} ${secrets.key}`, key: '' })).toBeUndefined();
  });

  it('ends when the clock under which it began turns out to have been far ahead', () => {
    const { store, create } = setUp();
    const ahead = (ms: number) => {
      const clock = createVirtualClock(createVirtualClock().now() + ms);
      const early = createConsoleSessions({ clock, store, logger: { log: () => undefined }, randomBytes });
      const secrets = early.start();
      early.stop();
      return create().find(secrets);
    };
    expect(ahead(HOUR_MS)).toBeDefined();
    expect(ahead(48 * HOUR_MS)).toBeUndefined();
  });

  it('ends after twelve idle hours, and not while it is used', () => {
    const { clock, sessions } = setUp();
    const secret = sessions.start();
    for (let i = 0; i < 5; i++) {
      clock.advance(IDLE_MS - 1);
      expect(sessions.find(secret)).toBeDefined();
    }
    clock.advance(IDLE_MS);
    expect(sessions.find(secret)).toBeUndefined();
  });

  it('does not grow idle while a console is open, and ends thirty days after the sign-in all the same', () => {
    const { clock, sessions } = setUp();
    const secret = sessions.start();
    let ends = 0;
    sessions.find(secret)?.follow(() => {
      ends += 1;
    });
    clock.advance(MAX_AGE_MS - HOUR_MS);
    expect(ends).toBe(0);
    clock.advance(2 * HOUR_MS);
    expect(ends).toBe(1);
    expect(sessions.find(secret)).toBeUndefined();
  });

  it('tells each follower of its end once, and those who left not at all', () => {
    const { sessions } = setUp();
    const session = sessions.find(sessions.start());
    const told: string[] = [];
    session?.follow(() => void told.push('first'));
    session?.follow(() => void told.push('second'));
    session?.follow(() => void told.push('left'))();
    session?.end();
    session?.end();
    expect(told).toEqual(['first', 'second']);
  });

  it('gives way, if unused for longest, to the one beyond the bound', () => {
    const { clock, sessions } = setUp();
    const first = sessions.start();
    const second = sessions.start();
    clock.advance(1000);
    sessions.find(first);
    const others = Array.from({ length: MAX_SESSIONS - 2 }, () => sessions.start());
    clock.advance(1000);
    others.push(sessions.start());
    expect(sessions.find(second)).toBeUndefined();
    for (const secret of [first, ...others]) expect(sessions.find(secret)).toBeDefined();
  });

  it('ends with all others', () => {
    const { sessions, store } = setUp();
    const secrets = [sessions.start(), sessions.start()];
    sessions.endAll();
    for (const secret of secrets) expect(sessions.find(secret)).toBeUndefined();
    expect(store.text()).toBe('[]');
  });
});

describe('the next engine', () => {
  it('knows who is signed in, since when, and when they were last there', () => {
    const { clock, create, sessions } = setUp();
    const secret = sessions.start();
    clock.advance(IDLE_MS - HOUR_MS);
    sessions.find(secret);
    sessions.stop();
    clock.advance(IDLE_MS - HOUR_MS);
    const next = create();
    expect(next.find(secret)).toBeDefined();
    next.stop();
    clock.advance(IDLE_MS);
    expect(create().find(secret)).toBeUndefined();
  });

  it('knows it after an unclean stop too, to the minute', () => {
    const { clock, create, sessions } = setUp();
    const secret = sessions.start();
    clock.advance(HOUR_MS);
    sessions.find(secret);
    clock.advance(61_000);
    clock.advance(IDLE_MS - 62_000);
    expect(create().find(secret)).toBeDefined();
  });

  it('has nobody signed in after the password changed in between', () => {
    const { create, sessions, store } = setUp();
    const secret = sessions.start();
    sessions.stop();
    endConsoleSessions(store);
    expect(create().find(secret)).toBeUndefined();
  });

  it('signs everyone out when what was stored makes no sense, and says so', () => {
    const { create, logged, store } = setUp();
    store.set('console.sessions', [{ digest: 7 }]);
    expect(create().find({ cookie: 'corn', key: 'rye' })).toBeUndefined();
    expect(logged).toEqual(['the stored console sessions cannot be read']);
  });
});

it('lets people in while nothing can be stored, and stores it later', () => {
  const { clock, logged, store, create } = setUp();
  let isFull = true;
  const set = store.set.bind(store);
  Object.assign(store, {
    set(key: string, value: unknown) {
      if (isFull) throw new Error('no space left');
      set(key, value);
    },
  });
  const sessions = create();
  const secret = sessions.start();
  expect(sessions.find(secret)).toBeDefined();
  expect(logged).toHaveLength(1);
  isFull = false;
  clock.advance(60_000);
  expect(create().find(secret)).toBeDefined();
});
