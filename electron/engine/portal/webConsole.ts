import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { hostname } from 'node:os';
import type { Notice } from '../../../shared/because.ts';
import type { RequestedPort } from '../config.ts';
import { messageOf } from '../errors.ts';
import type { Clock, Logger, RandomBytes } from '../ports.ts';
import { createConsoleAccess } from './consoleAccess.ts';
import { answerAdmin } from './consoleAdmin.ts';
import { type ConsoleNetwork, createConsoleNetwork } from './consoleNetwork.ts';
import { refuse } from './consoleReply.ts';
import type { ConsoleSession, SessionStore } from './consoleSessions.ts';
import { answerSession } from './consoleSignIn.ts';
import { createConsoleSite } from './consoleSite.ts';
import type { Reach } from './consoleTokens.ts';
import { refuseConnection } from './controlAccess.ts';
import { isOverLoopback, ownNames, type Refusal, refuseForeignPage, refuseForeignSite, siteOf } from './ownSite.ts';
import { keyOfUpgrade } from './pageKey.ts';
import { replyText } from './replyText.ts';

/** The web console as the control server sees it: what it answers over HTTP, and whom it lets on to the contract. */
export interface WebConsole {
  readonly answer: (request: IncomingMessage, response: ServerResponse) => void;
  /** For a WebSocket: by the bearer secret, as a program; or by the session's cookie and key, as a page of this site. */
  admit(request: IncomingMessage): Admission | Refusal;
  /** Opens it to the network if the person has allowed that. Rejects with `port-taken` or `address-unavailable`. */
  start(createServer: () => Server, port: number): Promise<void>;
  readonly notices: readonly Notice[];
  stop(): Promise<void>;
}

export interface Admission {
  /** Undefined for a program, which knows the secret for as long as the engine runs. */
  readonly page: { readonly session: ConsoleSession; readonly from: Reach } | undefined;
}

export interface WebConsoleDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly randomBytes: RandomBytes;
  readonly store: SessionStore;
}

export interface WebConsoleConfig {
  readonly version: string;
  /** Of control.json. */
  readonly secret: string;
  readonly port: RequestedPort;
  readonly consoleDir: string | undefined;
  readonly consoleAddresses: readonly string[];
}

export function createWebConsole(deps: WebConsoleDeps, config: WebConsoleConfig): WebConsole {
  const { secret, version } = config;
  const access = createConsoleAccess(deps);
  const site = createConsoleSite(deps, { folder: config.consoleDir });
  const names = ownNames(hostname());
  const notices: Notice[] = [];
  let network: ConsoleNetwork | undefined;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const own = siteOf(request, names);
    const foreign = refuseForeignSite(request.headers, own);
    const [path = ''] = (request.url ?? '').split('?');
    if (foreign !== undefined) refuseInWords(response, path, foreign);
    else if (path === '/console/session')
      await answerSession({ ...deps, access, version }, { request, response, site: own });
    else if (path === '/console/token' || path === '/console/password') await answerProgram(request, response);
    else if (request.method !== 'GET' && request.method !== 'HEAD') {
      replyText(response, 405, 'only GET and HEAD are answered here');
    } else if (!(await site.answer(request, response))) replyText(response, 404, 'there is nothing at this address');
  }

  /** A browser never sends the secret, so an Origin beside it is a page that came by it somehow: it is refused as well. */
  async function answerProgram(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const own = siteOf(request, names);
    const refusal = refuseConnection(request.headers, { site: own, secret });
    const { origin } = request.headers;
    if (refusal !== undefined) return refuse(response, { ...refusal, code: 'not-allowed', message: refusal.reason });
    if (origin !== undefined || network === undefined) return refuse(response, NOT_FOR_PAGES);
    await answerAdmin({ ...deps, access, network }, { request, response, port: own.port });
  }

  return {
    notices,
    answer(request, response) {
      answer(request, response).catch((error: unknown) => {
        deps.logger.log('error', 'a request to the console failed unexpectedly', { error });
        response.destroy();
      });
    },
    admit(request) {
      const own = siteOf(request, names);
      if (request.headers.authorization !== undefined) {
        return refuseConnection(request.headers, { site: own, secret }) ?? { page: undefined };
      }
      const foreign = refuseForeignSite(request.headers, own);
      if (foreign !== undefined) return foreign;
      const session = access.sessionOf({
        cookies: request.headers.cookie,
        key: keyOfUpgrade(request.headers),
        port: own.port,
      });
      if (session === undefined) return NOT_SIGNED_IN;
      const from = isOverLoopback(own) ? 'computer' : 'network';
      return refuseForeignPage(request.headers, own) ?? { page: { session, from } };
    },
    async start(createServer, port) {
      network = createConsoleNetwork(createServer, { addresses: config.consoleAddresses, port });
      if (!network.isConfigured) return;
      if (!access.hasPassword) return void notices.push(NOT_OPEN_YET);
      try {
        await network.open();
      } catch (error) {
        // A port that nobody asked for is no reason not to share; one that was asked for is taken or nothing.
        if (config.port.required) throw error;
        const message = `the console is not served on the network: ${messageOf(error)}`;
        notices.push({ message, because: { reason: 'console-not-served' } });
      }
    },
    async stop() {
      await network?.close();
      access.stop();
    },
  };
}

const NOT_SIGNED_IN: Refusal = { status: 401, reason: 'sign in first, or send the secret from control.json' };
const NOT_FOR_PAGES = { status: 403, code: 'not-allowed', message: 'this is for programs, not for pages' } as const;
const NOT_OPEN_YET: Notice = {
  message:
    'the console is not open to the network yet: set a password with "granary console password", ' +
    'or get a link for it with "granary console --network"',
  because: { reason: 'console-needs-password' },
};

/** A script reads JSON, a person text. */
function refuseInWords(response: ServerResponse, path: string, { status, reason }: Refusal): void {
  if (path.startsWith('/console/')) refuse(response, { status, code: 'foreign-site', message: reason });
  else replyText(response, status, reason);
}
