import { createServer, type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Notice } from '../../../shared/because.ts';
import type { Actor } from '../../../shared/actor.ts';
import type { EngineApi } from '../../../shared/contract.ts';
import { MAX_REQUEST_BYTES } from '../../../shared/requestBytes.ts';
import type { RequestedPort } from '../config.ts';
import type { Clock, Logger, RandomBytes } from '../ports.ts';
import { bindPort, type PortBinding } from '../system/bindPort.ts';
import type { OpenRowSource } from '../views/rowSource.ts';
import { limitToConsole } from './consolePowers.ts';
import type { ConsoleSession, SessionStore } from './consoleSessions.ts';
import { type ControlConnection, type ControlConnectionDeps, createControlConnection } from './controlConnection.ts';
import { removeControlFile, writeControlFile } from './controlFile.ts';
import { listenOn } from './listenOn.ts';
import type { Refusal } from './ownSite.ts';
import { chooseSubprotocol } from './pageKey.ts';
import { safeHeaders } from './safeHeaders.ts';
import { type Admission, createWebConsole, type WebConsole } from './webConsole.ts';

/** The contract over WebSocket, at `ws://127.0.0.1:port/control`, for the person's own programs and for the web console. */
export interface ControlServer {
  readonly port: number;
  /** Set when the wanted port was busy and `port` was taken in its place. */
  readonly insteadOf: number | undefined;
  /** What a person should know of how it listens. */
  readonly notices: readonly Notice[];
  /** Removes the control file and closes every connection. May be called again. */
  stop(): Promise<void>;
}

export interface ControlServerDeps {
  readonly api: EngineApi;
  readonly openSource: OpenRowSource;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly randomBytes: RandomBytes;
  /** Where the console's password and sessions are kept. */
  readonly store: SessionStore;
}

export interface ControlServerConfig {
  readonly dataDir: string;
  readonly port: RequestedPort;
  /** The window's build, for the console; undefined or missing: a page says how to make it. */
  readonly consoleDir: string | undefined;
  /** Where else than on loopback the console is served: addresses of this computer. */
  readonly consoleAddresses: readonly string[];
  /** Granary's own version, told to clients. */
  readonly version: string;
}

const HEARTBEAT_MS = 15_000;
/** How long clients may take to close before they are cut off. */
const GOODBYE_MS = 500;
const HTTP_LIMITS = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 5_000,
  requestTimeout: 10_000,
  connectionsCheckingInterval: 2_000,
};
const LOOPBACK = '127.0.0.1';
const MAX_CLIENTS = 64;
/** WebSocket close codes: the engine stops; the console's session is over. */
const GOING_AWAY = 1001;
const SESSION_ENDED = 4401;

/**
 * Listens and writes `control.json`. Rejects with `port-taken`, `address-unavailable` or `data-dir-unusable`; nothing is
 * left behind then.
 */
export async function createControlServer(
  deps: ControlServerDeps,
  config: ControlServerConfig,
): Promise<ControlServer> {
  const secret = Buffer.from(deps.randomBytes(32)).toString('base64url');
  const connections = new Set<ControlConnection>();
  const webConsole = createWebConsole(deps, { ...config, secret });
  const onUpgrade = createUpgradeHandler({ ...deps, version: config.version, webConsole, connections });
  const createHttp = (): Server => {
    const server = createServer(HTTP_LIMITS);
    server.maxConnections = 2 * MAX_CLIENTS;
    return server.on('request', webConsole.answer).on('upgrade', onUpgrade);
  };

  const http = createHttp();
  let bound: PortBinding<Server>;
  try {
    bound = await bindPort(config.port, async (wanted) => {
      return { bound: http, port: await listenOn(http, { address: LOOPBACK, port: wanted }) };
    });
    await webConsole.start(createHttp, bound.port);
    const { port } = bound;
    await writeControlFile(config.dataDir, { port, secret, processId: process.pid, version: config.version });
  } catch (error) {
    await Promise.all([closeServer(http), webConsole.stop()]);
    throw error;
  }

  const heartbeat = deps.clock.every(HEARTBEAT_MS, () => {
    for (const connection of connections) connection.checkAlive();
  });

  async function stopNow(): Promise<void> {
    heartbeat.cancel();
    await removeControlFile(config.dataDir, secret);
    for (const connection of connections) connection.close(GOING_AWAY, 'the engine stops');
    const cutOff = deps.clock.after(GOODBYE_MS, () => {
      for (const connection of connections) connection.terminate();
    });
    await closeServer(http);
    await webConsole.stop();
    cutOff.cancel();
  }

  let stopping: Promise<void> | undefined;
  return {
    port: bound.port,
    insteadOf: bound.insteadOf,
    notices: webConsole.notices,
    stop() {
      stopping ??= stopNow();
      return stopping;
    },
  };
}

