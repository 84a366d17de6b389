import type { WebSocket } from 'ws';
import type { ServerFrame } from '../../../shared/frames.ts';
import { isLongRequest, maxRequestBytes } from '../../../shared/requestBytes.ts';
import type { Logger } from '../ports.ts';
import { type ClientSessionDeps, createClientSession } from '../views/clientSession.ts';
import { createFrameServer } from '../views/frameServer.ts';
import { parseRequestFrame } from '../views/requestFrame.ts';

/** One client of the control server: a session of its own over its WebSocket. */
export interface ControlConnection {
  /** Ends the connection if nothing came since the last ping, not even its answer, and otherwise pings. */
  checkAlive(): void;
  /** Says goodbye. Nothing that the client sent and that has not begun yet is done any more, and it is told nothing more. */
  close(code: number, reason: string): void;
  terminate(): void;
}

export interface ControlConnectionDeps extends ClientSessionDeps {
  readonly logger: Logger;
  readonly version: string;
  /** Of the client, since it is connected: an answer to a ping waits until a long request has been sent. */
  readonly bytesRead: () => number;
}

/** Bytes that may wait for a client that does not read; a healthy one on loopback has close to none. */
const MAX_WAITING_BYTES = 8 * 1024 * 1024;

const POLICY_VIOLATION = 1008;
const TOO_BIG = 1009;

export function createControlConnection(socket: WebSocket, deps: ControlConnectionDeps): ControlConnection {
  const { logger, version, bytesRead } = deps;
  let isAlive = true;
  let readAtPing = 0;
  let isFull = false;
  /** Of a long request that is not answered yet. */
  let longId: number | undefined;
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
    if (!('id' in frame) || frame.id !== longId) return;
    longId = undefined;
    hold();
  }

  function onBusy(isBusy: boolean): void {
    isFull = isBusy;
    hold();
  }

  /** Leaves further requests unread as long as there are enough of them in memory. */
  function hold(): void {
    if (socket.readyState !== socket.OPEN) return;
    if (isFull || longId !== undefined) socket.pause();
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
    const text = isBinary ? undefined : String(data);
    const request = text === undefined ? undefined : parseRequestFrame(text);
    if (text === undefined || request === undefined) return close(POLICY_VIOLATION, 'not a request of the contract');
    if (text.length > maxRequestBytes(request.command)) return close(TOO_BIG, 'too long for a request of its kind');
    if (isLongRequest(text.length)) {
      longId = request.id;
      hold();
    }
    frames.receive(request);
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
      if (!isAlive && bytesRead() === readAtPing) return socket.terminate();
      isAlive = false;
      readAtPing = bytesRead();
      socket.ping();
    },
    close,
    terminate: () => socket.terminate(),
  };
}
