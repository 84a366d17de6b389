import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  FREE_PORTS,
  type GranaryOptions,
  type RunningGranary,
  runGranary,
  startGranary,
} from '../support/runGranary.ts';

/** The command line as a process: what a person sees at bad moments. */

let folder: string;
let dataDir: string;
const running: RunningGranary[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'granary-cli-'));
  dataDir = join(folder, 'data');
  await mkdir(join(folder, 'corn', 'more'), { recursive: true });
  await writeFile(join(folder, 'corn', 'a.txt'), 'grain'.repeat(10_000));
  await writeFile(join(folder, 'corn', 'more', 'b.txt'), 'b');
});
afterEach(async () => {
  for (const each of running.splice(0)) await each.stop('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

function granary(...args: readonly string[]) {
  return runGranary([...args, '--data-dir', dataDir], { workingDirectory: folder });
}

function start(args: readonly string[], options: GranaryOptions = {}): RunningGranary {
  const started = startGranary([...args, '--data-dir', dataDir, ...FREE_PORTS], {
    workingDirectory: folder,
    ...options,
  });
  running.push(started);
  return started;
}

describe('share', () => {
  it('prints its ready line first, and stops cleanly', async () => {
    const share = start(['share', 'corn', '--json']);
    const ready = await share.event('ready');
    expect(JSON.parse(share.out[0] ?? '')).toEqual(ready);
    expect(ready).toMatchObject({
      name: 'corn',
      bytes: 50_001,
      magnet: expect.stringContaining(String(ready['infoHash'])),
    });
    const torrent = await fetch(
      String(ready['torrentUrl']).replace(/\/\/[^/]+/, `//127.0.0.1:${Number(ready['trackerPort'])}`),
    );
    expect(torrent.headers.get('content-type')).toBe('application/x-bittorrent');
    expect(torrent.headers.get('content-disposition')).toContain('filename="corn.torrent"');
    expect((await torrent.text()).startsWith('d8:announce')).toBe(true);
    const { status, err } = await share.stop();
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(await readdir(dataDir)).not.toContain('control.json');
  });

  it('stops cleanly when nobody reads what it prints any more', async () => {
    const share = start(['share', 'corn', '--json']);
    await share.event('ready');
    share.process.stdout?.destroy();
    expect((await share.stop('SIGTERM')).status).toBe(0);
  });

  it.each([
    { name: 'no such path', path: 'barley', status: 66, says: 'barley' },
    { name: 'an empty folder', path: 'empty', status: 66, says: 'empty' },
  ])('says what and where: $name', async ({ path, status, says }) => {
    await mkdir(join(folder, 'empty'));
    const result = await runGranary(['share', path, '--json', '--data-dir', dataDir, ...FREE_PORTS], {
      workingDirectory: folder,
    });
    expect(result.status).toBe(status);
    expect(result.err).toMatch(/^granary: .+/);
    expect(result.err).toContain(says);
    expect(result.err).not.toContain('    at ');
    expect(JSON.parse(result.out)).toMatchObject({ event: 'error', exitStatus: status });
  });

  it('refuses a port that was asked for and is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const args = ['share', 'corn', '--data-dir', dataDir, '--peer-port', '0', '--port', String(port)];
    const result = await runGranary(args, { workingDirectory: folder });
    await new Promise((resolve) => server.close(resolve));
    expect(result.status).toBe(69);
    expect(result.err).toContain(String(port));
    expect(result.err).toContain('hint: ');
  });
});

describe('one engine for a data directory', () => {
  it('hands a second share to the running engine, and leaving the view leaves the share', async () => {
    const engine = start(['serve', '--json']);
    await engine.event('ready');
    const view = start(['share', 'corn', '--json']);
    const { infoHash } = await view.event('ready');
    expect((await view.stop()).out).toContain('"why":"left"');
    const listed = await granary('list', '--json');
    expect(JSON.parse(listed.out)).toMatchObject({
      isEngineRunning: true,
      share: { infoHash, state: { kind: 'seeding' } },
    });
    expect((await granary('status')).out).toMatch(/^Granary .* is running for/);
    expect((await granary('verify', 'corn')).out).toContain('Intact: corn');
    expect((await granary('backup', 'copy.db')).status).toBe(0);
    expect((await readFile(join(folder, 'copy.db'))).subarray(0, 15).toString()).toBe('SQLite format 3');
    expect((await granary('remove', 'corn')).out).toContain('files stay where they are');
    expect(await readFile(join(folder, 'corn', 'more', 'b.txt'), 'utf8')).toBe('b');
    expect((await granary('list', '--json')).out).toBe('');
    expect((await engine.stop('SIGTERM')).status).toBe(0);
  });

  it('refuses a second engine', async () => {
    const engine = start(['serve', '--json']);
    await engine.event('ready');
    const second = await granary('serve');
    expect(second.status).toBe(75);
    expect(second.err).toMatch(/^granary: .*\nhint: /);
  });

  it('forgets an engine that was killed, and shares again what it shared', async () => {
    const first = start(['share', 'corn', '--json']);
    const { infoHash } = await first.event('ready');
    await first.stop('SIGKILL');
    expect(await readdir(dataDir)).toContain('control.json');
    expect((await granary('status')).status).toBe(3);
    expect(JSON.parse((await granary('list', '--json')).out)).toMatchObject({
      isEngineRunning: false,
      share: { infoHash },
    });
    const again = start(['serve', '--json']);
    expect(await again.event('ready')).toMatchObject({ shares: [{ infoHash }] });
    await again.stop();
  });
});

describe('without an engine', () => {
  it('lists, shows, verifies, backs up and removes what is stored', async () => {
    const share = start(['share', 'corn', '--json']);
    const { infoHash } = await share.event('ready');
    await share.stop();
    expect((await granary('list')).out).toContain('not served');
    expect((await granary('show', String(infoHash).slice(0, 8))).out).toContain('more/b.txt');
    expect((await granary('verify', 'corn')).status).toBe(0);
    await writeFile(join(folder, 'corn', 'a.txt'), 'GRAIN'.repeat(10_000));
    expect(await granary('verify', 'corn')).toMatchObject({ status: 65, out: expect.stringContaining('a.txt') });
    expect((await granary('backup', 'copy.db')).status).toBe(0);
    expect((await granary('remove', 'corn')).status).toBe(0);
    expect((await granary('show', 'corn')).status).toBe(66);
  });

  it('says that a data directory is no directory', async () => {
    await writeFile(dataDir, 'a file');
    const result = await granary('serve');
    expect(result.status).toBe(74);
    expect(result.err).toContain(dataDir);
  });

  it('says that the database is damaged, and leaves it alone', async () => {
    const share = start(['share', 'corn', '--json']);
    await share.event('ready');
    await share.stop();
    const database = (await readdir(dataDir)).find((name) => /\.(db|sqlite3?)$/.test(name)) ?? '';
    await writeFile(join(dataDir, database), 'no database at all '.repeat(1000));
    const before = await readFile(join(dataDir, database));
    const result = await granary('serve');
    expect(result.status).toBe(65);
    expect(result.err).toContain(join(dataDir, database));
    expect(await readFile(join(dataDir, database))).toEqual(before);
  });
});

describe('create', () => {
  it('writes a .torrent that names this computer, and refuses to replace it', async () => {
    const made = await granary('create', 'corn', '-o', 'corn.torrent', '--json');
    expect(JSON.parse(made.out)).toMatchObject({ event: 'created', name: 'corn', bytes: 50_001, files: 2 });
    const before = await readFile(join(folder, 'corn.torrent'));
    expect(before.subarray(0, 20).toString()).toMatch(/^d8:announce\d+:http/);
    const again = await granary('create', 'corn', '-o', 'corn.torrent');
    expect(again).toMatchObject({ status: 2, err: expect.stringContaining('--force') });
    expect((await granary('create', 'corn', '-o', 'corn.torrent', '--force', '--no-tracker')).status).toBe(0);
    expect((await readFile(join(folder, 'corn.torrent'), 'latin1')).startsWith('d8:announce')).toBe(false);
    expect(await readdir(folder)).not.toContain('data');
  });

  it('names the trackers it is given, each in a tier of its own', async () => {
    const urls = ['http://10.0.0.5:6969/announce', 'udp://10.0.0.6:6969/announce'];
    const made = await granary('create', 'corn', '--json', ...urls.flatMap((url) => ['--tracker', url]));
    expect(JSON.parse(made.out)).toMatchObject({
      file: join(folder, 'corn.torrent'),
      trackers: urls.map((url) => [url]),
    });
  });

  it('leaves nothing behind where it cannot write', async () => {
    const missing = join('no such folder', 'corn.torrent');
    expect(await granary('create', 'corn', '-o', missing)).toMatchObject({
      status: 74,
      err: expect.stringContaining(missing),
    });
    await mkdir(join(folder, 'taken.torrent'));
    expect((await granary('create', 'corn', '-o', 'taken.torrent', '--force')).status).toBe(74);
    expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});

describe('configuration', () => {
  it('names the file, the key and the value of a mistake', async () => {
    await mkdir(dataDir);
    await writeFile(join(dataDir, 'settings.json'), '{"port": 70000}');
    const result = await granary('serve');
    expect(result.status).toBe(2);
    for (const part of [join(dataDir, 'settings.json'), '"port"', '70000']) expect(result.err).toContain(part);
  });

  it('starts the engine where no command is given, and gives the link of its console', async () => {
    const environment = {
      GRANARY_DATA_DIR: dataDir,
      GRANARY_PORT: '0',
      GRANARY_PEER_PORT: '0',
      GRANARY_CONTROL_PORT: '0',
    };
    const engine = startGranary([], { environment, workingDirectory: folder });
    running.push(engine);
    await expect
      .poll(() => engine.out.join('\n'), { timeout: 10_000 })
      .toMatch(/console +http:\/\/127\.0\.0\.1:\d+\/#token=\S{20,}/);
    expect((await engine.stop()).status).toBe(0);
  });
});
