import type { Server } from 'node:http';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest, type HTTPMethods } from 'fastify';
import { messageOf } from '../errors.ts';
import { refuseForeignHost } from './siteHost.ts';
import type { Exchanges, SiteContent } from './sitePart.ts';

/** Requests of the API carry .torrent files in base64; nothing else is as long, and nothing is read before it is let in. */
const MAX_BODY_BYTES = 64 * 1024;
const METHODS: readonly HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'];

/** Headers of every answer; parts that serve pages replace the policy by one of their own. */
const HEADERS: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'Cache-Control': 'no-store',
};

/** The site as fastify serves it, for connections that come to `http` from elsewhere. */
export async function createSiteApp(
  { logger, names, parts }: SiteContent,
  http: Server,
  exchanges: Exchanges,
): Promise<FastifyInstance> {
  const app = Fastify({
    serverFactory: () => http,
    bodyLimit: MAX_BODY_BYTES,
    routerOptions: { caseSensitive: true, ignoreTrailingSlash: false, maxParamLength: 256 },
    exposeHeadRoutes: true,
  });
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(HEADERS);
    const refusal = refuseForeignHost(request.headers, names());
    if (refusal !== undefined) return sendError(request, reply.code(refusal.status), refusal.reason);
    return undefined;
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, app.getDefaultJsonParser('error', 'error'));
  app.setErrorHandler((error: { readonly statusCode?: number; readonly message: string }, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500)
      logger.log('error', `an answer of the tracker's site failed: ${messageOf(error)}`, { cause: error });
    return sendError(request, reply.code(status), status >= 500 ? 'this went wrong; the log says why' : error.message);
  });
  app.setNotFoundHandler((request, reply) => sendError(request, reply.code(404), 'there is nothing at this address'));

  const served = new Map<string, Set<string>>();
  app.addHook('onRoute', ({ method, url }) => {
    const methods = served.get(url) ?? new Set();
    for (const each of Array.isArray(method) ? method : [method]) methods.add(each);
    served.set(url, methods);
  });
  for (const part of parts) part(app, exchanges);
  await app.after();
  for (const [url, methods] of [...served]) refuseOtherMethods(app, url, methods);
  await app.ready();
  return app;
}

function refuseOtherMethods(app: FastifyInstance, url: string, methods: ReadonlySet<string>): void {
  const allow = [...methods].join(', ');
  app.route({
    method: METHODS.filter((method) => !methods.has(method)),
    url,
    // Before the body is read: nobody wants it.
    onRequest: async (request, reply) => {
      return sendError(request, reply.code(405).header('Allow', allow), `only ${allow} are answered here`);
    },
    handler: () => undefined,
  });
}

/** Programs read JSON, people a line of text. */
export function sendError(request: FastifyRequest, reply: FastifyReply, message: string): FastifyReply {
  if (isForPrograms(request.url)) {
    return reply
      .type('application/json')
      .send({ error: { code: ERROR_NAMES[reply.statusCode] ?? 'internal', message } });
  }
  return reply.type('text/plain; charset=utf-8').send(`${message}\n`);
}

function isForPrograms(url: string): boolean {
  return url.startsWith('/api/');
}

const ERROR_NAMES: Readonly<Record<number, string>> = {
  400: 'bad-input',
  401: 'not-signed-in',
  403: 'not-allowed',
  404: 'not-found',
  405: 'wrong-method',
  413: 'too-large',
  415: 'not-json',
  429: 'too-many-requests',
};
