import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { errorBodySchema } from '../../shared/frames.ts';
import { GranaryError, isErrorCode } from '../engine/errors.ts';
import { type ControlFile, readControlFile } from '../engine/portal/controlFile.ts';

/** What the running engine is asked about its web console: see consoleAdmin.ts for the other side. */

const linksSchema = z.object({
  /** Each signs in, and the first that is used is the last: they carry one token. */
  links: z.array(z.string()).min(1),
  /** Where the console is served on the network at this moment. */
  addresses: z.array(z.string()),
  expiresInSeconds: z.number(),
});
export type ConsoleLinks = z.infer<typeof linksSchema>;

const passwordSchema = z.object({ addresses: z.array(z.string()) });

const PATIENCE_MS = 10_000;

/** A fresh sign-in link, for this computer or for the network. Rejects with `engine-unreachable` or what the engine says. */
export async function makeConsoleLinks(
  dataDir: string,
  { network }: { readonly network: boolean },
): Promise<ConsoleLinks> {
  return linksSchema.parse(await post(dataDir, '/console/token', { network }));
}

/** Sets or, with null, removes the password of the running engine's console. Answers where the console is on the network. */
export async function changeConsolePassword(dataDir: string, password: string | null): Promise<readonly string[]> {
  return passwordSchema.parse(await post(dataDir, '/console/password', { password })).addresses;
}

async function post(dataDir: string, path: string, body: unknown): Promise<unknown> {
  const address = await readControlFile(dataDir);
  if (address === undefined) throw unreachable(dataDir);
  let answer: { readonly status: number; readonly body: string };
  try {
    answer = await exchange(address, path, JSON.stringify(body));
  } catch (cause) {
    throw unreachable(dataDir, cause);
  }
  if (answer.status === 200) return JSON.parse(answer.body);
  throw refusalOf(answer.body);
}

/** A connection of its own, so that none is left open behind the answer. */
async function exchange(
  { port, secret }: ControlFile,
  path: string,
  body: string,
): Promise<{ readonly status: number; readonly body: string }> {
  const headers = { Authorization: `Bearer ${secret}`, 'Content-Type': 'application/json' };
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const asked = request({ host: '127.0.0.1', port, path, method: 'POST', headers, agent: false, signal });
  const { promise, resolve, reject } = Promise.withResolvers<{ readonly status: number; readonly body: string }>();
  asked.on('error', reject);
  asked.on('response', (response) => {
    text(response).then((received) => resolve({ status: response.statusCode ?? 0, body: received }), reject);
  });
  asked.end(body);
  return promise;
}

const refusalSchema = z.object({ error: errorBodySchema });

function refusalOf(body: string): GranaryError {
  const parsed = refusalSchema.safeParse(jsonOrUndefined(body));
  if (!parsed.success) return new GranaryError('internal', 'the engine gave an answer that was not understood');
  const { code, message, hint } = parsed.data.error;
  return new GranaryError(isErrorCode(code) ? code : 'internal', message, hint === undefined ? {} : { hint });
}

function jsonOrUndefined(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function unreachable(dataDir: string, cause?: unknown): GranaryError {
  return new GranaryError('engine-unreachable', `no engine is running for ${dataDir}`, {
    hint: 'start it with: granary serve',
    cause,
  });
}
