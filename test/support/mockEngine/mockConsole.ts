import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type WebSocket, WebSocketServer } from 'ws';
import { MAX_REQUEST_BYTES } from '../../../shared/requestBytes.ts';
import { createConsoleSite } from '../../../electron/engine/portal/consoleSite.ts';
import { realClock } from '../realClock.ts';
import { connectMockClient } from './mockClient.ts';
import { createMockEngine, type MockEngine } from './mockEngine.ts';
import type { MockOptions } from './options.ts';

/** The window in a browser, on a mock engine: served as the web console is, but without a sign-in. */
export interface MockConsole {
  /** `http://127.0.0.1:PORT/`; the port is any free one unless one was asked for. */
  readonly url: string;
  /** Whether a page is taken for signed in; true at first. */
  setSignedIn(signedIn: boolean): void;
  /** Cuts every connection, and takes no new one while `isAway`. */
  setAway(isAway: boolean): void;
  close(): Promise<void>;
}

interface ConsoleOptions {
  readonly engine: MockOptions;
  readonly port?: number;
  /** Of the window's build; the one that `npm run build:renderer` makes when absent. */
  readonly folder?: string;
}

const BUILT_WINDOW = join(import.meta.dirname, '../../../dist/app/renderer');
const SILENT = { log: () => undefined };
const SESSION_ENDED = 4401;

export async function startMockConsole({
  engine: options,
  port = 0,
  folder = BUILT_WINDOW,
}: ConsoleOptions): Promise<MockConsole> {
  const engine = createMockEngine(options, { clock: realClock });
  const site = createConsoleSite({ logger: SILENT }, { folder });
  const state = { signedIn: true, isAway: false };
  const server = createServer((request, response) => {
    void answer(request, response).catch(() => response.destroy());
  });
  const sockets = new WebSocketServer({ server, path: '/control', maxPayload: MAX_REQUEST_BYTES });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.url === '/console/session') answerSession(response, state);
    else if (!(await site.answer(request, response))) response.writeHead(404).end();
  }

  sockets.on('connection', (socket) => {
    if (state.isAway || !state.signedIn) socket.terminate();
    else serveSocket(socket, engine);
  });
  await listen(server, port);

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    setSignedIn(signedIn) {
      state.signedIn = signedIn;
      if (!signedIn) for (const socket of sockets.clients) socket.close(SESSION_ENDED);
    },
    setAway(isAway) {
      state.isAway = isAway;
      for (const socket of sockets.clients) socket.terminate();
    },
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      engine.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function serveSocket(socket: WebSocket, engine: MockEngine): void {
  const client = connectMockClient(engine, (frame) => socket.send(JSON.stringify(frame)));
  socket.on('message', (data) => {
    if (!client.receive(JSON.parse(String(data)))) socket.terminate();
  });
  socket.on('error', () => socket.terminate());
  socket.on('close', () => client.close());
}

function answerSession(response: ServerResponse, { signedIn }: { readonly signedIn: boolean }): void {
  const body = JSON.stringify({ signedIn, methods: ['token', 'password'], version: '0.1.0' });
  response.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' }).end(body);
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
}
