import type { ServerResponse } from 'node:http';
import { safeHeaders } from './safeHeaders.ts';

export type ConsoleStatus = 200 | 400 | 401 | 403 | 404 | 405 | 408 | 409 | 413 | 415 | 429 | 500;

/** A refusal in words for the person; codes and statuses are listed in consoleSite.ts. */
export interface ConsoleRefusal {
  readonly status: ConsoleStatus;
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  /** Whole seconds; told in Retry-After as well. */
  readonly retryAfterSeconds?: number;
  /** Methods of the Allow header. */
  readonly allow?: string;
}

/** Answers with JSON. */
export function replyJson(
  response: ServerResponse,
  body: unknown,
  {
    status = 200,
    headers = {},
  }: { readonly status?: ConsoleStatus; readonly headers?: Readonly<Record<string, string>> } = {},
): void {
  const bytes = Buffer.from(JSON.stringify(body));
  response.writeHead(status, { ...safeHeaders(bytes.length), 'Content-Type': 'application/json', ...headers });
  response.end(bytes);
}

/** Answers with the refusal and ends the connection after it, whatever of the request was not read. */
export function refuse(response: ServerResponse, refusal: ConsoleRefusal): void {
  const { status, code, message, hint, retryAfterSeconds, allow } = refusal;
  const error = {
    code,
    message,
    ...(hint === undefined ? {} : { hint }),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  };
  const headers = {
    Connection: 'close',
    ...(retryAfterSeconds === undefined ? {} : { 'Retry-After': String(retryAfterSeconds) }),
    ...(allow === undefined ? {} : { Allow: allow }),
  };
  replyJson(response, { error }, { status, headers });
}
