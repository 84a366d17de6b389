import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { app, type BrowserWindow, ipcMain, Menu, nativeTheme, powerMonitor, protocol, session } from 'electron';
import type { DesktopRequest, MenuCommand, Preferences } from '../shared/desktop.ts';
import { serveApp } from './desktop/appProtocol.ts';
import { givenArguments, parseArguments, parseLaunchOptions } from './desktop/arguments.ts';
import { createBridgeAnswers } from './desktop/bridgeAnswers.ts';
import { createClosing } from './desktop/closing.ts';
import { createEngineSessions } from './desktop/engineSessions.ts';
import { createEngineSupervisor } from './desktop/engineSupervisor.ts';
import { filesBelow } from './desktop/paths.ts';
import { createPreferencesStore } from './desktop/preferences.ts';
import { secureContents, secureSession } from './desktop/security.ts';
import { runSmokeTest } from './desktop/smokeTest.ts';
import { setStartWithComputer } from './desktop/startWithComputer.ts';
import { createStrings } from './desktop/strings.ts';
import { createSurroundings } from './desktop/surroundings.ts';
import { createIpcServer } from './ipcServer.ts';
import { createMenu } from './menu.ts';
import { bringToFront, createWindow, loadPage } from './window.ts';

/** The desktop app from its start to its end. `folder` holds what was built: see desktop/paths.ts. */
export function startDesktop(folder: string): void {
  const launch = parseLaunchOptions(process.argv);
  const files = filesBelow(folder, process.platform);
  const isDevelopment = !app.isPackaged;
  const log = (message: string): void => void process.stderr.write(`granary: ${message}\n`);
  const preferencesFile = join(app.getPath('userData'), 'preferences.json');
  const preferences = createPreferencesStore(preferencesFile);
  const strings = createStrings();
  const host = createEngineSupervisor(files.engine);
  const sessions = createEngineSessions(host);
  let window: BrowserWindow | undefined;

  const ipc = createIpcServer({
    ipc: ipcMain,
    host,
    sessions,
    answer: createBridgeAnswers({ host, preferences, strings, window: () => window, isEnding: () => closing.isEnding }),
    refused: (what) => log(`refused: ${what}`),
  });
  const surroundings = createSurroundings({
    host,
    sessions,
    preferences,
    strings,
    files,
    show,
    quit,
    window: () => window,
  });
  const closing = createClosing({ host, preferences, strings, hasTray: () => surroundings.hasTray(), ended });

  function ended(): void {
    surroundings.stop();
    ipc.stop();
  }

  function quit(): void {
    closing.quit();
  }

  /** Not while it ends: a window would stand there without an engine. */
  function show(): void {
    if (!closing.isEnding) bringToFront(openWindow());
  }

  /** The one there is, or a new one, which shows itself when it has something to show. */
  function openWindow(): BrowserWindow {
    window ??= makeWindow();
    return window;
  }

  function makeWindow(): BrowserWindow {
    const opened = createWindow({
      title: 'Granary',
      preload: files.preload,
      icon: files.icon,
      placeFile: join(app.getPath('userData'), 'window.json'),
      version: app.getVersion(),
      devTools: isDevelopment,
      log,
    });
    ipc.attach(opened.webContents);
    closing.watch(opened);
    opened.on('closed', () => {
      window = undefined;
    });
    loadPage(opened).catch((error: unknown) => log(`the page was not loaded: ${String(error)}`));
    return opened;
  }

  function request(requests: readonly DesktopRequest[]): void {
    hand(requests);
    show();
  }

  /** What comes while it ends is for nobody. */
  function hand(requests: readonly DesktopRequest[]): void {
    if (!closing.isEnding) for (const one of requests) ipc.request(one);
  }

  function command(name: MenuCommand): void {
    request([{ kind: 'command', command: name }]);
  }

  function fromCommandLine(argv: readonly string[], workingDirectory: string): DesktopRequest[] {
    const appFolder = isDevelopment ? app.getAppPath() : undefined;
    const given = givenArguments(argv, { workingDirectory, appFolder });
    return parseArguments(given, { workingDirectory, isOnDisk: existsSync });
  }

  function applyLanguage(): void {
    strings.use(preferences.current.language, app.getPreferredSystemLanguages());
    Menu.setApplicationMenu(createMenu({ strings, platform: process.platform, isDevelopment, command, quit }));
    surroundings.redraw();
  }

  function applyPreferences(now: Preferences, before: Preferences | undefined): void {
    nativeTheme.themeSource = now.theme;
    if (before !== undefined && now.startWithComputer !== before.startWithComputer) {
      setStartWithComputer(app, now.startWithComputer);
    }
    applyLanguage();
  }

  function begin(): void {
    // Before everything else, because it takes longer than a window to be there; Electron starts no process before it is ready.
    host.start();
    secureSession(session.defaultSession);
    serveApp(protocol, files.renderer);
    applyPreferences(preferences.current, undefined);
    preferences.onChange(applyPreferences);
    if (launch.smokeTest) return runSmokeTest({ window: openWindow(), host, quit });
    for (const one of fromCommandLine(process.argv, process.cwd())) ipc.request(one);
    if (!launch.hidden) openWindow();
    if (preferences.problem !== undefined) surroundings.preferencesUnreadable(preferencesFile, preferences.problem);
    powerMonitor.on('shutdown', quit);
  }

  app.on('web-contents-created', (_event, contents) => secureContents(contents));
  app.on('second-instance', (_event, argv, workingDirectory) => request(fromCommandLine(argv, workingDirectory)));
  app.on('open-file', (event, path) => openFromSystem(event, path));
  app.on('open-url', (event, url) => openFromSystem(event, url));
  app.on('activate', show);
  // It lives on beside the clock; without a listener Electron would quit.
  app.on('window-all-closed', () => undefined);
  app.on('before-quit', (event) => closing.beforeQuit(event));
  app.whenReady().then(begin, (error: unknown) => log(`Electron did not become ready: ${String(error)}`));

  /** macOS hands these over one by one, and before it is ready. */
  function openFromSystem(event: { preventDefault(): void }, given: string): void {
    event.preventDefault();
    hand(parseArguments([given], { workingDirectory: '/', isOnDisk: existsSync }));
    if (app.isReady()) show();
  }
}
