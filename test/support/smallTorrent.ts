import { createHash } from 'node:crypto';
import bencode from 'bencode';
import { type InfoHash, infoHashFromBytes } from '../../shared/infoHash.ts';

/** A .torrent file of one small file, made by another writer than ours. */
export function torrentNamed(name: string): {
  readonly bytes: Uint8Array;
  readonly infoHash: InfoHash;
  readonly name: string;
} {
  const info = { length: 5, name, 'piece length': 16_384, pieces: Buffer.alloc(20, 7) };
  const infoHash = infoHashFromBytes(createHash('sha1').update(bencode.encode(info)).digest());
  return { bytes: bencode.encode({ announce: 'http://10.0.0.1/announce', info }), infoHash, name };
}
