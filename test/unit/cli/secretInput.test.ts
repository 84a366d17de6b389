import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { opener } from '../../../electron/cli/openBrowser.ts';
import { createSecretInput } from '../../../electron/cli/secretInput.ts';

/** A keyboard: what it sends one after the other, and whether the terminal shows it. */
function setUp() {
  const raw: boolean[] = [];
  const keyboard = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: (isRaw: boolean) => void raw.push(isRaw),
  });
  let written = '';
  const input = createSecretInput(keyboard, (text) => {
    written += text;
  });
  return { input, keyboard, raw, written: () => written };
}

describe('asking at a terminal', () => {
  it.each([
    { name: 'a word and Enter', keys: ['b', 'a', 'r', 'ley\r'], secret: 'barley' },
    { name: 'a pasted line', keys: ['barley and rye\n'], secret: 'barley and rye' },
    { name: 'a wide letter taken back', keys: ['ab🌾', '\u007f', 'c\r'], secret: 'abc' },
    { name: 'the line taken back', keys: ['wrong\u0015right\r'], secret: 'right' },
    { name: 'arrow keys and other controls', keys: ['a', '\u001b[D', '\u0001', 'b\r'], secret: 'ab' },
    { name: 'a letter in two halves', keys: [Buffer.from([0xc3]), Buffer.from([0xbc, 0x0d])], secret: 'ü' },
  ])('takes $name', async ({ keys, secret }) => {
    const { input, keyboard, raw, written } = setUp();
    const asked = input.ask('Password: ');
    for (const key of keys) keyboard.write(key);
    expect(await asked).toBe(secret);
    expect(written()).toBe('Password: \n');
    expect(raw).toEqual([true, false]);
  });

  it.each([
    { name: 'Ctrl-C', key: 'half\u0003' },
    { name: 'Ctrl-D', key: '\u0004' },
  ])('is cancelled by $name', async ({ key }) => {
    const { input, keyboard, raw } = setUp();
    const asked = input.ask('Password: ');
    keyboard.write(key);
    await expect(asked).rejects.toMatchObject({ code: 'cancelled' });
    expect(raw).toEqual([true, false]);
  });

  it('is cancelled when the terminal goes away', async () => {
    const { input, keyboard } = setUp();
    const asked = input.ask('Password: ');
    keyboard.end();
    await expect(asked).rejects.toMatchObject({ code: 'cancelled' });
  });
});

it.each([
  { piped: 'barley\n', line: 'barley' },
  { piped: 'barley\r\nrye\r\n', line: 'barley' },
  { piped: 'barley', line: 'barley' },
  { piped: '', line: '' },
])('reads the first line of what is piped in: $piped', async ({ piped, line }) => {
  const pipe = new PassThrough();
  const input = createSecretInput(pipe, () => undefined);
  expect(input.isTerminal).toBe(false);
  pipe.end(piped);
  expect(await input.readLine()).toBe(line);
});

it.each([
  { platform: 'linux' as const, command: 'xdg-open' },
  { platform: 'darwin' as const, command: 'open' },
  { platform: 'win32' as const, command: 'cmd' },
])('opens the browser of $platform', ({ platform, command }) => {
  const url = 'http://127.0.0.1:6970/#token=barley';
  const [program, ...args] = opener(platform, url);
  expect(program).toBe(command);
  expect(args.at(-1)).toBe(url);
});