interface UpgradeDeps extends Omit<ControlConnectionDeps, 'by' | 'bytesRead'> {
  readonly clock: Clock;
  readonly webConsole: WebConsole;
  readonly connections: Set<ControlConnection>;
}

function createUpgradeHandler(deps: UpgradeDeps): (request: IncomingMessage, stream: Duplex, head: Buffer) => void {
  const webSockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_REQUEST_BYTES,
    perMessageDeflate: false,
    handleProtocols: chooseSubprotocol,
  });

  return (request, stream, head) => {
    const admission = admit(request, deps);
    if ('status' in admission) return refuseUpgrade(stream, admission);
    webSockets.handleUpgrade(request, stream, head, (socket) => {
      const { page } = admission;
      const api = page === undefined ? deps.api : limitToConsole(deps.api, page.from);
      const connection = createControlConnection(socket, {
        ...deps,
        api,
        by: actorOf(request, page),
        bytesRead: () => request.socket.bytesRead,
      });
      deps.connections.add(connection);
      socket.on('close', () => deps.connections.delete(connection));
      if (page !== undefined) endWithSession({ socket, connection }, { ...page, clock: deps.clock });
    });
  };
}

function actorOf({ socket }: IncomingMessage, page: Admission['page']): Actor {
  if (page === undefined) return { kind: 'command-line' };
  return { kind: 'console', name: socket.remoteAddress ?? '' };
}

function admit(request: IncomingMessage, { webConsole, connections }: UpgradeDeps): Admission | UpgradeRefusal {
  if (request.url !== '/control') return NOT_FOUND;
  const admission = webConsole.admit(request);
  return 'status' in admission || connections.size < MAX_CLIENTS ? admission : TOO_MANY;
}

/** Whether or not the client closes as it is told. */
function endWithSession(
  { socket, connection }: { readonly socket: WebSocket; readonly connection: ControlConnection },
  { session, clock }: { readonly session: ConsoleSession; readonly clock: Clock },
): void {
  const unfollow = session.follow(() => {
    connection.close(SESSION_ENDED, 'the session ended');
    const cutOff = clock.after(GOODBYE_MS, () => socket.terminate());
    socket.once('close', () => cutOff.cancel());
  });
  socket.once('close', unfollow);
}

type UpgradeRefusal = Refusal | { readonly status: 404 | 503; readonly reason: string };
const NOT_FOUND: UpgradeRefusal = { status: 404, reason: 'the contract is served at /control' };
const TOO_MANY: UpgradeRefusal = { status: 503, reason: 'too many control connections' };

function refuseUpgrade(stream: Duplex, refusal: UpgradeRefusal): void {
  const body = `${refusal.reason}\n`;
  const headers = { ...safeHeaders(body.length), 'Content-Type': 'text/plain; charset=utf-8', Connection: 'close' };
  const head = [`HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status]}`];
  for (const [name, value] of Object.entries(headers)) head.push(`${name}: ${value}`);
  stream.on('error', () => stream.destroy());
  stream.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => stream.destroy());
}

/** Ends idle and busy HTTP connections at once; upgraded ones are not the HTTP server's any more but do hold it open. */
function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
