import { WebSocket } from 'ws';
import type { ClientApi, CommandName, EngineApi, EngineEvent, EventName } from '../../shared/contract.ts';
import { CONTRACT_VERSION } from '../../shared/contractVersion.ts';
import { createFrameClient, EngineError } from '../../shared/frameClient.ts';
import { type ServerFrame, serverFrameSchema } from '../../shared/frames.ts';
import { GranaryError, isErrorCode, messageOf } from '../engine/errors.ts';

/** A connection to the engine that another process runs. */
export interface ControlClient {
  /** Commands reject with `engine-unreachable` once the connection is gone. */
  readonly api: EngineApi;
  /** The same connection with views and all. */
  readonly client: ClientApi;
  /** Granary's version on the other side. */
  readonly version: string;
  /** Settles when the connection ends, whoever ended it. Never rejects. */
  readonly closed: Promise<void>;
  /** May be called again. */
  stop(): Promise<void>;
}

/** Where the engine listens and what lets us in, as `control.json` says it. */
export interface ControlAddress {
  readonly port: number;
  readonly secret: string;
}

/** A live engine on loopback answers within milliseconds; a hung one is given up on after this. */
const PATIENCE_MS = 3_000;
const MAX_FRAME_BYTES = 64 * 1024 * 1024;
/** The command line lives on events. */
const FOLLOWED: readonly EventName[] = [
  'share.changed',
  'share.removed',
  'job.progress',
  'engine.notice',
  'engine.stopping',
];

/** Rejects with `engine-unreachable` when nothing answers, the secret is refused, or the engine speaks another contract. */
export async function connectControl(address: ControlAddress): Promise<ControlClient> {
  const socket = openSocket(address);
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  const frames = createFrameClient((frame) => {
    if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame));
    else frames.fail(unreachable(address));
  });
  const hello = Promise.withResolvers<string>();

  socket.on('message', (data) => {
    const frame = parseFrame(String(data));
    if (frame === undefined) socket.terminate();
    else if ('hello' in frame) greet(frame, hello);
    else frames.receive(frame);
  });
  socket.on('error', (error) => hello.reject(unreachable(address, error)));
  void closed.then(() => {
    hello.reject(unreachable(address));
    frames.fail(unreachable(address));
  });

  const version = await helloOf(socket, hello.promise);
  const client = withGranaryErrors(frames.api);
  await client.call('client.follow', { events: [...FOLLOWED] });
  return { api: engineApiOf(client), client, version, closed, stop: () => closeSocket(socket, closed) };
}

function openSocket({ port, secret }: ControlAddress): WebSocket {
  return new WebSocket(`ws://127.0.0.1:${port}/control`, {
    headers: { Authorization: `Bearer ${secret}` },
    handshakeTimeout: PATIENCE_MS,
    perMessageDeflate: false,
    maxPayload: MAX_FRAME_BYTES,
  });
}

/** The first message must be a greeting we understand; otherwise the socket is closed. */
async function helloOf(socket: WebSocket, hello: Promise<string>): Promise<string> {
  const giveUp = setTimeout(() => socket.terminate(), PATIENCE_MS);
  try {
    return await hello;
  } catch (error) {
    socket.terminate();
    throw error;
  } finally {
    clearTimeout(giveUp);
  }
}

function greet({ hello }: Extract<ServerFrame, { hello: unknown }>, greeting: PromiseWithResolvers<string>): void {
  if (hello.contractVersion === CONTRACT_VERSION) greeting.resolve(hello.version);
  else greeting.reject(otherContract(hello.version));
}

async function closeSocket(socket: WebSocket, closed: Promise<void>): Promise<void> {
  socket.close();
  const cutOff = setTimeout(() => socket.terminate(), PATIENCE_MS);
  await closed;
  clearTimeout(cutOff);
}

function parseFrame(text: string): ServerFrame | undefined {
  try {
    return serverFrameSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** Errors as the rest of the command line knows them, with the exit status that their code stands for. */
function withGranaryErrors(api: ClientApi): ClientApi {
  return {
    call: (command, params) =>
      api.call(command, params).catch((error: unknown) => {
        throw error instanceof EngineError ? granaryErrorOf(error) : error;
      }),
    onEvent: (listener) => api.onEvent(listener),
  };
}

function granaryErrorOf({ code, message, hint }: EngineError): GranaryError {
  return new GranaryError(isErrorCode(code) ? code : 'internal', message, hint === undefined ? {} : { hint });
}

function engineApiOf(client: ClientApi): EngineApi {
  return {
    call: (command: CommandName, params: never) => client.call(command, params) as never,
    onEvent(listener, only) {
      const isWanted = (event: EngineEvent): boolean => only === undefined || only.includes(event.event);
      return client.onEvent((event) => {
        if (event.event !== 'view.changed' && isWanted(event)) listener(event);
      });
    },
  };
}

function unreachable(address: ControlAddress, cause?: unknown): GranaryError {
  const reason = cause === undefined ? 'the connection ended' : messageOf(cause);
  return new GranaryError('engine-unreachable', `the engine at 127.0.0.1:${address.port} does not answer (${reason})`, {
    hint: 'start it with: granary serve',
    cause,
  });
}

function otherContract(version: string): GranaryError {
  return new GranaryError(
    'engine-unreachable',
    `the running engine is Granary ${version}, which this one cannot drive`,
    {
      hint: 'stop that engine and start it again with this version',
    },
  );
}
