import type { ServerFrame } from '../../shared/frames.ts';
import { controlProtocols, readSession } from './consoleSession.ts';
import type { CloseReason, Transport, TransportListener } from './transport.ts';

const SESSION_ENDED = 4401;
const GOING_AWAY = 1001;

/** The web console: frames as JSON over a WebSocket of the same site, with the cookie and the key of the session. */
export function createSocketTransport(): Transport {
  let socket: WebSocket | undefined;
  let attempt = 0;

  async function connect(listener: TransportListener, mine: number): Promise<void> {
    const session = await readSession();
    if (mine !== attempt) return;
    if (session.kind === 'unreachable') listener.closed('lost');
    else if (!session.signedIn) listener.closed('signed-out');
    else listen(listener, mine);
  }

  function listen(listener: TransportListener, mine: number): void {
    const opened = new WebSocket(controlAddress(), controlProtocols());
    socket = opened;
    opened.addEventListener('message', (event: MessageEvent<unknown>) => {
      if (mine === attempt && typeof event.data === 'string') listener.frame(JSON.parse(event.data) as ServerFrame);
    });
    opened.addEventListener('close', ({ code }) => {
      if (mine !== attempt) return;
      socket = undefined;
      listener.closed(reasonOf(code));
    });
  }

  function close(): void {
    attempt++;
    socket?.close();
    socket = undefined;
  }

  return {
    open(listener) {
      close();
      void connect(listener, attempt);
    },
    send(frame) {
      if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame));
    },
    close,
  };
}

function controlAddress(): string {
  const { protocol, host } = window.location;
  return `${protocol === 'https:' ? 'wss:' : 'ws:'}//${host}/control`;
}

function reasonOf(code: number): CloseReason {
  if (code === SESSION_ENDED) return 'signed-out';
  return code === GOING_AWAY ? 'stopped' : 'lost';
}
