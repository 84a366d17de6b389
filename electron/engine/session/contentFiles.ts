import { fstatSync } from 'node:fs';
import { stat, type FileHandle } from 'node:fs/promises';
import type { ShareProblemCode } from '../../../shared/because.ts';
import type { SourceFile } from '../metainfo/sourceFiles.ts';
import { messageOf, systemCode } from '../errors.ts';
import { createFileRanges, type FileRange } from './fileRanges.ts';
import { isOutOfHandles, type FileHandles } from './fileHandles.ts';

/** Why content cannot be served any more, for a person: the message names the file, `file` is its path on disk. */
export interface ContentProblem {
  readonly code: Extract<ShareProblemCode, 'file-changed' | 'path-unreadable'>;
  readonly message: string;
  readonly file: string;
}

/** What a read came to. `busy` is for now only: the system had no room for another open file. */
export type ReadOutcome =
  | { readonly kind: 'filled' }
  | { readonly kind: 'busy' }
  | ({ readonly kind: 'failed' } & { readonly problem: ContentProblem });

/** The files of one share, read as the one stretch of bytes that the torrent makes of them. Nothing is ever written. */
export interface ContentFiles {
  readonly totalBytes: number;
  /**
   * Fills `views`, one after the other, with the content from `offset` on; together they must lie inside the torrent.
   * Every file that was touched is compared with its record after the read, so that nothing newer than the record gets out.
   */
  read(offset: number, views: readonly Uint8Array[]): Promise<ReadOutcome>;
  /** Numbers of the files behind a stretch of content. */
  filesOf(offset: number, length: number): readonly number[];
  /** Compares files, all or the given ones, with their records by path: existence, length, time of change. */
  check(files?: Iterable<number>): Promise<ContentProblem | undefined>;
  /** Closes what is open. */
  stop(): Promise<void>;
}

const FILLED: ReadOutcome = { kind: 'filled' };
const BUSY: ReadOutcome = { kind: 'busy' };
/** The smallest limit on buffers in one scattered read among the systems we run on. */
const MAX_VIEWS_PER_READ = 1024;
const CHECKS_AT_ONCE = 16;

export function createContentFiles(files: readonly SourceFile[], handles: FileHandles): ContentFiles {
  const ranges = createFileRanges(files.map((file) => file.length));

  return {
    totalBytes: ranges.totalBytes,
    read,
    filesOf: (offset, length) => ranges.rangesOf(offset, length).map((range) => range.file),
    check,
    stop: () => handles.closeIdle(files.map((file) => file.sourcePath)),
  };

  async function read(offset: number, views: readonly Uint8Array[]): Promise<ReadOutcome> {
    const length = views.reduce((sum, view) => sum + view.length, 0);
    let rest = views;
    for (const range of ranges.rangesOf(offset, length)) {
      const [mine, others] = splitViews(rest, range.length);
      rest = others;
      const outcome = await readRange(range, mine);
      if (outcome !== FILLED) return outcome;
    }
    return FILLED;
  }

  async function readRange(range: FileRange, views: readonly Uint8Array[]): Promise<ReadOutcome> {
    const file = files[range.file];
    if (file === undefined) throw new RangeError(`no file ${range.file}`);
    try {
      return await handles.use(file.sourcePath, async (handle) => {
        const isFilled = await fill(handle, range.offset, views);
        // Not awaited: right behind a read the answer is in memory, and a turn through the thread pool costs a tenth of the rate.
        const { size, mtimeMs } = fstatSync(handle.fd);
        if (isFilled && isAsRecorded(file, size, mtimeMs)) return FILLED;
        return { kind: 'failed', problem: changed(file, size) };
      });
    } catch (error) {
      return isOutOfHandles(error) ? BUSY : { kind: 'failed', problem: unreadable(file, error) };
    }
  }

  async function check(numbers: Iterable<number> = files.keys()): Promise<ContentProblem | undefined> {
    const queue = [...numbers];
    let problem: ContentProblem | undefined;
    const checkNext = async (): Promise<void> => {
      for (let number = queue.pop(); number !== undefined && problem === undefined; number = queue.pop()) {
        const file = files[number];
        const found = file && (await checkOne(file));
        problem ??= found;
      }
    };
    await Promise.all(Array.from({ length: CHECKS_AT_ONCE }, checkNext));
    return problem;
  }
}

async function checkOne(file: SourceFile): Promise<ContentProblem | undefined> {
  try {
    const found = await stat(file.sourcePath);
    return found.isFile() && isAsRecorded(file, found.size, found.mtimeMs) ? undefined : changed(file, found.size);
  } catch (error) {
    return isOutOfHandles(error) ? undefined : unreadable(file, error);
  }
}

/** False when the file ended before the views were full. */
async function fill(handle: FileHandle, offset: number, views: readonly Uint8Array[]): Promise<boolean> {
  let position = offset;
  let rest = views;
  while (rest.length > 0) {
    const { bytesRead } = await handle.readv(rest.slice(0, MAX_VIEWS_PER_READ), position);
    if (bytesRead === 0) return false;
    position += bytesRead;
    rest = splitViews(rest, bytesRead)[1];
  }
  return true;
}

/** Splits views after `length` bytes, in the middle of one where necessary. */
export function splitViews(
  views: readonly Uint8Array[],
  length: number,
): readonly [before: readonly Uint8Array[], after: readonly Uint8Array[]] {
  let left = length;
  for (const [index, view] of views.entries()) {
    if (left === 0) return [views.slice(0, index), views.slice(index)];
    if (left < view.length) {
      return [
        [...views.slice(0, index), view.subarray(0, left)],
        [view.subarray(left), ...views.slice(index + 1)],
      ];
    }
    left -= view.length;
  }
  return [views, []];
}

/** File systems and databases round times differently below the millisecond. */
function isAsRecorded(file: SourceFile, length: number, mtimeMs: number): boolean {
  return length === file.length && Math.abs(mtimeMs - file.mtimeMs) < 1;
}

function changed(file: SourceFile, length: number): ContentProblem {
  const what = length === file.length ? 'was modified' : `has ${length} bytes instead of ${file.length}`;
  return {
    code: 'file-changed',
    message: `${file.sourcePath} ${what} since it was shared, so the share is no longer served`,
    file: file.sourcePath,
  };
}

function unreadable(file: SourceFile, error: unknown): ContentProblem {
  const code = systemCode(error);
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    const message = `${file.sourcePath} is no longer there, so the share is no longer served`;
    return { code: 'file-changed', message, file: file.sourcePath };
  }
  const message = `${file.sourcePath} cannot be read (${code ?? messageOf(error)}), so the share is no longer served`;
  return { code: 'path-unreadable', message, file: file.sourcePath };
}
