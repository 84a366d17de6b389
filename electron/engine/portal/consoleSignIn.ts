import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { Clock } from '../ports.ts';
import { type ConsoleAccess, type Credentials, cookieHeader, endedCookieHeader, type SignIn } from './consoleAccess.ts';
import { type ConsoleRefusal, refuse, replyJson } from './consoleReply.ts';
import { readJson } from './jsonRequest.ts';
import { type OwnSite, refuseForeignPage } from './ownSite.ts';
import { keyOfFetch } from './pageKey.ts';

/** `/console/session`: what a page asks before it has a session, and how it gets and ends one. See consoleSite.ts. */
export interface ConsoleSignInDeps {
  readonly clock: Clock;
  readonly access: ConsoleAccess;
  /** Granary's own. */
  readonly version: string;
}

/** `site` was seen to be ours by its Host. Never rejects. */
export async function answerSession(
  { access, clock, version }: ConsoleSignInDeps,
  { request, response, site }: SessionExchange,
): Promise<void> {
  const { port } = site;
  const tell = (signedIn: boolean, { cookie, key }: { readonly cookie?: string; readonly key?: string } = {}): void => {
    const headers: Record<string, string> = cookie === undefined ? {} : { 'Set-Cookie': cookie };
    replyJson(response, { signedIn, methods: access.methods, version, ...(key !== undefined && { key }) }, { headers });
  };
  const session = () => access.sessionOf({ cookies: request.headers.cookie, key: keyOfFetch(request.headers), port });

  if (request.method === 'GET' || request.method === 'HEAD') return tell(session() !== undefined);
  if (request.method !== 'POST' && request.method !== 'DELETE') return refuse(response, WRONG_METHOD);
  const foreign = refuseForeignPage(request.headers, site);
  if (foreign !== undefined) return refuse(response, { ...foreign, code: 'foreign-site', message: foreign.reason });
  if (request.method === 'DELETE') {
    session()?.end();
    return tell(false, { cookie: endedCookieHeader(port) });
  }

  const body = await readJson(request, { clock, schema: credentialsSchema });
  if (body.kind === 'gone') return;
  if (body.kind === 'refused') return refuse(response, body.refusal);
  const result = await access.signIn(body.value, request.socket.remoteAddress ?? '');
  if (result.kind !== 'signed-in') return refuse(response, refusalOf(result));
  // Whoever signs in again in the same browser leaves no forgotten session behind.
  session()?.end();
  tell(true, { cookie: cookieHeader(port, result.secrets.cookie), key: result.secrets.key });
}

export interface SessionExchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly site: OwnSite;
}

const credentialsSchema: z.ZodType<Credentials> = z.union([
  z.strictObject({ token: z.string().min(1).max(256) }),
  z.strictObject({ password: z.string().min(1).max(1024) }),
]);

const WRONG_METHOD: ConsoleRefusal = {
  status: 405,
  code: 'wrong-method',
  message: 'only GET, HEAD, POST and DELETE are answered here',
  allow: 'GET, HEAD, POST, DELETE',
};

function refusalOf(result: Exclude<SignIn, { readonly kind: 'signed-in' }>): ConsoleRefusal {
  if (result.kind === 'wait') {
    const { seconds } = result;
    const wait =
      seconds === 1 ? '1 second' : seconds < 120 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`;
    return {
      status: 429,
      code: 'too-many-tries',
      message: `there were too many wrong tries: wait ${wait}, then try again`,
      hint: 'a fresh link from "granary console" is let in at once',
      retryAfterSeconds: seconds,
    };
  }
  if (result.method === 'password') {
    return {
      status: 401,
      code: 'wrong-password',
      message: 'this is not the password of the console',
      hint: 'set a new one on the computer that runs Granary, with: granary console password',
    };
  }
  return {
    status: 401,
    code: 'wrong-token',
    message: 'this link was used already, is older than an hour, or is for another engine',
    hint: 'get a fresh one on the computer that runs Granary, with: granary console',
  };
}
