import { z } from 'zod';
import {
  engineStatusSchema,
  infoHashSchema,
  peerSchema,
  shareFileSchema,
  shareSchema,
  skippedFileSchema,
  trackerPeerSchema,
} from './model.ts';

/**
 * The one contract between the engine and whoever drives it: the command line today, the window and the web console next.
 * A command has parameters and a result; an event is pushed to every connected client.
 */

/** Raised whenever a change here would make an older client misbehave; a client with another number is told to reload. */
export const CONTRACT_VERSION = 1;

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
  'engine.backup': { params: z.object({ file: z.string().min(1) }), result: z.object({ bytes: z.number() }) },
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
  'jobs.cancel': { params: z.object({ jobId }), result: nothing },
} as const;

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
  'engine.notice': z.object({ level: z.enum(['info', 'warning', 'error']), message: z.string() }),
  'engine.stopping': nothing,
} as const;

export type EventName = keyof typeof events;
export type EventData<Name extends EventName> = z.output<(typeof events)[Name]>;
export type EngineEvent = { [Name in EventName]: { readonly event: Name; readonly data: EventData<Name> } }[EventName];

/** Either side of the contract, whatever carries it. */
export interface EngineApi {
  /** Rejects with an error that has a stable `code`, a message a person can act on, and perhaps a `hint`. */
  call<Name extends CommandName>(command: Name, params: CommandParams<Name>): Promise<CommandResult<Name>>;
  /** Returns a function that ends the subscription. */
  onEvent(listener: (event: EngineEvent) => void): () => void;
}

/** What travels over the WebSocket and, later, over Electron IPC: one JSON object a message. */
export const requestFrameSchema = z.object({
  id: z.number().int().nonnegative(),
  command: z.string(),
  params: z.unknown(),
});
export type RequestFrame = z.infer<typeof requestFrameSchema>;

export const errorBodySchema = z.object({ code: z.string(), message: z.string(), hint: z.string().optional() });
export type ErrorBody = z.infer<typeof errorBodySchema>;

export const serverFrameSchema = z.union([
  z.object({ hello: z.object({ contractVersion: z.number(), version: z.string() }) }),
  z.object({ id: z.number(), result: z.unknown() }),
  z.object({ id: z.number(), error: errorBodySchema }),
  z.object({ event: z.string(), data: z.unknown() }),
]);
export type ServerFrame = z.infer<typeof serverFrameSchema>;
