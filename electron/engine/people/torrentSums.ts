import type { InfoHash } from '../../../shared/infoHash.ts';
import type { TorrentEntry } from './ledger.ts';
import type { Client } from './person.ts';

/** What all people together did of one torrent, as far as it tells whether one of them claims too much, and with which clients. */
export interface TorrentSums {
  readonly infoHash: InfoHash;
  /** Whoever announced last with each peer-id, one character a byte. */
  readonly clients: Map<string, Client>;
  /** Whether what is downloaded counts against nobody's ratio. */
  isFree: boolean;
  /** By everyone, also by those who are gone. */
  downloaded: bigint;
  carriedDownloaded: bigint;
  /** What peers that vanished may have downloaded without saying so. */
  unreported: bigint;
}

export function createTorrentSums(infoHash: InfoHash): TorrentSums {
  return { infoHash, clients: new Map(), isFree: false, downloaded: 0n, carriedDownloaded: 0n, unreported: 0n };
}

/** Protocols and clients count a little differently. */
const SLACK_BYTES = 16n * 1024n * 1024n;
const SLACK_DIVISOR = 10n;

/**
 * Whether a person claims to have uploaded more of a torrent than all others can have got from anyone. What others have not
 * announced yet is not known here: who asks waits until they must have.
 */
export function isUnmatched({ uploaded, downloaded, hadManyPeers }: TorrentEntry, sums: TorrentSums): boolean {
  // Two PCs of one person may have given each other what they claim.
  const byOthers = sums.downloaded + sums.unreported - (hadManyPeers ? 0n : downloaded);
  return uploaded > byOthers + byOthers / SLACK_DIVISOR + SLACK_BYTES;
}
