import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { API_ROUTES, EXAMPLE_INFO_HASH } from '../../electron/engine/portal/api/apiRoutes.ts';
import type { Scope } from '../../shared/api.ts';
import { SCOPES } from '../../shared/api.ts';
import { createCleanup } from '../support/cleanup.ts';
import { type RealEngine, startRealEngine } from '../support/realEngine.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

/** The API of a whole engine, asked as a program on the network asks it. */

const cleanup = createCleanup();
let engine: RealEngine;
let folder: string;
let base: string;
/** By scope; `admin` was made first. */
const tokens: Partial<Record<Scope, string>> = {};

beforeAll(async () => {
  folder = await temporaryFolder(cleanup);
  await writeFile(join(folder, 'corn.txt'), 'corn');
  engine = await startRealEngine(cleanup, join(folder, 'data'));
  const { trackerPort } = await engine.api.call('engine.status', {});
  base = `http://127.0.0.1:${trackerPort}/api/v1`;
  await tokenOf('admin');
});
afterAll(() => cleanup.run());

async function tokenOf(scope: Scope): Promise<string> {
  tokens[scope] ??= (await engine.api.call('tokens.create', { name: `with ${scope}`, scopes: [scope] })).token;
  return tokens[scope];
}

interface Asked {
  readonly token?: string | undefined;
  readonly body?: unknown;
}

async function ask(
  method: string,
  path: string,
  { token, body }: Asked = {},
): Promise<{ status: number; body: unknown }> {
  const response = await fetch(base + path, {
    method,
    headers: {
      Connection: 'close',
      ...(token !== undefined && { Authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
}

interface Operation {
  readonly operationId: string;
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly example?: unknown }[];
  readonly requestBody?: { readonly content: { readonly 'application/json': { readonly example: unknown } } };
}

interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

async function readDocument(): Promise<Document> {
  return (await ask('GET', '/openapi.json')).body as Document;
}

describe('the OpenAPI document', () => {
  it('is valid, needs no token, and has every route', async () => {
    const document = await readDocument();
    expect(document.openapi).toBe('3.1.0');
    const { valid, errors } = await new Validator().validate(structuredClone(document) as never);
    expect({ valid, errors }).toMatchObject({ valid: true });
    const ids = Object.values(document.paths).flatMap((methods) =>
      Object.values(methods).map((each) => each.operationId),
    );
    expect(ids.toSorted()).toEqual([...API_ROUTES.map(({ id }) => id), 'followEvents'].toSorted());
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('has examples that all work', async () => {
    const document = await readDocument();
    const token = await tokenOf('admin');
    const statuses: Record<string, number> = {};
    for (const { id, method, path, result } of API_ROUTES) {
      const operation = document.paths[path]?.[method.toLowerCase()];
      if (operation === undefined) throw new Error(`${method} ${path} is not in the document`);
      const answer = await ask(method, addressOf(path, operation), { token, body: bodyOf(operation) });
      statuses[id] = answer.status;
      expect({ id, ...answer }).toMatchObject({ status: 200 });
      expect({ id, ...result.safeParse(answer.body) }).toMatchObject({ success: true });
    }
    expect(Object.keys(statuses)).toHaveLength(API_ROUTES.length);
  });
});

function addressOf(path: string, { parameters }: Operation): string {
  const value = (name: string): string =>
    encodeURIComponent(String(parameters.find((each) => each.name === name)?.example));
  const query = parameters
    .filter((each) => each.in === 'query' && each.example !== undefined)
    .map(({ name }) => `${name}=${value(name)}`);
  return (
    path.replace(/\{(\w+)\}/g, (_, name: string) => value(name)) + (query.length === 0 ? '' : `?${query.join('&')}`)
  );
}

/** What the examples call `/srv` is the folder of this test. */
function bodyOf({ requestBody }: Operation): unknown {
  const example = requestBody?.content['application/json'].example;
  return example === undefined ? undefined : JSON.parse(JSON.stringify(example).replaceAll('/srv', folder));
}

describe('tokens', () => {
  it.each(API_ROUTES.map((route) => ({ name: `${route.method} ${route.path}`, ...route })))(
    '$name is refused without a token, and without its scope',
    async ({ method, path, scope }) => {
      const address = path.replace(/\{infoHash\}/, EXAMPLE_INFO_HASH).replace(/\{\w+\}/, '1');
      expect(await ask(method, address)).toMatchObject({ status: 401, body: { error: { code: 'not-signed-in' } } });
      expect(await ask(method, address, { token: 'granary_nonsense' })).toMatchObject({ status: 401 });
      for (const other of SCOPES.filter((each) => each !== scope && each !== 'admin')) {
        const refused = await ask(method, address, { token: await tokenOf(other) });
        expect(refused).toMatchObject({ status: 403, body: { error: { code: 'scope-missing' } } });
      }
    },
  );

  it('are refused once they are revoked', async () => {
    const { key, token } = await engine.api.call('tokens.create', { name: 'short', scopes: ['read'] });
    expect((await ask('GET', '/status', { token })).status).toBe(200);
    await engine.api.call('tokens.revoke', { key });
    expect((await ask('GET', '/status', { token })).status).toBe(401);
    await expect(engine.api.call('tokens.revoke', { key })).rejects.toMatchObject({ code: 'token-unknown' });
  });

  it('may not do what only a person at the computer may', async () => {
    const changes = { controlPort: 7000 };
    const refused = await ask('PATCH', '/settings', { token: await tokenOf('admin'), body: { changes } });
    expect(refused).toMatchObject({ status: 400, body: { error: { code: 'bad-config' } } });
  });
});

describe('errors', () => {
  it.each([
    { name: 'an unknown parameter', method: 'GET', path: '/swarms?colour=red', status: 400, code: 'bad-input' },
    { name: 'a bad number', method: 'GET', path: '/swarms?count=many', status: 400, code: 'bad-input' },
    { name: 'a bad info-hash', method: 'GET', path: '/shares/corn', status: 400, code: 'bad-input' },
    {
      name: 'a share that is not there',
      method: 'GET',
      path: `/shares/${'a'.repeat(40)}`,
      status: 404,
      code: 'share-unknown',
    },
    { name: 'an address that is not there', method: 'GET', path: '/nothing', status: 404, code: 'not-found' },
    { name: 'another method', method: 'PUT', path: '/status', status: 405, code: 'wrong-method' },
  ])('say what is wrong: $name', async ({ method, path, status, code }) => {
    const answer = await ask(method, path, { token: await tokenOf('admin') });
    expect(answer).toMatchObject({ status, body: { error: { code, message: expect.stringMatching(/./) as string } } });
  });

  it('says so when a body is no JSON object', async () => {
    const token = await tokenOf('admin');
    expect(await ask('POST', '/tokens', { token, body: [1] })).toMatchObject({ status: 400 });
    const broken = await fetch(`${base}/tokens`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', Connection: 'close' },
      body: '{"name":',
    });
    expect([broken.status, await broken.json()]).toMatchObject([400, { error: { code: 'bad-input' } }]);
  });
});
