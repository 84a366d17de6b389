import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { ensureAppBuilt } from './builtApp.ts';
import { fetchElectron, installedElectron } from './ownElectron.ts';

/**
 * `npm start`: the window, where there is a display and an Electron, and otherwise the console, saying which and why.
 * `npm start -- COMMAND …` is the command line.
 */

const root = resolve(import.meta.dirname, '..');
/** Electron's download is about 110 MB. */
const FETCH_LIMIT_MS = 180_000;
/** What a shell and the loader say of a program whose libraries are missing. */
const NOT_STARTED = 127;

if (process.argv[2] === 'serve') await runConsole();
else if (process.argv.length > 2) await runCommandLine();
else await openWindowOrConsole();

async function openWindowOrConsole(): Promise<void> {
  const electron = await findElectron();
  if ('missing' in electron) return runConsoleInstead(electron.missing);
  await ensureAppBuilt(say);
  const status = await runElectron(electron.executable);
  if (status === NOT_STARTED) return runConsoleInstead('Electron does not start on this computer');
  process.exitCode = status;
}

type Found = { readonly executable: string } | { readonly missing: string };

async function findElectron(): Promise<Found> {
  if (!hasDisplay()) return { missing: 'there is no display' };
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (override !== undefined && override !== '') return { executable: join(override, programName()) };
  const installed = installedElectron();
  if (installed !== undefined) return installed;
  say('Fetching Electron for the window (about 110 MB, once).');
  const problem = await fetchElectron(FETCH_LIMIT_MS);
  return installedElectron() ?? { missing: `Electron could not be fetched: ${problem ?? 'it is not there'}` };
}

function hasDisplay(): boolean {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env['DISPLAY']) || Boolean(process.env['WAYLAND_DISPLAY']);
}

function programName(): string {
  if (process.platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return process.platform === 'win32' ? 'electron.exe' : 'electron';
}

/** Resolves with its exit status. */
function runElectron(executable: string): Promise<number> {
  const args = [root];
  if (process.platform === 'linux' && process.getuid?.() === 0) {
    say('Chromium has no sandbox for root: the window runs without it. Better start Granary as an ordinary user.');
    args.unshift('--no-sandbox');
  }
  // An Electron that was put in its place may be too old to run the engine itself.
  const isOverridden = Boolean(process.env['ELECTRON_OVERRIDE_DIST_PATH']);
  const env = isOverridden ? { GRANARY_ENGINE_NODE: process.execPath, ...process.env } : process.env;
  return new Promise((done) => {
    const child = spawn(executable, args, { stdio: 'inherit', env });
    child.on('error', () => done(NOT_STARTED));
    child.on('exit', (status) => done(status ?? 1));
    // A signal from the terminal reaches the window too; this process waits for what it makes of it.
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  });
}

async function runConsoleInstead(why: string): Promise<void> {
  say(`No window, because ${why}. The console runs instead; everything is also on the command line: npm start -- help`);
  process.argv.push('serve');
  await runConsole();
}

/** The engine shares and tracks without its page as well, so a page that cannot be built keeps nobody from sharing. */
async function runConsole(): Promise<void> {
  try {
    await ensureAppBuilt(say);
  } catch (error) {
    say(`The console's page could not be built: ${error instanceof Error ? error.message : String(error)}`);
  }
  await runCommandLine();
}

/** In this process, which then is the command line and nothing else. */
async function runCommandLine(): Promise<void> {
  await import(new URL('../electron/cli.ts', import.meta.url).href);
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
