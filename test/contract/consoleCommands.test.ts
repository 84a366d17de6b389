import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createConsolePassword } from '../../electron/engine/portal/consolePassword.ts';
import { openStorage } from '../../electron/engine/storage/storage.ts';
import { createCleanup } from '../support/cleanup.ts';
import { type ConsoleFixture, cookieOf, startConsole } from '../support/consoleFixture.ts';
import { createFakeCli, type FakeCli, type FakeCliOptions } from '../support/fakeCli.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

/** `granary console` and what `granary serve` says of it, against the console's own server. */

const cleanup = createCleanup();
let dataDir: string;

beforeEach(async () => {
  dataDir = await temporaryFolder(cleanup, 'console-commands');
});
afterEach(cleanup.run);

const PASSWORD = 'barley and rye';

function cli(context: FakeCliOptions['context'] = {}): FakeCli {
  return createFakeCli({ workingDirectory: dataDir, environment: { GRANARY_DATA_DIR: dataDir }, context });
}

/** A terminal at which these answers are typed. */
function typing(...answers: readonly string[]): FakeCliOptions['context'] {
  const left = [...answers];
  return {
    secretInput: {
      isTerminal: true,
      ask: async () => left.shift() ?? '',
      readLine: () => Promise.reject(new Error('nothing is piped in')),
    },
  };
}

function piping(line: string): FakeCliOptions['context'] {
  const ask = (): Promise<never> => Promise.reject(new Error('nobody is there to be asked'));
  return { secretInput: { isTerminal: false, ask, readLine: async () => line } };
}

async function signsIn(web: ConsoleFixture, body: unknown): Promise<boolean> {
  return cookieOf(await web.post('/console/session', body)) !== '';
}

describe('granary console', () => {
  it('prints a link that signs in, alone on standard output', async () => {
    const web = await startConsole(cleanup, { dataDir });
    const granary = cli();
    expect(await granary.run('console')).toBe(0);
    const [link = ''] = granary.terminal.out.lines();
    expect(link).toMatch(new RegExp(`^${web.origin}/#token=[\\w-]{43}$`));
    expect(granary.terminal.out.lines()).toHaveLength(1);
    expect(granary.terminal.err.text()).toContain('signs in once');
    expect(await signsIn(web, { token: link.split('#token=')[1] })).toBe(true);
  });

  it('makes a fresh one each time, also as JSON, and opens it when asked to', async () => {
    await startConsole(cleanup, { dataDir });
    const opened: string[] = [];
    const granary = cli({ openBrowser: async (url) => void opened.push(url) });
    await granary.run('console', '--json');
    await granary.run('console', '--json', '--open');
    const [first, second] = granary.terminal.out.events();
    expect(first).toEqual({ event: 'console', links: [expect.any(String)], expiresInSeconds: 3600 });
    expect(second?.['links']).not.toEqual(first?.['links']);
    expect(opened).toEqual(second?.['links']);
  });

  it('says that no browser opens, and is done all the same', async () => {
    await startConsole(cleanup, { dataDir });
    const granary = cli({ openBrowser: () => Promise.reject(new Error('this terminal has no display')) });
    expect(await granary.run('console', '--open')).toBe(0);
    expect(granary.terminal.err.text()).toContain('No browser was opened: this terminal has no display.');
  });

  it.each([{ args: [] }, { args: ['--network'] }])('needs an engine: $args', async ({ args }) => {
    const granary = cli();
    expect(await granary.run('console', ...args)).toBe(69);
    expect(granary.terminal.err.text()).toContain('hint: start it with: granary serve');
  });

  it('says what a link for the network needs', async () => {
    await startConsole(cleanup, { dataDir });
    const granary = cli();
    expect(await granary.run('console', '--network')).toBe(2);
    expect(granary.terminal.err.text()).toContain('--console-interface');
  });
});

describe('granary console password', () => {
  it('is asked for twice, set in the running engine, and removed again', async () => {
    const web = await startConsole(cleanup, { dataDir });
    const granary = cli(typing(PASSWORD, PASSWORD));
    expect(await granary.run('console', 'password')).toBe(0);
    expect(granary.terminal.out.text()).toContain('The console has a new password.');
    expect(await signsIn(web, { password: PASSWORD })).toBe(true);
    expect(await cli().run('console', 'password', '--remove')).toBe(0);
    expect(await signsIn(web, { password: PASSWORD })).toBe(false);
  });

  it('is read from a pipe, and reported as JSON', async () => {
    const web = await startConsole(cleanup, { dataDir });
    const granary = cli(piping(PASSWORD));
    expect(await granary.run('console', 'password', '--json')).toBe(0);
    expect(granary.terminal.out.events()).toEqual([{ event: 'console.password', isSet: true, addresses: [] }]);
    expect(await signsIn(web, { password: PASSWORD })).toBe(true);
  });

  it('is kept for the next engine when none runs, outside settings.json', async () => {
    expect(await cli(piping(PASSWORD)).run('console', 'password')).toBe(0);
    const storage = openStorage({ dataDir });
    cleanup.add(() => storage.close());
    expect(await createConsolePassword(storage.settings).matches(PASSWORD)).toBe(true);
    await storage.close();
    expect(await cli().run('console', 'password', '--remove')).toBe(0);
    const after = openStorage({ dataDir });
    expect(createConsolePassword(after.settings).isSet).toBe(false);
    await after.close();
  });

  it.each([
    { name: 'two different ones', context: () => typing(PASSWORD, 'barley and oat'), says: 'two different passwords' },
    { name: 'a short one', context: () => typing('short'), says: 'fewer than 8 characters' },
    { name: 'nothing piped in', context: () => piping(''), says: 'fewer than 8 characters' },
  ])('changes nothing for $name', async ({ context, says }) => {
    const web = await startConsole(cleanup, { dataDir });
    const granary = cli(context());
    expect(await granary.run('console', 'password')).toBe(2);
    expect(granary.terminal.err.text()).toContain(says);
    expect((await web.ask('/console/session')).json()['methods']).toEqual(['token']);
  });

  it('is the only thing that can follow', async () => {
    const granary = cli();
    expect(await granary.run('console', 'passwrd')).toBe(2);
    expect(granary.terminal.err.text()).toContain('password');
  });
});

describe('granary serve', () => {
  it('prints the link, opens it when asked to, and says it in JSON', async () => {
    const web = await startConsole(cleanup, { dataDir });
    const opened: string[] = [];
    const granary = cli({ openBrowser: async (url) => void opened.push(url) });
    const running = granary.run('serve', '--open');
    await expect.poll(() => opened).toHaveLength(1);
    granary.interrupt();
    expect(await running).toBe(0);
    const printed = granary.terminal.out.text();
    expect(printed).toContain(`console    ${opened[0]}`);
    expect(opened[0]).toContain(`${web.origin}/#token=`);

    const json = cli();
    json.interrupt();
    await json.run('serve', '--json');
    expect(json.terminal.out.events()[0]).toMatchObject({
      event: 'ready',
      console: expect.stringContaining('#token='),
    });
  });

  it('prints the bare address when there is no link to be had', async () => {
    const granary = cli();
    granary.interrupt();
    expect(await granary.run('serve')).toBe(0);
    expect(granary.terminal.out.text()).toContain('console    http://127.0.0.1:6970/\n');
  });
});
