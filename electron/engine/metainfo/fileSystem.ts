import { open, readdir, realpath, stat } from 'node:fs/promises';

/** What metainfo asks of the disk, all of it reading. A test puts its own in place to make a file unreadable. */
export interface FileSystem {
  readonly open: (path: string) => Promise<ReadHandle>;
  readonly readdir: (path: string) => Promise<readonly DirectoryEntry[]>;
  /** Follows symbolic links. */
  readonly stat: (path: string) => Promise<FileStat>;
  readonly realpath: (path: string) => Promise<string>;
}

export interface ReadHandle {
  read(view: Uint8Array, offset: number, length: number, position: number): Promise<{ readonly bytesRead: number }>;
  stat(): Promise<FileStat>;
  close(): Promise<void>;
}

export interface DirectoryEntry {
  readonly name: string;
  isFile(): boolean;
  isDirectory(): boolean;
  isSymbolicLink(): boolean;
}

export interface FileStat {
  readonly size: number;
  readonly mtimeMs: number;
  isFile(): boolean;
  isDirectory(): boolean;
}

export const nodeFileSystem: FileSystem = {
  open: (path) => open(path, 'r'),
  readdir: (path) => readdir(path, { withFileTypes: true }),
  stat: (path) => stat(path),
  realpath: (path) => realpath(path),
};
