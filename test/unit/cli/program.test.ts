import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ERROR_CODES } from '../../../electron/engine/errors.ts';
import { SETTINGS } from '../../../electron/engine/settings/options.ts';
import { createFakeCli, type FakeCli } from '../../support/fakeCli.ts';

const COMMANDS = [
  'share',
  'serve',
  'create',
  'list',
  'show',
  'remove',
  'verify',
  'backup',
  'status',
  'console',
  'tracker',
  'token',
  'webhook',
];

async function run(...args: readonly string[]): Promise<{ status: number; cli: FakeCli; out: string; err: string }> {
  const cli = createFakeCli({
    workingDirectory: tmpdir(),
    context: { createEngine: () => Promise.reject(new Error('broken\u001b[2J')) },
  });
  const status = await cli.run(...args);
  return { status, cli, out: cli.terminal.out.text(), err: cli.terminal.err.text() };
}

describe('help', () => {
  it('names every command', async () => {
    const { status, out } = await run('--help');
    expect(status).toBe(0);
    for (const command of COMMANDS) expect(out).toMatch(new RegExp(`^ {2}${command} `, 'm'));
  });

  it.each(COMMANDS)('teaches %s by example', async (command) => {
    const { status, out, err } = await run(command, '--help');
    expect(status).toBe(0);
    expect(err).toBe('');
    expect(out).toContain(`Usage: granary ${command}`);
    expect(out).toContain(`Examples:\n  $ granary ${command}`);
    expect(out).toContain('--json');
    expect(await run('help', command)).toMatchObject({ status: 0, out });
  });

  it('documents every setting in one place', async () => {
    const { out } = await run('help', 'configuration');
    for (const { flag, environment, summary } of SETTINGS) {
      for (const part of [flag, environment, summary]) expect(out).toContain(part);
    }
  });

  it('documents every exit status and every JSON line', async () => {
    const codes = (await run('help', 'exit-codes')).out;
    for (const code of ERROR_CODES) expect(codes).toContain(code);
    const json = (await run('help', 'json')).out;
    for (const command of COMMANDS) expect(json).toMatch(new RegExp(`^${command} `, 'm'));
  });

  it('prints the version', async () => {
    expect(await run('--version')).toMatchObject({ status: 0, out: '0.1.0\n' });
  });
});

describe('wrong use', () => {
  it.each([
    { args: ['shar'], says: ["unknown command 'shar'", 'Did you mean share?'] },
    { args: ['share', 'x', '--prot', '5'], says: ["unknown option '--prot'", 'Did you mean --port?'] },
    { args: ['share'], says: ["missing required argument 'path'"] },
    { args: ['show', 'a', 'b'], says: ['too many arguments'] },
    { args: ['share', 'x', '--port'], says: ['argument missing'] },
    { args: ['share', 'x', '--piece-length', '5000'], says: ['--piece-length is "5000"', 'power of two'] },
    { args: ['create', 'x', '--tracker', 'corn'], says: ['--tracker is "corn"', 'http://'] },
    { args: ['help', 'corn'], says: ['no help on "corn"', 'configuration'] },
  ])('$args has exit status 2 and advice', async ({ args, says }) => {
    const { status, err, out } = await run(...args);
    expect(status).toBe(2);
    expect(out).toBe('');
    for (const part of says) expect(err).toContain(part);
    expect(err).toMatch(/^granary: .+\nhint: .+\n$/);
  });

  it('is one line of JSON as well where that was asked for', async () => {
    const { cli } = await run('share', 'x', '--port', 'abc', '--json');
    expect(cli.terminal.out.events()).toEqual([
      {
        event: 'error',
        code: 'bad-input',
        message: expect.stringContaining('--port'),
        hint: expect.any(String),
        exitStatus: 2,
      },
    ]);
  });

  it('takes what follows a lone -- as paths', async () => {
    const { status, out, err } = await run('create', '--no-tracker', '--', '--json');
    expect({ status, out }).toEqual({ status: 66, out: '' });
    expect(err).toContain(join(tmpdir(), '--json'));
  });
});

describe('a bug', () => {
  it('is reported without a stack, and with one for those who ask', async () => {
    const plain = await run('serve', '--data-dir', 'data');
    expect(plain).toMatchObject({ status: 70, out: '' });
    expect(plain.err).toMatch(/^granary: broken␛\[2J\nhint: this is a bug.*\n$/);
    const cli = createFakeCli({
      workingDirectory: tmpdir(),
      environment: { GRANARY_DEBUG: '1' },
      context: { createEngine: () => Promise.reject(new Error('broken')) },
    });
    await cli.run('serve', '--data-dir', 'data');
    expect(cli.terminal.err.text()).toContain('    at ');
  });
});
