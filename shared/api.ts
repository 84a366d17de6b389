import { z } from 'zod';

/** Tokens of the JSON API, and webhooks: commands about them, and their rows. */

/**
 * What a token may be used for:
 * - `read`: see shares, swarms, peers, figures, activity and events
 * - `shares`: add, pause, check and end shares
 * - `tracker`: the tracker's policy and lists
 * - `people`: see and change the people of a private tracker
 * - `admin`: all of that, and settings, tokens and webhooks
 */
export const SCOPES = ['read', 'shares', 'tracker', 'people', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];

/** What is told of as it happens, to those who follow the API's events and to webhooks. */
export const API_EVENTS = ['announces', 'completed', 'stopped', 'refused', 'share-changed', 'share-removed'] as const;
export type ApiEvent = (typeof API_EVENTS)[number];

/** Milliseconds since the epoch. */
const at = z.number().int().nonnegative();
const key = z.string();
const id = z.string().regex(/^\d{1,15}$/, 'is the key of a row');
const scopes = z.array(z.enum(SCOPES)).min(1).max(SCOPES.length);
const by = z.object({ kind: z.string(), name: z.string().optional() });
const nothing = z.object({});

export const tokenRowSchema = z.object({
  key,
  name: z.string(),
  scopes: z.array(z.enum(SCOPES)),
  createdAt: at,
  createdBy: by,
  expiresAt: at.optional(),
  isExpired: z.boolean(),
  /** To the minute. */
  lastUsedAt: at.optional(),
});
export type TokenRow = z.infer<typeof tokenRowSchema>;

export const webhookRowSchema = z.object({
  key,
  url: z.string(),
  events: z.array(z.enum(API_EVENTS)),
  createdAt: at,
  /** Since the engine started. */
  delivered: z.number().int().nonnegative(),
  /** Given up after all tries, or pushed out of a queue that was full. */
  dropped: z.number().int().nonnegative(),
  waiting: z.number().int().nonnegative(),
  /** Of the last try, when it failed. */
  lastProblem: z.string().optional(),
});
export type WebhookRow = z.infer<typeof webhookRowSchema>;

const webhookUrl = z
  .url({ protocol: /^https?$/ })
  .max(2048)
  .refine((url) => !/^https?:\/\/[^/?#]*@/.test(url), 'must not hold a name or password');

export const apiCommands = {
  /** The token is told this once: only its digest is kept. */
  'tokens.create': {
    params: z.object({ name: z.string().trim().min(1).max(64), scopes, expiresAt: at.optional() }),
    result: z.object({ key, token: z.string() }),
  },
  /** It is refused from now on. Rejects with `token-unknown`. */
  'tokens.revoke': { params: z.object({ key: id }), result: nothing },
  /** Newest first, as the view has them. */
  'tokens.list': { params: nothing, result: z.object({ tokens: z.array(tokenRowSchema) }) },
  /** Without a secret one is made. It signs what is sent, and is told this once. */
  'webhooks.create': {
    params: z.object({
      url: webhookUrl,
      secret: z.string().min(16).max(256).optional(),
      events: z.array(z.enum(API_EVENTS)).min(1).max(API_EVENTS.length),
    }),
    result: z.object({ key, secret: z.string() }),
  },
  /** What waits to be sent is dropped. Rejects with `webhook-unknown`. */
  'webhooks.remove': { params: z.object({ key: id }), result: nothing },
  'webhooks.list': { params: nothing, result: z.object({ webhooks: z.array(webhookRowSchema) }) },
} as const;
