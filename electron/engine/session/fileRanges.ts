/** A stretch of one file, as part of a stretch of a torrent. */
export interface FileRange {
  readonly file: number;
  /** Offset in the file. */
  readonly offset: number;
  readonly length: number;
}

/** Finds the files behind a stretch of a torrent whose files lie end to end (BEP 3). Empty files hold no bytes and never appear. */
export interface FileRanges {
  readonly totalBytes: number;
  /** The stretches that make up `length` bytes from `offset`, in order. They must lie inside the torrent. */
  rangesOf(offset: number, length: number): readonly FileRange[];
}

export function createFileRanges(fileLengths: readonly number[]): FileRanges {
  const starts: number[] = [];
  let totalBytes = 0;
  for (const length of fileLengths) {
    starts.push(totalBytes);
    totalBytes += length;
  }

  return { totalBytes, rangesOf };

  function rangesOf(offset: number, length: number): readonly FileRange[] {
    const ranges: FileRange[] = [];
    const end = offset + length;
    for (let file = fileAt(offset); file < starts.length; file++) {
      const start = starts[file] ?? 0;
      if (start >= end) break;
      const from = Math.max(offset, start);
      const to = Math.min(end, start + (fileLengths[file] ?? 0));
      if (to > from) ranges.push({ file, offset: from - start, length: to - from });
    }
    return ranges;
  }

  /** The last file that begins at or before `offset`; by then empty files at the same place lie behind. */
  function fileAt(offset: number): number {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
