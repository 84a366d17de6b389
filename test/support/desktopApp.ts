import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { findTestElectron, type TestElectron } from '../../build/testElectron.ts';
import type { Cleanup } from './cleanup.ts';
import { type Screen, startDisplay } from './display.ts';
import { temporaryFolder } from './temporaryFolder.ts';

/** The built desktop app in a real Electron, on a display of its own, with folders of its own. */

export interface DesktopAppOptions {
  /** After the app's folder, as a person or the system would give them. */
  readonly args?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Instead of new ones: of an app that was started before. */
  readonly folders?: DesktopFolders;
  /** The display to open on, instead of a new one. */
  readonly display?: string;
  readonly screen?: Screen;
  /** Runs the mock engine instead of the real one, with these options (see mockEngine/options.ts). */
  readonly mock?: string;
}

export interface DesktopFolders {
  /** What the engine keeps. */
  readonly data: string;
  /** What the app and Chromium keep. */
  readonly user: string;
  /** The person's home. */
  readonly home: string;
}

export interface DesktopApp {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly folders: DesktopFolders;
  readonly display: string | undefined;
  /** Errors that the page wrote to its console, and violations of its policy; a test that expects none says so at its end. */
  readonly problems: readonly string[];
  /** What the app wrote to its standard output and error, line by line. */
  readonly output: readonly string[];
  /** From the start of the process until the page had loaded. */
  readonly loadedAfterMs: number;
  /** Resolves when its process is gone, however it was ended. */
  readonly ended: Promise<unknown>;
  /** Ends it as the menu does, and resolves when the process is gone. May be called again. */
  quit(): Promise<void>;
}

const root = resolve(import.meta.dirname, '../..');
const MOCK_ENGINE = join(root, 'test/support/mockEngine/process.ts');

/** The arguments and environment that start the app, for those who start it without Playwright. */
export interface DesktopCommand {
  readonly executable: string;
  readonly args: readonly string[];
  readonly environment: Record<string, string>;
}

export async function startDesktopApp(cleanup: Cleanup, options: DesktopAppOptions = {}): Promise<DesktopApp> {
  const folders = options.folders ?? (await makeFolders(cleanup));
  const display = options.display ?? (await startDisplay(cleanup, options.screen));
  const { args, environment } = desktopCommand(folders, { ...options, ...(display && { display }) });
  chooseElectron();
  const startedAt = performance.now();
  const app = await _electron.launch({
    args: [...args],
    env: environment,
    chromiumSandbox: !mustRunUnsandboxed(),
  });
  const child = app.process();
  const ended = child.exitCode === null ? once(child, 'exit') : Promise.resolve();
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (text: Buffer) => output.push(...text.toString().split('\n').filter(Boolean)));
  }

  async function quit(): Promise<void> {
    if (child.exitCode === null && child.signalCode === null) {
      // The answer is lost when the app is gone before it was sent.
      await app.evaluate(({ app: electron }) => electron.quit()).catch(() => undefined);
    }
    await ended;
    await app.close().catch(() => undefined);
  }

  cleanup.add(quit);
  const page = await app.firstWindow();
  const problems = collectProblems(page);
  await page.waitForLoadState('load').catch((cause: unknown) => {
    throw new Error(`the page did not load; the app said: ${output.join('\n')}`, { cause });
  });
  const loadedAfterMs = performance.now() - startedAt;
  return { app, page, folders, display, problems, output, loadedAfterMs, ended, quit };
}

export function desktopCommand(folders: DesktopFolders, options: DesktopAppOptions): DesktopCommand {
  const electron = requireElectron();
  const unsandboxed = mustRunUnsandboxed() ? ['--no-sandbox'] : [];
  return {
    executable: electron.executable,
    args: [...unsandboxed, `--user-data-dir=${folders.user}`, root, ...(options.args ?? [])],
    environment: {
      ...inherited(),
      ...(options.display !== undefined && { DISPLAY: options.display }),
      ...engineEnvironment(folders, electron),
      ...(options.mock !== undefined && { GRANARY_ENGINE_ENTRY: MOCK_ENGINE, GRANARY_MOCK: options.mock }),
      ...options.environment,
    },
  };
}

export async function makeFolders(cleanup: Cleanup): Promise<DesktopFolders> {
  const folder = await temporaryFolder(cleanup, 'desktop');
  const folders = { data: join(folder, 'data'), user: join(folder, 'user'), home: join(folder, 'home') };
  for (const path of Object.values(folders)) await mkdir(path);
  return folders;
}

export function requireElectron(): TestElectron {
  const electron = findTestElectron();
  if (electron === undefined) throw new Error('there is no Electron to test with; npm run test:e2e prepares one');
  return electron;
}

/**
 * Playwright finds the executable as the `electron` package does. When it is told one instead, it does not hold the app back until
 * it has attached, and then sees some windows only in part.
 */
function chooseElectron(): void {
  const { needsEngineNode: isOverride, folder } = requireElectron();
  if (isOverride) process.env['ELECTRON_OVERRIDE_DIST_PATH'] = folder;
}

/** Chromium refuses to run as root in its sandbox. */
function mustRunUnsandboxed(): boolean {
  return process.platform === 'linux' && process.getuid?.() === 0;
}

function engineEnvironment(folders: DesktopFolders, electron: TestElectron): Record<string, string> {
  return {
    GRANARY_DATA_DIR: folders.data,
    GRANARY_PORT: '0',
    GRANARY_PEER_PORT: '0',
    GRANARY_CONTROL_PORT: '0',
    HOME: folders.home,
    XDG_CONFIG_HOME: join(folders.home, '.config'),
    LANGUAGE: 'en',
    LC_ALL: 'C.UTF-8',
    // There is none; without an address it is looked for, which takes time and fills the output.
    DBUS_SESSION_BUS_ADDRESS: 'disabled:',
    ...(electron.needsEngineNode && { GRANARY_ENGINE_NODE: process.execPath }),
  };
}

function inherited(): Record<string, string> {
  const entries = Object.entries(process.env).filter(([name]) => name !== 'NODE_OPTIONS' && !name.startsWith('VITEST'));
  return Object.fromEntries(entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

function collectProblems(page: Page): readonly string[] {
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(String(error)));
  return problems;
}
