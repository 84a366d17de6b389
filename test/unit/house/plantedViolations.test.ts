import { spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

/** The checks are shown to work: each violation, planted in a small house of its own, is found by the name of its rule. */

interface Violation {
  readonly rule: string;
  readonly files: Readonly<Record<string, string>>;
}

const root = resolve(import.meta.dirname, '../../..');
const bin = (script: string): string => join(root, 'node_modules', script);
const tools = {
  layers: [bin('dependency-cruiser/bin/dependency-cruiser.mjs'), '--config', 'build/layers.mjs', 'shared', 'electron'],
  lint: [bin('oxlint/bin/oxlint'), '--type-aware', '--deny-warnings'],
  deadcode: [bin('knip/bin/knip.js'), '--config', 'build/knip.json', '--no-config-hints'],
  format: [bin('@biomejs/biome/bin/biome'), 'format', '.'],
  types: [bin('typescript/bin/tsc'), '-p', 'electron/engine'],
} as const;

let house = '';

beforeEach(async () => {
  house = await mkdtemp(join(tmpdir(), 'granary-house-'));
  for (const path of ['package.json', '.oxlintrc.json', '.biome.json', 'tsconfig.json']) {
    await cp(join(root, path), join(house, path));
  }
  await mkdir(join(house, 'build'));
  for (const name of await readdir(join(root, 'build'), { withFileTypes: true })) {
    if (name.isFile()) await cp(join(root, 'build', name.name), join(house, 'build', name.name));
  }
  await cp(join(root, 'electron/engine/tsconfig.json'), join(house, 'electron/engine/tsconfig.json'));
  await cp(join(root, 'shared/tsconfig.json'), join(house, 'shared/tsconfig.json'));
  await symlink(join(root, 'node_modules'), join(house, 'node_modules'), 'junction');
  await plant({
    'shared/words.ts': 'export const word = 1;\n',
    'electron/cli.ts': "import { word } from '../shared/words.ts';\n\nprocess.exitCode = word;\n",
  });
});

afterEach(async () => {
  await rm(house, { recursive: true, force: true });
});

describe('layers', () => {
  const violations: readonly Violation[] = [
    {
      rule: 'layer-codec',
      files: {
        'electron/engine/codec/magnet.ts': "export { peers } from '../tracker/peers.ts';\n",
        'electron/engine/tracker/peers.ts': 'export const peers = 1;\n',
      },
    },
    {
      rule: 'layer-metainfo',
      files: {
        'electron/engine/metainfo/info.ts': "import type { Row } from '../storage/row.ts';\nexport type Info = Row;\n",
        'electron/engine/storage/row.ts': 'export type Row = number;\n',
      },
    },
    {
      rule: 'no-cycle',
      files: {
        'electron/engine/codec/a.ts': "import { b } from './b.ts';\nexport const a = (): number => b();\n",
        'electron/engine/codec/b.ts': "import { a } from './a.ts';\nexport const b = (): number => a();\n",
      },
    },
    { rule: 'shared-imports-only-zod', files: { 'shared/path.ts': "export { join } from 'node:path';\n" } },
    {
      rule: 'product-without-tests',
      files: {
        'electron/engine/codec/magnet.ts': "export { seed } from '../../../test/support/seed.ts';\n",
        'test/support/seed.ts': 'export const seed = 1;\n',
      },
    },
    {
      rule: 'product-without-dev-dependencies',
      files: { 'electron/engine/codec/magnet.ts': "export { assert } from 'fast-check';\n" },
    },
    { rule: 'engine-without-electron', files: { 'electron/engine/codec/app.ts': "export { app } from 'electron';\n" } },
  ];
  it.each(violations)('$rule', async ({ rule, files }) => {
    await expectFound('layers', rule, files);
  });
});

describe('lint', () => {
  const file = 'electron/engine/codec/planted.ts';
  const violations: readonly Violation[] = [
    { rule: 'max-lines', files: { [file]: `${'// one more line\n'.repeat(300)}export const last = 1;\n` } },
    {
      rule: 'no-floating-promises',
      files: { [file]: 'export function go(): void {\n  Promise.resolve(1);\n}\n' },
    },
    {
      rule: 'no-misused-promises',
      files: { [file]: 'export const go = (): void => [1].forEach(async () => Promise.resolve());\n' },
    },
    { rule: 'no-explicit-any', files: { [file]: 'export const value: any = 1;\n' } },
    {
      rule: 'no-non-null-assertion',
      files: { [file]: 'export const first = (list: string[]): string => list[0]!;\n' },
    },
    { rule: 'only-throw-error', files: { [file]: "export function fail(): never {\n  throw 'text';\n}\n" } },
    {
      rule: 'switch-exhaustiveness-check',
      files: {
        [file]: [
          "export function count(kind: 'one' | 'two'): number {",
          '  let found = 0;',
          '  switch (kind) {',
          "    case 'one':",
          '      found = 1;',
          '      break;',
          '  }',
          '  return found;',
          '}',
          '',
        ].join('\n'),
      },
    },
  ];
  it.each(violations)('$rule', async ({ rule, files }) => {
    await expectFound('lint', rule, files);
  });
});

describe('dead code, format and types', () => {
  it('an export that nothing imports', async () => {
    await expectFound('deadcode', 'Unused exports', {
      'shared/words.ts': 'export const word = 1;\nexport const idle = 2;\n',
    });
  });

  it('a file that nothing imports', async () => {
    await expectFound('deadcode', 'Unused files', { 'shared/idle.ts': 'export const idle = 1;\n' });
  });

  it('a file that is not formatted', async () => {
    await expectFound('format', 'Formatter would have printed', { 'shared/tabs.ts': 'export const   wide = "1"\n' });
  });

  it('an index that may be missing', async () => {
    const code = 'export const first = (list: string[]): string => list[0];\n';
    await expectFound('types', "Type 'undefined' is not assignable", { 'electron/engine/codec/planted.ts': code });
  });
});

it.each(['layers', 'lint', 'format'] as const)('%s: a house without a violation passes', (tool) => {
  const { status, output } = runTool(tool);
  expect(status, output).toBe(0);
});

async function expectFound(tool: keyof typeof tools, rule: string, files: Violation['files']): Promise<void> {
  await plant(files);
  const { status, output } = runTool(tool);
  expect(output).toContain(rule);
  expect(status).not.toBe(0);
}

async function plant(files: Violation['files']): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(house, path)), { recursive: true });
    await writeFile(join(house, path), text);
  }
}

function runTool(name: keyof typeof tools): { status: number | null; output: string } {
  const env = { ...process.env, NO_COLOR: '1' };
  const { status, stdout, stderr } = spawnSync(process.execPath, tools[name], { cwd: house, env, encoding: 'utf8' });
  return { status, output: `${stdout}${stderr}` };
}
