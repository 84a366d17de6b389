import { type ClientApi, type ClientCommandName, clientCommands } from '../../../shared/contract.ts';
import { CONTRACT_VERSION } from '../../../shared/contractVersion.ts';
import { type ErrorBody, type RequestFrame, requestFrameSchema, type ServerFrame } from '../../../shared/frames.ts';
import { asGranaryError, errorBodyOf, GranaryError } from '../errors.ts';
import type { Logger } from '../ports.ts';
import type { ClientSession } from './clientSession.ts';
import { parseParams } from './requestFrame.ts';

/** The engine's end of the contract over anything that carries frames in order. */
export interface FrameServer {
  /** False for what is no request: whoever sent it does not speak the contract and should be cut off. */
  receive(message: unknown): boolean;
  /** Closes the session; answers that are still to come are not sent. May be called again. */
  close(): void;
}

export interface FrameServerConfig {
  readonly send: (frame: ServerFrame) => void;
  readonly logger: Logger;
  /** Granary's own, for the hello. */
  readonly version: string;
  /** Told when as many commands run as may, so that a transport that can leaves the next ones unread, and when there is room. */
  readonly onBusy?: (isBusy: boolean) => void;
}

/** Commands of one client that run at once; the next ones wait. */
export const MAX_RUNNING_COMMANDS = 32;
/** Commands that wait, where the transport does not hold them back. */
const MAX_WAITING_COMMANDS = 1000;

/** Sends the hello before it returns. */
export function createFrameServer(session: ClientSession, config: FrameServerConfig): FrameServer {
  const { logger, version, onBusy = () => undefined } = config;
  const waiting: RequestFrame[] = [];
  let running = 0;
  let isClosed = false;

  function send(frame: ServerFrame): void {
    if (!isClosed) config.send(frame);
  }

  async function answer(request: RequestFrame): Promise<void> {
    running += 1;
    if (running === MAX_RUNNING_COMMANDS) onBusy(true);
    send(await answerOf(session, request, logger));
    running -= 1;
    if (running === MAX_RUNNING_COMMANDS - 1) onBusy(false);
    const next = waiting.shift();
    if (next !== undefined) void answer(next);
  }

  send({ hello: { contractVersion: CONTRACT_VERSION, version } });
  session.onEvent(send);

  return {
    receive(message) {
      const { success, data: request } = requestFrameSchema.safeParse(message);
      if (!success) return false;
      if (running < MAX_RUNNING_COMMANDS) void answer(request);
      else if (waiting.length < MAX_WAITING_COMMANDS) waiting.push(request);
      else send({ id: request.id, error: TOO_MANY });
      return true;
    },
    close() {
      isClosed = true;
      waiting.length = 0;
      session.close();
    },
  };
}

const TOO_MANY: ErrorBody = { code: 'bad-input', message: 'too many commands wait for an answer' };

async function answerOf(session: ClientApi, request: RequestFrame, logger: Logger): Promise<ServerFrame> {
  const { id, command, params } = request;
  try {
    if (!isCommandName(command)) throw new GranaryError('bad-input', `there is no command "${command}"`);
    return { id, result: await session.call(command, parseParams(command, params)) };
  } catch (error) {
    return { id, error: bodyFor(error, logger) };
  }
}

function isCommandName(text: string): text is ClientCommandName {
  return Object.hasOwn(clientCommands, text);
}

/** What the client may know of a failure; the cause stays in our log. */
function bodyFor(thrown: unknown, logger: Logger): ErrorBody {
  const error = asGranaryError(thrown);
  if (error.code === 'internal') logger.log('error', 'a command failed unexpectedly', { error });
  return errorBodyOf(error);
}
