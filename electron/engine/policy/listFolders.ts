import { watch, type FSWatcher } from 'chokidar';
import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { MAX_TORRENT_BYTES, type PolicySourceRow } from '../../../shared/torrentLists.ts';
import { messageOf } from '../errors.ts';
import { parseTorrent, type Torrent } from '../metainfo/torrentParser.ts';
import type { Clock, Timer } from '../ports.ts';
import { readTorrentFile } from './listItems.ts';
import type { TorrentList } from './torrentList.ts';

/** Folders whose .torrent files are on the list, for as long as they are there. Folders inside them count as well. */
export interface ListFolders {
  setFolders(folders: readonly string[]): void;
  sources(): readonly PolicySourceRow[];
  /** Resolves when everything that was in the folders at first is on the list. */
  ready(): Promise<void>;
  stop(): Promise<void>;
}

export interface ListFoldersDeps {
  readonly clock: Clock;
  readonly list: Pick<TorrentList, 'setFile'>;
  /** A folder was read for the first time, or could not be, or a file in it makes no sense. */
  readonly onOutcome: (source: PolicySourceRow) => void;
}

/** Of all folders together; what is beyond is counted as rejected. */
export const MAX_FILES = 50_000;
const DEPTH = 8;
/** A file that is being copied into the folder makes no sense at first: that is told only when it still makes none. */
const COPYING_MS = 3000;

interface Folder {
  readonly path: string;
  readonly watcher: FSWatcher;
  readonly files: Set<string>;
  /** Why, by file. */
  readonly rejected: Map<string, string>;
  readonly isRead: PromiseWithResolvers<void>;
  state: PolicySourceRow['state'];
  failure: string | undefined;
  readAt: number | undefined;
  /** Files are read one after the other, in the order in which they changed. */
  work: Promise<void>;
}

export function createListFolders({ clock, list, onOutcome }: ListFoldersDeps): ListFolders {
  const folders = new Map<string, Folder>();
  const closing = new Set<Promise<void>>();
  /** Files that made no sense a moment ago. */
  const waiting = new Map<string, Timer>();
  let fileCount = 0;

  function open(path: string): Folder {
    const watcher = watch(path, {
      depth: DEPTH,
      ignored: (file, stats) => stats?.isFile() === true && !file.toLowerCase().endsWith('.torrent'),
    });
    const folder: Folder = {
      path,
      watcher,
      files: new Set(),
      rejected: new Map(),
      isRead: Promise.withResolvers(),
      state: 'reading',
      failure: undefined,
      readAt: undefined,
      work: Promise.resolve(),
    };
    const enqueue = (task: () => Promise<void> | void): void => {
      folder.work = folder.work.then(task);
    };
    watcher.on('add', (file) => enqueue(() => read(folder, file)));
    watcher.on('change', (file) => enqueue(() => read(folder, file)));
    watcher.on('unlink', (file) => enqueue(() => forget(folder, file)));
    watcher.on('error', (error) => enqueue(() => fail(folder, messageOf(error))));
    watcher.on('ready', () => enqueue(() => becomeReady(folder)));
    return folder;
  }

  async function read(folder: Folder, file: string): Promise<void> {
    if (!folders.has(folder.path)) return;
    const torrent = await readFileOf(file);
    if (typeof torrent === 'string') return reject(folder, file, torrent);
    folder.rejected.delete(file);
    if (!folder.files.has(file) && fileCount >= MAX_FILES) return reject(folder, file, `more than ${MAX_FILES} files`);
    if (!folder.files.has(file)) fileCount++;
    folder.files.add(file);
    list.setFile(file, torrent);
  }

  function reject(folder: Folder, file: string, why: string): void {
    forget(folder, file);
    if (folder.rejected.size < MAX_FILES) folder.rejected.set(file, why);
    if (folder.state !== 'read' || waiting.has(file)) return;
    const isStillBad = (): boolean => folders.get(folder.path)?.rejected.has(file) === true;
    const timer = clock.after(COPYING_MS, () => {
      waiting.delete(file);
      if (isStillBad()) onOutcome(rowOf(folder));
    });
    waiting.set(file, timer);
  }

  function forget(folder: Folder, file: string): void {
    folder.rejected.delete(file);
    if (!folder.files.delete(file)) return;
    fileCount--;
    list.setFile(file, undefined);
  }

  async function becomeReady(folder: Folder): Promise<void> {
    const problem = await problemOf(folder.path);
    folder.readAt = clock.now();
    if (problem === undefined) folder.state = 'read';
    else fail(folder, problem);
    if (problem === undefined) onOutcome(rowOf(folder));
    folder.isRead.resolve();
  }

  function fail(folder: Folder, why: string): void {
    folder.state = 'failed';
    folder.failure = why;
    onOutcome(rowOf(folder));
    folder.isRead.resolve();
  }

  function close(folder: Folder): void {
    folders.delete(folder.path);
    folder.isRead.resolve();
    const closed = folder.watcher.close().then(() => folder.work);
    closing.add(closed);
    void closed.finally(() => closing.delete(closed));
  }

  return {
    setFolders(paths) {
      const wanted = new Set(paths.map((path) => resolve(path)));
      for (const folder of folders.values()) {
        if (wanted.has(folder.path)) continue;
        close(folder);
        for (const file of [...folder.files]) forget(folder, file);
      }
      for (const path of wanted) if (!folders.has(path)) folders.set(path, open(path));
    },
    sources: () => [...folders.values()].map(rowOf),
    async ready() {
      await Promise.all([...folders.values()].map(({ isRead }) => isRead.promise));
    },
    async stop() {
      // What they hold stays on the list: the engine ends, and its swarms are to be there when it comes back.
      for (const folder of folders.values()) close(folder);
      for (const timer of waiting.values()) timer.cancel();
      await Promise.all(closing);
    },
  };
}

/** The torrent, or why the file is none. */
async function readFileOf(file: string): Promise<Parameters<TorrentList['setFile']>[1] | string> {
  try {
    const bytes = await readBounded(file);
    if (typeof bytes === 'string') return bytes;
    const torrent = readTorrentFile(bytes);
    return torrent.ok ? torrent.value : torrent.error.message;
  } catch (error) {
    return messageOf(error);
  }
}

/** The bytes, or why there are none. */
async function readBounded(file: string): Promise<Uint8Array | string> {
  const { size } = await stat(file);
  return size > MAX_TORRENT_BYTES ? `it has more than ${MAX_TORRENT_BYTES} bytes` : readFile(file);
}

/** All that a file of a watched folder holds at this moment; undefined when it is gone or makes no sense any more. */
export async function readListedFile(file: string): Promise<Torrent | undefined> {
  const bytes = await readBounded(file).catch(() => '');
  const torrent = typeof bytes === 'string' ? undefined : parseTorrent(bytes);
  return torrent?.ok === true ? torrent.value : undefined;
}

async function problemOf(path: string): Promise<string | undefined> {
  try {
    return (await stat(path)).isDirectory() ? undefined : 'it is no folder';
  } catch (error) {
    return messageOf(error);
  }
}

function rowOf({ path, files, rejected, state, failure, readAt }: Folder): PolicySourceRow {
  const [first] = rejected;
  const message = failure ?? first?.[1];
  return {
    key: path,
    kind: 'list-folder',
    state,
    entries: files.size,
    rejected: rejected.size,
    ...(first !== undefined && { firstRejected: first[0] }),
    ...(message !== undefined && { message }),
    ...(readAt !== undefined && { readAt }),
  };
}
