import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { API_EVENTS, type ApiEvent, type Scope } from '../../../../shared/api.ts';
import type { EngineApi } from '../../../../shared/contract.ts';
import { asGranaryError, type ErrorCode, errorBodyOf, GranaryError } from '../../errors.ts';
import type { Clock, Logger } from '../../ports.ts';
import type { OpenRowSource } from '../../views/rowSource.ts';
import { limitToConsole } from '../consolePowers.ts';
import { createEventStreams } from '../eventStreams.ts';
import { plainAddress } from '../plainAddress.ts';
import type { Exchanges, SitePart } from '../sitePart.ts';
import type { ApiEvents } from './apiEvents.ts';
import type { ApiRoute } from './apiRoute.ts';
import { API_ROUTES } from './apiRoutes.ts';
import type { ApiTokens, TokenUse } from './apiTokens.ts';
import { openApiDocument } from './openApi.ts';

/**
 * `/api/v1`: JSON for programs, let in by `Authorization: Bearer TOKEN`. `/api/v1/openapi.json` describes all of it and needs no
 * token; `/api/v1/events` is a stream of server-sent events (see apiEvents.ts), `?events=completed,stopped` a part of it.
 * Refusals are `{"error":{"code","message","hint"?}}`.
 */
export interface ApiServerDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly version: string;
  readonly api: EngineApi;
  readonly openSource: OpenRowSource;
  readonly tokens: Pick<ApiTokens, 'use'>;
  readonly events: Pick<ApiEvents, 'follow'>;
}

export const API_ROOT = '/api/v1';
/** .torrent files in base64, some at a time. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;
/** Of one token, or of one address that shows none; a whole hall behind an address that shows tokens is not one. */
const REQUESTS_A_MINUTE = 600;
/** Hashing terabytes takes hours, and the client knows what it asked for. */
const COMMAND_MS = 24 * 60 * 60 * 1000;
const ANSWER_MS = 30_000;

export function createApiServer(deps: ApiServerDeps): SitePart {
  return (app, exchanges) => {
    app.register(async (scope) => {
      await scope.register(rateLimit, {
        max: REQUESTS_A_MINUTE,
        timeWindow: 60_000,
        keyGenerator: (request) => keyOf(request, deps.tokens),
        errorResponseBuilder: (_, { after }) => ({
          statusCode: 429,
          message: `too many requests: try again in ${after}`,
        }),
      });
      const document = openApiDocument(API_ROUTES, { version: deps.version, root: API_ROOT });
      scope.get(`${API_ROOT}/openapi.json`, () => document);
      serveEvents(scope, deps, exchanges);
      for (const route of API_ROUTES) serveRoute(scope, route, { ...deps, exchanges });
    });
  };
}

function serveRoute(
  app: FastifyInstance,
  route: ApiRoute,
  { api, openSource, tokens, exchanges, logger }: ApiServerDeps & { readonly exchanges: Exchanges },
): void {
  const limited = limitToConsole(api, 'network');
  app.route({
    method: route.method,
    url: `${API_ROOT}${route.path.replace(/\{(\w+)\}/g, ':$1')}`,
    bodyLimit: MAX_BODY_BYTES,
    exposeHeadRoute: false,
    onRequest: async (request, reply) => void admit(request, reply, { tokens, scope: route.scope }),
    async handler(request, reply) {
      const use = tokens.use(bearerOf(request));
      if (use === undefined || use === 'expired') return refuse(reply, 401, NOT_KNOWN);
      exchanges.renew(request.raw, COMMAND_MS);
      try {
        const by = { kind: 'api', name: use.name } as const;
        return await route.run(inputOf(request, route), { api: limited, openSource, by });
      } catch (thrown) {
        const error = asGranaryError(thrown);
        if (error.code === 'internal')
          logger.log('error', `an API request failed: ${error.message}`, { cause: thrown });
        return refuse(reply, statusOf(error.code), error);
      } finally {
        exchanges.renew(request.raw, ANSWER_MS);
      }
    },
  });
}

/** Before anything else of the request is read. */
function admit(
  request: FastifyRequest,
  reply: FastifyReply,
  { tokens, scope }: { readonly tokens: Pick<ApiTokens, 'use'>; readonly scope: Scope },
): TokenUse | undefined {
  const use = tokens.use(bearerOf(request));
  if (use === undefined || use === 'expired') {
    reply.header('WWW-Authenticate', 'Bearer');
    refuse(reply, 401, use === 'expired' ? EXPIRED : NOT_KNOWN);
    return undefined;
  }
  if (!mayUse(use, scope)) {
    refuse(reply, 403, scopeMissing(scope));
    return undefined;
  }
  return use;
}

