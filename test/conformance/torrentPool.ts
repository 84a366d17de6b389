import { randomBytes } from 'node:crypto';
import { TORRENT_SHAPES } from './cases/encodings.ts';

/** Torrents for a tracker that has to be told beforehand which ones it serves. */
export interface TorrentPool {
  readonly all: readonly Buffer[];
  /** One that was not given out before; of a shape, when that is wanted. */
  take(shape?: Buffer): Buffer;
}

/** More than one run of the suite uses. */
const TORRENTS = 1200;

export function createTorrentPool(): TorrentPool {
  const fresh = Array.from({ length: TORRENTS }, () => randomBytes(20));
  let next = 0;
  return {
    all: [...Object.values(TORRENT_SHAPES), ...fresh],
    take(shape) {
      if (shape !== undefined) return shape;
      const torrent = fresh[next++];
      if (torrent === undefined) throw new Error(`the suite uses more than ${TORRENTS} torrents`);
      return torrent;
    },
  };
}
