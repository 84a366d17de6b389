import type { InfoHash } from '../../../shared/infoHash.ts';
import type { AnnounceEvent } from '../codec/announceEvent.ts';
import type { TransferSums } from '../storage/transfersRepository.ts';

/**
 * What the clients of one person transferred, from what they announce. A client tells running totals, so what counts is by
 * how much they grew since its last announce, client by client: several PCs of one person, a client that moves to another
 * address, and one that announces the same over several trackers' URLs all come out right.
 */

export interface Ledger extends Sums {
  readonly torrents: Map<InfoHash, TorrentEntry>;
  /** Of torrents that are gone; what is stored beside those that are there. */
  carried: TransferSums;
  /** Torrents that are being downloaded, and seeded, by a client that is there. */
  activeDownloads: number;
  activeSeeds: number;
  /** Of any client; milliseconds since the epoch. */
  lastSeenAt: number | undefined;
}

interface Sums {
  uploaded: bigint;
  downloaded: bigint;
  charged: bigint;
  /** Whole milliseconds. */
  seededMs: number;
}

export interface TorrentEntry extends Sums {
  readonly infoHash: InfoHash;
  /** By peer-id, one character a byte. */
  readonly peers: Map<string, PeerEntry>;
  completedAt: number | undefined;
  lastSeenAt: number;
  hadManyPeers: boolean;
  /** Clients that are there: with something left, and with nothing left. */
  downloading: number;
  seeding: number;
  /** Up to when time seeded is counted, so that two PCs at the same time count once; monotonic. */
  seededUntilMs: number;
}

export interface PeerEntry {
  readonly peerId: string;
  /** Of its last announce; the person may have got another one since. */
  passkey: string;
  /** The most it reported since it began: announces may arrive in another order than they were sent. */
  uploadedBytes: number;
  downloadedBytes: number;
  leftBytes: number;
  /** When that was reported; monotonic. */
  countedMs: number;
  /** Of the last announce; monotonic. */
  seenMs: number;
  /** Whether it is in the swarm. One that vanished is remembered for a while: it may only have lost its network. */
  isThere: boolean;
  /** What was put down as perhaps downloaded and not reported when it vanished. */
  unreportedBytes: number;
}

/** A client in its torrent's entry of a ledger. */
interface LedgerClient {
  readonly ledger: Ledger;
  readonly torrent: TorrentEntry;
  readonly peer: PeerEntry;
}

/** One announce. */
export interface Report {
  readonly uploadedBytes: number;
  readonly downloadedBytes: number;
  readonly leftBytes: number;
  readonly event: AnnounceEvent;
}

/** What an announce adds. */
export interface Gain {
  readonly uploadedBytes: number;
  readonly downloadedBytes: number;
  /** More than any link carries in the time: none of it is counted. */
  readonly isImpossible: boolean;
}

/** 100 Gbit/s. Who claims less than that and more than is true is found by what others downloaded. */
const MAX_BYTES_PER_SECOND = 12.5e9;
/** Clients send what they counted some moments before. */
const RATE_SLACK_MS = 5000;
/** Longer than an announce is under way, with all times that UDP trackers are tried again. */
const LATE_MS = 60_000;

const NO_SUMS: TransferSums = { uploaded: 0n, downloaded: 0n, charged: 0n, seededMs: 0 };
const NO_GAIN: Gain = { uploadedBytes: 0, downloadedBytes: 0, isImpossible: false };

export function createLedger(carried: TransferSums = NO_SUMS): Ledger {
  return {
    ...carried,
    carried,
    torrents: new Map(),
    activeDownloads: 0,
    activeSeeds: 0,
    lastSeenAt: undefined,
  };
}

export function createTorrentEntry(infoHash: InfoHash): TorrentEntry {
  return {
    ...NO_SUMS,
    infoHash,
    peers: new Map(),
    completedAt: undefined,
    lastSeenAt: 0,
    hadManyPeers: false,
    downloading: 0,
    seeding: 0,
    seededUntilMs: 0,
  };
}

