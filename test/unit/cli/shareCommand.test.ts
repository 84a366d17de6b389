import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GranaryError } from '../../../electron/engine/errors.ts';
import { createFakeCli, type FakeCli, type FakeCliOptions } from '../../support/fakeCli.ts';
import { fakePeer, fakeTrackerPeer } from '../../support/fakeShare.ts';

let folder: string;
let cli: FakeCli;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'granary-share-'));
  await writeFile(join(folder, 'corn.txt'), 'grain');
});
afterEach(() => rm(folder, { recursive: true }));

function start(args: readonly string[] = [], options: Partial<FakeCliOptions> = {}): Promise<number> {
  cli = createFakeCli({ workingDirectory: folder, ...options });
  return cli.run('share', 'corn.txt', '--data-dir', join(folder, 'data'), ...args);
}

async function sharedInfoHash(): Promise<string> {
  await expect.poll(() => cli.engine.called).toContain('shares.peers');
  const [share] = (await cli.engine.api.call('shares.list', {})).shares;
  return share?.infoHash ?? '';
}

/** One peer that fetches half, then all, then hangs up, then leaves. */
async function playOnePeer(): Promise<void> {
  const infoHash = await sharedInfoHash();
  const looks = async (): Promise<void> => {
    const before = cli.engine.called.length;
    await expect.poll(() => cli.engine.called.length).toBeGreaterThan(before + 2);
  };
  cli.engine.setPeers(infoHash, {
    connected: [fakePeer({ progress: 0.5 })],
    announced: [fakeTrackerPeer({ leftBytes: 2 })],
  });
  await looks();
  cli.engine.setPeers(infoHash, {
    connected: [fakePeer({ progress: 1 })],
    announced: [fakeTrackerPeer({ leftBytes: 2 })],
  });
  await looks();
  cli.engine.setPeers(infoHash, { connected: [], announced: [fakeTrackerPeer()] });
  await looks();
  cli.engine.setPeers(infoHash, { connected: [], announced: [] });
  await looks();
}

describe('granary share --json', () => {
  it('prints the ready line first, with exactly what was promised', async () => {
    const done = start(['--json']);
    const infoHash = await sharedInfoHash();
    cli.interrupt();
    expect(await done).toBe(0);
    const [ready, ...rest] = cli.terminal.out.events();
    expect(Object.keys(ready ?? {})).toEqual([
      'event',
      'infoHash',
      'name',
      'bytes',
      'pieceLength',
      'magnet',
      'torrentUrl',
      'trackerPort',
      'peerPort',
    ]);
    expect(ready).toMatchObject({
      event: 'ready',
      infoHash,
      name: 'corn.txt',
      bytes: 5,
      trackerPort: 6969,
      peerPort: 6881,
    });
    expect(rest.at(-1)).toEqual({ event: 'stopped', infoHash, why: 'stopped' });
    expect(cli.terminal.err.text()).toBe('');
  });

  it('prints peers when they change, and only then', async () => {
    const done = start(['--json']);
    await playOnePeer();
    cli.interrupt();
    await done;
    const peers = cli.terminal.out.events().filter(({ event }) => event === 'peers');
    expect(peers.map(({ connected, announced }) => [(connected as []).length, (announced as []).length])).toEqual([
      [0, 0],
      [1, 1],
      [1, 1],
      [0, 1],
      [0, 0],
    ]);
  });

  it('passes on notices and changes of the share', async () => {
    const done = start(['--json']);
    const infoHash = await sharedInfoHash();
    cli.engine.emit({ event: 'engine.notice', data: { level: 'warning', message: 'eth0 went away' } });
    cli.engine.changeShare(infoHash, { uploadedBytes: 7 });
    await expect.poll(() => cli.terminal.out.text()).toContain('share.changed');
    cli.interrupt();
    await done;
    const events = cli.terminal.out.events();
    expect(events).toContainEqual({ event: 'notice', level: 'warning', message: 'eth0 went away' });
    expect(events).toContainEqual({
      event: 'share.changed',
      infoHash,
      share: expect.objectContaining({ uploadedBytes: 7 }),
    });
  });
});

