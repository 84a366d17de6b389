import { z } from 'zod';
import { errorBodySchema, type RequestFrame, type ServerFrame } from '../../shared/frames.ts';

/**
 * What the desktop app's main process and the engine's own process say to each other, over whatever port joins them. A session is
 * one client's connection, by a number that main gives it and never gives again.
 */
export type ToEngine =
  | { readonly open: number }
  | { readonly session: number; readonly frame: RequestFrame }
  | { readonly close: number }
  /** End cleanly. */
  | { readonly stop: true };

export type FromEngine =
  | { readonly session: number; readonly frame: ServerFrame }
  /** Everything listens; sessions may be opened. */
  | { readonly started: true }
  /** It cannot run, whatever is tried again, and ends. */
  | { readonly failed: z.infer<typeof errorBodySchema> }
  /** It ends because it is to be started anew, as by `engine.restart`. */
  | { readonly restart: true };

const session = z.number().int().nonnegative();

export const toEngineSchema: z.ZodType<ToEngine> = z.union([
  z.object({ open: session }),
  z.object({ session, frame: z.custom<RequestFrame>((value) => typeof value === 'object' && value !== null) }),
  z.object({ close: session }),
  z.object({ stop: z.literal(true) }),
]);

/** Frames inside are taken as they are: they come from a process of our own and are many. */
export const fromEngineSchema: z.ZodType<FromEngine> = z.union([
  z.object({ session, frame: z.custom<ServerFrame>((value) => typeof value === 'object' && value !== null) }),
  z.object({ started: z.literal(true) }),
  z.object({ failed: errorBodySchema }),
  z.object({ restart: z.literal(true) }),
]);

/** What main tells the engine's process when it starts it: the only argument, as JSON. */
export const engineInputSchema = z.object({
  /** Granary's own. */
  version: z.string(),
  debug: z.boolean(),
});
export type EngineInput = z.infer<typeof engineInputSchema>;
