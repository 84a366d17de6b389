import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { configurationTable } from '../../../electron/cli/helpTopics.ts';

const readme = await readFile(resolve(import.meta.dirname, '../../../README.md'), 'utf8');

it('has the table of settings that the program itself prints', () => {
  expect(readme).toContain(`\n${configurationTable()}\n`);
});

it('names every command', async () => {
  const program = await readFile(resolve(import.meta.dirname, '../../../electron/cli/program.ts'), 'utf8');
  const names = [...program.matchAll(/\.command\('([a-z]+)/g)].map(([, name = '']) => name);
  expect(names).toContain('share');
  for (const name of names.filter((each) => each !== 'help')) expect(readme).toContain(`\`granary ${name}`);
});
