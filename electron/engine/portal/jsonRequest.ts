import type { IncomingMessage } from 'node:http';
import type { z } from 'zod';
import type { Clock } from '../ports.ts';
import type { ConsoleRefusal } from './consoleReply.ts';
import { readRequestBody } from './requestBody.ts';

const LIMITS = { maxBytes: 4 * 1024, patienceMs: 5_000 };

export type JsonRequest<Value> =
  | { readonly kind: 'read'; readonly value: Value }
  | { readonly kind: 'refused'; readonly refusal: ConsoleRefusal }
  /** The client went away before its body was whole. */
  | { readonly kind: 'gone' };

/**
 * The body of a request as JSON that fits `schema`. A form of another site cannot send `application/json`: a browser first
 * asks for leave to, and gets none here.
 */
export async function readJson<Value>(
  request: IncomingMessage,
  { clock, schema }: { readonly clock: Clock; readonly schema: z.ZodType<Value> },
): Promise<JsonRequest<Value>> {
  const [type = ''] = (request.headers['content-type'] ?? '').split(';');
  if (type.trim().toLowerCase() !== 'application/json') return { kind: 'refused', refusal: NOT_JSON };
  const body = await readRequestBody(request, clock, LIMITS);
  if (body.kind === 'broken') return { kind: 'gone' };
  if (body.kind === 'too-large') return { kind: 'refused', refusal: TOO_LARGE };
  if (body.kind === 'too-slow') return { kind: 'refused', refusal: TOO_SLOW };
  const parsed = schema.safeParse(jsonOrUndefined(body.text));
  return parsed.success ? { kind: 'read', value: parsed.data } : { kind: 'refused', refusal: BAD_REQUEST };
}

const NOT_JSON: ConsoleRefusal = {
  status: 415,
  code: 'not-json',
  message: 'the body must be JSON, with Content-Type: application/json',
};
const TOO_LARGE: ConsoleRefusal = { status: 413, code: 'too-large', message: 'the body is over 4 KiB' };
const TOO_SLOW: ConsoleRefusal = {
  status: 408,
  code: 'too-slow',
  message: 'the body did not come within five seconds',
};
const BAD_REQUEST: ConsoleRefusal = { status: 400, code: 'bad-request', message: 'the body was not understood' };

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
