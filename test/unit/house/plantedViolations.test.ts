import { spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { KNOWN_VIOLATIONS, type Violation } from '../../support/knownViolations.ts';

/** The checks are shown to work: each violation, planted in a small house with the real rules, is found by the name of its rule. */

const root = resolve(import.meta.dirname, '../../..');
const bin = (script: string): string => join(root, 'node_modules', script);
const tools = {
  layers: [bin('dependency-cruiser/bin/dependency-cruiser.mjs'), '--config', 'build/layers.mjs', 'shared', 'electron'],
  lint: [bin('oxlint/bin/oxlint'), '--type-aware', '--deny-warnings', '--format', 'unix'],
  deadcode: [bin('knip/bin/knip.js'), '--config', 'build/knip.json', '--no-config-hints', '--include', 'files,exports'],
  format: [bin('@biomejs/biome/bin/biome'), 'format', '--reporter', 'github', 'shared', 'electron'],
  types: [bin('typescript/bin/tsc'), '-p', 'electron/engine'],
} as const;
type Tool = keyof typeof tools;

const SOUND: Violation['files'] = {
  'shared/words.ts': 'export const word = 1;\n',
  'electron/cli.ts': "import { word } from '../shared/words.ts';\n\nprocess.exitCode = word;\n",
};

const houses: string[] = [];
afterEach(async () => {
  for (const house of houses.splice(0)) await rm(house, { recursive: true, force: true });
});

it.each(Object.keys(tools) as Tool[])('%s: a sound house passes', async (tool) => {
  const { status, output } = runTool(tool, await buildHouse(SOUND));
  expect(status, output).toBe(0);
});

it.each(Object.entries(KNOWN_VIOLATIONS) as [Tool, readonly Violation[]][])(
  '%s: every planted violation is found',
  async (tool, violations) => {
    const files = Object.assign({}, SOUND, ...violations.map((violation) => violation.files)) as Violation['files'];
    const { status, output } = runTool(tool, await buildHouse(files));
    const lines = output.split('\n');
    const missed = violations.filter(
      ({ report }) => !lines.some((line) => report.every((part) => line.includes(part))),
    );
    expect(missed, output).toEqual([]);
    expect(status).not.toBe(0);
  },
);

async function buildHouse(files: Violation['files']): Promise<string> {
  const house = await mkdtemp(join(tmpdir(), 'granary-house-'));
  houses.push(house);
  const copied = ['package.json', '.oxlintrc.json', '.biome.json', 'tsconfig.json', 'electron/engine/tsconfig.json'];
  for (const path of [...copied, 'shared/tsconfig.json']) await cp(join(root, path), join(house, path));
  for (const entry of await readdir(join(root, 'build'), { withFileTypes: true })) {
    if (entry.isFile() && !entry.name.endsWith('.ts'))
      await cp(join(root, 'build', entry.name), join(house, 'build', entry.name));
  }
  await symlink(join(root, 'node_modules'), join(house, 'node_modules'), 'junction');
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(house, path)), { recursive: true });
    await writeFile(join(house, path), text);
  }
  return house;
}

function runTool(tool: Tool, house: string): { status: number | null; output: string } {
  const env = { ...process.env, NO_COLOR: '1' };
  const { status, stdout, stderr } = spawnSync(process.execPath, tools[tool], { cwd: house, env, encoding: 'utf8' });
  return { status, output: `${stdout}${stderr}` };
}
