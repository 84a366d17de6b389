import { z } from 'zod';
import type { Actor } from './actor.ts';
import { apiCommands } from './api.ts';
import { becauseSchema } from './becauseSchema.ts';
import { historySchema, historySpanSchema } from './history.ts';
import {
  engineStatusSchema,
  infoHashSchema,
  peerSchema,
  shareFileSchema,
  shareSchema,
  skippedFileSchema,
  trackerPeerSchema,
} from './model.ts';
import { peopleCommands } from './peopleSchemas.ts';
import { settingChangesSchema, settingsSchema } from './settings.ts';
import { listItemSchema, listResultSchema, listVerdictSchema, MAX_LIST_ITEMS } from './torrentLists.ts';
import { viewDeltaSchema, viewIdSchema, viewSpecSchema } from './views.ts';

/**
 * The one contract between the engine and whoever drives it: the command line, the window and the web console. A command
 * has parameters and a result; an event is pushed to the clients that follow it.
 */

const nothing = z.object({});
const byInfoHash = z.object({ infoHash: infoHashSchema });

const shareOptions = {
  /** Absolute paths of files and folders; several become one share. */
  paths: z.array(z.string().min(1)).min(1),
  name: z.string().min(1).max(255).optional(),
  private: z.boolean().default(false),
  /** Bytes, a power of two from 16 KiB to 16 MiB; chosen from the size when absent. */
  pieceLength: z.number().int().positive().optional(),
  comment: z.string().max(4096).optional(),
};

/** Hashing reports progress under a job id that the caller chose, so that it can show and cancel it. */
const jobId = z.string().min(1).max(64);

export const commands = {
  'engine.status': { params: nothing, result: engineStatusSchema },
  'engine.stop': { params: nothing, result: nothing },
  /** Stops and starts again in the same process, with the settings of now. The answer comes before it stops. */
  'engine.restart': { params: nothing, result: nothing },
  'engine.backup': { params: z.object({ file: z.string().min(1) }), result: z.object({ bytes: z.number() }) },
  /** What sharing these paths would share; nothing is hashed, nothing is kept. */
  'shares.scan': {
    params: z.object({ paths: shareOptions.paths }),
    result: z.object({
      name: z.string(),
      bytes: z.number(),
      files: z.number(),
      /** The first files in the torrent's order, for a look. */
      firstFiles: z.array(z.object({ path: z.array(z.string()), bytes: z.number() })),
      skipped: z.array(skippedFileSchema),
      pieceLength: z.number(),
      pieces: z.number(),
    }),
  },
  'shares.create': {
    params: z.object({ jobId, ...shareOptions }),
    result: z.object({ share: shareSchema, skipped: z.array(skippedFileSchema), alreadyShared: z.boolean() }),
  },
  'shares.list': { params: nothing, result: z.object({ shares: z.array(shareSchema) }) },
  'shares.get': { params: byInfoHash, result: z.object({ share: shareSchema, files: z.array(shareFileSchema) }) },
  'shares.peers': {
    params: byInfoHash,
    result: z.object({ connected: z.array(peerSchema), announced: z.array(trackerPeerSchema) }),
  },
  'shares.remove': { params: byInfoHash, result: nothing },
  'shares.pause': { params: byInfoHash, result: nothing },
  'shares.resume': { params: byInfoHash, result: nothing },
  /** Hashes the files again. A share whose bytes still match seeds on; otherwise it turns to an error that names the file. */
  'shares.verify': {
    params: z.object({ jobId, infoHash: infoHashSchema }),
    result: z.object({ intact: z.boolean(), badPieces: z.number(), firstBadFile: z.string().optional() }),
  },
  /** The .torrent file as a client on this network would fetch it. */
  'shares.torrent': { params: byInfoHash, result: z.object({ fileName: z.string(), base64: z.string() }) },
  /** Puts torrents on the tracker's list, or changes what is said of them there. The view `listed` shows it. */
  'tracker.list': {
    params: z.object({ items: z.array(listItemSchema).min(1).max(MAX_LIST_ITEMS), verdict: listVerdictSchema }),
    result: listResultSchema,
  },
  /** Takes a person's entries off the list. Info-hashes without one are passed over. */
  'tracker.unlist': {
    params: z.object({ infoHashes: z.array(infoHashSchema).min(1).max(MAX_LIST_ITEMS) }),
    result: z.object({ unlisted: z.array(infoHashSchema) }),
  },
  ...peopleCommands,
  'history.get': {
    params: z.object({ span: historySpanSchema, infoHash: infoHashSchema.optional() }),
    result: historySchema,
  },
  'settings.get': { params: nothing, result: settingsSchema },
  /** All of the changes or, with `bad-config`, none. */
  'settings.change': { params: z.object({ changes: settingChangesSchema }), result: settingsSchema },
  /** A folder of the engine's computer, for people who are not at it. Without a path: the home folder. */
  'files.browse': {
    params: z.object({ folder: z.string().optional() }),
    result: z.object({
      folder: z.string(),
      parent: z.string().optional(),
      entries: z.array(
        z.object({ name: z.string(), path: z.string(), isFolder: z.boolean(), bytes: z.number().optional() }),
      ),
      /** Whether there were more entries than are listed. */
      isCut: z.boolean(),
    }),
  },
  /** What one would send to someone who helps: versions, settings, activity and log, without names, hashes and addresses. */
  'support.bundle': { params: nothing, result: z.object({ fileName: z.string(), text: z.string() }) },
  ...apiCommands,
  'jobs.cancel': { params: z.object({ jobId }), result: nothing },
} as const;

