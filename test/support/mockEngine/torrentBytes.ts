import type { MockShare } from './mockShares.ts';

/** A .torrent file that has everything but true piece hashes (BEP 3). */
export function torrentBytes(share: MockShare): Buffer {
  const name = Buffer.from(share.name);
  const announce = 'http://192.168.7.20:6969/announce';
  const pieces = Buffer.alloc(20 * share.pieces, share.index);
  return Buffer.concat([
    Buffer.from(`d8:announce${announce.length}:${announce}4:infod6:lengthi${share.bytes}e4:name${name.length}:`),
    name,
    Buffer.from(`12:piece lengthi${share.pieceLength}e6:pieces${pieces.length}:`),
    pieces,
    Buffer.from('ee'),
  ]);
}
