import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type ClientRequest, type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { WebSocket } from 'ws';
import type { Clock } from '../../electron/engine/ports.ts';
import { readControlFile } from '../../electron/engine/portal/controlFile.ts';
import { createControlServer } from '../../electron/engine/portal/controlServer.ts';
import type { Cleanup } from './cleanup.ts';
import { createFakeEngine, type FakeEngine } from './fakeEngine.ts';
import { createMemoryStore, type MemoryStore } from './memoryStore.ts';
import { realClock } from './realClock.ts';
import { temporaryFolder } from './temporaryFolder.ts';

/** The web console in front of a fake engine, over real sockets, and the few things that its page and its person do. */
export interface ConsoleFixture {
  readonly engine: FakeEngine;
  readonly store: MemoryStore;
  readonly dataDir: string;
  readonly port: number;
  /** `http://127.0.0.1:port` */
  readonly origin: string;
  readonly notices: readonly string[];
  /** Sends one request over a connection of its own, with exactly these headers (and Host). */
  ask(path: string, asked?: Asked): Promise<Answer>;
  /** As `ask`, without sending the end of the body. */
  begin(path: string, asked?: Asked): ClientRequest;
  /** As the page does: with its Origin and JSON. */
  post(path: string, body: unknown, headers?: Headers): Promise<Answer>;
  /** As `granary console` does: with the secret. */
  command(path: string, body: unknown): Promise<Answer>;
  /** The token of a fresh link for this computer. */
  token(): Promise<string>;
  /** Signs in by a fresh link. */
  signIn(): Promise<SignedIn>;
  /**
   * Opens the contract as a page does, with its session and its Origin unless other headers are given; rejects with the status
   * when it is refused. Closed with the fixture.
   */
  connect(session: SignedIn, headers?: Headers, address?: string): Promise<WebSocket>;
  stop(): Promise<void>;
}

/** What a browser has of a session: the cookie as it sends it back, and the key that the page keeps. */
export interface SignedIn {
  readonly cookie: string;
  readonly key: string;
}

type Headers = Readonly<Record<string, string>>;

export interface Asked {
  readonly method?: string;
  readonly headers?: Headers;
  readonly body?: string;
  /** Where to connect to; 127.0.0.1 when absent. */
  readonly address?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  json(): Record<string, unknown>;
}

export interface ConsoleOptions {
  readonly clock?: Clock;
  readonly store?: MemoryStore;
  readonly dataDir?: string;
  readonly consoleDir?: string;
  readonly consoleAddresses?: readonly string[];
  /** Any free one when absent. */
  readonly port?: number;
}

const NO_VIEWS = (): never => {
  throw new Error('no view is opened in these tests');
};

export async function startConsole(cleanup: Cleanup, options: ConsoleOptions = {}): Promise<ConsoleFixture> {
  const dataDir = options.dataDir ?? (await temporaryFolder(cleanup, 'console'));
  const { clock = realClock, store = createMemoryStore(), consoleAddresses = [], consoleDir } = options;
  const engine = createFakeEngine();
  const server = await createControlServer(
    { api: engine.api, clock, logger: { log: () => undefined }, randomBytes, store, openSource: NO_VIEWS },
    { dataDir, port: { port: options.port ?? 0, required: true }, version: '0.1.0', consoleDir, consoleAddresses },
  );
  cleanup.add(() => server.stop());
  const { port } = server;
  const origin = `http://127.0.0.1:${port}`;
  const secret = (await readControlFile(dataDir))?.secret ?? '';

  function begin(path: string, { method = 'GET', headers = {}, address = '127.0.0.1' }: Asked = {}): ClientRequest {
    return request({ host: address, port, path, method, headers, agent: false });
  }

  async function ask(path: string, asked: Asked = {}): Promise<Answer> {
    return answerOf(begin(path, asked).end(asked.body));
  }

  const post = (path: string, body: unknown, headers: Headers = {}): Promise<Answer> =>
    ask(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Origin: origin, ...headers },
      body: JSON.stringify(body),
    });

  const command = (path: string, body: unknown): Promise<Answer> =>
    ask(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${secret}` },
      body: JSON.stringify(body),
    });

  async function token(): Promise<string> {
    const { links } = (await command('/console/token', { network: false })).json() as { links: string[] };
    return links[0]?.split('#token=')[1] ?? '';
  }

  return {
    engine,
    store,
    dataDir,
    port,
    origin,
    notices: server.notices.map(({ message }) => message),
    ask,
    begin,
    post,
    command,
    token,
    async signIn() {
      return signedInBy(await post('/console/session', { token: await token() }));
    },
    async connect({ cookie, key }, headers = { Origin: origin }, address = '127.0.0.1') {
      const protocols = key === '' ? [] : ['granary', `granary.key.${key}`];
      const socket = new WebSocket(`ws://${address}:${port}/control`, protocols, {
        headers: { ...(cookie === '' ? {} : { Cookie: cookie }), ...headers },
      });
      cleanup.add(() => socket.terminate());
      // A refusal is said by an answer in place of the upgrade.
      const refused = once(socket, 'unexpected-response').then(([, response]: IncomingMessage[]) => {
        response?.resume();
        throw new Error(`refused with ${response?.statusCode}`);
      });
      socket.on('error', () => undefined);
      await Promise.race([once(socket, 'message'), refused]);
      return socket;
    },
    stop: () => server.stop(),
  };
}

/** `granary-6970=…`, as the browser sends it back; empty when the answer sets none. */
export function cookieOf({ headers }: Answer): string {
  return headers['set-cookie']?.[0]?.split(';')[0] ?? '';
}

/** Of a sign-in that worked; nothing but empty text of any other answer. */
export function signedInBy(answer: Answer): SignedIn {
  const { key } = answer.json();
  return { cookie: cookieOf(answer), key: typeof key === 'string' ? key : '' };
}

/** Headers by which the page's requests are known. */
export function headersOf({ cookie, key }: SignedIn): Headers {
  return { Cookie: cookie, 'Granary-Key': key };
}

export async function answerOf(asked: ClientRequest): Promise<Answer> {
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  const body = await text(response);
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    body,
    json: () => JSON.parse(body) as Record<string, unknown>,
  };
}
