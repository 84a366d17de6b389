import { contextBridge, type IpcRendererEvent, ipcRenderer, webUtils } from 'electron';
import type { DesktopBridge, EngineHostState } from '../shared/desktop.ts';
import { type BridgeAnswer, type BridgeCallName, CHANNELS, type Pushed, TELL_TAKEN_EVERY } from './channels.ts';

/** Gives the page `window.granary` and nothing else of Electron or Node.js. Runs sandboxed, in a world of its own. */

/** Main leaves these where a sandboxed script can read them. */
const VERSION_ARGUMENT = '--granary-version=';

const call = (name: BridgeCallName, ...parameters: unknown[]): Promise<never> =>
  ipcRenderer.invoke(CHANNELS.call, { name, parameters }).then((answer: BridgeAnswer) => {
    if ('error' in answer) throw new Error(answer.error);
    return answer.result as never;
  });

/** Hands on what main sends, and tells main once that somebody listens. */
function subscription<Channel extends keyof Pushed>(
  channel: Channel,
  begin: string,
): (listener: (value: Pushed[Channel]) => void) => () => void {
  const listeners = new Set<(value: Pushed[Channel]) => void>();
  let hasBegun = false;
  ipcRenderer.on(channel, (_event: IpcRendererEvent, value: Pushed[Channel]) => {
    for (const listener of [...listeners]) listener(value);
  });
  return (listener) => {
    listeners.add(listener);
    if (!hasBegun) ipcRenderer.send(begin);
    hasBegun = true;
    return () => void listeners.delete(listener);
  };
}

/** Main sends no more than a page takes: see `MAX_FRAMES_ON_THE_WAY` in ipcServer.ts. */
function frameSubscription(): DesktopBridge['onFrame'] {
  let taken = 0;
  ipcRenderer.on(CHANNELS.frames, () => {
    if (++taken % TELL_TAKEN_EVERY === 0) ipcRenderer.send(CHANNELS.taken, taken);
  });
  return subscription(CHANNELS.frames, CHANNELS.listen);
}

/** Every listener is told the state of now, also one that came after the first. */
function stateSubscription(): DesktopBridge['onEngineState'] {
  const subscribe = subscription(CHANNELS.engineState, CHANNELS.watchEngine);
  let last: EngineHostState | undefined;
  return (listener) => {
    if (last !== undefined) listener(last);
    return subscribe((state) => {
      last = state;
      listener(state);
    });
  };
}

const bridge: DesktopBridge = {
  platform: process.platform === 'win32' || process.platform === 'darwin' ? process.platform : 'linux',
  version: process.argv.find((text) => text.startsWith(VERSION_ARGUMENT))?.slice(VERSION_ARGUMENT.length) ?? '',
  sendFrame: (frame) => ipcRenderer.send(CHANNELS.frame, frame),
  onFrame: frameSubscription(),
  onEngineState: stateSubscription(),
  restartEngine: () => call('restartEngine'),
  pathOf: (file) => (file instanceof File ? webUtils.getPathForFile(file) : ''),
  pickPaths: (what) => call('pickPaths', what),
  saveFile: (file) => call('saveFile', file),
  copyText: (text) => call('copyText', text),
  showInFolder: (path) => call('showInFolder', path),
  openExternal: (url) => call('openExternal', url),
  getPreferences: () => call('getPreferences'),
  changePreferences: (changes) => call('changePreferences', changes),
  onRequest: subscription(CHANNELS.request, CHANNELS.takeRequests),
};

contextBridge.exposeInMainWorld('granary', bridge);
