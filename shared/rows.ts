import { z } from 'zod';
import { becauseSchema } from './becauseSchema.ts';
import { engineStatusSchema, shareSchema, shareStateSchema } from './model.ts';
import { TRACKER_POLICIES } from './trackerPolicy.ts';

/** The rows of the views. Each has a `key` that is unique in its view and stays the same while the thing is there. */

const key = z.string();
const count = z.number().int().nonnegative();
const rate = z.number().nonnegative();
/** 0 to 1. */
const part = z.number().min(0).max(1);

export const shareRowSchema = z.object({
  /** The info-hash. */
  key,
  name: z.string(),
  bytes: count,
  files: count,
  private: z.boolean(),
  createdAt: z.number(),
  state: shareStateSchema,
  magnet: z.string(),
  torrentUrl: z.string(),
  /** Others in the swarm: those who have all of it, and those who still miss something. */
  haveIt: count,
  wantIt: count,
  seeders: count,
  leechers: count,
  peersConnected: count,
  uploadedBytes: count,
  uploadRateBytesPerSecond: rate,
  /** Uploaded bytes by the size of the share. */
  ratio: z.number().nonnegative(),
  /** Until everyone has it, at the present rates; absent when nobody waits or nothing moves. */
  secondsLeft: z.number().nonnegative().optional(),
  /**
   * Copies of each part of the share among connected peers, ours not counted: base64 of up to 64 bytes, one for each run of
   * pieces, its rarest piece's copies (255 for more). Empty when nobody is connected.
   */
  availability: z.string(),
});
export type ShareRow = z.infer<typeof shareRowSchema>;

export const shareDetailRowSchema = shareSchema.extend({
  key,
  haveIt: count,
  wantIt: count,
  ratio: z.number().nonnegative(),
  secondsLeft: z.number().nonnegative().optional(),
  /** What peers gave each other, as far as their announces tell. */
  exchangedBytes: count,
  /** Where a browser finds it on this network, for each served address. */
  pageUrls: z.array(z.string()),
  /** Folder on disk that holds it, or the file itself. */
  sourcePath: z.string(),
});
export type ShareDetailRow = z.infer<typeof shareDetailRowSchema>;

/** Everyone in a swarm but us, once: connected to us, or known from announces, or both. */
export const peerRowSchema = z.object({
  key,
  address: z.string(),
  port: z.number().int().min(0).max(65535),
  client: z.string(),
  progress: part,
  hasAll: z.boolean(),
  isConnected: z.boolean(),
  /** How fast its progress grows, whoever it has it from. */
  gainRateBytesPerSecond: rate,
  /** We to it. */
  uploadRateBytesPerSecond: rate,
  uploadedBytes: count,
  amChoking: z.boolean(),
  peerInterested: z.boolean(),
  /** Of the connection, or absent. */
  connectedAt: z.number().optional(),
});
export type PeerRow = z.infer<typeof peerRowSchema>;

export const piecesRowSchema = z.object({
  /** The info-hash. */
  key,
  pieces: count,
  pieceLength: count,
  /** Base64, one byte a piece: copies among connected peers, 255 for more. */
  availability: z.string(),
  /** Base64, one bit a piece, highest first: held and, as far as is known, intact. */
  held: z.string(),
  connectedPeers: count,
});
export type PiecesRow = z.infer<typeof piecesRowSchema>;

export const fileRowSchema = z.object({
  /** Index in the torrent, as text; of a folder `folder` and its number. */
  key,
  /** Below the share's name; one element for a share of one file. */
  path: z.array(z.string()),
  sourcePath: z.string(),
  bytes: count,
  /** Of a folder: its number, how many files are in it and below, whether it is open. `bytes` is their sum. */
  folder: z.object({ number: count, files: count, isOpen: z.boolean() }).optional(),
  /** In the tree: how deep, and which of how many beside each other; all from 1. */
  place: z.object({ level: count, position: count, setSize: count }).optional(),
});
export type FileRow = z.infer<typeof fileRowSchema>;

/** Where peers come from. */
export const discoveryRowSchema = z.object({
  key,
  kind: z.enum(['tracker', 'dht', 'peers-call']),
  /** Announce URL, or the DHT's own port. */
  target: z.string(),
  state: z.enum(['working', 'waiting', 'off']),
  /** Peers that came from there, as far as it can be told. */
  peers: count,
  lastAt: z.number().optional(),
  nextAt: z.number().optional(),
});
export type DiscoveryRow = z.infer<typeof discoveryRowSchema>;

export const swarmRowSchema = z.object({
  /** The info-hash. */
  key,
  /** Absent for a swarm whose torrent is not known. */
  name: z.string().optional(),
  seeders: count,
  leechers: count,
  /** Of the leechers, partial seeds (BEP 21): they have all that they want. */
  paused: count,
  completed: count,
  announces: count,
  scrapes: count,
  /** As the peers that are there report it. */
  uploadedBytes: count,
  downloadedBytes: count,
  /** Of the peers that are there; absent when there are none. */
  oldestAnnounceAt: z.number().optional(),
  newestAnnounceAt: z.number().optional(),
  /** Why it is tracked: the first that is true. */
  source: z.enum(['shared-here', 'listed', 'open']),
  /** Of a private tracker: what is downloaded of it counts against nobody's ratio. */
  isFreeLeech: z.boolean().optional(),
});
export type SwarmRow = z.infer<typeof swarmRowSchema>;

export const swarmPeerRowSchema = z.object({
  key,
  address: z.string(),
  port: z.number().int().min(0).max(65535),
  client: z.string(),
  leftBytes: count,
  /** A partial seed (BEP 21): it has all that it wants, and fetches nothing more. */
  isPaused: z.boolean(),
  uploadedBytes: count,
  downloadedBytes: count,
  lastAnnounceAt: z.number(),
});
export type SwarmPeerRow = z.infer<typeof swarmPeerRowSchema>;

export const statusRowSchema = engineStatusSchema.extend({
  /** Always `engine`. */
  key,
  notices: z.array(z.object({ message: z.string(), because: becauseSchema.optional() })),
  downloadRateBytesPerSecond: rate,
  /** Upload rate of each of the last 60 seconds, oldest first. */
  recentUploadRates: z.array(rate),
  swarms: count,
  swarmPeers: count,
  swarmSeeders: count,
  announcesPerSecond: rate,
  scrapesPerSecond: rate,
  /** How long answers to announces took lately; absent while none were. */
  answerMs: z.object({ median: z.number(), p99: z.number() }).optional(),
  /** Since the engine started, why and how often. */
  refusals: z.array(z.object({ reason: z.string(), count })),
  /** Whom the tracker serves now. */
  policy: z.enum(TRACKER_POLICIES),
  /** Of a private tracker, whichever policy it has now; and those of them who wait to be let in. */
  people: count,
  peopleWaiting: count,
  /** Shares that can be paused, and those that are. */
  sharesRunning: count,
  sharesPaused: count,
  /** Peers that still miss something of what is shared. */
  peersDownloading: count,
  /** Mean of what they already have; absent when there are none, or only in swarms too big to look at each. */
  downloadsProgress: part.optional(),
});
export type StatusRow = z.infer<typeof statusRowSchema>;
