import type { SkippedFile } from '../../../shared/model.ts';
import { GranaryError } from '../errors.ts';
import { nodeFileSystem, type FileSystem } from './fileSystem.ts';
import { walkFolders, type FoundFiles } from './folderWalk.ts';
import { findPathProblem, unsafeReason } from './safePath.ts';
import type { SourceFile } from './sourceFiles.ts';
import { deriveName, resolveRoots, type SourceRoot } from './sourceRoots.ts';

export interface ScanRequest {
  /** Files and folders; several become one share, each at the top of its folder. */
  readonly paths: readonly string[];
  /** Of the share; by default of the file or folder, or of the folder that holds all of them. */
  readonly name?: string | undefined;
}

export interface ScanContext {
  readonly signal?: AbortSignal | undefined;
  /** Called after each folder with all that was found so far. */
  readonly onFound?: ((totalBytes: number, folder: string) => void) | undefined;
  readonly fs?: FileSystem | undefined;
  /** Whether a file, by its real path, is never to be shared: left out of folders, and refused when it is named itself. */
  readonly isWithheld?: ((realPath: string) => boolean) | undefined;
}

/** What a share of these paths would hold. */
export interface ScannedFiles {
  readonly name: string;
  readonly isSingleFile: boolean;
  /** In the order they have in the torrent: by the bytes of their paths. */
  readonly files: readonly SourceFile[];
  readonly totalBytes: number;
  readonly skipped: readonly SkippedFile[];
}

/**
 * Finds the files of a share, in an order and under names that are the same on every machine. Rejects with `bad-input`,
 * `path-not-found`, `path-unreadable`, `path-unsafe`, `nothing-to-share`, `file-changed` or `cancelled`.
 */
export async function scanPaths(request: ScanRequest, context: ScanContext = {}): Promise<ScannedFiles> {
  const { fs = nodeFileSystem, signal, onFound, isWithheld } = context;
  const roots = await resolveRoots(request.paths, fs);
  const withheld = roots.find(({ realPath }) => isWithheld?.(realPath));
  if (withheld !== undefined) throw notToBeShared(withheld.path);
  const name = nameOf(request, roots);
  const only = roots.length === 1 ? roots[0] : undefined;
  if (only?.stat.isFile() === true)
    return finish({ name, isSingleFile: true, files: [asFile(only, name)], skipped: [] });

  const folders = roots
    .filter((root) => root.stat.isDirectory())
    .map((root) => ({ ...root, torrentPath: root === only ? [] : [baseName(root)] }));
  const found = await walkFolders(folders, { fs, signal, onFound, isWithheld });
  const named = roots.filter((root) => root.stat.isFile()).map((root) => asFile(root, baseName(root)));
  const files = sortByPath([...named, ...found.files]);
  return finish({ name, isSingleFile: false, files, skipped: found.skipped.toSorted(bySkippedPath) });

  function finish(scanned: Omit<ScannedFiles, 'totalBytes'>): ScannedFiles {
    const totalBytes = scanned.files.reduce((sum, file) => sum + file.length, 0);
    if (totalBytes === 0) throw nothingToShare(roots, scanned);
    assertSafePaths(scanned);
    return { ...scanned, totalBytes };
  }
}

function nameOf(request: ScanRequest, roots: readonly SourceRoot[]): string {
  const name = (request.name ?? deriveName(roots)).normalize('NFC');
  const reason = unsafeReason(name);
  if (reason === undefined) return name;
  if (request.name !== undefined) {
    throw new GranaryError('bad-input', `the name ${JSON.stringify(name)} ${reason}`, {
      hint: 'choose another name',
      because: { reason: 'name-unsafe', name },
    });
  }
  const path = roots[0]?.path ?? name;
  const hint = 'rename it, or give the share a name of its own';
  throw new GranaryError('path-unsafe', `${path} ${reason}`, { hint, because: { reason: 'path-unsafe', path } });
}

function asFile(root: SourceRoot, name: string): SourceFile {
  return { path: [name], sourcePath: root.path, length: root.stat.size, mtimeMs: root.stat.mtimeMs };
}

function baseName(root: SourceRoot): string {
  return deriveName([root]).normalize('NFC');
}

/** The order of mktorrent: bytes of the whole path, so that `a b/x` comes before `a/x`. */
function sortByPath(files: readonly SourceFile[]): readonly SourceFile[] {
  return files
    .map((file) => ({ file, key: Buffer.from(file.path.join('/')) }))
    .toSorted((a, b) => Buffer.compare(a.key, b.key))
    .map(({ file }) => file);
}

function bySkippedPath(a: SkippedFile, b: SkippedFile): number {
  return Buffer.compare(Buffer.from(a.path), Buffer.from(b.path));
}

function nothingToShare(roots: readonly SourceRoot[], { files, skipped }: FoundFiles): GranaryError {
  const where = roots.map((root) => root.path).join(', ');
  const [content, reason] = contentOf({ files, skipped });
  const hint = 'name a file or folder with something in it';
  return new GranaryError('nothing-to-share', `there is ${content} in ${where}`, {
    hint,
    because: { reason, path: where },
  });
}

function contentOf({ files, skipped }: FoundFiles) {
  if (files.length > 0) return ['only empty files', 'empty-files-only'] as const;
  const reasons = [...new Set(skipped.map((file) => file.reason))].join(', ');
  return skipped.length > 0
    ? ([`only what is left out (${reasons})`, 'left-out-only'] as const)
    : (['nothing', 'nothing-inside'] as const);
}

function notToBeShared(path: string): GranaryError {
  return new GranaryError('path-unsafe', `${path} is a file of this Granary's own, with its secrets in it`, {
    hint: 'to give someone the list of shares, make a backup elsewhere and share that',
    because: { reason: 'own-file', path },
  });
}

function assertSafePaths({ name, files }: Pick<ScannedFiles, 'name' | 'files'>): void {
  const problem = findPathProblem(name, files);
  if (problem === undefined) return;
  const sourcePath = files.find((file) => file.path.join('/') === problem.path)?.sourcePath ?? problem.path;
  throw new GranaryError('path-unsafe', `${sourcePath} ${problem.reason}`, {
    hint: 'rename it so that Windows, macOS and Linux can all store it, or leave it out',
    because: { reason: 'path-unsafe', path: sourcePath },
  });
}
