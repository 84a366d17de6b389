import type { ErrorBody, RequestFrame, ServerFrame } from './frames.ts';

/** What the desktop app does for its window, besides carrying the contract: `window.granary`, made by the preload script. */
export interface DesktopBridge {
  readonly platform: 'linux' | 'darwin' | 'win32';
  /** Granary's own. */
  readonly version: string;
  sendFrame(frame: RequestFrame): void;
  /** Every frame of the engine; each time the engine (re)starts, a hello comes first. */
  onFrame(listener: (frame: ServerFrame) => void): () => void;
  /** The state of now follows at once, then every change. */
  onEngineState(listener: (state: EngineHostState) => void): () => void;
  /** Starts the engine again after it stopped for good. */
  restartEngine(): Promise<void>;
  /** Path on disk of something dropped on the window or chosen in it; empty when it is not a file on disk. */
  pathOf(file: unknown): string;
  /** The system's own dialog; empty when the person cancels. */
  pickPaths(what: 'files' | 'folder'): Promise<string[]>;
  /** Asks where, writes, and returns the path; undefined when the person cancels. */
  saveFile(file: { readonly suggestedName: string; readonly base64: string }): Promise<string | undefined>;
  /** Rejects when the system refuses the clipboard. */
  copyText(text: string): Promise<void>;
  showInFolder(path: string): Promise<void>;
  /** Only https and only addresses on a list. */
  openExternal(url: string): Promise<void>;
  getPreferences(): Promise<Preferences>;
  changePreferences(changes: Partial<Preferences>): Promise<Preferences>;
  /** Files, magnet links and menu commands that came from outside the page. */
  onRequest(listener: (request: DesktopRequest) => void): () => void;
}

/** The desktop app's own settings; the engine's are in settings.ts. */
export interface Preferences {
  /** What closing the window does; `ask` until the person has chosen. */
  readonly onClose: 'ask' | 'tray' | 'quit';
  readonly startWithComputer: boolean;
  /** While others download from here. */
  readonly keepAwake: boolean;
  readonly notifications: boolean;
  readonly language: 'system' | 'en' | 'de';
  readonly theme: 'system' | 'light' | 'dark';
}

export type EngineHostState =
  | { readonly kind: 'starting' }
  | { readonly kind: 'running' }
  /** It ended unasked and is started again at `nextAt` (milliseconds since the epoch). */
  | { readonly kind: 'restarting'; readonly reason: string; readonly nextAt: number }
  /** Not started again by itself: it died too often, or could not start at all. */
  | {
      readonly kind: 'stopped';
      readonly error: ErrorBody;
      readonly logFile: string;
      readonly logTail: readonly string[];
    };

export type DesktopRequest =
  /** Absolute paths to share, from the command line, a file manager or another instance. */
  | { readonly kind: 'share'; readonly paths: readonly string[] }
  /** A magnet link or .torrent that the person opened with Granary. */
  | { readonly kind: 'open'; readonly target: string }
  | { readonly kind: 'command'; readonly command: MenuCommand };

export const MENU_COMMANDS = [
  'share-files',
  'share-folder',
  'palette',
  'shortcuts',
  'settings',
  'shares',
  'tracker',
  'people',
  'activity',
  'about',
] as const;
export type MenuCommand = (typeof MENU_COMMANDS)[number];
