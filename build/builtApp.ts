import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Builds the app if what it is made from is newer than what was built, or nothing was. */

const root = resolve(import.meta.dirname, '..');
const SOURCES = ['shared', 'electron', 'renderer', 'build', 'package.json', 'package-lock.json'];
const RESULTS = [
  'main.js',
  'preload.cjs',
  'engine/process.js',
  'engine/hashWorker.js',
  'engine/checkpointWorker.js',
  'renderer/index.html',
];

/** Rejects with what the bundler said. */
export async function ensureAppBuilt(say: (line: string) => void): Promise<void> {
  const builtAt = Math.min(...RESULTS.map((path) => changedAt(join(root, 'dist/app', path))));
  const newest = Math.max(...SOURCES.map((path) => newestBelow(join(root, path))));
  if (builtAt > newest) return;
  say('Building the app.');
  // The bundler takes a while to load, which a start without it need not wait for.
  const { buildApp } = await import('./buildApp.ts');
  await buildApp();
}

/** Milliseconds since 1970 of the last change below a path; folders count as well, for what was removed. */
function newestBelow(path: string): number {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return Math.max(stats.mtimeMs, ...readdirSync(path).map((name) => newestBelow(join(path, name))));
}

function changedAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Number.NEGATIVE_INFINITY;
}
