import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { asGranaryError } from '../errors.ts';
import type { Clock } from '../ports.ts';
import type { ConsoleAccess } from './consoleAccess.ts';
import type { ConsoleNetwork } from './consoleNetwork.ts';
import { type ConsoleRefusal, refuse, replyJson } from './consoleReply.ts';
import { TOKEN_LIFE_MS } from './consoleTokens.ts';
import { readJson } from './jsonRequest.ts';

/**
 * What `granary serve` and `granary console` ask of the engine, with the bearer secret and over loopback alone:
 *
 * - `POST /console/token` `{"network":false}` makes a sign-in link: `{"links":["http://…/#token=…"],"addresses",
 *   "expiresInSeconds"}`, where `addresses` is where the console is served on the network. With `"network":true` it opens to
 *   the network, and there is a link for each of its addresses.
 * - `POST /console/password` `{"password":"…"}` sets the password and opens the console to the network; `{"password":null}`
 *   removes it and closes it. Both sign everyone out and answer `{"addresses":["http://…/"]}`, where it is served on the network.
 */
export interface ConsoleAdminDeps {
  readonly clock: Clock;
  readonly access: ConsoleAccess;
  readonly network: ConsoleNetwork;
}

export interface AdminExchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly port: number;
}

/** For a request that was seen to carry the secret. Never rejects. */
export async function answerAdmin(deps: ConsoleAdminDeps, exchange: AdminExchange): Promise<void> {
  const { request, response } = exchange;
  if (request.method !== 'POST') return refuse(response, ONLY_POST);
  try {
    if (request.url === '/console/token') await makeLinks(deps, exchange);
    else await changePassword(deps, exchange);
  } catch (thrown) {
    const { code, message, hint } = asGranaryError(thrown);
    const status = code === 'bad-input' ? 400 : 500;
    refuse(response, { status, code, message, ...(hint === undefined ? {} : { hint }) });
  }
}

const tokenSchema = z.strictObject({ network: z.boolean() });
const passwordSchema = z.strictObject({ password: z.string().max(1024).nullable() });

async function makeLinks({ clock, access, network }: ConsoleAdminDeps, exchange: AdminExchange): Promise<void> {
  const { request, response, port } = exchange;
  const body = await readJson(request, { clock, schema: tokenSchema });
  if (body.kind === 'gone') return;
  if (body.kind === 'refused') return refuse(response, body.refusal);
  if (body.value.network && !network.isConfigured) return refuse(response, NO_INTERFACE);
  const addresses = body.value.network ? await network.open() : [`http://127.0.0.1:${port}/`];
  const token = access.mintToken(body.value.network ? 'network' : 'computer');
  const links = addresses.map((address) => `${address}#token=${token}`);
  replyJson(response, { links, addresses: network.addresses, expiresInSeconds: TOKEN_LIFE_MS / 1000 });
}

async function changePassword({ clock, access, network }: ConsoleAdminDeps, exchange: AdminExchange): Promise<void> {
  const { request, response } = exchange;
  const body = await readJson(request, { clock, schema: passwordSchema });
  if (body.kind === 'gone') return;
  if (body.kind === 'refused') return refuse(response, body.refusal);
  const { password } = body.value;
  await access.setPassword(password ?? undefined);
  const addresses = password === null ? await network.close() : await network.open();
  replyJson(response, { addresses });
}

const ONLY_POST: ConsoleRefusal = {
  status: 405,
  code: 'wrong-method',
  message: 'only POST is answered here',
  allow: 'POST',
};
const NO_INTERFACE: ConsoleRefusal = {
  status: 409,
  code: 'bad-config',
  message: 'the console is served on this computer only',
  hint: 'start the engine with --console-interface NAME to serve it on that network as well',
};