describe('granary share into a pipe', () => {
  it('prints the links, then a line when a peer joins, finishes and leaves', async () => {
    const done = start();
    await playOnePeer();
    cli.interrupt();
    expect(await done).toBe(0);
    const text = cli.terminal.out.text();
    expect(text).toContain('corn.txt\n5 B · ');
    expect(text).toMatch(/ {2}info-hash {2}[0-9a-f]{40}\n {2}\.torrent {3}http:.*\n {2}magnet {5}magnet:/);
    expect(text).toMatch(/\d\d:\d\d:\d\d {2}joined {4}192\.168\.1\.20:51413 {2}qBittorrent 4\.5\.2\n/);
    expect(text).toContain('finished  192.168.1.20:51413  qBittorrent 4.5.2 (1 of 1 has it)\n');
    expect(text).toContain('left      192.168.1.20:51413');
    expect(text).toContain('sent to 1 peer in');
    expect(text.match(/joined/g)).toHaveLength(1);
    expect(text).not.toContain('\u001b');
  });
});

describe('granary share on a terminal', () => {
  it('draws links, QR code and table, and leaves a clean screen', async () => {
    const done = start([], { isTerminal: true, columns: 120, rows: 60 });
    await playOnePeer();
    cli.interrupt();
    expect(await done).toBe(0);
    const text = cli.terminal.out.text();
    expect(text).toContain('██ ▄▄▄▄▄ █');
    expect(text).toContain('CLIENT');
    expect(text).toContain('Ctrl-C stops sharing.');
    expect(text.lastIndexOf('\u001b[?25h')).toBeGreaterThan(text.lastIndexOf('\u001b[?25l'));
    expect(text.slice(text.lastIndexOf('\u001b'))).toContain('Your files are as they were.');
  });

  it('draws again when the terminal changes its size', async () => {
    const done = start([], { isTerminal: true, context: { refreshMs: 60_000 } });
    await sharedInfoHash();
    await expect.poll(() => cli.terminal.out.text()).toContain('Waiting for the first peer');
    const before = cli.terminal.out.text().length;
    cli.terminal.out.resize(40, 20);
    expect(cli.terminal.out.text().slice(before)).toContain('Waiting for the first peer: open the…');
    cli.interrupt();
    await done;
  });
});

describe('the end of a share', () => {
  it('stops the engine it started', async () => {
    const done = start();
    await sharedInfoHash();
    expect(cli.engine.isRunning).toBe(true);
    cli.interrupt();
    await done;
    expect(cli.engine.isRunning).toBe(false);
  });

  it('ends with the share when another command removes it', async () => {
    const done = start(['--json']);
    const infoHash = await sharedInfoHash();
    await cli.engine.api.call('shares.remove', { infoHash });
    expect(await done).toBe(0);
    expect(cli.terminal.out.events().at(-1)).toMatchObject({ event: 'stopped', why: 'removed' });
  });

  it('ends when the engine is told to stop', async () => {
    const done = start();
    await sharedInfoHash();
    await cli.engine.api.call('engine.stop', {});
    expect(await done).toBe(0);
    expect(cli.terminal.out.lines().at(-1)).toBe('The engine was stopped.');
  });

  it('says what failed, stops the engine, and gives the exit status', async () => {
    cli = createFakeCli({ workingDirectory: folder });
    expect(await cli.run('share', 'no such file', '--data-dir', join(folder, 'data'))).toBe(66);
    expect(cli.terminal.err.text()).toContain(
      `granary: there is no such file or folder: ${join(folder, 'no such file')}\n`,
    );
    expect(cli.engine.isRunning).toBe(false);
  });

  it('cancels the hashing when it is interrupted', async () => {
    cli = createFakeCli({ workingDirectory: folder });
    const begun = Promise.withResolvers<never>();
    const { api } = cli.engine;
    const slowApi: typeof api = {
      onEvent: api.onEvent,
      call(command, params) {
        if (command === 'jobs.cancel') begun.reject(new GranaryError('cancelled', 'cancelled while hashing'));
        if (command !== 'shares.create') return api.call(command, params);
        queueMicrotask(() => cli.interrupt());
        return begun.promise;
      },
    };
    cli = createFakeCli({
      workingDirectory: folder,
      context: {
        createEngine: async () => ({ api: slowApi, start: async () => undefined, stop: async () => undefined }),
      },
    });
    expect(await cli.run('share', 'corn.txt', '--data-dir', join(folder, 'data'))).toBe(130);
  });
});
