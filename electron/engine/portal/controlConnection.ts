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
  close(): void;
  terminate(): void;
}

export interface ControlConnectionDeps extends ClientSessionDeps {
  readonly logger: Logger;
  readonly version: string;
}

/** Bytes that may wait for a client that does not read; a healthy one on loopback has close to none. */
const MAX_WAITING_BYTES = 8 * 1024 * 1024;

const GOING_AWAY = 1001;
const POLICY_VIOLATION = 1008;

export function createControlConnection(socket: WebSocket, deps: ControlConnectionDeps): ControlConnection {
  const { logger, version } = deps;
  const frames = createFrameServer(createClientSession(deps), { send, logger, version, onBusy });
  let isAlive = true;

  /** A client that does not read is cut off. */
  function send(frame: ServerFrame): void {
    if (socket.readyState !== socket.OPEN) return;
    if (socket.bufferedAmount > MAX_WAITING_BYTES) {
      logger.log('warning', 'a control client does not read; its connection is cut', {
        waitingBytes: socket.bufferedAmount,
      });
      socket.terminate();
      return;
    }
    socket.send(JSON.stringify(frame));
  }

  function onBusy(isBusy: boolean): void {
    if (socket.readyState !== socket.OPEN) return;
    if (isBusy) socket.pause();
    else socket.resume();
  }

  socket.on('message', (data, isBinary) => {
    const request = isBinary ? undefined : parseRequestFrame(String(data));
    if (request === undefined) socket.close(POLICY_VIOLATION, 'not a request of the contract');
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
    close: () => socket.close(GOING_AWAY, 'the engine stops'),
    terminate: () => socket.terminate(),
  };
}
