import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createCleanup } from '../support/cleanup.ts';
import { startRealEngine } from '../support/realEngine.ts';
import { runGranary } from '../support/runGranary.ts';

/** `granary token` beside a running engine, and without one. */

const cleanup = createCleanup();
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'granary-token-'));
  cleanup.add(() => rm(folder, { recursive: true }));
  await startRealEngine(cleanup, folder);
});
afterAll(() => cleanup.run());

const run = (...args: readonly string[]) => runGranary(['token', ...args, '--data-dir', folder]);

it('makes, lists and revokes tokens, with every scope that is named', async () => {
  const made = await run('create', 'grafana', '--scope', 'read', '--scope', 'tracker', '--days', '90');
  expect(made).toMatchObject({ status: 0, out: expect.stringMatching(/^granary_[\w-]{43}\n$/) as string });
  expect((await run('list')).out).toMatch(/1 +grafana +read tracker +never +\d{4}-\d\d-\d\d/);
  expect(await run('revoke', '1')).toMatchObject({ status: 0 });
  expect(await run('revoke', '1')).toMatchObject({ status: 66 });
});

it('says what is wrong', async () => {
  expect(await run('create')).toMatchObject({ status: 2 });
  expect(await run('create', 'x', '--scope', 'nonsense')).toMatchObject({ status: 2 });
  expect(await run('create', 'x', '--days', 'many')).toMatchObject({ status: 2 });
  const elsewhere = await runGranary(['token', 'list', '--data-dir', join(folder, 'nowhere')]);
  expect(elsewhere).toMatchObject({ status: 69 });
});
