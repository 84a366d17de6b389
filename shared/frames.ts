import { z } from 'zod';
import { becauseSchema } from './becauseSchema.ts';

/** What travels over the WebSocket and over Electron IPC: one object a message, as JSON over the WebSocket. */
export const requestFrameSchema = z.object({
  id: z.number().int().nonnegative(),
  command: z.string(),
  params: z.unknown(),
});
export type RequestFrame = z.infer<typeof requestFrameSchema>;

export const errorBodySchema = z.object({
  code: z.string(),
  message: z.string(),
  hint: z.string().optional(),
  /** For words in the person's language. */
  because: becauseSchema.optional(),
});
export type ErrorBody = z.infer<typeof errorBodySchema>;

export const serverFrameSchema = z.union([
  z.object({ hello: z.object({ contractVersion: z.number(), version: z.string() }) }),
  z.object({ id: z.number(), result: z.unknown() }),
  z.object({ id: z.number(), error: errorBodySchema }),
  z.object({ event: z.string(), data: z.unknown() }),
]);
export type ServerFrame = z.infer<typeof serverFrameSchema>;
