#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { dirname } from 'node:path';
import type { CliContext } from './cli/context.ts';
import { listenForStop } from './cli/stopSignal.ts';

/** Composition root of the command line: the process's streams, signals and folders meet the commands here. */

enableCompileCache();

const INTERRUPTED = 130;

const [{ runCli }, { createScreen }, { createSecretInput }, { default: packageJson }] = await Promise.all([
  import('./cli/run.ts'),
  import('./cli/terminal.ts'),
  import('./cli/secretInput.ts'),
  import('../package.json', { with: { type: 'json' } }),
]);

const stop = listenForStop(process, () => process.exit(INTERRUPTED));
// A reader that went away (as in `granary list | head -1`) is a wish to end, not a failure.
process.stdout.on('error', () => stop.stop());
process.stderr.on('error', () => undefined);

const { version } = packageJson;
const debug = Boolean(process.env['GRANARY_DEBUG']);
const context: CliContext = {
  terminal: {
    out: createScreen(process.stdout, process.env),
    err: createScreen(process.stderr, process.env),
  },
  environment: process.env,
  workingDirectory: whereTheUserIs(),
  version,
  stopSignal: stop.signal,
  now: Date.now,
  refreshMs: 1000,
  // Standard input is opened when it is first asked for: most commands never look at it.
  get secretInput() {
    return createSecretInput(process.stdin, (text) => process.stderr.write(text));
  },
  openBrowser: async (url) => (await import('./cli/openBrowser.ts')).openBrowser(url, process.env),
  createEngine: async (config, options) =>
    (await import('./cli/composeEngine.ts')).composeEngine(config, { debug, version, ...options }),
  createOfflineApi: async (dataDir) => (await import('./engine/offline.ts')).createOfflineApi(dataDir),
};

process.exitCode = await runCli(process.argv.slice(2), context);
stop.release();

/** `npm start` runs in the package's own folder; the paths a person types are relative to where they typed them. */
function whereTheUserIs(): string {
  const { npm_lifecycle_event: script, npm_package_json: packageFile, INIT_CWD: typedIn } = process.env;
  const isNpmStart = script === 'start' && packageFile !== undefined && dirname(packageFile) === process.cwd();
  return isNpmStart && typedIn !== undefined ? typedIn : process.cwd();
}
