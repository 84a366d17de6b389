import type { GranaryError } from '../errors.ts';
import { fileChanged, isMissing, unreadable } from './fileErrors.ts';
import type { FileSystem, ReadHandle } from './fileSystem.ts';
import type { SourceFile } from './sourceFiles.ts';

/** Reads files from the first byte to the last, one after the other, as the one stretch that a torrent makes of them. */
export interface ContentReader {
  /** Path of the file that is being read. */
  readonly file: string;
  /** Fills `view` with the bytes that come next. The files, by their recorded lengths, must have that many left. */
  fill(view: Uint8Array): Promise<void>;
  /** Looks at the empty files that are left when all bytes are read. */
  finish(): Promise<void>;
  /** Closes what is open. */
  stop(): Promise<void>;
}

export interface ReaderOptions {
  readonly fs: FileSystem;
  /** Whether a file must have the time of change on record, or only keep the one it has when it is opened. */
  readonly isMtimeFixed: boolean;
  /** A file is not, or does not stay, as recorded. Unless this throws, zeros stand in for what could not be read. */
  readonly onProblem: (file: number, error: GranaryError) => void;
  /** A file was read whole and did not change meanwhile. */
  readonly onIntact?: (file: number, mtimeMs: number) => void;
}

interface OpenFile {
  readonly record: SourceFile;
  /** Undefined once the file is lost. */
  handle: ReadHandle | undefined;
  mtimeMs: number;
  position: number;
}

export function createContentReader(files: readonly SourceFile[], options: ReaderOptions): ContentReader {
  const { fs, isMtimeFixed, onProblem, onIntact } = options;
  let index = 0;
  let current: OpenFile | undefined;

  return {
    get file() {
      return files[Math.min(index, files.length - 1)]?.sourcePath ?? '';
    },
    async fill(view) {
      let rest = view;
      while (rest.length > 0) {
        current ??= await openNext();
        const wanted = rest.subarray(0, current.record.length - current.position);
        if (wanted.length > 0) rest = rest.subarray(await read(current, wanted));
        if (current.position === current.record.length) await leave(current);
      }
    },
    async finish() {
      while (index < files.length) await leave(await openNext());
    },
    stop: closeCurrent,
  };

  async function openNext(): Promise<OpenFile> {
    const record = files[index];
    if (record === undefined) throw new RangeError('read past the last file');
    const { sourcePath, mtimeMs } = record;
    current = { record, handle: undefined, mtimeMs, position: 0 };
    try {
      current.handle = await fs.open(sourcePath);
      if (!isMtimeFixed) current.mtimeMs = (await current.handle.stat()).mtimeMs;
    } catch (error) {
      await lose(isMissing(error) ? fileChanged(sourcePath, 'disappeared') : unreadable(sourcePath, error));
    }
    return current;
  }

  /** Fills `view` from its beginning, perhaps not to its end, and returns how far. */
  async function read(file: OpenFile, view: Uint8Array): Promise<number> {
    const outcome = file.handle === undefined ? 0 : await tryRead(file.handle, file, view);
    if (typeof outcome === 'object') await lose(outcome);
    const bytesFilled = file.handle === undefined ? view.fill(0).length : Number(outcome);
    file.position += bytesFilled;
    return bytesFilled;
  }

  async function tryRead(handle: ReadHandle, file: OpenFile, view: Uint8Array): Promise<number | GranaryError> {
    const { sourcePath } = file.record;
    try {
      const { bytesRead } = await handle.read(view, 0, view.length, file.position);
      return bytesRead > 0 ? bytesRead : fileChanged(sourcePath, 'became shorter');
    } catch (error) {
      return unreadable(sourcePath, error);
    }
  }

  /** The end of a file: whether it is still the one that was opened shows only now. */
  async function leave(file: OpenFile): Promise<void> {
    const problem = file.handle === undefined ? undefined : await changeOf(file.handle, file);
    if (problem !== undefined) await lose(problem);
    else if (file.handle !== undefined) onIntact?.(index, file.mtimeMs);
    await closeCurrent();
    index++;
  }

  async function lose(error: GranaryError): Promise<void> {
    await current?.handle?.close();
    if (current !== undefined) current.handle = undefined;
    onProblem(index, error);
  }

  async function closeCurrent(): Promise<void> {
    const handle = current?.handle;
    current = undefined;
    await handle?.close();
  }
}

async function changeOf(handle: ReadHandle, { record, mtimeMs }: OpenFile): Promise<GranaryError | undefined> {
  try {
    const now = await handle.stat();
    if (now.size !== record.length) {
      return fileChanged(record.sourcePath, `went from ${record.length} to ${now.size} bytes`);
    }
    return now.mtimeMs === mtimeMs ? undefined : fileChanged(record.sourcePath, 'was written to');
  } catch (error) {
    return unreadable(record.sourcePath, error);
  }
}
