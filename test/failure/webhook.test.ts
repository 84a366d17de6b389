import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ActivityEntry } from '../../shared/activity.ts';
import { createCleanup } from '../support/cleanup.ts';
import { type RealEngine, startRealEngine } from '../support/realEngine.ts';
import { runGranary } from '../support/runGranary.ts';

/** `granary webhook` beside a running engine, and without one; and what the activity says of it and of tokens. */

const cleanup = createCleanup();
const URL_OF_HOOK = 'http://127.0.0.1:9/hook?key=hush';
let engine: RealEngine;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'granary-webhook-'));
  cleanup.add(() => rm(folder, { recursive: true }));
  engine = await startRealEngine(cleanup, folder);
});
afterAll(() => cleanup.run());

const run = (...args: readonly string[]) => runGranary(['webhook', ...args, '--data-dir', folder]);

it('adds, lists and removes webhooks, with every event that is named', async () => {
  expect(await run('list')).toMatchObject({ status: 0, out: 'There are no webhooks.\n' });
  const added = await run('add', URL_OF_HOOK, '--event', 'completed', '--event', 'stopped');
  expect(added).toMatchObject({ status: 0, out: expect.stringMatching(/^[\w-]{43}\n$/) as string });
  expect((await run('list')).out).toMatch(/1 +http:\/\/127\.0\.0\.1:9\/hook\?key=hush +completed stopped +0 +0/);
  expect((await run('list', '--json')).out).toMatch(
    /^\{"event":"webhook","key":"1",.*"events":\["completed","stopped"\]/,
  );
  expect(await run('remove', '1')).toMatchObject({ status: 0 });
  expect(await run('remove', '1')).toMatchObject({ status: 66 });
});

it('says what is wrong', async () => {
  expect(await run('add')).toMatchObject({ status: 2 });
  expect(await run('add', URL_OF_HOOK, '--event', 'nonsense')).toMatchObject({ status: 2 });
  expect(await run('add', 'ftp://127.0.0.1/')).toMatchObject({
    status: 2,
    err: expect.stringContaining('url') as string,
  });
  expect(await run('add', URL_OF_HOOK, '--own-secret')).toMatchObject({
    status: 2,
    err: expect.stringContaining('secret') as string,
  });
  const elsewhere = await runGranary(['webhook', 'list', '--data-dir', join(folder, 'nowhere')]);
  expect(elsewhere).toMatchObject({ status: 69 });
});

it('is told in the activity with who did it, and so are tokens; no secret of an address is', async () => {
  await run('add', URL_OF_HOOK);
  await run('remove', '2');
  await runGranary(['token', 'create', 'grafana', '--scope', 'read', '--scope', 'people', '--data-dir', folder]);
  await runGranary(['token', 'revoke', '1', '--data-dir', folder]);
  const spec = { kind: 'activity', filter: '', window: { first: 0, count: 4 } } as const;
  const source = engine.openSource(spec);
  const newest = source
    .items()
    .slice(0, 4)
    .map((item) => source.rowOf(item) as ActivityEntry);
  const by = 'command-line';
  expect(newest.map(({ kind, values }) => ({ kind, values }))).toEqual([
    { kind: 'token-revoked', values: { name: 'grafana', by } },
    { kind: 'token-made', values: { name: 'grafana', message: 'read, people', by } },
    { kind: 'webhook-removed', values: { name: '127.0.0.1:9', by } },
    { kind: 'webhook-made', values: { name: '127.0.0.1:9', message: 'completed', by } },
  ]);
});
