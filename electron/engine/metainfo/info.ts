import type { InfoHash } from '../../../shared/infoHash.ts';

/** What a torrent is about (the `info` dictionary of BEP 3), validated: whoever holds one need not check it again. */
export interface Info {
  /** SHA-1 of `infoBytes`. */
  readonly infoHash: InfoHash;
  /** The dictionary as it was written or received, byte for byte. Not to be changed. */
  readonly infoBytes: Uint8Array;
  /** Of the file, or of the folder that holds the files. A safe path component on every system. */
  readonly name: string;
  /** One file without a folder around it. */
  readonly isSingleFile: boolean;
  /** Bytes in every piece but the last. */
  readonly pieceLength: number;
  /** SHA-1 of each piece, 20 bytes each, end to end. Not to be changed. */
  readonly pieceHashes: Uint8Array;
  readonly totalBytes: number;
  /** In the order of their bytes in the torrent; never empty. */
  readonly files: readonly InfoFile[];
  /** Peers come from the trackers alone (BEP 27). */
  readonly private: boolean;
}

export interface InfoFile {
  /** Folders and file name below the torrent's own folder, safe on every system; of a single file, its name alone. */
  readonly path: readonly string[];
  /** Bytes. */
  readonly length: number;
  /** Of the file's first byte in the torrent. */
  readonly offset: number;
  /** Filler between files (BEP 47): zeros that are not kept on disk. Several may have the same path. */
  readonly isPadding?: true;
}

export const PIECE_HASH_BYTES = 20;
