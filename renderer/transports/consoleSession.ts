import { readStored, writeStored } from '../storedState.ts';

/** Signing in to the web console; the protocol stands in electron/engine/portal/consoleSite.ts. */

const ADDRESS = './console/session';
/** In the storage of this origin, for other tabs and later visits. */
const STORED_KEY = 'console.key';
const KEY_HEADER = 'Granary-Key';
const SUBPROTOCOL = 'granary';
const TIMEOUT_MS = 10_000;

export interface SessionState {
  readonly kind: 'known';
  readonly signedIn: boolean;
  /** Whether a password is set; without one only the link that `granary serve` prints leads in. */
  readonly hasPassword: boolean;
}
export interface Refusal {
  readonly kind: 'refused';
  readonly code: string;
  readonly message: string;
  readonly retryAfterSeconds?: number;
}
export interface Unreachable {
  readonly kind: 'unreachable';
}

export async function readSession(): Promise<SessionState | Unreachable> {
  const outcome = await request({ method: 'GET' });
  return outcome.kind === 'refused' ? { kind: 'unreachable' } : outcome;
}

export function signIn(
  proof: { readonly token: string } | { readonly password: string },
): Promise<SessionState | Refusal | Unreachable> {
  return request({ method: 'POST', body: JSON.stringify(proof), headers: { 'Content-Type': 'application/json' } });
}

export function signOut(): Promise<SessionState | Refusal | Unreachable> {
  return request({ method: 'DELETE' });
}

/** What the WebSocket offers, so that it is known for one of this session's pages. */
export function controlProtocols(): string[] {
  const key = sessionKey();
  return key === '' ? [SUBPROTOCOL] : [SUBPROTOCOL, `${SUBPROTOCOL}.key.${key}`];
}

/** Of a browser that stores nothing for us: signed in until the page is closed. */
let unstoredKey = '';

function sessionKey(): string {
  const stored = readStored(STORED_KEY);
  return typeof stored === 'string' ? stored : unstoredKey;
}

function keepSessionKey(answer: unknown): void {
  if (typeof answer !== 'object' || answer === null || !('key' in answer) || typeof answer.key !== 'string') return;
  unstoredKey = answer.key;
  writeStored(STORED_KEY, answer.key);
}

async function request(init: RequestInit): Promise<SessionState | Refusal | Unreachable> {
  const headers = new Headers(init.headers);
  headers.set(KEY_HEADER, sessionKey());
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetch(ADDRESS, { ...init, headers, cache: 'no-store', signal });
    const answer: unknown = await response.json();
    keepSessionKey(answer);
    return parseAnswer(response.ok, answer);
  } catch {
    // No answer, or none of Granary's: for the person it is the same, and the next try may find it.
    return { kind: 'unreachable' };
  }
}

function parseAnswer(isOk: boolean, body: unknown): SessionState | Refusal | Unreachable {
  if (typeof body !== 'object' || body === null) return { kind: 'unreachable' };
  if (isOk && 'signedIn' in body && typeof body.signedIn === 'boolean') {
    const methods: readonly unknown[] = 'methods' in body && Array.isArray(body.methods) ? body.methods : [];
    return { kind: 'known', signedIn: body.signedIn, hasPassword: methods.includes('password') };
  }
  const error = 'error' in body ? body.error : undefined;
  if (typeof error !== 'object' || error === null || !('code' in error)) return { kind: 'unreachable' };
  return {
    kind: 'refused',
    code: String(error.code),
    message: 'message' in error ? String(error.message) : '',
    ...('retryAfterSeconds' in error && typeof error.retryAfterSeconds === 'number'
      ? { retryAfterSeconds: error.retryAfterSeconds }
      : {}),
  };
}
