import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from '../ports.ts';
import { type ConsoleFile, readConsoleFolder, statOfPage } from './consoleFiles.ts';

/**
 * The web console: the window's own build, served at the control port to browsers.
 *
 * The protocol between the page and this server. Bodies are JSON (`Content-Type: application/json`), every answer is
 * `no-store`, and a refusal is `{"error":{"code","message","hint"?}}` with words for the person.
 *
 * | Request                                   | Answer                                                                    |
 * |-------------------------------------------|---------------------------------------------------------------------------|
 * | `GET /console/session`                    | 200 `{"signedIn":false,"methods":["token","password"],"version":"0.1.0"}` |
 * | `POST /console/session` `{"token":"…"}`   | 200 as above with `"signedIn":true` and `"key":"…"`, and the cookie        |
 * | `POST /console/session` `{"password":"…"}`| the same                                                                   |
 * | `DELETE /console/session`                 | 200 with `"signedIn":false`; the session and its WebSockets end            |
 *
 * `methods` holds `password` only where one is set. The token comes from the address that `granary serve` and
 * `granary console` print, `http://127.0.0.1:6970/#token=…`: the page takes it out of the fragment (and out of the address
 * bar, with `history.replaceState`), posts it, and cannot use it twice. POST and DELETE need the page's own `Origin`, which
 * `fetch` sends by itself; the cookie is HttpOnly.
 *
 * The cookie alone is nobody: browsers send it to whoever listens on another port of the same host. The page keeps `key`
 * where only its own origin can read it, and shows it in the header `Granary-Key` with every request, and to the WebSocket as
 * the subprotocol `granary.key.…` that it offers beside `granary`. Without it, `signedIn` is false.
 *
 * | Status | `code`             | When                                                                             |
 * |--------|--------------------|----------------------------------------------------------------------------------|
 * | 400    | `bad-request`      | the body is not one of the two                                                   |
 * | 401    | `wrong-token`      | the link was used, is too old, or is of another engine or network                |
 * | 401    | `wrong-password`   | it is another one, or none is set                                                |
 * | 403    | `foreign-site`     | Host, Origin or Sec-Fetch-Site are not this site's                               |
 * | 405    | `wrong-method`     | see its Allow header                                                             |
 * | 408    | `too-slow`         | the body did not come within five seconds                                        |
 * | 413    | `too-large`        | the body is over 4 KiB                                                           |
 * | 415    | `not-json`         | another Content-Type                                                             |
 * | 429    | `too-many-tries`   | after wrong ones; `Retry-After` and the error's `retryAfterSeconds` say how long |
 *
 * The contract is spoken at the WebSocket path `/control`, with cookie and key. A handshake without a live session is refused
 * with 401, which a page sees as close code 1006: it then asks `GET /console/session` whether it is signed out or the engine
 * is gone. Close code 4401 says that the session of an open connection ended (signed out here or in another tab, password
 * changed, too old): show the sign-in. 1001 says that the engine stops.
 */
export interface ConsoleSite {
  /** Answers with a file of the build; false when the address is none of them, and then nothing was sent. GET and HEAD. */
  answer(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
}

export interface ConsoleSiteConfig {
  /** The folder of the window's build; undefined or missing: a page says how to build it. */
  readonly folder: string | undefined;
}

/** As strict as the window's own: files of this site and nothing else. `connect-src 'self'` covers the WebSocket. */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

interface Build {
  readonly stamp: string;
  readonly files: ReadonlyMap<string, ConsoleFile>;
}

/** The build is read into memory when it is first asked for, and again when its page on disk is another one. */
export function createConsoleSite({ logger }: { readonly logger: Logger }, { folder }: ConsoleSiteConfig): ConsoleSite {
  let build: Build | undefined;
  let reading: Promise<void> | undefined;

  async function refresh(): Promise<void> {
    const stamp = folder && (await statOfPage(folder));
    if (folder === undefined || stamp === undefined) build = undefined;
    else if (build?.stamp !== stamp) build = { stamp, files: await readConsoleFolder(folder) };
  }

  /** One reader at a time: two at once would hold the build twice. */
  async function current(isPage: boolean): Promise<Build | undefined> {
    if (build === undefined || isPage) {
      reading ??= refresh()
        .catch((error: unknown) => {
          build = undefined;
          logger.log('warning', 'the console cannot be read from disk', { folder, error });
        })
        .finally(() => {
          reading = undefined;
        });
      await reading;
    }
    return build;
  }

  return {
    async answer(request, response) {
      const path = pathOf(request);
      const isPage = path === '/';
      const now = await current(isPage);
      const file = now?.files.get(isPage ? '/index.html' : path);
      if (file !== undefined) sendFile(request, response, file);
      else if (isPage) sendNotBuilt(request, response);
      else return false;
      return true;
    },
  };
}

/** The address as it was sent, without a query: it must be a key of the table, so nothing is decoded or resolved. */
function pathOf(request: IncomingMessage): string {
  const url = request.url ?? '';
  const query = url.indexOf('?');
  return query === -1 ? url : url.slice(0, query);
}

function sendFile(request: IncomingMessage, response: ServerResponse, file: ConsoleFile): void {
  const headers = { ...pageHeaders(), 'Cache-Control': file.caching, ETag: file.etag };
  if (file.caching !== 'no-store' && hasEtag(request, file.etag)) {
    response.writeHead(304, headers).end();
    return;
  }
  response.writeHead(200, { ...headers, 'Content-Type': file.type, 'Content-Length': file.content.length });
  response.end(request.method === 'HEAD' ? undefined : file.content);
}

function hasEtag(request: IncomingMessage, etag: string): boolean {
  const known = request.headers['if-none-match'] ?? '';
  return known.split(',').some((each) => each.trim().replace(/^W\//, '') === etag);
}

function sendNotBuilt(request: IncomingMessage, response: ServerResponse): void {
  const body = Buffer.from(NOT_BUILT);
  const headers = { ...pageHeaders(), 'Cache-Control': 'no-store', 'Content-Type': 'text/plain; charset=utf-8' };
  response.writeHead(200, { ...headers, 'Content-Length': body.length });
  response.end(request.method === 'HEAD' ? undefined : body);
}

function pageHeaders(): Readonly<Record<string, string>> {
  return {
    'Content-Security-Policy': PAGE_POLICY,
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  };
}

const NOT_BUILT = `Granary is running, but its console is not built yet.

In Granary's folder run:  npm run build:renderer
Then load this page again.
`;
