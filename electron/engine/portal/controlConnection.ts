import type { WebSocket } from 'ws';
import {
  type CommandName,
  commands,
  type EngineApi,
} from '../../../shared/contract.ts';
import { CONTRACT_VERSION } from '../../../shared/contractVersion.ts';
import { type ErrorBody, type RequestFrame, requestFrameSchema, type ServerFrame } from '../../../shared/frames.ts';
import { asGranaryError, GranaryError } from '../errors.ts';
import type { Logger } from '../ports.ts';

/** One client of the control server: answers its commands and pushes events to it. */
export interface ControlConnection {
  /** Sends a frame that was encoded once for all clients. A client that does not read is cut off. */
  push(frame: string): void;
  /** Ends the connection if the last ping was never answered, and otherwise pings. */
  checkAlive(): void;
  close(): void;
  terminate(): void;
}

export interface ControlConnectionDeps {
  readonly api: EngineApi;
  readonly logger: Logger;
  readonly version: string;
}

/** Bytes that may wait for a client that does not read; a healthy one on loopback has close to none. */
const MAX_WAITING_BYTES = 8 * 1024 * 1024;
/** Commands of one client that may run at once; more are left unread in its socket. */
const MAX_RUNNING_COMMANDS = 32;

const GOING_AWAY = 1001;
const POLICY_VIOLATION = 1008;

export function createControlConnection(socket: WebSocket, deps: ControlConnectionDeps): ControlConnection {
  let running = 0;
  let isAlive = true;

  function send(frame: ServerFrame): void {
    push(JSON.stringify(frame));
  }

  function push(frame: string): void {
    if (socket.readyState !== socket.OPEN) return;
    if (socket.bufferedAmount > MAX_WAITING_BYTES) {
      deps.logger.log('warning', 'a control client does not read; its connection is cut', {
        waitingBytes: socket.bufferedAmount,
      });
      socket.terminate();
      return;
    }
    socket.send(frame);
  }

  async function answer(request: RequestFrame): Promise<void> {
    running += 1;
    if (running >= MAX_RUNNING_COMMANDS) socket.pause();
    try {
      send({ id: request.id, result: await runCommand(deps.api, request) });
    } catch (error) {
      send({ id: request.id, error: errorBodyOf(error, deps.logger) });
    } finally {
      running -= 1;
      if (socket.readyState === socket.OPEN) socket.resume();
    }
  }

  socket.on('message', (data, isBinary) => {
    const request = isBinary ? undefined : parseRequest(String(data));
    if (request === undefined) socket.close(POLICY_VIOLATION, 'not a request of the contract');
    else void answer(request);
  });
  socket.on('pong', () => {
    isAlive = true;
  });
  socket.on('error', (error) => {
    deps.logger.log('debug', 'a control connection failed', { reason: error.message });
  });
  send({ hello: { contractVersion: CONTRACT_VERSION, version: deps.version } });

  return {
    push,
    checkAlive() {
      if (!isAlive) return socket.terminate();
      isAlive = false;
      socket.ping();
    },
    close: () => socket.close(GOING_AWAY, 'the engine stops'),
    terminate: () => socket.terminate(),
  };
}

function parseRequest(text: string): RequestFrame | undefined {
  try {
    const parsed = requestFrameSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

async function runCommand(api: EngineApi, request: RequestFrame): Promise<unknown> {
  const { command } = request;
  if (!isCommandName(command)) throw new GranaryError('bad-input', `there is no command "${command}"`);
  const parsed = commands[command].params.safeParse(request.params);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const where = issue === undefined || issue.path.length === 0 ? 'its parameters' : issue.path.join('.');
    throw new GranaryError('bad-input', `${command} was not understood: ${where}: ${issue?.message ?? 'not valid'}`);
  }
  return api.call(command, parsed.data);
}

function isCommandName(text: string): text is CommandName {
  return Object.hasOwn(commands, text);
}

/** What the client may know of a failure; the cause stays in our log. */
function errorBodyOf(thrown: unknown, logger: Logger): ErrorBody {
  const error = asGranaryError(thrown);
  if (error.code === 'internal') logger.log('error', 'a command failed unexpectedly', { error });
  const { code, message, hint } = error;
  return hint === undefined ? { code, message } : { code, message, hint };
}
