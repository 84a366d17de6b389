import { GranaryError } from '../errors.ts';

export type TorrentErrorCode =
  /** Not bencoded, or beyond the limits. */
  | 'not-bencoded'
  /** A field that every torrent has is missing or of the wrong kind. */
  | 'field-invalid'
  /** Only for clients of BitTorrent v2 (BEP 52). */
  | 'v2-only'
  | 'no-content'
  | 'length-invalid'
  | 'piece-length-invalid'
  | 'piece-count-wrong'
  | 'path-unsafe'
  | 'path-too-long'
  | 'path-clash';

/** Why bytes are no torrent that can be used. */
export interface TorrentError {
  readonly code: TorrentErrorCode;
  /** For a person; names the path it is about. */
  readonly message: string;
  /** The offending path in the torrent, with `/` between its components. */
  readonly path?: string;
}

/** The same as an error for a person; `source` says where the torrent came from (a file, an address). */
export function asInvalidTorrent(error: TorrentError, source: string): GranaryError {
  const hint = 'get the torrent again from where it came, or make a new one';
  return new GranaryError('torrent-invalid', `${source} is not a torrent that can be used: ${error.message}`, { hint });
}