export function mayUse({ scopes }: TokenUse, scope: Scope): boolean {
  return scopes.has(scope) || scopes.has('admin');
}

/** Empty when none was shown. */
export function bearerOf({ headers }: Pick<FastifyRequest, 'headers'>): string {
  return /^Bearer ([\w-]{1,128})$/i.exec(headers.authorization ?? '')?.[1] ?? '';
}

function keyOf(request: FastifyRequest, tokens: Pick<ApiTokens, 'use'>): string {
  const use = tokens.use(bearerOf(request));
  return use === undefined || use === 'expired' ? `at ${plainAddress(request.socket.remoteAddress)}` : `of ${use.key}`;
}

function inputOf({ url, params, body }: FastifyRequest, { input, method }: ApiRoute): Record<string, unknown> {
  if (body !== undefined && (typeof body !== 'object' || body === null || Array.isArray(body))) {
    throw new GranaryError('bad-input', 'the body must be a JSON object');
  }
  const query = url.indexOf('?');
  const inQuery = query === -1 ? {} : Object.fromEntries(new URLSearchParams(url.slice(query + 1)));
  const hasBody = method !== 'GET' && method !== 'DELETE';
  const given = { ...(hasBody ? body : inQuery), ...(params as Readonly<Record<string, string>>) };
  const strange = Object.keys(given).find((key) => !Object.hasOwn(input.shape, key));
  if (strange === undefined) return given;
  throw new GranaryError('bad-input', `there is no parameter ${JSON.stringify(strange)}`, {
    hint: `there are: ${Object.keys(input.shape).join(', ') || 'none'}`,
  });
}

function serveEvents(app: FastifyInstance, { clock, tokens, events }: ApiServerDeps, exchanges: Exchanges): void {
  const streams = createEventStreams({ clock, exchanges });
  app.get(
    `${API_ROOT}/events`,
    {
      exposeHeadRoute: false,
      onRequest: async (request, reply) => void admit(request, reply, { tokens, scope: 'read' }),
    },
    (request, reply) => {
      const wanted = wantedEvents(request.url);
      if (wanted === undefined) {
        const message = `events: a list of ${API_EVENTS.join(', ')}`;
        return refuse(reply, 400, { code: 'bad-input', message });
      }
      const stream = streams.open(request, reply);
      if (stream === undefined) return reply;
      const unfollow = events.follow(({ event, ...message }) => {
        if (wanted.includes(event)) stream.send(event, message);
      });
      stream.onClose(unfollow);
      return reply;
    },
  );
}

function wantedEvents(url: string): readonly ApiEvent[] | undefined {
  const given = new URL(url, 'http://x').searchParams.get('events');
  if (given === null) return API_EVENTS;
  const names = given.split(',', API_EVENTS.length);
  const wanted = API_EVENTS.filter((event) => names.includes(event));
  return wanted.length === new Set(names).size ? wanted : undefined;
}

type Refusal = Pick<GranaryError, 'message'> & { readonly code: string; readonly hint?: string | undefined };

function refuse(reply: FastifyReply, status: number, error: Refusal): FastifyReply {
  const { code, message, hint } = error;
  const body =
    error instanceof GranaryError ? errorBodyOf(error) : { code, message, ...(hint !== undefined && { hint }) };
  return reply.code(status).type('application/json').send({ error: body });
}

const NOT_KNOWN: Refusal = {
  code: 'not-signed-in',
  message: 'this needs a token: Authorization: Bearer TOKEN',
  hint: 'make one with: granary token create NAME --scope read',
};
const EXPIRED: Refusal = { ...NOT_KNOWN, message: 'this token has expired' };

function scopeMissing(scope: Scope): Refusal {
  return {
    code: 'scope-missing',
    message: `this token has not the scope "${scope}"`,
    hint: 'make one that has it, with: granary token create',
  };
}

function statusOf(code: ErrorCode): number {
  if (code === 'bad-input' || code === 'bad-config' || code.endsWith('-invalid')) return 400;
  if (code.endsWith('-unknown') || code === 'path-not-found') return 404;
  if (code === 'internal') return 500;
  if (code === 'engine-unreachable') return 503;
  return 409;
}
