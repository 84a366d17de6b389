import { dirname } from 'node:path';
import type { FileRow } from '../../../shared/rows.ts';

/** The files of a share in their folders. Made once for a torrent; which folders are open is the viewer's. */
export interface FileTree {
  /** All files, in the order of the torrent. */
  readonly files: readonly FileRow[];
  /** What is seen with these folders open: in each folder its folders, then its files, both in the order of the torrent. */
  seen(opened: readonly number[]): readonly FileRow[];
}

/** A file of the torrent; `path` is below the share's name. */
export interface TreeFile {
  readonly path: readonly string[];
  readonly sourcePath: string;
  readonly bytes: number;
}

interface Folder {
  /** In the order of their first files; the share itself is -1. */
  readonly number: number;
  readonly path: readonly string[];
  readonly sourcePath: string;
  readonly folders: Map<string, Folder>;
  readonly files: FileRow[];
  bytes: number;
  fileCount: number;
}

export function createFileTree(files: readonly TreeFile[]): FileTree {
  const rows = files.map((file, index) => rowOf(file, index));
  let root: Folder | undefined;
  return {
    files: rows,
    seen(opened) {
      root ??= buildTree(rows);
      const seen: FileRow[] = [];
      addSeen(root, { opened: new Set(opened), level: 1, seen });
      return seen;
    },
  };
}

function rowOf({ path, sourcePath, bytes }: TreeFile, index: number): FileRow {
  return { key: String(index), path: [...path], sourcePath, bytes };
}

function buildTree(rows: readonly FileRow[]): Folder {
  let count = 0;
  const make = (path: readonly string[], sourcePath: string): Folder => ({
    number: path.length === 0 ? -1 : count++,
    path,
    sourcePath,
    folders: new Map(),
    files: [],
    bytes: 0,
    fileCount: 0,
  });
  const root = make([], '');
  for (const row of rows) {
    let folder = root;
    countIn(folder, row);
    for (let depth = 1; depth < row.path.length; depth++) {
      const name = row.path[depth - 1] ?? '';
      let inner = folder.folders.get(name);
      if (inner === undefined) {
        inner = make(row.path.slice(0, depth), folderOnDisk(row, depth));
        folder.folders.set(name, inner);
      }
      folder = inner;
      countIn(folder, row);
    }
    folder.files.push(row);
  }
  return root;
}

function countIn(folder: Folder, { bytes }: FileRow): void {
  folder.bytes += bytes;
  folder.fileCount++;
}

/** Where the first `depth` parts of the file's path lie. */
function folderOnDisk({ path, sourcePath }: FileRow, depth: number): string {
  return path.slice(depth).reduce((below) => dirname(below), sourcePath);
}

interface Look {
  readonly opened: ReadonlySet<number>;
  readonly level: number;
  readonly seen: FileRow[];
}

function addSeen({ folders, files }: Folder, { opened, level, seen }: Look): void {
  const setSize = folders.size + files.length;
  let position = 0;
  for (const folder of folders.values()) {
    const isOpen = opened.has(folder.number);
    seen.push(folderRow(folder, { level, position: ++position, setSize, isOpen }));
    if (isOpen) addSeen(folder, { opened, level: level + 1, seen });
  }
  for (const file of files) seen.push({ ...file, place: { level, position: ++position, setSize } });
}

function folderRow(
  { number, path, sourcePath, bytes, fileCount }: Folder,
  { isOpen, ...place }: NonNullable<FileRow['place']> & { readonly isOpen: boolean },
): FileRow {
  const folder = { number, files: fileCount, isOpen };
  return { key: `folder ${number}`, path: [...path], sourcePath, bytes, folder, place };
}
