import { access, readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { configurationTable } from '../../../electron/cli/helpTopics.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const readme = await readFile(resolve(ROOT, 'README.md'), 'utf8');

it('has the table of settings that the program itself prints', () => {
  expect(readme).toContain(`\n${configurationTable()}\n`);
});

it('gives an example of every setting that stands in settings.json', () => {
  const examples = [...configurationTable().matchAll(/`"\w+":([^`]*)`/g)].map(([, example = '']) => example.trim());
  expect(examples.length).toBeGreaterThan(30);
  expect(examples.map((example): unknown => JSON.parse(example))).not.toContain('');
});

it('links to nothing that is not there', async () => {
  const files = [...readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, path = '']) => resolve(ROOT, path));
  expect(files.length).toBeGreaterThan(4);
  await expect(Promise.all(files.map((file) => access(file)))).resolves.toBeDefined();
});

it('names every command', async () => {
  const program = await readFile(resolve(ROOT, 'electron/cli/program.ts'), 'utf8');
  const names = [...program.matchAll(/\.command\('([a-z]+)/g)].map(([, name = '']) => name);
  expect(names).toContain('share');
  for (const name of names.filter((each) => each !== 'help')) expect(readme).toContain(`\`granary ${name}`);
});
