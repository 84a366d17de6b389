import { basename, dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { GranaryError } from '../errors.ts';
import { isMissing, unreadable } from './fileErrors.ts';
import type { FileStat, FileSystem } from './fileSystem.ts';

/** A file or folder that a person named. */
export interface SourceRoot {
  /** Absolute, as it was named. */
  readonly path: string;
  /** With all symbolic links followed. */
  readonly realPath: string;
  readonly stat: FileStat;
}

/**
 * Looks up what was named: each once, and without what lies inside another. Rejects with `bad-input` when nothing was named,
 * `path-not-found` or `path-unreadable`.
 */
export async function resolveRoots(paths: readonly string[], fs: FileSystem): Promise<readonly SourceRoot[]> {
  const absolute = [...new Set(paths.map((path) => resolve(path)))];
  const outermost = absolute.filter((path) => !absolute.some((other) => other !== path && isInside(path, other)));
  if (outermost.length === 0) throw new GranaryError('bad-input', 'no file or folder was named');
  return Promise.all(outermost.map((path) => resolveRoot(path, fs)));
}

/** Whether `path` is `folder` or below it. Both absolute, in one notation. */
export function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/**
 * The name of the share when none was given: of the one file or folder, or of the folder that holds all that were named. Rejects with
 * `bad-input` where there is no such name, as for a whole disk.
 */
export function deriveName(roots: readonly SourceRoot[]): string {
  const first = roots[0];
  const name = roots.length === 1 && first !== undefined ? basename(first.path) : basename(commonParent(roots));
  if (name !== '') return name;
  const where = roots.map((root) => root.path).join(', ');
  throw new GranaryError('bad-input', `no name for the share follows from ${where}`, {
    hint: 'give it a name',
    because: { reason: 'name-missing', path: where },
  });
}

async function resolveRoot(path: string, fs: FileSystem): Promise<SourceRoot> {
  const root = await lookUp(path, fs);
  if (root.stat.isFile() || root.stat.isDirectory()) return root;
  const hint = 'name a file or a folder';
  throw new GranaryError('path-unreadable', `${path} is a device, pipe or socket`, {
    hint,
    because: { reason: 'special-file', path },
  });
}

async function lookUp(path: string, fs: FileSystem): Promise<SourceRoot> {
  try {
    return { path, realPath: await fs.realpath(path), stat: await fs.stat(path) };
  } catch (error) {
    if (!isMissing(error)) throw unreadable(path, error);
    const hint = 'check the spelling, and whether the disk is connected';
    throw new GranaryError('path-not-found', `there is no file or folder ${path}`, {
      hint,
      because: { reason: 'path-missing', path },
      cause: error,
    });
  }
}

function commonParent(roots: readonly SourceRoot[]): string {
  const [first, ...others] = roots.map((root) => dirname(root.path));
  let parent = first ?? '';
  while (!others.every((other) => isInside(other, parent))) {
    const above = dirname(parent);
    // On Windows, disks have nothing above them in common.
    if (above === parent) return '';
    parent = above;
  }
  return parent;
}
