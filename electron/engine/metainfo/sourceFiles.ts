/** A file on disk that holds a part of a torrent. */
export interface SourceFile {
  /** As in the torrent: below its folder, or the name alone of a single file. */
  readonly path: readonly string[];
  /** Absolute path on this machine. */
  readonly sourcePath: string;
  /** Bytes, when it was scanned. */
  readonly length: number;
  /** Time of the last change, in milliseconds since the epoch, when it was scanned. */
  readonly mtimeMs: number;
}
