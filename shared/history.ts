import { z } from 'zod';
import { HISTORY_SPANS } from './historySpans.ts';

export const historySpanSchema = z.enum(HISTORY_SPANS);

const points = z.array(z.number().nullable());

/** Columns of equal length, oldest first. Null where Granary did not run; zero where it ran and nothing happened. */
export const historySchema = z.object({
  stepSeconds: z.number().int().positive(),
  /** Start of each step, seconds since the epoch, growing. */
  at: z.array(z.number()),
  uploadBytesPerSecond: points,
  downloadBytesPerSecond: points,
  /** Connected peers, mean. */
  peers: points,
  /** Peers in swarms, mean; of all swarms, or of the share's. */
  swarmPeers: points,
  announcesPerSecond: points,
  scrapesPerSecond: points,
});
export type History = z.infer<typeof historySchema>;