/** Commands about the client's own connection. Views and follows end with it. */
export const connectionCommands = {
  'client.follow': { params: z.object({ events: z.array(z.string()) }), result: nothing },
  /** A client that is not visible is sent nothing until it is again, and then what its views have come to. */
  'client.setVisible': { params: z.object({ visible: z.boolean() }), result: nothing },
  /** The first `view.changed` follows at once. Opening a view that is open replaces it. */
  'views.open': { params: z.object({ view: viewIdSchema, spec: viewSpecSchema }), result: nothing },
  /** Counts one revision up; the kind stays. The change follows at once. */
  'views.change': { params: z.object({ view: viewIdSchema, spec: viewSpecSchema }), result: nothing },
  'views.close': { params: z.object({ view: viewIdSchema }), result: nothing },
  /** Keys of the rows from `first` on, whatever the view's window; for selecting more than is seen. */
  'views.keys': {
    params: z.object({ view: viewIdSchema, first: z.number().int().nonnegative(), count: z.number().int().positive() }),
    result: z.object({ keys: z.array(z.string()) }),
  },
} as const;

export const clientCommands = { ...commands, ...connectionCommands } as const;

export type ClientCommandName = keyof typeof clientCommands;
export type ClientCommandParams<Name extends ClientCommandName> = z.input<(typeof clientCommands)[Name]['params']>;
export type ParsedClientParams<Name extends ClientCommandName> = z.output<(typeof clientCommands)[Name]['params']>;
export type ClientCommandResult<Name extends ClientCommandName> = z.output<(typeof clientCommands)[Name]['result']>;

export type CommandName = keyof typeof commands;
/** What a caller passes: defaults may be left out. */
export type CommandParams<Name extends CommandName> = z.input<(typeof commands)[Name]['params']>;
/** What the engine sees after validation: defaults are filled in. */
export type ParsedParams<Name extends CommandName> = z.output<(typeof commands)[Name]['params']>;
export type CommandResult<Name extends CommandName> = z.output<(typeof commands)[Name]['result']>;

export const jobProgressSchema = z.object({
  jobId,
  phase: z.enum(['scanning', 'hashing']),
  bytesDone: z.number(),
  bytesTotal: z.number(),
  rateBytesPerSecond: z.number(),
  secondsLeft: z.number().optional(),
  file: z.string().optional(),
});
export type JobProgress = z.infer<typeof jobProgressSchema>;

export const events = {
  /** The share as it is now: on creation, on a change of state, and once a second while its figures move. */
  'share.changed': shareSchema,
  'share.removed': byInfoHash,
  'job.progress': jobProgressSchema,
  /** Something a person should know: a port was taken, an interface vanished. */
  'engine.notice': z.object({
    level: z.enum(['info', 'warning', 'error']),
    message: z.string(),
    because: becauseSchema.optional(),
  }),
  'engine.stopping': nothing,
} as const;

/** What a connection gets besides, for the views it has open. */
export const clientEvents = { ...events, 'view.changed': viewDeltaSchema } as const;

export type EventName = keyof typeof events;
export type EventData<Name extends EventName> = z.output<(typeof events)[Name]>;
export type ClientEventName = keyof typeof clientEvents;
export type ClientEvent = {
  [Name in ClientEventName]: { readonly event: Name; readonly data: z.output<(typeof clientEvents)[Name]> };
}[ClientEventName];
export type EngineEvent = { [Name in EventName]: { readonly event: Name; readonly data: EventData<Name> } }[EventName];

/** The engine as a whole, seen from inside its process. */
export interface EngineApi {
  /** Rejects with an error that has a stable `code`, a message a person can act on, and perhaps a `hint`. */
  call<Name extends CommandName>(command: Name, params: CommandParams<Name>, by?: Actor): Promise<CommandResult<Name>>;
  /** Tells of the events named in `only`, or of all. Returns a function that ends the subscription. */
  onEvent(listener: (event: EngineEvent) => void, only?: readonly EventName[]): () => void;
}

/** One client's connection to the engine, whatever carries it: either end. */
export interface ClientApi {
  /** Rejects like EngineApi.call, and with `engine-unreachable` when the connection ends before the answer. */
  call<Name extends ClientCommandName>(
    command: Name,
    params: ClientCommandParams<Name>,
  ): Promise<ClientCommandResult<Name>>;
  /** Returns a function that ends the subscription. */
  onEvent(listener: (event: ClientEvent) => void): () => void;
}
