import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Protocol, CustomScheme } from 'electron';

/** The window's page is served as `app://granary/`, an origin of its own, from the built renderer. */

export const APP_ORIGIN = 'app://granary';
export const APP_PAGE = `${APP_ORIGIN}/index.html`;

/** To be registered before Electron is ready. */
export const APP_SCHEME: CustomScheme = {
  scheme: 'app',
  privileges: { standard: true, secure: true, supportFetchAPI: true },
};

/** The same as the web console's. */
export const CONTENT_SECURITY_POLICY = [
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

const HEADERS = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-cache',
};

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};

export function serveApp(protocol: Protocol, folder: string): void {
  protocol.handle(APP_SCHEME.scheme, (request) => answer(request, folder));
}

async function answer(request: Request, folder: string): Promise<Response> {
  if (request.method !== 'GET') return refusal(405);
  const path = pathOfUrl(request.url);
  const type = path && TYPES[extname(path)];
  if (path === undefined || type === undefined) return refusal(404);
  try {
    const body = await readFile(join(folder, path));
    return new Response(new Uint8Array(body), { headers: { ...HEADERS, 'content-type': type } });
  } catch {
    return refusal(404);
  }
}

/**
 * The path below the renderer's folder that a URL names, with `/` between its parts; undefined for another origin and for whatever
 * could lead out of the folder, however it is written.
 */
export function pathOfUrl(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (url.protocol !== `${APP_SCHEME.scheme}:` || url.host !== 'granary' || url.username !== '') return undefined;
  const path = decoded(url.pathname);
  if (path === undefined) return undefined;
  if (path === '' || path === '/') return 'index.html';
  const parts = path.split('/').slice(1);
  return parts.every((part) => PART.test(part)) ? parts.join('/') : undefined;
}

/** The names that the bundler gives; none begins with a dot, and no separator or drive is in one. */
const PART = /^[\w-][\w.-]*$/;

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

function refusal(status: number): Response {
  return new Response('', { status, headers: HEADERS });
}
