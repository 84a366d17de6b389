import { open, type FileHandle } from 'node:fs/promises';
import { systemCode } from '../errors.ts';

/**
 * Files open for reading, opened on first use and shared by everyone who reads them. At most `maxOpen` stay open at the same time
 * beyond those that are being read this moment; the one idle longest goes first.
 */
export interface FileHandles {
  /** Runs `task` with the file open. Rejects with what the system or the task rejects with. */
  use<T>(path: string, task: (handle: FileHandle) => Promise<T>): Promise<T>;
  /** Closes the files that nobody is reading, for instance because their share has ended. Others close after their last reader. */
  closeIdle(paths?: Iterable<string>): Promise<void>;
  stop(): Promise<void>;
}

interface OpenFile {
  readonly path: string;
  readonly handle: Promise<FileHandle>;
  readers: number;
  isLeaving: boolean;
}

export function createFileHandles(maxOpen: number): FileHandles {
  /** In order of last use, the oldest first. */
  const openFiles = new Map<string, OpenFile>();
  const closing = new Set<Promise<void>>();

  return { use, closeIdle, stop };

  async function use<T>(path: string, task: (handle: FileHandle) => Promise<T>): Promise<T> {
    const file = await acquire(path);
    try {
      return await task(await file.handle);
    } finally {
      file.readers -= 1;
      if (file.isLeaving && file.readers === 0) void close(file);
    }
  }

  async function acquire(path: string): Promise<OpenFile> {
    try {
      return await acquireOnce(path);
    } catch (error) {
      if (!isOutOfHandles(error)) throw error;
      await closeIdle();
      return acquireOnce(path);
    }
  }

  async function acquireOnce(path: string): Promise<OpenFile> {
    const file = openFiles.get(path) ?? { path, handle: open(path, 'r'), readers: 0, isLeaving: false };
    openFiles.delete(path);
    openFiles.set(path, file);
    file.readers += 1;
    try {
      await file.handle;
    } catch (error) {
      file.readers -= 1;
      if (openFiles.get(path) === file) openFiles.delete(path);
      throw error;
    }
    if (openFiles.size > maxOpen) closeOldest();
    return file;
  }

  function closeOldest(): void {
    for (const file of openFiles.values()) {
      if (openFiles.size <= maxOpen) return;
      if (file.readers === 0) leave(file);
    }
  }

  async function closeIdle(paths: Iterable<string> = [...openFiles.keys()]): Promise<void> {
    for (const path of paths) {
      const file = openFiles.get(path);
      if (file !== undefined) leave(file);
    }
    await Promise.all(closing);
  }

  function leave(file: OpenFile): void {
    openFiles.delete(file.path);
    file.isLeaving = true;
    if (file.readers === 0) void close(file);
  }

  function close(file: OpenFile): Promise<void> {
    // An open that failed was reported to whoever asked for it; nothing is left to close.
    const closed = file.handle.then((handle) => handle.close()).catch(() => undefined);
    closing.add(closed);
    return closed.finally(() => closing.delete(closed));
  }

  async function stop(): Promise<void> {
    await closeIdle();
  }
}

export function isOutOfHandles(error: unknown): boolean {
  const code = systemCode(error);
  return code === 'EMFILE' || code === 'ENFILE';
}
