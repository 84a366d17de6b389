import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * Trackers of others that tests and benchmarks hold beside ours, as far as they come from the npm registry. They are no
 * dependencies of the project: whoever only builds it never fetches them, nor their binaries.
 */

const PACKAGE = 'bittorrent-tracker';
const VERSION = '11.2.3';

const cache = resolve(import.meta.dirname, '..', '.cache');
const target = join(cache, 'peers', `${PACKAGE}-${VERSION}`);

/**
 * The folder of npm's bittorrent-tracker, whose `server.js` exports its server by default; installed once, without
 * scripts and without the WebRTC binary, which only its client needs. Two that run at once each install it, and the first to
 * finish is used. Throws with what npm said.
 */
export async function prepareNpmTracker(): Promise<string> {
  const folder = join(target, 'node_modules', PACKAGE);
  if (existsSync(folder)) return folder;
  mkdirSync(join(cache, 'peers'), { recursive: true });
  const making = mkdtempSync(join(cache, 'peers', 'making-'));
  try {
    writeFileSync(join(making, 'package.json'), '{ "private": true }\n');
    installInto(making);
    putInPlace(making);
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
  return folder;
}

function installInto(folder: string): void {
  const args = ['install', '--ignore-scripts', '--omit=optional', '--save-exact', `${PACKAGE}@${VERSION}`];
  const { status, stdout, stderr, error } = spawnSync('npm', args, { encoding: 'utf8', cwd: folder });
  if (status === 0) return;
  const said = error?.message ?? `${stdout}${stderr}`.trim();
  throw new Error(`npm could not install ${PACKAGE} ${VERSION} into ${cache}: ${said}`, { cause: error });
}

function putInPlace(folder: string): void {
  try {
    renameSync(folder, target);
  } catch (error) {
    // Another run was quicker: a folder that is not empty cannot be replaced.
    if (!existsSync(target)) throw error;
  }
}
