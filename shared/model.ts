import { z } from 'zod';
import { parseInfoHash } from './infoHash.ts';

/** The shapes that both sides of the contract see. Numbers carry their unit in the name; bytes are plain numbers of bytes. */

const infoHash = z.string().transform((text, context) => {
  const parsed = parseInfoHash(text);
  if (parsed === undefined) {
    context.addIssue({ code: 'custom', message: 'an info-hash is 40 hexadecimal digits' });
    return z.NEVER;
  }
  return parsed;
});
const count = z.number().int().nonnegative();
const port = z.number().int().min(1).max(65535);

/** What a share is doing, and for an error what went wrong and with which file. */
export const shareStateSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('checking'), bytesDone: count }),
  z.object({ kind: z.literal('seeding') }),
  z.object({ kind: z.literal('paused') }),
  z.object({ kind: z.literal('error'), code: z.string(), message: z.string(), file: z.string().optional() }),
]);
export type ShareState = z.infer<typeof shareStateSchema>;

/** What the tracker knows of one swarm. `completed` counts peers that finished since the share was made. */
export const swarmCountsSchema = z.object({
  seeders: count,
  leechers: count,
  /** Of the leechers, partial seeds (BEP 21): they have all that they want. */
  paused: count,
  completed: count,
  announces: count,
  scrapes: count,
});
export type SwarmCounts = z.infer<typeof swarmCountsSchema>;

export const shareSchema = z.object({
  infoHash,
  name: z.string(),
  bytes: count,
  files: count,
  pieceLength: count,
  pieces: count,
  private: z.boolean(),
  comment: z.string().optional(),
  createdAt: z.number(),
  state: shareStateSchema,
  magnet: z.string(),
  torrentUrl: z.string(),
  trackers: z.array(z.array(z.string())),
  peersConnected: count,
  uploadedBytes: count,
  uploadRateBytesPerSecond: z.number().nonnegative(),
  swarm: swarmCountsSchema,
});
export type Share = z.infer<typeof shareSchema>;

export const shareFileSchema = z.object({
  path: z.array(z.string()),
  sourcePath: z.string(),
  bytes: count,
});
export type ShareFile = z.infer<typeof shareFileSchema>;

/** A connected peer. `progress` is the part of the pieces it has told us it holds, 0 to 1. */
export const peerSchema = z.object({
  address: z.string(),
  port: z.number().int().min(0).max(65535),
  client: z.string(),
  peerId: z.string(),
  progress: z.number().min(0).max(1),
  isSeeder: z.boolean(),
  amChoking: z.boolean(),
  peerInterested: z.boolean(),
  uploadedBytes: count,
  uploadRateBytesPerSecond: z.number().nonnegative(),
  connectedAt: z.number(),
});
export type Peer = z.infer<typeof peerSchema>;

/** A peer as the tracker knows it from its announces. */
export const trackerPeerSchema = z.object({
  /** 40 hexadecimal digits, as in the rows of connected peers. */
  peerId: z.string(),
  address: z.string(),
  port,
  client: z.string(),
  leftBytes: count,
  /** A partial seed (BEP 21): it has all that it wants, and fetches nothing more. */
  isPaused: z.boolean(),
  uploadedBytes: count,
  downloadedBytes: count,
  lastAnnounceAt: z.number(),
});
export type TrackerPeer = z.infer<typeof trackerPeerSchema>;

/** A file that was left out of a share, and why. */
export const skippedFileSchema = z.object({
  path: z.string(),
  reason: z.enum(['junk', 'symlink-outside', 'symlink-broken', 'symlink-loop', 'special-file']),
});
export type SkippedFile = z.infer<typeof skippedFileSchema>;

export const engineStatusSchema = z.object({
  version: z.string(),
  processId: z.number().int(),
  startedAt: z.number(),
  dataDir: z.string(),
  trackerPort: port,
  peerPort: port,
  controlPort: port,
  dhtPort: port.optional(),
  dhtNodes: count,
  addresses: z.array(z.string()),
  notices: z.array(z.string()),
  shares: count,
  peersConnected: count,
  uploadedBytes: count,
  uploadRateBytesPerSecond: z.number().nonnegative(),
  announces: count,
  scrapes: count,
  refused: count,
});
export type EngineStatus = z.infer<typeof engineStatusSchema>;

export { infoHash as infoHashSchema };
