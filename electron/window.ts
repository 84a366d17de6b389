import { BrowserWindow, type BrowserWindowConstructorOptions, nativeTheme, screen } from 'electron';
import { APP_PAGE } from './desktop/appProtocol.ts';
import { placeOnScreens, readWindowPlace, SMALLEST_SIZE, writeWindowPlace } from './desktop/windowPlace.ts';

export interface WindowOptions {
  readonly title: string;
  /** Absolute paths. */
  readonly preload: string;
  readonly icon: string;
  readonly placeFile: string;
  readonly version: string;
  /** Whether the page's own developer tools may be opened. */
  readonly devTools: boolean;
  /** Told of what went wrong with remembering the window's place. */
  readonly log: (message: string) => void;
}

/** Opens the window at the place it had; it is seen when it has something to show. The page is not loaded yet: see `loadPage`. */
export function createWindow(options: WindowOptions): BrowserWindow {
  const main = screen.getPrimaryDisplay();
  const areas = [main, ...screen.getAllDisplays().filter(({ id }) => id !== main.id)].map(({ workArea }) => workArea);
  const place = placeOnScreens(readWindowPlace(options.placeFile), areas);
  const window = new BrowserWindow({
    ...place.bounds,
    minWidth: SMALLEST_SIZE.width,
    minHeight: SMALLEST_SIZE.height,
    ...appearance(options),
    show: false,
    webPreferences: {
      preload: options.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: options.devTools,
      additionalArguments: [`--granary-version=${options.version}`],
    },
  });
  if (place.isMaximized) window.maximize();
  // The page's title would otherwise take the place of ours.
  window.on('page-title-updated', (event) => event.preventDefault());
  window.once('ready-to-show', () => window.show());
  window.on('close', () => rememberPlace(window, options));
  return window;
}

export async function loadPage(window: BrowserWindow): Promise<void> {
  await window.loadURL(APP_PAGE);
}

/** In front of everything, whatever it was before. */
export function bringToFront(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

function appearance({ title, icon }: WindowOptions): BrowserWindowConstructorOptions {
  return {
    title,
    icon,
    // What is seen until the page has painted.
    backgroundColor: nativeTheme.shouldUseDarkColors ? DARK_CANVAS : LIGHT_CANVAS,
    autoHideMenuBar: true,
  };
}

const LIGHT_CANVAS = '#f7f3ec';
const DARK_CANVAS = '#1a1814';

function rememberPlace(window: BrowserWindow, { placeFile, log }: WindowOptions): void {
  try {
    writeWindowPlace(placeFile, { bounds: window.getNormalBounds(), isMaximized: window.isMaximized() });
  } catch (error) {
    log(`the place of the window could not be kept: ${error instanceof Error ? error.message : String(error)}`);
  }
}
