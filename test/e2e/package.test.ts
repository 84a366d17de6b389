import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCleanup } from '../support/cleanup.ts';
import { desktopCommand, makeFolders, requireElectron } from '../support/desktopApp.ts';
import { startDisplay } from '../support/display.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

/** What `npm run package` makes, unpacked, from the Electron that the tests have. */

const cleanup = createCleanup();
const root = resolve(import.meta.dirname, '../..');
const PACKING_LIMIT_MS = 300_000;
let folder = '';

beforeAll(async () => {
  folder = await packApp();
}, PACKING_LIMIT_MS);
afterAll(cleanup.run);

describe('the packed app', () => {
  test('has the fuses that the configuration sets', async () => {
    const fuses = await getCurrentFuseWire(executable());
    const states = Object.fromEntries(
      Object.entries(EXPECTED_FUSES).map(([name]) => [name, fuses[FuseV1Options[name as FuseName]]]),
    );
    expect(states).toEqual(EXPECTED_FUSES);
  });

  test('starts with page and engine, and quits', async () => {
    const { status, out, err } = await runPacked(['--smoke-test']);
    const line = out.split('\n').find((each) => each.startsWith('{'));
    // The title names the view once it is drawn.
    expect(line && JSON.parse(line), err).toEqual({
      smokeTest: 'running',
      page: expect.toBeOneOf(['Granary', 'Shares · Granary']),
    });
    expect(status).toBe(0);
  });

  test('lets nobody in through the ways that Electron has for developers', async () => {
    const inspected = await runPacked(['--inspect=127.0.0.1:0', '--smoke-test']);
    expect(inspected.err).not.toContain('Debugger listening');
    const asNode = await runPacked(['--smoke-test'], {
      ELECTRON_RUN_AS_NODE: '1',
      NODE_OPTIONS: '--inspect=127.0.0.1:0',
    });
    expect(asNode.err).not.toContain('Debugger listening');
    expect(asNode.out).toContain('"smokeTest"');
  });

  test('replaces no part of itself when told to', async () => {
    const { out } = await runPacked(['--smoke-test'], {
      GRANARY_ENGINE_ENTRY: '/nowhere.mjs',
      GRANARY_ENGINE_NODE: '/nowhere',
    });
    expect(out).toContain('"smokeTest":"running"');
  });

  test('says to the system what it opens', async () => {
    const config = JSON.parse(await readFile(join(root, 'build/electron-builder.json'), 'utf8')) as Record<
      string,
      unknown
    >;
    expect(config).toMatchObject({ protocols: [{ schemes: ['magnet'] }], fileAssociations: [{ ext: 'torrent' }] });
  });
});

type FuseName = keyof typeof EXPECTED_FUSES;
const EXPECTED_FUSES = {
  RunAsNode: FuseState.DISABLE,
  EnableCookieEncryption: FuseState.ENABLE,
  EnableNodeOptionsEnvironmentVariable: FuseState.DISABLE,
  EnableNodeCliInspectArguments: FuseState.DISABLE,
  EnableEmbeddedAsarIntegrityValidation: FuseState.ENABLE,
  OnlyLoadAppFromAsar: FuseState.ENABLE,
  LoadBrowserProcessSpecificV8Snapshot: FuseState.DISABLE,
  GrantFileProtocolExtraPrivileges: FuseState.DISABLE,
} as const;

function executable(): string {
  return join(folder, 'granary');
}

/** Resolves with the folder of the unpacked app. */
async function packApp(): Promise<string> {
  const electron = requireElectron();
  const work = await temporaryFolder(cleanup, 'package');
  const distribution = join(work, 'electron');
  await cp(electron.folder, distribution, { recursive: true });
  // The app that a developer's Electron starts when it is given a folder is no part of a package.
  await rm(join(distribution, 'resources', 'app'), { recursive: true, force: true });
  const builder = createRequire(import.meta.url).resolve('electron-builder/package.json');
  const { status, out, err } = await run(process.execPath, [
    join(dirname(builder), 'cli.js'),
    ...['--linux', 'dir', '--config', 'build/electron-builder.json'],
    `-c.electronDist=${distribution}`,
    `-c.electronVersion=${electron.version}`,
    // What runs the engine is part of the package: the environment has no say there.
    ...(electron.needsEngineNode ? [`-c.extraMetadata.engineNode=${process.execPath}`] : []),
    `-c.directories.output=${join(work, 'out')}`,
  ]);
  if (status !== 0) throw new Error(`electron-builder failed:\n${out}${err}`);
  return join(work, 'out', 'linux-unpacked');
}

async function runPacked(args: readonly string[], extra: Readonly<Record<string, string>> = {}) {
  const one = createCleanup();
  try {
    const folders = await makeFolders(one);
    const display = await startDisplay(one);
    const command = desktopCommand(folders, { ...(display && { display }), environment: extra });
    // The same but for the program, and without the folder of the app, which it holds itself.
    const flags = command.args.filter((arg) => arg.startsWith('-'));
    return await run(executable(), [...flags, ...args], command.environment);
  } finally {
    await one.run();
  }
}

async function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env) {
  const child = spawn(program, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'close');
  const [out, err, [status]] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { status: status as number | null, out, err };
}
