import { EventEmitter } from 'node:events';
import type { IpcMain, WebContents } from 'electron';
import { CHANNELS, TELL_TAKEN_EVERY } from '../../electron/channels.ts';
import { createEngineSessions } from '../../electron/desktop/engineSessions.ts';
import type { FromEngine } from '../../electron/engine/envelopes.ts';
import { createProcessSessions } from '../../electron/engine/processSessions.ts';
import type { ClientSessionDeps } from '../../electron/engine/views/clientSession.ts';
import type { EngineHost } from '../../electron/engineHost.ts';
import { createIpcServer } from '../../electron/ipcServer.ts';
import type { ServerFrame } from '../../shared/frames.ts';
import { createFrameClient, EngineError, type FrameClient } from '../../shared/frameClient.ts';

/**
 * The desktop app's way from the page to the engine, without its processes: the page's frame client, main's checks and relay, and
 * the engine's own end, with everything copied wherever it would cross from one process into another.
 */
export interface DesktopIpc extends Pick<FrameClient, 'api'> {
  close(): void;
}

export function connectOverIpc(engine: ClientSessionDeps): DesktopIpc {
  const ipc = new EventEmitter();
  const contents = new FakeContents();
  const server = createIpcServer({
    ipc: Object.assign(ipc, { handle: () => undefined, removeHandler: () => undefined }) as unknown as IpcMain,
    ...hostOf(engine),
    answer: () => Promise.reject(new Error('nothing but frames is sent here')),
    refused: (what) => {
      throw new Error(`refused: ${what}`);
    },
  });
  const event = { sender: contents, senderFrame: contents.mainFrame };
  const client = createFrameClient((frame) => crossOver(() => ipc.emit(CHANNELS.frame, event, structuredClone(frame))));
  let taken = 0;
  contents.receive = (frame) =>
    crossOver(() => {
      if (++taken % TELL_TAKEN_EVERY === 0) ipc.emit(CHANNELS.taken, event, taken);
      client.receive(structuredClone(frame));
    });
  server.attach(contents as unknown as WebContents);
  ipc.emit(CHANNELS.listen, event);
  return {
    api: client.api,
    close() {
      server.stop();
      client.fail(new EngineError({ code: 'engine-unreachable', message: 'the page has let go' }));
    },
  };
}

/** A page as main sees it: our own, in its top frame. */
class FakeContents extends EventEmitter {
  readonly mainFrame = { url: 'app://granary/index.html' };
  receive: (frame: ServerFrame) => void = () => undefined;
  isDestroyed = (): boolean => false;
  send = (channel: string, value: unknown): void => {
    if (channel === CHANNELS.frames) this.receive(value as ServerFrame);
  };
}

/** An engine process that runs, as its host sees it: what is said to it is text, as over a child process. */
function hostOf(engine: ClientSessionDeps) {
  const listeners = new Set<(message: FromEngine) => void>();
  const sessions = createProcessSessions(engine, {
    send(message) {
      const text = JSON.stringify(message);
      crossOver(() => listeners.forEach((listener) => listener(JSON.parse(text) as FromEngine)));
    },
    logger: { log: () => undefined },
    version: '0.1.0',
  });
  const host = {
    state: { kind: 'running' },
    onState: () => () => undefined,
    onMessage(listener: (message: FromEngine) => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    send(message: Parameters<typeof sessions.receive>[0]) {
      const text = JSON.stringify(message);
      crossOver(() => sessions.receive(JSON.parse(text) as typeof message));
      return true;
    },
  } as unknown as EngineHost;
  return { host, sessions: createEngineSessions(host) };
}

/** Never within the same turn, as between processes, and always in order. */
function crossOver(deliver: () => unknown): void {
  queueMicrotask(() => void deliver());
}
