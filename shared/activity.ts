import { z } from 'zod';
import { ACTIVITY_KINDS } from './activityKinds.ts';

/** What happened, for people to read later. The words are the window's: an entry carries what they are made from. */
export const activityKindSchema = z.enum(ACTIVITY_KINDS);

export const activityEntrySchema = z.object({
  key: z.string(),
  /** Milliseconds since the epoch. */
  at: z.number(),
  kind: activityKindSchema,
  level: z.enum(['info', 'warning', 'error']),
  infoHash: z.string().optional(),
  /** Values for the sentence: `name`, `client`, `address`, `message`, `file`, `setting`, `count`. From strangers in part. */
  values: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type ActivityEntry = z.infer<typeof activityEntrySchema>;
