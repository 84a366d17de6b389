import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KIB } from '../../shared/units.ts';
import { createCleanup } from '../support/cleanup.ts';
import { eventually } from '../support/eventually.ts';
import { createFixtureFolder, writeNoise } from '../support/fixtureFolder.ts';
import { runGranary } from '../support/granary.ts';
import { lanAddresses } from '../support/lanAddresses.ts';
import { runProgram } from '../support/programs.ts';
import { startQbittorrent } from '../support/qbittorrent.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { infoHashOf, withoutInfoKey } from '../support/torrentFile.ts';

/** Other makers of torrents, given the same folder and piece length, come to the same torrent; other readers take ours. */

const PIECE_LENGTH = 128 * KIB;
const TRACKER = 'http://10.77.0.1:6969/announce';

const cleanup = createCleanup();
let folder = '';
let ours = '';

beforeEach(async () => {
  folder = await temporaryFolder(cleanup, 'create');
  ours = join(folder, 'ours.torrent');
});
afterEach(cleanup.run);

async function createOurs(path: string, ...flags: readonly string[]): Promise<string> {
  const dataDir = join(folder, 'data');
  const args = ['create', path, '--output', ours, '--piece-length', String(PIECE_LENGTH), '--data-dir', dataDir];
  const { status, output } = await runGranary(cleanup, [...args, ...flags]);
  expect(status, output).toBe(0);
  return infoHashOf(await readFile(ours));
}

async function createTheirs(command: string, args: readonly string[]): Promise<Uint8Array> {
  const theirs = join(folder, 'theirs.torrent');
  const { status, output } = await runProgram(cleanup, { command, args: [...args, '-o', theirs] });
  expect(status, output).toBe(0);
  return readFile(theirs);
}

it('mktorrent gives the same info-hash', async () => {
  const fixture = await createFixtureFolder(folder);
  const theirs = await createTheirs('mktorrent', ['-l', String(Math.log2(PIECE_LENGTH)), '-a', TRACKER, fixture]);
  expect(await createOurs(fixture)).toBe(infoHashOf(theirs));
});

/** Transmission 3.00 leaves out empty and hidden files and sorts regardless of case; see decision 0004. */
describe('transmission-create, of a folder without those,', () => {
  const args = ['-s', String(PIECE_LENGTH / KIB), '-t', TRACKER];
  let plain = '';
  beforeEach(async () => {
    plain = join(folder, 'plain folder');
    for (const path of ['a/b/ends mid-piece.bin', 'a/größe.bin', 'a c/one.bin', 'z.bin']) {
      await mkdir(dirname(join(plain, path)), { recursive: true });
      await writeNoise(join(plain, path), 300_000 + path.length, path);
    }
  });

  it('gives the same info-hash for a private torrent', async () => {
    const theirs = await createTheirs('transmission-create', ['-p', ...args, plain]);
    expect(await createOurs(plain, '--private')).toBe(infoHashOf(theirs));
  });

  it('gives the same info-hash for a public torrent but for the key "private" with 0, which it always writes', async () => {
    const theirs = await createTheirs('transmission-create', [...args, plain]);
    expect(await createOurs(plain)).toBe(infoHashOf(withoutInfoKey(theirs, 'private')));
  });
});

describe('our .torrent is read by', () => {
  let infoHash = '';
  beforeEach(async () => {
    infoHash = await createOurs(await createFixtureFolder(folder));
  });

  it('transmission-show', async () => {
    const { status, output } = await runProgram(cleanup, { command: 'transmission-show', args: [ours] });
    expect(status, output).toBe(0);
    expect(output).toContain(infoHash);
    expect(output).toContain('video/subtitles/日本語 字幕.srt');
  });

  it('aria2c', async () => {
    const { status, output } = await runProgram(cleanup, { command: 'aria2c', args: ['--no-conf', '-S', ours] });
    expect(status, output).toBe(0);
    expect(output).toContain(infoHash);
    expect(output).toContain('video/subtitles/日本語 字幕.srt');
  });

  it('qbittorrent-nox', async () => {
    const client = await startQbittorrent(cleanup, { address: lanAddresses().client(0) });
    await client.add({ torrent: await readFile(ours) });
    const status = await eventually(() => client.status(infoHash), { what: 'qbittorrent-nox to list the torrent' });
    expect(status.bytesTotal).toBeGreaterThan(200_000_000);
  });
});
