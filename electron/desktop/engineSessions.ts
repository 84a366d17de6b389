import type { RequestFrame, ServerFrame } from '../../shared/frames.ts';
import type { EngineHost } from '../engineHost.ts';

/** Clients of the engine that live in the main process: the page's connection, and main's own. */
export interface EngineSessions {
  /** Opened as soon as the engine runs, and again each time it was started anew: each time a hello comes first. */
  open(receive: (frame: ServerFrame) => void): EngineSession;
}

export interface EngineSession {
  /** Whether it was handed on; not while the engine is not running. */
  send(frame: RequestFrame): boolean;
  close(): void;
}

interface OpenSession {
  /** Undefined while the engine is not running. */
  number: number | undefined;
  readonly receive: (frame: ServerFrame) => void;
}

export function createEngineSessions(host: EngineHost): EngineSessions {
  const open = new Set<OpenSession>();
  let lastNumber = 0;

  function connect(session: OpenSession): void {
    const number = ++lastNumber;
    if (host.send({ open: number })) session.number = number;
  }

  host.onState(({ kind }) => {
    for (const session of open) {
      session.number = undefined;
      if (kind === 'running') connect(session);
    }
  });
  host.onMessage((message) => {
    if (!('session' in message)) return;
    for (const session of [...open]) if (session.number === message.session) session.receive(message.frame);
  });

  return {
    open(receive) {
      const session: OpenSession = { number: undefined, receive };
      open.add(session);
      connect(session);
      return {
        send: (frame) => session.number !== undefined && host.send({ session: session.number, frame }),
        close() {
          open.delete(session);
          if (session.number !== undefined) host.send({ close: session.number });
        },
      };
    },
  };
}
