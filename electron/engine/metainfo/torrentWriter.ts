import { writeBencode, writeDictOfEncoded, type Bencoded } from '../codec/bencode.ts';
import type { TorrentNode } from './torrentParser.ts';

/** What goes into a `.torrent` file (BEP 3; tiers BEP 12, nodes BEP 5). */
export interface TorrentContent {
  /** Goes in byte for byte. */
  readonly infoBytes: Uint8Array;
  /** Tiers of announce URLs; the first URL of all is also what clients without tiers get. */
  readonly trackers: readonly (readonly string[])[];
  readonly nodes?: readonly TorrentNode[];
  readonly comment?: string;
  /** Seconds since the epoch. */
  readonly createdAtSeconds?: number;
  readonly createdBy?: string;
}

/** What goes into the `info` dictionary of a v1 torrent. */
export interface InfoContent {
  readonly name: string;
  readonly pieceLength: number;
  readonly pieceHashes: Uint8Array;
  readonly private: boolean;
  /** The length of a single file, or the files below the folder `name` in the order of their bytes. */
  readonly content: number | readonly { readonly path: readonly string[]; readonly length: number }[];
}

/** The bytes of a `.torrent` file. */
export function writeTorrent(torrent: TorrentContent): Uint8Array {
  const tiers = torrent.trackers.filter((tier) => tier.length > 0);
  const urls = tiers.flat();
  const { nodes = [], comment, createdBy, createdAtSeconds } = torrent;
  const fields: Record<string, Bencoded | undefined> = {
    announce: urls[0] === undefined ? undefined : text(urls[0]),
    'announce-list': urls.length > 1 ? tiers.map((tier) => tier.map(text)) : undefined,
    comment: comment === undefined ? undefined : text(comment),
    'created by': createdBy === undefined ? undefined : text(createdBy),
    'creation date': createdAtSeconds,
    nodes: nodes.length > 0 ? nodes.map(({ host, port }) => [text(host), port]) : undefined,
  };
  const encoded: Record<string, Uint8Array> = { info: torrent.infoBytes };
  for (const [key, value] of Object.entries(fields)) if (value !== undefined) encoded[key] = writeBencode(value);
  return writeDictOfEncoded(encoded);
}

/** The bytes whose SHA-1 is the info-hash. */
export function writeInfo({ name, pieceLength, pieceHashes, private: isPrivate, content }: InfoContent): Uint8Array {
  return writeBencode({
    ...(typeof content === 'number'
      ? { length: content }
      : { files: content.map((file) => ({ length: file.length, path: file.path.map(text) })) }),
    name: text(name),
    'piece length': pieceLength,
    pieces: pieceHashes,
    // Absent, not 0: clients take both for public, but the info-hash would differ from that of most other makers.
    ...(isPrivate && { private: 1 }),
  });
}

function text(value: string): Uint8Array {
  return new TextEncoder().encode(value);
}
