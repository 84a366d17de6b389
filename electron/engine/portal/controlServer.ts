import { createServer, type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { EngineApi } from '../../../shared/contract.ts';
import type { RequestedPort } from '../config.ts';
import type { Clock, Logger, RandomBytes } from '../ports.ts';
import { bindPort } from '../system/bindPort.ts';
import { type Refusal, refuseConnection, refuseForeignSite } from './controlAccess.ts';
import { type ControlConnection, type ControlConnectionDeps, createControlConnection } from './controlConnection.ts';
import { removeControlFile, writeControlFile } from './controlFile.ts';
import { listenOnLoopback } from './listenOnLoopback.ts';
import { replyText } from './replyText.ts';
import { safeHeaders } from './safeHeaders.ts';

/** The contract over WebSocket, at `ws://127.0.0.1:port/control`, for programs of the person who runs the engine. */
export interface ControlServer {
  readonly port: number;
  /** Set when the wanted port was busy and `port` was taken in its place. */
  readonly insteadOf: number | undefined;
  /** Removes the control file and closes every connection. May be called again. */
  stop(): Promise<void>;
}

export interface ControlServerDeps {
  readonly api: EngineApi;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly randomBytes: RandomBytes;
}

export interface ControlServerConfig {
  readonly dataDir: string;
  readonly port: RequestedPort;
  /** Granary's own version, told to clients. */
  readonly version: string;
}

const HEARTBEAT_MS = 15_000;
/** How long clients may take to close before they are cut off. */
const GOODBYE_MS = 500;
const MAX_REQUEST_BYTES = 1024 * 1024;
const MAX_HEADER_BYTES = 16 * 1024;
const MAX_CLIENTS = 64;

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
  const http = createServer({ maxHeaderSize: MAX_HEADER_BYTES, headersTimeout: 5_000, requestTimeout: 10_000 });
  http.maxConnections = 2 * MAX_CLIENTS;
  http.on('request', answerPage);
  http.on('upgrade', createUpgradeHandler({ ...deps, version: config.version, secret, connections }));

  const { port, insteadOf } = await bindPort(config.port, async (wanted) => {
    return { bound: http, port: await listenOnLoopback(http, wanted) };
  });
  try {
    await writeControlFile(config.dataDir, { port, secret, processId: process.pid, version: config.version });
  } catch (error) {
    await closeServer(http);
    throw error;
  }

  const endEvents = deps.api.onEvent((event) => {
    if (connections.size === 0) return;
    const frame = JSON.stringify(event);
    for (const connection of connections) connection.push(frame);
  });
  const heartbeat = deps.clock.every(HEARTBEAT_MS, () => {
    for (const connection of connections) connection.checkAlive();
  });

  async function stopNow(): Promise<void> {
    heartbeat.cancel();
    endEvents();
    await removeControlFile(config.dataDir, secret);
    for (const connection of connections) connection.close();
    const cutOff = deps.clock.after(GOODBYE_MS, () => {
      for (const connection of connections) connection.terminate();
    });
    await closeServer(http);
    cutOff.cancel();
  }

  let stopping: Promise<void> | undefined;
  return {
    port,
    insteadOf,
    stop() {
      stopping ??= stopNow();
      return stopping;
    },
  };
}

interface UpgradeDeps extends ControlConnectionDeps {
  readonly secret: string;
  readonly connections: Set<ControlConnection>;
}

function createUpgradeHandler(deps: UpgradeDeps): (request: IncomingMessage, stream: Duplex, head: Buffer) => void {
  const webSockets = new WebSocketServer({ noServer: true, maxPayload: MAX_REQUEST_BYTES, perMessageDeflate: false });

  return (request, stream, head) => {
    const refusal = refuseClient(request, deps);
    if (refusal !== undefined) return refuseUpgrade(stream, refusal);
    webSockets.handleUpgrade(request, stream, head, (socket) => {
      const connection = createControlConnection(socket, deps);
      deps.connections.add(connection);
      socket.on('close', () => deps.connections.delete(connection));
    });
  };
}

function refuseClient(request: IncomingMessage, { secret, connections }: UpgradeDeps): UpgradeRefusal | undefined {
  if (request.url !== '/control') return NOT_FOUND;
  const refusal = refuseConnection(request.headers, { port: request.socket.localPort ?? 0, secret });
  return refusal ?? (connections.size >= MAX_CLIENTS ? TOO_MANY : undefined);
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

function answerPage(request: IncomingMessage, response: ServerResponse): void {
  const refusal = refuseForeignSite(request.headers, request.socket.localPort ?? 0);
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  if (refusal !== undefined) replyText(response, refusal.status, refusal.reason);
  else if (!isRead) replyText(response, 405, 'only GET and HEAD are answered here');
  else if (request.url !== '/') replyText(response, 404, 'there is nothing at this address');
  else replyText(response, 200, CONSOLE_TEXT);
}

/** What a person sees who opens the control port in a browser, until the console is there. */
const CONSOLE_TEXT = `Granary is running.

Its console arrives at this address with the next version.
Until then the command line shows what is shared: granary list, granary status`;

/** Ends idle and busy HTTP connections at once; upgraded ones are not the HTTP server's any more but do hold it open. */
function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
