import { WebSocket } from 'ws';
import {
  type CommandName,
  type CommandParams,
  type CommandResult,
  type EngineApi,
  type EngineEvent,
} from '../../shared/contract.ts';
import { CONTRACT_VERSION } from '../../shared/contractVersion.ts';
import { type ErrorBody, type ServerFrame, serverFrameSchema } from '../../shared/frames.ts';
import { GranaryError, isErrorCode, messageOf } from '../engine/errors.ts';

/** A connection to the engine that another process runs. */
export interface ControlClient {
  /** Commands reject with `engine-unreachable` once the connection is gone. */
  readonly api: EngineApi;
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

/** Rejects with `engine-unreachable` when nothing answers, the secret is refused, or the engine speaks another contract. */
export async function connectControl(address: ControlAddress): Promise<ControlClient> {
  const socket = openSocket(address);
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  const calls = new Map<number, PromiseWithResolvers<unknown>>();
  const listeners = new Set<(event: EngineEvent) => void>();
  const hello = Promise.withResolvers<string>();
  let lastId = 0;

  socket.on('message', (data) => {
    const frame = parseFrame(String(data));
    if (frame === undefined) socket.terminate();
    else handleFrame(frame, { calls, listeners, hello });
  });
  socket.on('error', (error) => hello.reject(unreachable(address, error)));
  void closed.then(() => {
    hello.reject(unreachable(address));
    for (const waiting of calls.values()) waiting.reject(unreachable(address));
    calls.clear();
  });

  async function call<Name extends CommandName>(
    command: Name,
    params: CommandParams<Name>,
  ): Promise<CommandResult<Name>> {
    if (socket.readyState !== WebSocket.OPEN) throw unreachable(address);
    const id = ++lastId;
    const answer = Promise.withResolvers<unknown>();
    calls.set(id, answer);
    socket.send(JSON.stringify({ id, command, params }));
    return (await answer.promise) as CommandResult<Name>;
  }

  function onEvent(listener: (event: EngineEvent) => void): () => void {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }

  const version = await helloOf(socket, hello.promise);
  return { api: { call, onEvent }, version, closed, stop: () => closeSocket(socket, closed) };
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

async function closeSocket(socket: WebSocket, closed: Promise<void>): Promise<void> {
  socket.close();
  const cutOff = setTimeout(() => socket.terminate(), PATIENCE_MS);
  await closed;
  clearTimeout(cutOff);
}

interface Receivers {
  readonly calls: Map<number, PromiseWithResolvers<unknown>>;
  readonly listeners: ReadonlySet<(event: EngineEvent) => void>;
  readonly hello: PromiseWithResolvers<string>;
}

function handleFrame(frame: ServerFrame, { calls, listeners, hello }: Receivers): void {
  if ('hello' in frame) {
    if (frame.hello.contractVersion === CONTRACT_VERSION) hello.resolve(frame.hello.version);
    else hello.reject(otherContract(frame.hello.version));
  } else if ('event' in frame) {
    // Whoever sent it knew the secret and speaks this contract, so the data is taken at its word.
    for (const listener of listeners) listener(frame as EngineEvent);
  } else {
    const call = calls.get(frame.id);
    calls.delete(frame.id);
    if ('error' in frame) call?.reject(errorOf(frame.error));
    else call?.resolve(frame.result);
  }
}

function parseFrame(text: string): ServerFrame | undefined {
  try {
    return serverFrameSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function errorOf({ code, message, hint }: ErrorBody): GranaryError {
  return new GranaryError(isErrorCode(code) ? code : 'internal', message, hint === undefined ? {} : { hint });
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
