import { z } from 'zod';
import { activityEntrySchema, activityKindSchema } from './activity.ts';
import { tokenRowSchema } from './api.ts';
import {
  LISTED_COLUMNS,
  PEER_COLUMNS,
  PERSON_COLUMNS,
  PERSON_TORRENT_COLUMNS,
  REFUSED_COLUMNS,
  SHARE_COLUMNS,
  SWARM_COLUMNS,
  SWARM_PEER_COLUMNS,
} from './columns.ts';
import { infoHashSchema } from './model.ts';
import { PERSON_STATES } from './people.ts';
import { groupRowSchema, invitationRowSchema, personRowSchema, personTorrentRowSchema } from './peopleSchemas.ts';
import { MAX_OPEN_FOLDERS } from './viewLimits.ts';
import {
  discoveryRowSchema,
  fileRowSchema,
  peerRowSchema,
  piecesRowSchema,
  shareDetailRowSchema,
  shareRowSchema,
  statusRowSchema,
  swarmPeerRowSchema,
  swarmRowSchema,
} from './rows.ts';
import { listedRowSchema, listVerdictSchema, policySourceRowSchema, refusedRowSchema } from './torrentLists.ts';

/**
 * What a window looks at. A client opens a view of some kind and is told, at most once a second, which rows of it changed:
 * the engine sorts, filters and cuts, so that a swarm of a hundred thousand peers costs what fits on the screen.
 */

/** Most rows that one view carries at a time. */
export const MAX_WINDOW_ROWS = 500;

export const rowWindowSchema = z.object({
  /** Index of the first row wanted, in the sorted and filtered list. */
  first: z.number().int().nonnegative(),
  count: z.number().int().min(1).max(MAX_WINDOW_ROWS),
});
export type RowWindow = z.infer<typeof rowWindowSchema>;

const sortBy = <Columns extends readonly [string, ...string[]]>(columns: Columns) =>
  z.object({ column: z.enum(columns), direction: z.enum(['ascending', 'descending']) });

/** Text that a row must contain somewhere; case and accents do not count. */
const filter = z.string().max(200).default('');
const table = { filter, window: rowWindowSchema };
const ofShare = { infoHash: infoHashSchema };

export const viewSpecSchema = z.discriminatedUnion('kind', [
  /** One row: the engine as a whole, for the status bar and the tracker's cards. */
  z.object({ kind: z.literal('status') }),
  z.object({ kind: z.literal('shares'), sort: sortBy(SHARE_COLUMNS), ...table }),
  /** One row, or none when the share was removed. */
  z.object({ kind: z.literal('share'), ...ofShare }),
  z.object({ kind: z.literal('peers'), ...ofShare, sort: sortBy(PEER_COLUMNS), ...table }),
  /** One row with the whole map. */
  z.object({ kind: z.literal('pieces'), ...ofShare }),
  /** With `opened` as a tree, with these folders open by their numbers; without it all files, in the order of the torrent. */
  z.object({
    kind: z.literal('files'),
    ...ofShare,
    opened: z.array(z.number().int().nonnegative()).max(MAX_OPEN_FOLDERS).optional(),
    ...table,
  }),
  z.object({ kind: z.literal('discovery'), ...ofShare }),
  z.object({ kind: z.literal('swarms'), sort: sortBy(SWARM_COLUMNS), ...table }),
  z.object({ kind: z.literal('swarmPeers'), ...ofShare, sort: sortBy(SWARM_PEER_COLUMNS), ...table }),
  /** What is on the tracker's list, all of it or what is allowed or blocked. */
  z.object({
    kind: z.literal('listed'),
    verdict: listVerdictSchema.optional(),
    sort: sortBy(LISTED_COLUMNS),
    ...table,
  }),
  /** What the tracker turned away since the engine started, a row for each torrent; at most a thousand. */
  z.object({ kind: z.literal('refused'), sort: sortBy(REFUSED_COLUMNS), ...table }),
  /** Folders and filter files that the tracker's policy is read from. */
  z.object({ kind: z.literal('policySources') }),
  /** All of them, or those in some states. */
  z.object({
    kind: z.literal('people'),
    states: z.array(z.enum(PERSON_STATES)).optional(),
    sort: sortBy(PERSON_COLUMNS),
    ...table,
  }),
  /** One row, or none when the person was removed. */
  z.object({ kind: z.literal('person'), person: z.string() }),
  /** What one person's clients did of each torrent; no rows once the person was removed. */
  z.object({ kind: z.literal('personTorrents'), person: z.string(), sort: sortBy(PERSON_TORRENT_COLUMNS), ...table }),
  /** Newest first. */
  z.object({ kind: z.literal('invitations'), ...table }),
  /** By name. */
  z.object({ kind: z.literal('groups'), ...table }),
  /** Newest first. */
  z.object({ kind: z.literal('activity'), kinds: z.array(activityKindSchema).optional(), ...table }),
  /** Tokens of the API, newest first. */
  z.object({ kind: z.literal('tokens'), ...table }),
]);
export type ViewSpec = z.infer<typeof viewSpecSchema>;
export type ViewKind = ViewSpec['kind'];
export type ViewSpecOf<Kind extends ViewKind> = Extract<ViewSpec, { kind: Kind }>;

export const rowSchemas = {
  status: statusRowSchema,
  shares: shareRowSchema,
  share: shareDetailRowSchema,
  peers: peerRowSchema,
  pieces: piecesRowSchema,
  files: fileRowSchema,
  discovery: discoveryRowSchema,
  swarms: swarmRowSchema,
  swarmPeers: swarmPeerRowSchema,
  listed: listedRowSchema,
  refused: refusedRowSchema,
  policySources: policySourceRowSchema,
  people: personRowSchema,
  person: personRowSchema,
  personTorrents: personTorrentRowSchema,
  invitations: invitationRowSchema,
  groups: groupRowSchema,
  activity: activityEntrySchema,
  tokens: tokenRowSchema,
} as const satisfies Record<ViewKind, z.ZodType>;
export type RowOf<Kind extends ViewKind> = z.infer<(typeof rowSchemas)[Kind]>;
export type AnyRow = RowOf<ViewKind>;

/** The client's own name for a view it has open, unique on its connection. */
export const viewIdSchema = z.string().min(1).max(64);

/**
 * What changed in a view. A client keeps the rows it knows by `key` and puts them in `order`; a row that is not in `rows`
 * is as it was, so that what did not change need not be drawn again.
 */
export const viewDeltaSchema = z.object({
  view: viewIdSchema,
  /** How often the client had changed this view's spec when this was made: answers to an older spec are to be dropped. */
  revision: z.number().int().nonnegative(),
  /** Rows that match the filter. */
  total: z.number().int().nonnegative(),
  /** Index of the first row of `order`; below what was asked for when the list has become shorter. */
  first: z.number().int().nonnegative(),
  /** Keys of the rows in the window, in order; absent when it is the same as last time. */
  order: z.array(z.string()).optional(),
  /** Rows that are new in the window or that changed: each has its `key`. */
  rows: z.array(z.looseObject({ key: z.string() })),
});
export type ViewDelta = z.infer<typeof viewDeltaSchema>;
