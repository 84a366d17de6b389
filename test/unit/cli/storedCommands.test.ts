import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFakeCli, type FakeCli } from '../../support/fakeCli.ts';
import { fakeInfoHash, fakeShare } from '../../support/fakeShare.ts';

/** list, show, remove, verify, backup and status, with no engine running: they open the storage themselves. */

let folder: string;
let cli: FakeCli;
const corn = fakeShare({ name: 'corn', uploadedBytes: 1024 });
const rye = fakeShare({ name: 'rye', state: { kind: 'error', code: 'file-changed', message: 'rye.mov changed' } });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'granary-stored-'));
  await mkdir(join(folder, 'data'));
  cli = createFakeCli({ workingDirectory: folder, environment: { GRANARY_DATA_DIR: 'data' } });
  for (const share of [corn, rye]) cli.engine.addShare(share);
});
afterEach(() => rm(folder, { recursive: true }));

const out = (): string => cli.terminal.out.text();
const err = (): string => cli.terminal.err.text();

describe('granary list', () => {
  it('shows each share on a line, and says that nobody serves them', async () => {
    expect(await cli.run('list')).toBe(0);
    expect(cli.terminal.out.lines()).toEqual([
      'NAME              SIZE  STATE       PEERS      SENT  INFO-HASH',
      `corn           1.4 GiB  not served      –     1 KiB  ${corn.infoHash.slice(0, 10)}`,
      `rye            1.4 GiB  error           –       0 B  ${rye.infoHash.slice(0, 10)}`,
    ]);
    expect(err()).toContain('granary serve');
  });

  it('prints a JSON object for each share', async () => {
    expect(await cli.run('list', '--json')).toBe(0);
    expect(cli.terminal.out.events()).toEqual(
      [corn, rye].map((share) => ({ event: 'share', isEngineRunning: false, share })),
    );
  });

  it('takes a data directory that was never used as empty, and does not make it', async () => {
    expect(await cli.run('list', '--data-dir', 'never used')).toBe(0);
    expect(out()).toBe('');
    expect(err()).toContain('Nothing is shared yet');
    expect(await cli.run('show', 'corn', '--data-dir', 'never used')).toBe(66);
  });
});

describe('naming a share', () => {
  it.each([
    ['its name', 'corn'],
    ['its info-hash', corn.infoHash],
    ['its info-hash in upper case', corn.infoHash.toUpperCase()],
    ['the beginning of its info-hash', corn.infoHash.slice(0, 6)],
  ])('takes %s', async (_, wanted) => {
    expect(await cli.run('show', wanted, '--json')).toBe(0);
    expect(cli.terminal.out.events()[0]).toMatchObject({ event: 'share', share: { infoHash: corn.infoHash } });
  });

  it('refuses a name that nothing has', async () => {
    expect(await cli.run('show', 'barley')).toBe(66);
    expect(err()).toContain('granary: no share is called "barley"');
    expect(err()).toContain('hint: granary list');
  });

  it('refuses a name that two have, and says which', async () => {
    cli.engine.addShare(fakeShare({ name: 'corn', infoHash: fakeInfoHash('other corn') }));
    expect(await cli.run('show', 'corn')).toBe(2);
    expect(err()).toContain(corn.infoHash.slice(0, 10));
    expect(err()).toContain(fakeInfoHash('other corn').slice(0, 10));
  });
});

describe('granary show', () => {
  it('shows links, trackers, state and files', async () => {
    expect(await cli.run('show', 'corn')).toBe(0);
    for (const part of [
      corn.infoHash,
      corn.magnet,
      corn.torrentUrl,
      ...corn.trackers.flat(),
      '1 file',
      'a.txt',
      'not served',
    ]) {
      expect(out()).toContain(part);
    }
  });
});

describe('granary remove', () => {
  it('ends the shares and says that files stay', async () => {
    expect(await cli.run('remove', 'corn', rye.infoHash.slice(0, 8))).toBe(0);
    expect(cli.terminal.out.lines()).toEqual([
      'No longer shared: corn. Its files stay where they are.',
      'No longer shared: rye. Its files stay where they are.',
    ]);
    expect(await cli.engine.api.call('shares.list', {})).toEqual({ shares: [] });
  });

  it('removes nothing if one of the names is wrong', async () => {
    expect(await cli.run('remove', 'corn', 'barley')).toBe(66);
    expect(cli.engine.called).not.toContain('shares.remove');
  });
});

describe('granary verify', () => {
  it('says that all is as it was', async () => {
    expect(await cli.run('verify', 'corn')).toBe(0);
    expect(out()).toBe('Intact: corn, all 1.4 GiB of it.\n');
  });

  it('has an exit status of its own for files that differ', async () => {
    const { api } = cli.engine;
    const differs: typeof api = {
      ...api,
      call: (command, params) =>
        command === 'shares.verify'
          ? (Promise.resolve({ intact: false, badPieces: 2, firstBadFile: 'a\u001b.txt' }) as never)
          : api.call(command, params),
    };
    const changed = createFakeCli({
      workingDirectory: folder,
      context: { createOfflineApi: async () => ({ api: differs, stop: async () => undefined }) },
    });
    expect(await changed.run('verify', 'corn', '--data-dir', 'data')).toBe(65);
    expect(changed.terminal.out.text()).toBe('Not intact: corn: 2 pieces differ, first in a␛.txt.\n');
  });
});

describe('granary backup', () => {
  it('writes relative to where the person is', async () => {
    expect(await cli.run('backup', 'copy.db', '--json')).toBe(0);
    expect(cli.terminal.out.events()).toEqual([{ event: 'backup', file: join(folder, 'copy.db'), bytes: 4096 }]);
  });
});

describe('granary status', () => {
  it('says that none runs, with an exit status of its own', async () => {
    expect(await cli.run('status')).toBe(3);
    expect(out()).toBe(`No engine is running for ${join(folder, 'data')}. Start it with: granary serve\n`);
    expect(await cli.run('status', '--json')).toBe(3);
    expect(JSON.parse(cli.terminal.out.lines()[1] ?? '')).toMatchObject({ event: 'status', isEngineRunning: false });
  });
});
