import { z } from 'zod';
import { SCOPES } from '../../../../shared/api.ts';
import type { ApiRoute } from './apiRoute.ts';

/** The OpenAPI 3.1 document of these routes, as plain JSON. Its schemas are those that the contract checks with. */
export function openApiDocument(
  routes: readonly ApiRoute[],
  { version, root }: { readonly version: string; readonly root: string },
): Readonly<Record<string, unknown>> {
  const paths: Record<string, Record<string, unknown>> = { '/events': { get: EVENTS } };
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operationOf(route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Granary',
      version,
      description:
        'What this Granary shares and tracks, and who may. Bytes are bytes, times are milliseconds since 1970 (UTC), and rates ' +
        'are bytes a second, as the names say. A token has scopes, and each operation needs the one it names; `admin` has all.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: root }],
    tags: SCOPES.map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'Made with: granary token create' } },
      schemas: { Error: ERROR },
      responses: Object.fromEntries(
        Object.entries(REFUSALS).map(([name, description]) => [
          name,
          { description, content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } } },
        ]),
      ),
    },
  };
}

function operationOf(route: ApiRoute): Readonly<Record<string, unknown>> {
  const { method, path, scope, id, summary, input, result, example } = route;
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const hasBody = method !== 'GET' && method !== 'DELETE';
  const { properties = {}, required = [] } = schemaOf(input) as ObjectSchema;
  const rest = Object.keys(properties).filter((name) => !inPath.includes(name));
  const parameter = (name: string, place: 'path' | 'query') => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: properties[name],
    ...(Object.hasOwn(example, name) && { example: example[name] }),
  });
  const body = Object.fromEntries(Object.entries(example).filter(([name]) => !inPath.includes(name)));
  return {
    operationId: id,
    summary,
    tags: [scope],
    security: [{ token: [scope] }],
    parameters: [
      ...inPath.map((name) => parameter(name, 'path')),
      ...(hasBody ? [] : rest.map((name) => parameter(name, 'query'))),
    ],
    ...(hasBody && {
      requestBody: {
        required: rest.some((name) => required.includes(name)),
        content: {
          'application/json': {
            schema: {
              type: 'object',
              properties: Object.fromEntries(rest.map((name) => [name, properties[name]])),
              required: required.filter((name) => rest.includes(name)),
            },
            example: body,
          },
        },
      },
    }),
    responses: {
      '200': { description: 'Done.', content: { 'application/json': { schema: schemaOf(result) } } },
      ...Object.fromEntries(
        Object.entries(STATUSES).map(([status, name]) => [status, { $ref: `#/components/responses/${name}` }]),
      ),
    },
  };
}

interface ObjectSchema {
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly required?: readonly string[];
}

/** As it goes over the wire, before anything is made of it. */
function schemaOf(type: z.ZodType): Readonly<Record<string, unknown>> {
  const { $schema: _, ...schema } = z.toJSONSchema(type, { io: 'input', unrepresentable: 'any' });
  return schema;
}

const ERROR = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message'],
      properties: {
        code: { type: 'string', description: 'A name that stays.' },
        message: { type: 'string', description: 'What failed and where, for a person.' },
        hint: { type: 'string', description: 'What to do about it.' },
      },
    },
  },
};

const REFUSALS = {
  BadInput: 'The request makes no sense; the message names the parameter.',
  NotSignedIn: 'No token was shown, or one that is not known or has expired.',
  NotAllowed: 'The token lacks the scope, or the Host is not ours.',
  NotFound: 'What is named is not there.',
  Conflict: 'It cannot be done as things are.',
  TooMany: 'Too many requests; Retry-After says how many seconds to wait.',
} as const;

const STATUSES: Readonly<Record<string, keyof typeof REFUSALS>> = {
  '400': 'BadInput',
  '401': 'NotSignedIn',
  '403': 'NotAllowed',
  '404': 'NotFound',
  '409': 'Conflict',
  '429': 'TooMany',
};

const EVENTS = {
  operationId: 'followEvents',
  summary: 'Server-sent events: announces summed up by the second, and what else happens, as it happens.',
  tags: ['read'],
  security: [{ token: ['read'] }],
  parameters: [
    {
      name: 'events',
      in: 'query',
      required: false,
      schema: { type: 'string' },
      example: 'completed,stopped',
      description: 'Names with commas between; all when absent.',
    },
  ],
  responses: {
    '200': {
      description: 'A stream that does not end.',
      content: { 'text/event-stream': { schema: { type: 'string' } } },
    },
    '400': { $ref: '#/components/responses/BadInput' },
    '401': { $ref: '#/components/responses/NotSignedIn' },
    '403': { $ref: '#/components/responses/NotAllowed' },
  },
};
