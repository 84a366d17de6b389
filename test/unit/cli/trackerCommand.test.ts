import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GranaryError } from '../../../electron/engine/errors.ts';
import { type ControlFixture, startControl } from '../../support/controlFixture.ts';
import { createCleanup } from '../../support/cleanup.ts';
import { createFakeCli, type FakeCli } from '../../support/fakeCli.ts';
import type { FakeScreenOptions } from '../../support/fakeTerminal.ts';
import { fakeInfoHash } from '../../support/fakeShare.ts';
import { torrentNamed } from '../../support/smallTorrent.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

/** `granary tracker` and what it sends to a running engine. */

const cleanup = createCleanup();
/** More than one request takes. */
const MANY = 600;
const NAMES = Array.from({ length: MANY }, (_, i) => `grain ${String(i).padStart(3, '0')}`);
const FILES = NAMES.map((name) => `${name}.torrent`);

let control: ControlFixture;
let folder: string;

beforeEach(async () => {
  control = await startControl();
  cleanup.add(() => control.stop());
  folder = await temporaryFolder(cleanup);
  await mkdir(folder, { recursive: true });
});
afterEach(cleanup.run);

async function writeTorrents(): Promise<void> {
  await Promise.all(NAMES.map((name) => writeFile(join(folder, `${name}.torrent`), torrentNamed(name).bytes)));
}

function createCli(screen: FakeScreenOptions = {}): FakeCli {
  const environment = { GRANARY_DATA_DIR: control.dataDir };
  return createFakeCli({ workingDirectory: folder, environment, ...screen });
}

const requests = (command: string): number => control.engine.called.filter((each) => each === command).length;

describe('granary tracker allow', () => {
  it('takes hundreds of files, in as many requests as it needs', async () => {
    await writeTorrents();
    const { run, terminal } = createCli();
    expect(await run('tracker', 'allow', ...FILES)).toBe(0);
    expect(terminal.out.lines()).toEqual(NAMES.map((name) => `Allowed: ${name}`));
    expect(terminal.err.text()).toBe('');
    expect(requests('tracker.list')).toBe(3);
  });

  it('names each that it refuses, with the reason, and goes on with the others', async () => {
    await writeTorrents();
    await writeFile(join(folder, 'broken.torrent'), 'no torrent');
    const { run, terminal } = createCli();
    const given = ['gone.torrent', ...FILES.slice(0, 300), 'broken.torrent', 'magnet:?dn=x', ...FILES.slice(300)];
    expect(await run('tracker', 'allow', ...given)).toBe(1);
    expect(terminal.out.lines()).toEqual(NAMES.map((name) => `Allowed: ${name}`));
    expect(terminal.err.lines()).toEqual([
      expect.stringMatching(/^Refused: gone\.torrent: cannot be read: ENOENT/),
      expect.stringMatching(/^Refused: broken\.torrent: .+/),
      expect.stringMatching(/^Refused: magnet:\?dn=x: .+/),
    ]);
  });

  it('says in one JSON object what became of all', async () => {
    await writeTorrents();
    const { run, terminal } = createCli();
    expect(await run('tracker', 'allow', '--json', ...FILES, 'gone.torrent', fakeInfoHash('rye'))).toBe(1);
    const [event, ...more] = terminal.out.events();
    expect(more).toEqual([]);
    const { infoHash, name } = torrentNamed(NAMES[0] ?? '');
    expect(event).toMatchObject({
      event: 'tracker.listed',
      verdict: 'allow',
      listed: expect.arrayContaining([expect.objectContaining({ infoHash, name }), { infoHash: fakeInfoHash('rye') }]),
      rejected: [{ index: MANY, what: 'gone.torrent', reason: 'file-unreadable' }],
    });
    expect(event?.['listed']).toHaveLength(MANY + 1);
  });

  it('shows on a terminal how far it is, and leaves nothing of it behind', async () => {
    await writeTorrents();
    const { run, terminal } = createCli({ isTerminal: true });
    expect(await run('tracker', 'allow', ...FILES)).toBe(0);
    expect(terminal.err.text()).toContain('Allowing ██████░░░░░░░░░░ 256 of 600 torrents');
    expect(terminal.err.text()).toContain('512 of 600 torrents');
    expect(terminal.err.text().endsWith('\u001b[?25h')).toBe(true);
  });

  it('has told what was listed when the engine fails in between', async () => {
    await writeTorrents();
    const { run, terminal } = createCli();
    const { write } = terminal.out;
    const failing = (text: string): void => {
      write(text);
      control.engine.failNext('tracker.list', new GranaryError('disk-full', 'the disk is full'));
    };
    Object.assign(terminal.out, { write: failing });
    expect(await run('tracker', 'allow', ...FILES)).not.toBe(0);
    expect(terminal.out.lines()).toEqual(NAMES.slice(0, 256).map((name) => `Allowed: ${name}`));
    expect(terminal.err.text()).toContain('the disk is full');
  });
});

describe('granary tracker unlist', () => {
  it('takes as many off again, and says how many', async () => {
    await writeTorrents();
    const { run, terminal } = createCli();
    expect(await run('tracker', 'unlist', ...FILES, 'gone.torrent')).toBe(1);
    expect(terminal.out.lines()).toEqual(['Took 600 torrents off the list.']);
    expect(terminal.err.lines()).toEqual([expect.stringMatching(/^Refused: gone\.torrent: /)]);
    expect(requests('tracker.unlist')).toBe(3);
  });
});
