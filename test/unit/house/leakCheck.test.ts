import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../../..');
let folder = '';
let report = '';
let lastLine = '';

/** Runs the planted leaks through a vitest of their own, with the set-up file and the closing line of the real one. */
beforeAll(async () => {
  await mkdir(join(root, '.cache'), { recursive: true });
  folder = await mkdtemp(join(root, '.cache/leaks-'));
  const config = join(folder, 'vitest.config.mjs');
  const settings = {
    root,
    include: ['test/fixtures/leaks.ts'],
    setupFiles: [join(root, 'test/support/leakCheck.ts')],
    reporters: [['default', { summary: false }], join(root, 'build/countReporter.ts')],
  };
  await writeFile(config, `export default { test: ${JSON.stringify(settings)} };\n`);
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const environment = Object.entries(process.env).filter(([name]) => !name.startsWith('VITEST'));
  const { stdout, stderr } = spawnSync(process.execPath, [vitest, 'run', '--config', config, '--root', root], {
    env: { ...Object.fromEntries(environment), NO_COLOR: '1' },
    encoding: 'utf8',
  });
  report = `${stdout}${stderr}`;
  lastLine = stdout.trimEnd().split('\n').at(-1) ?? '';
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Only Linux tells which files a process holds open. */
const openFiles = process.platform === 'linux' ? [['file', `1 x file ${join(root, 'test/fixtures/leaks.ts')}`]] : [];

it.each([
  ['server', 'this test left open: 1 x TCPServerWrap'],
  ['datagram socket', 'this test left open: 1 x UDPWrap'],
  ['child process', '1 x ProcessWrap'],
  ...openFiles,
])('a leaked %s fails its test', (name = '', message = '') => {
  expect(failureOf(name)).toContain(message);
});

it('a leaked timer fails its file, among all that is still open at its end', () => {
  expect(report).toMatch(/this file left open: .*1 x Timeout/);
});

it('a test that leaves nothing passes, and the closing line counts all', () => {
  expect(failureOf('clean')).toBe('');
  expect(lastLine).toMatch(/^2 passed, [45] failed$/);
});

/** What the report says under the heading of a failed test; empty for one that passed. */
function failureOf(name: string): string {
  return report.split('FAIL').find((part) => part.split('\n', 1)[0]?.endsWith(`leaks.ts > ${name}`)) ?? '';
}
