import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { People } from '../people/people.ts';
import { type Person, stateOf } from '../people/person.ts';
import type { Clock, RandomBytes } from '../ports.ts';
import { digestOf } from './consoleTokens.ts';
import type { Visitor } from './siteCatalogue.ts';

/**
 * Who may look at the site. Everyone, unless the tracker is private: then people who signed in, by a cookie, and for their feed
 * readers a key in the address. Sessions are kept in memory: who stops the engine signs everyone out.
 */
export interface SiteDoor {
  /** Whether one has to sign in at this moment. */
  isPrivate(): boolean;
  /** Undefined for who has to sign in first. */
  visitorOf(request: Pick<FastifyRequest, 'headers' | 'url'>): Visitor | undefined;
  /** By the cookie alone: a feed's key shows what is here, and changes nothing. Nobody unless the tracker is private. */
  signedIn(request: Pick<FastifyRequest, 'headers'>): Person | undefined;
  /** Begins a session; answers the header that gives its cookie. */
  letIn(person: Person): string;
  /** Ends the session of this request; answers the header that takes the cookie back. */
  letOut(request: Pick<FastifyRequest, 'headers'>): string;
  /** What stands behind the address of a feed, so that it is this person's. Another passkey makes another. */
  feedKeyOf(person: Pick<Person, 'id' | 'passkey'>): string;
}

export interface SiteDoorDeps {
  readonly clock: Clock;
  readonly randomBytes: RandomBytes;
  readonly people: Pick<People, 'find'>;
  readonly isPrivate: () => boolean;
}

interface Session {
  readonly personId: number;
  /** Another passkey or password ends the sessions too: whoever changed it wants others out. */
  readonly passkey: string;
  readonly password: Person['password'];
  lastUsedMs: number;
}

const COOKIE = 'granary-site';
const SECRET_BYTES = 32;
const MAX_SESSIONS = 10_000;
const IDLE_MS = 7 * 24 * 60 * 60 * 1000;
/** Strict: a link on another site shows no page of ours that knows who it is for. */
const ATTRIBUTES = 'Path=/; HttpOnly; SameSite=Strict';

export const ANYONE: Visitor = { person: undefined };

export function createSiteDoor({ clock, randomBytes, people, isPrivate }: SiteDoorDeps): SiteDoor {
  // By digest, in the order in which they were used last.
  const sessions = new Map<string, Session>();

  function personOfSession(headers: FastifyRequest['headers']): Person | undefined {
    const digest = digestOf(cookieOf(headers));
    const session = sessions.get(digest);
    if (session === undefined) return undefined;
    sessions.delete(digest);
    const person = people.find(session.personId);
    if (clock.monotonicMs() - session.lastUsedMs > IDLE_MS || !isActive(person)) return undefined;
    if (person.passkey !== session.passkey || person.password !== session.password) return undefined;
    session.lastUsedMs = clock.monotonicMs();
    sessions.set(digest, session);
    return person;
  }

  function isActive(person: Person | undefined): person is Person {
    return person !== undefined && stateOf(person, clock.now()) === 'active';
  }

  function personOfKey(url: string): Person | undefined {
    const query = url.indexOf('?');
    const key = query === -1 ? null : new URLSearchParams(url.slice(query)).get('key');
    const [, id] = /^(\d{1,15})-[\w-]{43}$/.exec(key ?? '') ?? [];
    const person = id === undefined ? undefined : people.find(Number(id));
    if (!isActive(person) || key === null) return undefined;
    const [given, wanted] = [Buffer.from(key), Buffer.from(feedKeyOf(person))];
    return given.length === wanted.length && timingSafeEqual(given, wanted) ? person : undefined;
  }

  return {
    isPrivate,
    visitorOf({ headers, url }) {
      if (!isPrivate()) return ANYONE;
      const person = personOfSession(headers) ?? personOfKey(url);
      return person && { person };
    },
    signedIn: ({ headers }) => (isPrivate() ? personOfSession(headers) : undefined),
    letIn({ id, passkey, password }) {
      const secret = Buffer.from(randomBytes(SECRET_BYTES)).toString('base64url');
      sessions.set(digestOf(secret), { personId: id, passkey, password, lastUsedMs: clock.monotonicMs() });
      for (const oldest of sessions.keys()) {
        if (sessions.size <= MAX_SESSIONS) break;
        sessions.delete(oldest);
      }
      return `${COOKIE}=${secret}; ${ATTRIBUTES}; Max-Age=${IDLE_MS / 1000}`;
    },
    letOut({ headers }) {
      sessions.delete(digestOf(cookieOf(headers)));
      return `${COOKIE}=; ${ATTRIBUTES}; Max-Age=0`;
    },
    feedKeyOf,
  };
}

/** The passkey itself would let whoever sees the address announce as the person. */
function feedKeyOf({ id, passkey }: Pick<Person, 'id' | 'passkey'>): string {
  return `${id}-${createHash('sha256').update(`feed ${id} ${passkey}`).digest('base64url')}`;
}

function cookieOf({ cookie = '' }: FastifyRequest['headers']): string {
  const pairs = cookie.split(';', 50).map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1) ?? '';
}
