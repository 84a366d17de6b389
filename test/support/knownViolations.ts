/** Code that each of the checks must refuse, for the test that shows that it does. */
export interface Violation {
  /** Parts of the one line of the tool's report that names the rule and the file. */
  readonly report: readonly string[];
  readonly files: Readonly<Record<string, string>>;
}

const lines = (...text: readonly string[]): string => `${text.join('\n')}\n`;

const layers: readonly Violation[] = [
  {
    report: ['layer-codec: electron/engine/codec/upward.ts'],
    files: {
      'electron/engine/codec/upward.ts': "export { peers } from '../tracker/peers.ts';\n",
      'electron/engine/tracker/peers.ts': 'export const peers = 1;\n',
    },
  },
  {
    report: ['layer-metainfo: electron/engine/metainfo/sideways.ts'],
    files: {
      'electron/engine/metainfo/sideways.ts': "export type { Row } from '../storage/row.ts';\n",
      'electron/engine/storage/row.ts': 'export type Row = number;\n',
    },
  },
  {
    report: ['no-cycle: electron/engine/codec/circle'],
    files: {
      'electron/engine/codec/circleA.ts': "import { b } from './circleB.ts';\nexport const a = (): number => b();\n",
      'electron/engine/codec/circleB.ts': "import { a } from './circleA.ts';\nexport const b = (): number => a();\n",
    },
  },
  {
    report: ['shared-imports-only-zod: shared/path.ts'],
    files: { 'shared/path.ts': "export { join } from 'node:path';\n" },
  },
  {
    report: ['product-without-tests: electron/engine/codec/tested.ts'],
    files: {
      'electron/engine/codec/tested.ts': "export { seed } from '../../../test/support/seed.ts';\n",
      'test/support/seed.ts': 'export const seed = 1;\n',
    },
  },
  {
    report: ['product-without-dev-dependencies: electron/engine/codec/assertion.ts'],
    files: { 'electron/engine/codec/assertion.ts': "export { assert } from 'fast-check';\n" },
  },
  {
    report: ['engine-without-electron: electron/engine/codec/app.ts'],
    files: { 'electron/engine/codec/app.ts': "export { app } from 'electron';\n" },
  },
];

function badLine(rule: string, text: string): Violation {
  return { report: [`codec/${rule}.ts:`, `(${rule})`], files: { [`electron/engine/codec/${rule}.ts`]: text } };
}

const lint: readonly Violation[] = [
  badLine('max-lines', `${'// one more line\n'.repeat(300)}export const last = 1;\n`),
  badLine('max-params', 'export const sum = (a: number, b: number, c: number, d: number): number => a + b + c + d;\n'),
  badLine('no-floating-promises', lines('export function go(): void {', '  Promise.resolve(1);', '}')),
  badLine('no-misused-promises', 'export const go = (): void => [1].forEach(async () => Promise.resolve());\n'),
  badLine('await-thenable', 'export const go = async (): Promise<number> => await 1;\n'),
  badLine('no-explicit-any', 'export const value: any = 1;\n'),
  badLine('no-non-null-assertion', 'export const first = (list: string[]): string => list[0]!;\n'),
  badLine('only-throw-error', lines('export function fail(): never {', "  throw 'text';", '}')),
  badLine(
    'switch-exhaustiveness-check',
    lines(
      "export function count(kind: 'one' | 'two'): number {",
      '  let found = 0;',
      '  switch (kind) {',
      "    case 'one':",
      '      found = 1;',
      '      break;',
      '  }',
      '  return found;',
      '}',
    ),
  ),
];

const deadcode: readonly Violation[] = [
  {
    report: ['idle', 'shared/words.ts:2'],
    files: { 'shared/words.ts': lines('export const word = 1;', 'export const idle = 2;') },
  },
  { report: ['shared/nobody.ts'], files: { 'shared/nobody.ts': 'export const nobody = 1;\n' } },
];

const format: readonly Violation[] = [
  { report: ['shared/wide.ts', 'format'], files: { 'shared/wide.ts': 'export const   wide = "1"\n' } },
];

const types: readonly Violation[] = [
  {
    report: ['codec/first.ts', "'string | undefined' is not assignable"],
    files: { 'electron/engine/codec/first.ts': 'export const first = (list: string[]): string => list[0];\n' },
  },
  {
    report: ['codec/kind.ts', 'erasableSyntaxOnly'],
    files: { 'electron/engine/codec/kind.ts': 'export enum Kind {\n  One,\n}\n' },
  },
];

export const KNOWN_VIOLATIONS = { layers, lint, deadcode, format, types } as const;