/** A client that is new here: what it transferred before it came is not counted. */
export function createPeerEntry(
  { peerId, passkey }: Pick<PeerEntry, 'peerId' | 'passkey'>,
  report: Omit<Report, 'event'>,
  countedMs: number,
): PeerEntry {
  const { uploadedBytes, downloadedBytes, leftBytes } = report;
  const counters = { uploadedBytes, downloadedBytes, leftBytes };
  return { peerId, passkey, ...counters, countedMs, seenMs: countedMs, isThere: false, unreportedBytes: 0 };
}

/** By how much a client's totals grew, and takes them as what it reported last. */
export function takeReport(peer: PeerEntry, report: Report, nowMs: number): Gain {
  const before = peer.uploadedBytes + peer.downloadedBytes;
  const now = report.uploadedBytes + report.downloadedBytes;
  // A client that says less was overtaken by itself, or it began anew: by the time it takes it can be told.
  if (now < before && nowMs - peer.countedMs < LATE_MS) return NO_GAIN;
  const since = now < before ? { uploadedBytes: 0, downloadedBytes: 0 } : peer;
  const gained = {
    uploadedBytes: Math.max(0, report.uploadedBytes - since.uploadedBytes),
    downloadedBytes: Math.max(0, report.downloadedBytes - since.downloadedBytes),
  };
  const mostBytes = (MAX_BYTES_PER_SECOND * (nowMs - peer.countedMs + RATE_SLACK_MS)) / 1000;
  peer.uploadedBytes = Math.max(since.uploadedBytes, report.uploadedBytes);
  peer.downloadedBytes = Math.max(since.downloadedBytes, report.downloadedBytes);
  peer.countedMs = nowMs;
  if (gained.uploadedBytes <= mostBytes && gained.downloadedBytes <= mostBytes && now <= Number.MAX_SAFE_INTEGER) {
    return { ...gained, isImpossible: false };
  }
  return { ...NO_GAIN, isImpossible: true };
}

/** Adds to a torrent of a person and to the person's sums. */
export function addBytes(ledger: Ledger, torrent: TorrentEntry, gain: Gain & { readonly isFree: boolean }): void {
  const uploaded = BigInt(gain.uploadedBytes);
  const downloaded = BigInt(gain.downloadedBytes);
  const charged = gain.isFree ? 0n : downloaded;
  for (const sums of [ledger, torrent]) {
    sums.uploaded += uploaded;
    sums.downloaded += downloaded;
    sums.charged += charged;
  }
}

/** Counts the time since a client's last announce as seeded, if it was there with nothing left. */
export function addSeededTime({ ledger, torrent, peer }: LedgerClient, nowMs: number): void {
  if (!peer.isThere || peer.leftBytes > 0) return;
  const sinceMs = Math.max(peer.seenMs, torrent.seededUntilMs);
  const seededMs = Math.floor(nowMs - sinceMs);
  if (seededMs <= 0) return;
  torrent.seededUntilMs = sinceMs + seededMs;
  torrent.seededMs += seededMs;
  ledger.seededMs += seededMs;
}

/** What a client is doing, or that it is gone, in the counts of who is there. */
export function setPresence(
  { ledger, torrent, peer }: LedgerClient,
  now: { readonly isThere: boolean; readonly leftBytes: number },
): void {
  const before = { downloads: torrent.downloading > 0, seeds: torrent.seeding > 0 };
  if (peer.isThere) count(torrent, peer, -1);
  peer.isThere = now.isThere;
  peer.leftBytes = now.leftBytes;
  if (peer.isThere) count(torrent, peer, 1);
  if (torrent.downloading + torrent.seeding > 1) torrent.hadManyPeers = true;
  ledger.activeDownloads += Number(torrent.downloading > 0) - Number(before.downloads);
  ledger.activeSeeds += Number(torrent.seeding > 0) - Number(before.seeds);
}

function count(torrent: TorrentEntry, { leftBytes }: PeerEntry, by: 1 | -1): void {
  if (leftBytes > 0) torrent.downloading += by;
  else torrent.seeding += by;
}
