import type { WebSocket } from 'ws';
import type { ServerFrame } from '../../../shared/frames.ts';
import type { Logger } from '../ports.ts';
import { type ClientSessionDeps, createClientSession } from '../views/clientSession.ts';
import { createFrameServer } from '../views/frameServer.ts';
import { parseRequestFrame } from '../views/requestFrame.ts';

/** One client of the control server: a session of its own over its WebSocket. */
export interface ControlConnection {
  /** Ends the connection if the last ping was never answered, and otherwise pings. */
  checkAlive(): void;
  /** Says goodbye. Nothing that the client sent and that has not begun yet is done any more, and it is told nothing more. */
  close(code: number, reason: string): void;
  terminate(): void;
}

export interface ControlConnectionDeps extends ClientSessionDeps {
  readonly logger: Logger;
  readonly version: string;
}

/** Bytes that may wait for a client that does not read; a healthy one on loopback has close to none. */
const MAX_WAITING_BYTES = 8 * 1024 * 1024;

const POLICY_VIOLATION = 1008;

export function createControlConnection(socket: WebSocket, deps: ControlConnectionDeps): ControlConnection {
  const { logger, version } = deps;
  let isAlive = true;
  /** Of the largest frame since all was read. */
  let largestBytes = 0;
  // Says hello at once.
  const frames = createFrameServer(createClientSession(deps), { send, logger, version, onBusy });

  /** A client that does not read is cut off. One large answer, which takes its time on its way, does not count. */
  function send(frame: ServerFrame): void {
    if (socket.readyState !== socket.OPEN) return;
    const waitingBytes = socket.bufferedAmount;
    if (waitingBytes > MAX_WAITING_BYTES + largestBytes) {
      logger.log('warning', 'a control client does not read; its connection is cut', { waitingBytes });
      socket.terminate();
      return;
    }
    const text = JSON.stringify(frame);
    largestBytes = Math.max(waitingBytes === 0 ? 0 : largestBytes, text.length);
    socket.send(text);
  }

  function onBusy(isBusy: boolean): void {
    if (socket.readyState !== socket.OPEN) return;
    if (isBusy) socket.pause();
    else socket.resume();
  }

  function close(code: number, reason: string): void {
    socket.removeAllListeners('message');
    frames.close();
    socket.close(code, reason);
    // The client's goodbye would not be heard by a socket that was paused for too many commands.
    socket.resume();
  }

  socket.on('message', (data, isBinary) => {
    const request = isBinary ? undefined : parseRequestFrame(String(data));
    if (request === undefined) close(POLICY_VIOLATION, 'not a request of the contract');
    else frames.receive(request);
  });
  socket.on('pong', () => {
    isAlive = true;
  });
  socket.on('error', (error) => {
    logger.log('debug', 'a control connection failed', { reason: error.message });
  });
  socket.on('close', () => frames.close());

  return {
    checkAlive() {
      if (!isAlive) return socket.terminate();
      isAlive = false;
      socket.ping();
    },
    close,
    terminate: () => socket.terminate(),
  };
}
