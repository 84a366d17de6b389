import type { ServerResponse } from 'node:http';
import { safeHeaders } from './safeHeaders.ts';

/** Answers with a short plain text, and ends the connection after it. */
export function replyText(response: ServerResponse, status: 200 | 400 | 401 | 403 | 404 | 405, text: string): void {
  const body = Buffer.from(`${text}\n`);
  response.writeHead(status, {
    ...safeHeaders(body.length),
    'Content-Type': 'text/plain; charset=utf-8',
    ...(status === 405 ? { Allow: 'GET, HEAD' } : {}),
    Connection: 'close',
  });
  response.end(body);
}
