import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';

const root = resolve(import.meta.dirname, '../..');
const output = join(root, 'dist/app/renderer');
const SOURCES = ['renderer', 'shared', 'build/renderer.vite.config.ts'].map((path) => join(root, path));

let building: Promise<string> | undefined;

/**
 * The folder of the window's build, made anew with `npm run build:renderer` if it is older than what it is made from. Built
 * once however often it is asked for. Rejects with what the bundler said when it fails.
 */
export function builtRenderer(): Promise<string> {
  building ??= build();
  return building;
}

async function build(): Promise<string> {
  const builtAt = await changedAt(join(output, 'index.html'));
  const newest = Math.max(...(await Promise.all(SOURCES.map(newestBelow))));
  if (builtAt <= newest) await run('npm', ['run', '--silent', 'build:renderer']);
  return output;
}

async function run(command: string, args: readonly string[]): Promise<void> {
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'close');
  const [out, err, [status]] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}:\n${out}${err}`);
}

/** Milliseconds since 1970 of the last change to a file or anything in a folder; folders count as well, for what was removed. */
async function newestBelow(path: string): Promise<number> {
  const own = await changedAt(path);
  if (!(await stat(path)).isDirectory()) return own;
  const entries = await readdir(path);
  return Math.max(own, ...(await Promise.all(entries.map((name) => newestBelow(join(path, name))))));
}

async function changedAt(path: string): Promise<number> {
  try {
    return (await stat(path)).mtimeMs;
  } catch {
    return Number.NEGATIVE_INFINITY;
  }
}
