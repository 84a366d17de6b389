import { parseIpAddress } from '../codec/ipAddress.ts';
import type { Clock, Logger, RandomBytes } from '../ports.ts';
import { type ConsolePassword, createConsolePassword } from './consolePassword.ts';
import {
  type ConsoleSession,
  createConsoleSessions,
  type SessionSecrets,
  type SessionStore,
} from './consoleSessions.ts';
import { createConsoleTokens, type Reach } from './consoleTokens.ts';
import { createLoginDelay } from './loginDelay.ts';

/** Who may use the console: signing in by link or password, the secrets that follow, and signing everyone out. */
export interface ConsoleAccess {
  readonly methods: readonly SignInMethod[];
  readonly hasPassword: boolean;
  /** Never rejects for what a stranger sends. */
  signIn(given: Credentials, from: string): Promise<SignIn>;
  sessionOf(shown: ShownSecrets): ConsoleSession | undefined;
  /** The secret for a link that signs in once. */
  mintToken(reach: Reach): string;
  /** Undefined removes it. Either way everyone is signed out and no link is good any more. Rejects with `bad-input`. */
  setPassword(password: string | undefined): Promise<void>;
  stop(): void;
}

/** What a request to `port` shows of a session. */
export interface ShownSecrets {
  /** The Cookie header. */
  readonly cookies: string | undefined;
  readonly key: string;
  readonly port: number;
}

export type SignInMethod = 'token' | 'password';
export type Credentials = { readonly token: string } | { readonly password: string };
export type SignIn =
  | { readonly kind: 'signed-in'; readonly secrets: SessionSecrets }
  | { readonly kind: 'wrong'; readonly method: SignInMethod }
  | { readonly kind: 'wait'; readonly seconds: number };

export interface ConsoleAccessDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly randomBytes: RandomBytes;
  readonly store: SessionStore;
}

export function createConsoleAccess(deps: ConsoleAccessDeps): ConsoleAccess {
  const tokens = createConsoleTokens(deps);
  const sessions = createConsoleSessions(deps);
  const password: ConsolePassword = createConsolePassword(deps.store);
  const delay = createLoginDelay(deps.clock);
  let passwordsSet = 0;

  function wrong(method: SignInMethod, from: string): SignIn {
    deps.logger.log('warning', 'a sign-in to the console failed', { method, from });
    return { kind: 'wrong', method };
  }

  /** A good link is let in at any time: it cannot be guessed, and so nobody can keep the owner out by wrong tries. */
  function byToken(token: string, from: string): SignIn {
    if (tokens.redeem(token, reachOf(from))) return { kind: 'signed-in', secrets: sessions.start() };
    const seconds = delay.begin(from);
    return seconds > 0 ? { kind: 'wait', seconds } : wrong('token', from);
  }

  async function byPassword(given: string, from: string): Promise<SignIn> {
    const seconds = delay.begin(from);
    if (seconds > 0) return { kind: 'wait', seconds };
    const atFirst = passwordsSet;
    const isRight = await password.matches(given);
    // A password that was changed while it was tried is the old one.
    if (!isRight || passwordsSet !== atFirst) return wrong('password', from);
    delay.succeeded(from);
    return { kind: 'signed-in', secrets: sessions.start() };
  }

  return {
    get methods() {
      return password.isSet ? (['token', 'password'] as const) : (['token'] as const);
    },
    get hasPassword() {
      return password.isSet;
    },
    async signIn(given, from) {
      const result = 'token' in given ? byToken(given.token, from) : await byPassword(given.password, from);
      if (result.kind === 'signed-in') deps.logger.log('info', 'someone signed in to the console', { from });
      return result;
    },
    sessionOf({ cookies, key, port }) {
      const cookie = cookieOf(cookies, cookieName(port));
      return cookie === undefined ? undefined : sessions.find({ cookie, key });
    },
    mintToken: (reach) => tokens.mint(reach),
    async setPassword(next) {
      if (next === undefined) password.remove();
      else await password.set(next);
      passwordsSet += 1;
      tokens.clear();
      sessions.endAll();
    },
    stop: () => sessions.stop(),
  };
}

/** Cookies do not know ports: two engines on one computer would otherwise sign each other's people out. */
export function cookieName(port: number): string {
  return `granary-${port}`;
}

/**
 * The Set-Cookie header. Without `Secure`, because the console is plain HTTP: there is no name on a local network that a
 * certificate could be had for.
 */
export function cookieHeader(port: number, secret: string): string {
  return `${cookieName(port)}=${secret}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${COOKIE_SECONDS}`;
}

export function endedCookieHeader(port: number): string {
  return `${cookieName(port)}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0`;
}

/** As long as the longest session; the session itself may end before. */
const COOKIE_SECONDS = 30 * 24 * 60 * 60;

function cookieOf(header: string | undefined, name: string): string | undefined {
  for (const pair of (header ?? '').split(';')) {
    const equals = pair.indexOf('=');
    if (equals !== -1 && pair.slice(0, equals).trim() === name) return pair.slice(equals + 1).trim();
  }
  return undefined;
}

function reachOf(address: string): Reach {
  return parseIpAddress(address)?.scope === 'loopback' ? 'computer' : 'network';
}
