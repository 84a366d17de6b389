import type { SkippedFile } from '../../../shared/model.ts';
import { GranaryError } from '../errors.ts';
import { hashContent } from './contentHasher.ts';
import { createContentReader } from './contentReader.ts';
import { nodeFileSystem, type FileSystem } from './fileSystem.ts';
import type { Info } from './info.ts';
import { parseInfo } from './infoParser.ts';
import { assertPieceLength, choosePieceLength } from './pieceLength.ts';
import { createPieceMap } from './pieceMap.ts';
import { createProgressMeter, type OnProgress } from './progressMeter.ts';
import { scanPaths, type ScannedFiles } from './scanPaths.ts';
import type { SourceFile } from './sourceFiles.ts';
import { writeInfo } from './torrentWriter.ts';

export interface BuildRequest {
  /** Files and folders; several become one torrent. */
  readonly paths: readonly string[];
  /** By default the name of the file or folder, or of the folder that holds all of them. */
  readonly name?: string | undefined;
  /** Bytes, a power of two from 16 KiB to 16 MiB; by default chosen from the size. */
  readonly pieceLength?: number | undefined;
  readonly private: boolean;
}

export interface WorkContext {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: OnProgress | undefined;
  /** Milliseconds that only grow. */
  readonly now: () => number;
  readonly fs?: FileSystem | undefined;
  readonly isWithheld?: ((realPath: string) => boolean) | undefined;
}

export interface BuiltTorrent {
  readonly info: Info;
  /** One for each of `info.files`, in the same order. */
  readonly files: readonly SourceFile[];
  /** What was left out, and why. */
  readonly skipped: readonly SkippedFile[];
}

/**
 * Makes a v1 torrent (BEP 3) of files and folders: the same content under the same names gives the same info-hash on every machine.
 * Files are only read. Rejects with `bad-input`, `path-not-found`, `path-unreadable`, `path-unsafe`, `nothing-to-share`, `file-changed`
 * or `cancelled`.
 */
export async function buildTorrent(request: BuildRequest, context: WorkContext): Promise<BuiltTorrent> {
  if (request.pieceLength !== undefined) assertPieceLength(request.pieceLength);
  const scanned = await scan(request, context);
  const pieceLength = request.pieceLength ?? choosePieceLength(scanned.totalBytes);
  const pieceHashes = await hash(scanned, pieceLength, context);
  const { name, isSingleFile, files, totalBytes, skipped } = scanned;
  const content = isSingleFile ? totalBytes : files;
  const infoBytes = writeInfo({ name, pieceLength, pieceHashes, private: request.private, content });
  return { info: readBack(infoBytes), files, skipped };
}

function scan(request: BuildRequest, { signal, onProgress, now, fs, isWithheld }: WorkContext): Promise<ScannedFiles> {
  const progress = createProgressMeter('scanning', now, onProgress);
  const onFound = (totalBytes: number, file: string): void => {
    progress.report({ bytesDone: 0, bytesTotal: totalBytes, file });
  };
  return scanPaths(request, { signal, onFound, fs, isWithheld });
}

async function hash(scanned: ScannedFiles, pieceLength: number, context: WorkContext): Promise<Uint8Array> {
  const { signal, onProgress, now, fs = nodeFileSystem } = context;
  const { files, totalBytes } = scanned;
  const progress = createProgressMeter('hashing', now, onProgress);
  const reader = createContentReader(files, {
    fs,
    isMtimeFixed: true,
    onProblem: (_, error) => {
      throw error;
    },
  });
  try {
    return await hashContent(reader, createPieceMap(totalBytes, pieceLength), {
      signal,
      onHashed: (bytesDone) => progress.report({ bytesDone, bytesTotal: totalBytes, file: reader.file }),
    });
  } finally {
    await reader.stop();
  }
}

/** What we make has to pass what others will hold it against; only its size can be at fault. */
function readBack(infoBytes: Uint8Array): Info {
  const info = parseInfo(infoBytes);
  if (info.ok) return info.value;
  const hint = 'choose longer pieces, or share fewer files at once';
  throw new GranaryError('bad-input', `the torrent would be too big: ${info.error.message}`, {
    hint,
    because: { reason: 'torrent-too-big' },
  });
}
