import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';

/** Sends JSON and resolves with the status of the answer, whose body is not read. Rejects when there is none in time. */
export type PostWebhook = (
  request: { readonly url: string; readonly body: string; readonly headers: Readonly<Record<string, string>> },
  signal: AbortSignal,
) => Promise<number>;

const PATIENCE_MS = 10_000;

/** A connection for each: a webhook is told of little, and nothing stays open behind it. */
export const postWebhook: PostWebhook = ({ url, body, headers }, signal) => {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const send = url.startsWith('https:') ? requestHttps : requestHttp;
  const sent = send(url, {
    method: 'POST',
    agent: false,
    signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]),
    headers: {
      ...headers,
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(body),
      'User-Agent': 'Granary',
    },
  });
  sent.on('error', reject);
  sent.on('response', (response) => {
    resolve(response.statusCode ?? 0);
    response.destroy();
  });
  sent.end(body);
  return promise;
};
