import { join } from 'node:path';
import type { SkippedFile } from '../../../shared/model.ts';
import { GranaryError, systemCode } from '../errors.ts';
import { cancelled, fileChanged, isMissing, unreadable } from './fileErrors.ts';
import type { DirectoryEntry, FileStat, FileSystem } from './fileSystem.ts';
import { isJunk } from './junkFiles.ts';
import type { SourceFile } from './sourceFiles.ts';
import { isInside, type SourceRoot } from './sourceRoots.ts';

export interface WalkContext {
  readonly fs: FileSystem;
  readonly signal?: AbortSignal | undefined;
  /** Called after each folder with all that was found so far. */
  readonly onFound?: ((totalBytes: number, folder: string) => void) | undefined;
  /** Whether a file, by its real path, is never to be shared. */
  readonly isWithheld?: ((realPath: string) => boolean) | undefined;
}

export interface FoundFiles {
  /** Both in no particular order. */
  readonly files: readonly SourceFile[];
  readonly skipped: readonly SkippedFile[];
}

/** Lets a torrent stay within what any client reads; links between folders can multiply a few files to millions. */
const MAX_FILES = 200_000;
const STATS_AT_ONCE = 32;

/** A folder on the way down. */
interface Folder {
  /** Absolute, as walked. */
  readonly sourcePath: string;
  /** With links followed; the last is of this folder, those before are of the folders that led here. */
  readonly realPaths: readonly string[];
  /** In the torrent. */
  readonly path: readonly string[];
}

/**
 * Finds the files below folders. The paths in the torrent begin with the `torrentPath` of their root. Names become NFC (macOS may store
 * them decomposed), so that each machine has the same paths. Symbolic links are followed to what is inside one of the folders.
 * Rejects with `path-unreadable`, `path-unsafe` (not Unicode), `file-changed`, `bad-input` (too many files) or `cancelled`.
 */
export async function walkFolders(
  roots: readonly (SourceRoot & { readonly torrentPath: readonly string[] })[],
  context: WalkContext,
): Promise<FoundFiles> {
  const { fs, signal, onFound, isWithheld = () => false } = context;
  const files: SourceFile[] = [];
  const skipped: SkippedFile[] = [];
  let totalBytes = 0;
  const pending: Folder[] = roots.map((root) => ({
    sourcePath: root.path,
    realPaths: [root.realPath],
    path: root.torrentPath,
  }));

  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    if (signal?.aborted === true) throw cancelled();
    await walkFolder(folder);
    onFound?.(totalBytes, folder.sourcePath);
  }
  return { files, skipped };

  async function walkFolder(folder: Folder): Promise<void> {
    const entries = await listFolder(folder.sourcePath, fs);
    for (let at = 0; at < entries.length; at += STATS_AT_ONCE) {
      if (signal?.aborted === true) throw cancelled();
      await Promise.all(entries.slice(at, at + STATS_AT_ONCE).map((entry) => visit(folder, entry)));
    }
  }

  async function visit(folder: Folder, entry: DirectoryEntry): Promise<void> {
    const path = [...folder.path, entry.name.normalize('NFC')];
    const sourcePath = join(folder.sourcePath, entry.name);
    if (isJunk(entry.name)) return skip(path, 'junk');
    if (entry.name.includes('\ufffd')) throw notUnicode(sourcePath);
    if (entry.isSymbolicLink()) return visitLink(folder, path, sourcePath);
    if (entry.isDirectory()) {
      const realPath = join(folder.realPaths.at(-1) ?? '', entry.name);
      pending.push({ sourcePath, realPaths: [...folder.realPaths, realPath], path });
    } else if (isWithheld(join(folder.realPaths.at(-1) ?? '', entry.name))) {
      skip(path, 'junk');
    } else if (entry.isFile()) {
      addFile(path, sourcePath, await statOf(sourcePath));
    } else {
      skip(path, 'special-file');
    }
  }

  async function visitLink(folder: Folder, path: readonly string[], sourcePath: string): Promise<void> {
    const target = await realPathOf(sourcePath);
    if (typeof target === 'object') return skip(path, target.reason);
    if (!roots.some((root) => isInside(target, root.realPath))) return skip(path, 'symlink-outside');
    if (isWithheld(target)) return skip(path, 'junk');
    const stat = await statOf(target);
    if (stat.isFile()) return addFile(path, target, stat);
    if (!stat.isDirectory()) return skip(path, 'special-file');
    if (folder.realPaths.includes(target)) return skip(path, 'symlink-loop');
    pending.push({ sourcePath: target, realPaths: [...folder.realPaths, target], path });
  }

  function addFile(path: readonly string[], sourcePath: string, stat: FileStat): void {
    if (files.length === MAX_FILES) {
      const hint = 'pack them into one file (.zip, .tar), or share the folders in it one by one';
      throw new GranaryError('bad-input', `more than ${MAX_FILES} files are too many for one share`, {
        hint,
        because: { reason: 'too-many-files', count: MAX_FILES },
      });
    }
    files.push({ path, sourcePath, length: stat.size, mtimeMs: stat.mtimeMs });
    totalBytes += stat.size;
  }

  function skip(path: readonly string[], reason: SkippedFile['reason']): void {
    skipped.push({ path: path.join('/'), reason });
  }

  async function realPathOf(link: string): Promise<string | { readonly reason: SkippedFile['reason'] }> {
    try {
      return await fs.realpath(link);
    } catch (error) {
      return { reason: systemCode(error) === 'ELOOP' ? 'symlink-loop' : 'symlink-broken' };
    }
  }

  async function statOf(path: string): Promise<FileStat> {
    try {
      return await fs.stat(path);
    } catch (error) {
      throw isMissing(error) ? fileChanged(path, 'disappeared') : unreadable(path, error);
    }
  }
}

/** Linux takes any bytes as a name; with some of them replaced, the file would not even be found. */
function notUnicode(path: string): GranaryError {
  const hint = 'rename it so that Windows, macOS and Linux can all store it, or leave it out';
  return new GranaryError('path-unsafe', `${path} has a name that is not valid Unicode`, {
    hint,
    because: { reason: 'path-unsafe', path },
  });
}

async function listFolder(path: string, fs: FileSystem): Promise<readonly DirectoryEntry[]> {
  try {
    return await fs.readdir(path);
  } catch (error) {
    throw isMissing(error) ? fileChanged(path, 'disappeared') : unreadable(path, error);
  }
}
