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
  readonly index: number;
  readonly record: SourceFile;
  /** Undefined once the file is lost. */
  handle: ReadHandle | undefined;
  mtimeMs: number;
  position: number;
}

/** Small files are read side by side: most of the time for one goes by in waiting for the system's answers. */
const SMALL_FILES_AT_ONCE = 8;

export function createContentReader(files: readonly SourceFile[], options: ReaderOptions): ContentReader {
  const { fs, isMtimeFixed, onProblem, onIntact } = options;
  let index = 0;
  /** The file whose beginning was read and whose end was not. */
  let current: OpenFile | undefined;

  return {
    get file() {
      return files[Math.min(index, files.length - 1)]?.sourcePath ?? '';
    },
    async fill(view) {
      let rest = view;
      while (rest.length > 0) {
        const batch = current === undefined ? filesWithin(rest.length) : [];
        rest = batch.length > 0 ? await readWhole(batch, rest) : await readPart(rest);
      }
    },
    async finish() {
      for (let batch = filesWithin(0); batch.length > 0; batch = filesWithin(0))
        await readWhole(batch, new Uint8Array());
      if (index < files.length) throw new RangeError('finished before all was read');
    },
    async stop() {
      const handle = current?.handle;
      current = undefined;
      await handle?.close();
    },
  };

  /** The next files that together have at most `length` bytes, up to as many as are read at once. */
  function filesWithin(length: number): readonly SourceFile[] {
    let left = length;
    const batch: SourceFile[] = [];
    for (const record of files.slice(index, index + SMALL_FILES_AT_ONCE)) {
      left -= record.length;
      if (left < 0) break;
      batch.push(record);
    }
    return batch;
  }

  /** Returns what is left of `view`. When one file throws, the others are still closed before this does. */
  async function readWhole(batch: readonly SourceFile[], view: Uint8Array): Promise<Uint8Array> {
    let start = 0;
    const reads = batch.map(async (record, i) => {
      const part = view.subarray(start, (start += record.length));
      const file = await open(record, index + i);
      try {
        while (file.position < record.length) await read(file, part.subarray(file.position));
        await leave(file);
      } finally {
        await file.handle?.close();
      }
    });
    const failed = (await Promise.allSettled(reads)).find((outcome) => outcome.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    index += batch.length;
    return view.subarray(start);
  }

  /** Reads on in a file that is longer than `view`, or to its end. Returns what is left of `view`. */
  async function readPart(view: Uint8Array): Promise<Uint8Array> {
    const record = files[index];
    if (record === undefined) throw new RangeError('read past the last file');
    const file = (current ??= await open(record, index));
    const bytesFilled = await read(file, view.subarray(0, record.length - file.position));
    if (file.position < record.length) return view.subarray(bytesFilled);
    current = undefined;
    index++;
    try {
      await leave(file);
    } finally {
      await file.handle?.close();
    }
    return view.subarray(bytesFilled);
  }

  async function open(record: SourceFile, number: number): Promise<OpenFile> {
    const { sourcePath, mtimeMs } = record;
    const file: OpenFile = { index: number, record, handle: undefined, mtimeMs, position: 0 };
    try {
      file.handle = await fs.open(sourcePath);
      if (!isMtimeFixed) file.mtimeMs = (await file.handle.stat()).mtimeMs;
    } catch (error) {
      await lose(file, isMissing(error) ? fileChanged(sourcePath, 'disappeared') : unreadable(sourcePath, error));
    }
    return file;
  }

  /** Fills `view` from its beginning, perhaps not to its end, and returns how far. */
  async function read(file: OpenFile, view: Uint8Array): Promise<number> {
    const outcome = file.handle === undefined ? 0 : await tryRead(file.handle, file, view);
    if (typeof outcome === 'object') await lose(file, outcome);
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
    if (file.handle === undefined) return;
    const problem = await changeOf(file.handle, file);
    if (problem !== undefined) await lose(file, problem);
    else onIntact?.(file.index, file.mtimeMs);
  }

  async function lose(file: OpenFile, error: GranaryError): Promise<void> {
    const { handle } = file;
    file.handle = undefined;
    await handle?.close();
    onProblem(file.index, error);
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
