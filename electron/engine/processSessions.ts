import type { FromEngine, ToEngine } from './envelopes.ts';
import { createClientSession, type ClientSessionDeps } from './views/clientSession.ts';
import { createFrameServer, type FrameServer, type FrameServerConfig } from './views/frameServer.ts';

export interface ProcessSessionsConfig extends Pick<FrameServerConfig, 'logger' | 'version'> {
  readonly send: (message: FromEngine) => void;
}

/** The clients that reach the engine through its parent process. */
export interface ProcessSessions {
  receive(message: ToEngine): void;
  stop(): void;
}

export function createProcessSessions(
  deps: ClientSessionDeps,
  { send, logger, version }: ProcessSessionsConfig,
): ProcessSessions {
  const clients = new Map<number, FrameServer>();

  function open(session: number): void {
    clients.get(session)?.close();
    const server = createFrameServer(createClientSession(deps), {
      send: (frame) => send({ session, frame }),
      logger,
      version,
    });
    clients.set(session, server);
  }

  function close(session: number): void {
    clients.get(session)?.close();
    clients.delete(session);
  }

  return {
    receive(message) {
      if ('open' in message) open(message.open);
      else if ('close' in message) close(message.close);
      else if ('frame' in message) clients.get(message.session)?.receive(message.frame);
    },
    stop() {
      for (const session of [...clients.keys()]) close(session);
    },
  };
}
