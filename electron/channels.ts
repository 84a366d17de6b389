import type { DesktopBridge, DesktopRequest, EngineHostState } from '../shared/desktop.ts';
import type { ServerFrame } from '../shared/frames.ts';

/** What the preload script and the main process say to each other. */
export const CHANNELS = {
  /** Page to main: the page listens for frames; a session of the engine is opened for it. */
  listen: 'granary:listen',
  /** Page to main: a frame for the engine. */
  frame: 'granary:frame',
  /** Main to page: a frame of the engine. */
  frames: 'granary:frames',
  /** Page to main: how many frames the page has taken since it listens; told now and then. */
  taken: 'granary:taken',
  /** Page to main: the page wants to be told the engine's state, now and at every change. */
  watchEngine: 'granary:watch-engine',
  /** Main to page. */
  engineState: 'granary:engine-state',
  /** Page to main: the page takes requests from now on. */
  takeRequests: 'granary:take-requests',
  /** Main to page. */
  request: 'granary:request',
  /** Page to main, with an answer: a method of the bridge by its name, and its arguments. */
  call: 'granary:call',
} as const;

/** After so many frames the page tells that it took them. */
export const TELL_TAKEN_EVERY = 16;

/** What main sends the page by itself. */
export interface Pushed {
  readonly [CHANNELS.frames]: ServerFrame;
  readonly [CHANNELS.engineState]: EngineHostState;
  readonly [CHANNELS.request]: DesktopRequest;
}

/** The methods of the bridge that main answers. */
export type BridgeCallName = keyof Pick<
  DesktopBridge,
  | 'restartEngine'
  | 'pickPaths'
  | 'saveFile'
  | 'copyText'
  | 'showInFolder'
  | 'openExternal'
  | 'getPreferences'
  | 'changePreferences'
>;

/** What main answers a call with: an error as a value, because `invoke` puts a preface for programmers before a thrown one. */
export type BridgeAnswer = { readonly result: unknown } | { readonly error: string };
