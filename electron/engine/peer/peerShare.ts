import type { PieceMap } from '../metainfo/pieceMap.ts';
import type { BlockSource } from './blockSource.ts';

/** What a share gives to each of its connections. */
export interface PeerShare {
  readonly infoBytes: Uint8Array;
  readonly pieceMap: PieceMap;
  readonly source: BlockSource;
  readonly isPrivate: boolean;
}

/** What we tell every peer about ourselves. */
export interface PeerIdentity {
  /** 20 bytes, the same on all connections of this run. */
  readonly peerId: Uint8Array;
  /** Name and version, for peer lists. */
  readonly client: string;
  readonly listenPort: number;
  /** UDP port of the DHT node, if there is one. */
  readonly dhtPort?: number;
}
