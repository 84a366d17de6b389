import { hashContent } from './contentHasher.ts';
import { createContentReader } from './contentReader.ts';
import { nodeFileSystem } from './fileSystem.ts';
import { PIECE_HASH_BYTES, type Info, type InfoFile } from './info.ts';
import { createPieceMap, type PieceMap } from './pieceMap.ts';
import { createProgressMeter } from './progressMeter.ts';
import type { SourceFile } from './sourceFiles.ts';
import type { WorkContext } from './torrentBuilder.ts';

export interface VerifyRequest {
  readonly info: Info;
  /** One for each of `info.files`, in the same order. Their times of change do not matter. */
  readonly files: readonly SourceFile[];
}

export interface VerifyOutcome {
  /** Indexes of the pieces that are not as in the torrent, ascending. */
  readonly badPieces: readonly number[];
  /** Path on disk of the first file that is missing, has another size or holds a bad piece. May be an empty file, in no piece at all. */
  readonly firstBadFile?: string;
  /** The files as they are now; those that are intact with their present time of change. */
  readonly files: readonly SourceFile[];
}

/**
 * Reads all files again and compares them with the torrent. A file that is missing, unreadable, of another size or written to meanwhile
 * counts with all pieces it is in as bad. Rejects only with `cancelled`.
 */
export async function verifyFiles({ info, files }: VerifyRequest, context: WorkContext): Promise<VerifyOutcome> {
  const { signal, onProgress, now, fs = nodeFileSystem } = context;
  const progress = createProgressMeter('hashing', now, onProgress);
  const pieceMap = createPieceMap(info.totalBytes, info.pieceLength);
  const lostFiles = new Set<number>();
  const mtimesMs = new Map<number, number>();
  const reader = createContentReader(files, {
    fs,
    isMtimeFixed: false,
    onProblem: (file) => void lostFiles.add(file),
    onIntact: (file, mtimeMs) => void mtimesMs.set(file, mtimeMs),
  });
  try {
    const hashes = await hashContent(reader, pieceMap, {
      signal,
      onHashed: (bytesDone) => progress.report({ bytesDone, bytesTotal: info.totalBytes, file: reader.file }),
    });
    const lostPieces = piecesOf(
      info.files.filter((_, index) => lostFiles.has(index)),
      pieceMap,
    );
    const differing = differingPieces(hashes, info.pieceHashes);
    const badFiles = [
      ...lostFiles,
      ...differing.filter((piece) => !lostPieces.has(piece)).map((piece) => fileIn(piece, info)),
    ];
    const firstBadFile = files[Math.min(...badFiles)]?.sourcePath;
    return {
      badPieces: [...new Set([...lostPieces, ...differing])].toSorted((a, b) => a - b),
      ...(firstBadFile !== undefined && { firstBadFile }),
      files: files.map((file, index) => ({ ...file, mtimeMs: mtimesMs.get(index) ?? file.mtimeMs })),
    };
  } finally {
    await reader.stop();
  }
}

function differingPieces(hashes: Uint8Array, expected: Uint8Array): readonly number[] {
  const differing: number[] = [];
  for (let piece = 0; piece * PIECE_HASH_BYTES < expected.length; piece++) {
    const start = piece * PIECE_HASH_BYTES;
    const end = start + PIECE_HASH_BYTES;
    if (Buffer.compare(hashes.subarray(start, end), expected.subarray(start, end)) !== 0) differing.push(piece);
  }
  return differing;
}

function piecesOf(files: readonly InfoFile[], { pieceLength }: PieceMap): ReadonlySet<number> {
  const pieces = new Set<number>();
  for (const { offset, length } of files) {
    const end = Math.ceil((offset + length) / pieceLength);
    const first = Math.floor(offset / pieceLength);
    if (length > 0) for (let piece = first; piece < end; piece++) pieces.add(piece);
  }
  return pieces;
}

/** The first file with bytes in the piece. */
function fileIn(piece: number, { files, pieceLength }: Info): number {
  return files.findIndex(({ offset, length }) => offset + length > piece * pieceLength);
}
