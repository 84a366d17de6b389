import { z } from 'zod';
import { infoHashSchema } from './model.ts';
import { MIB } from './units.ts';

/**
 * What a person tells the tracker about single torrents, and what the tracker turned away. A block counts whatever the policy
 * is, for what is shared here as well; an allowance counts where the policy asks for one (`listed` and `private`).
 */

const key = z.string();
const count = z.number().int().nonnegative();

export const listVerdictSchema = z.enum(['allow', 'block']);
export type ListVerdict = z.infer<typeof listVerdictSchema>;

/** Most items that one command takes. */
export const MAX_LIST_ITEMS = 10_000;
/** Longest name that is kept of a listed torrent, in characters. */
export const MAX_LISTED_NAME = 255;
/** Of the largest .torrent file that is read. */
export const MAX_TORRENT_BYTES = 16 * MIB;
/** Of all .torrent files that are kept with entries of the list, together: they are in the database, and in its backups. */
export const MAX_KEPT_BYTES = 1024 * MIB;
/** The largest .torrent file in base64, in characters. */
export const MAX_TORRENT_BASE64 = Math.ceil(MAX_TORRENT_BYTES / 3) * 4;
const MAX_LINK = 65_536;

/** A torrent, as a person has it. What cannot be read is rejected by itself, so that the others are listed. */
export const listItemSchema = z.discriminatedUnion('kind', [
  /** 40 hexadecimal digits. */
  z.object({ kind: z.literal('infoHash'), infoHash: z.string().max(200), name: z.string().optional() }),
  z.object({ kind: z.literal('magnet'), link: z.string().max(MAX_LINK) }),
  /** The bytes of a .torrent file. */
  z.object({ kind: z.literal('torrent'), base64: z.string().max(MAX_TORRENT_BASE64) }),
]);
export type ListItem = z.infer<typeof listItemSchema>;

export const REJECTED_ITEMS = ['info-hash-bad', 'magnet-bad', 'torrent-bad', 'list-full', 'files-full'] as const;

export const listResultSchema = z.object({
  listed: z.array(z.object({ infoHash: infoHashSchema, name: z.string().optional() })),
  rejected: z.array(
    z.object({
      /** Among the items that were given, from 0. */
      index: count,
      reason: z.enum(REJECTED_ITEMS),
      /** The same in the engine's words, with what exactly is wrong. */
      message: z.string(),
    }),
  ),
});
export type ListResult = z.infer<typeof listResultSchema>;

export const listedRowSchema = z.object({
  /** The info-hash. */
  key,
  /** From a .torrent file, a magnet link or a person, and so untrusted; absent where only the info-hash is known. */
  name: z.string().optional(),
  verdict: listVerdictSchema,
  /** Only a person's entries can be taken off the list; those of a folder go when their file goes. */
  origin: z.enum(['person', 'folder']),
  /** Path of the .torrent file in a watched folder. */
  file: z.string().optional(),
  addedAt: z.number(),
  /** Kind of the actor: `window`, `console`, `command-line`, `api`, `site`; `engine` for what a folder brought. */
  addedBy: z.string(),
  addedByName: z.string().optional(),
  /** Whether it is shared here as well; it is served anyway then, unless it is blocked. */
  isShared: z.boolean(),
});
export type ListedRow = z.infer<typeof listedRowSchema>;

export const refusedRowSchema = z.object({
  key,
  /** Absent in a row that stands for further torrents of one address that asked for too many to tell apart. */
  infoHash: z.string().optional(),
  /** Absent unless the torrent is known here, which one that is blocked may be. */
  name: z.string().optional(),
  /** As the client was told; of the last time. */
  reason: z.string(),
  /** Whether it would be served to who asked, were it on the list of what is allowed. */
  canAllow: z.boolean(),
  /** How often, in all. */
  count,
  /** How many asked; 64 stands for that many or more. */
  addresses: count,
  lastAddress: z.string(),
  firstAt: z.number(),
  lastAt: z.number(),
});
export type RefusedRow = z.infer<typeof refusedRowSchema>;

/** A folder of .torrent files or a list of address ranges that the policy is read from. */
export const policySourceRowSchema = z.object({
  /** Its path. */
  key,
  kind: z.enum(['list-folder', 'ip-filter']),
  state: z.enum(['reading', 'read', 'failed']),
  /** Torrents, or ranges that block. */
  entries: count,
  /** Files or lines that could not be read. */
  rejected: count,
  /** The first of them: a file's path, or `line 12: its text`. */
  firstRejected: z.string().optional(),
  /** Why it failed, or why the first was rejected. */
  message: z.string().optional(),
  readAt: z.number().optional(),
});
export type PolicySourceRow = z.infer<typeof policySourceRowSchema>;
