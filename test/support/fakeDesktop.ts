import type { BrowserContext } from 'playwright-core';
import type { DesktopBridge, EngineHostState, Preferences } from '../../shared/desktop.ts';
import type { RequestFrame, ServerFrame } from '../../shared/frames.ts';

/**
 * The desktop app's bridge for a page in a browser: frames go over the console's WebSocket, the system's dialogs answer by
 * themselves, and the engine's process is in whatever state the test says. Shows the desktop app's screens without Electron.
 */
export async function addFakeDesktop(
  context: BrowserContext,
  state: EngineHostState = { kind: 'running' },
): Promise<void> {
  await context.addInitScript(installBridge, state);
}

/** Runs in the page, before its own scripts; it can use nothing from outside. */
function installBridge(state: EngineHostState): void {
  const listeners = new Set<(frame: ServerFrame) => void>();
  let socket: WebSocket | undefined;
  let preferences: Preferences = {
    onClose: 'ask',
    startWithComputer: false,
    keepAwake: true,
    notifications: true,
    language: 'system',
    theme: 'system',
  };

  function connect(): void {
    const opened = new WebSocket(`ws://${location.host}/control`);
    opened.addEventListener('message', ({ data }: MessageEvent<string>) => {
      for (const listener of listeners) listener(JSON.parse(data) as ServerFrame);
    });
    socket = opened;
  }

  const bridge: DesktopBridge = {
    platform: 'linux',
    version: '0.1.0',
    sendFrame: (frame: RequestFrame) => socket?.send(JSON.stringify(frame)),
    onFrame(listener) {
      listeners.add(listener);
      if (socket === undefined && state.kind === 'running') connect();
      return () => void listeners.delete(listener);
    },
    onEngineState(listener) {
      queueMicrotask(() => listener(state));
      return () => undefined;
    },
    restartEngine: () => Promise.resolve(),
    pathOf: (file) => `/home/ada/Videos/${file instanceof File ? file.name : 'dropped'}`,
    pickPaths: () => Promise.resolve(['/home/ada/Videos/Wedding film, all cameras']),
    saveFile: ({ suggestedName }) => Promise.resolve(`/home/ada/Downloads/${suggestedName}`),
    copyText: () => Promise.resolve(),
    showInFolder: () => Promise.resolve(),
    openExternal: () => Promise.resolve(),
    getPreferences: () => Promise.resolve(preferences),
    changePreferences(changes) {
      preferences = { ...preferences, ...changes };
      return Promise.resolve(preferences);
    },
    onRequest: () => () => undefined,
  };
  Object.defineProperty(window, 'granary', { value: bridge });
}
