import { once } from 'node:events';
import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { composeEngine } from '../../electron/cli/composeEngine.ts';
import { resolveConfiguration } from '../../electron/engine/settings/configuration.ts';
import { createCleanup } from '../support/cleanup.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

async function startEngine(onRestart?: () => void) {
  const dataDir = await temporaryFolder(cleanup, 'restart');
  const flags = { dataDir, port: '0', peerPort: '0', controlPort: '0', interfaces: ['127.0.0.1'], dht: false };
  const config = await resolveConfiguration({ flags, environment: {}, workingDirectory: dataDir });
  const engine = composeEngine(config, {
    version: '0.1.0',
    debug: false,
    ...(onRestart !== undefined && { onRestart }),
  });
  cleanup.add(() => engine.stop());
  await engine.start();
  return engine;
}

describe('engine.restart', () => {
  it('answers, says that it is wanted again, and stops', async () => {
    const asked = new EventTarget();
    const { api } = await startEngine(() => asked.dispatchEvent(new Event('restart')));
    const restart = once(asked, 'restart');
    const stopping = new Promise((resolve) => api.onEvent(resolve, ['engine.stopping']));
    expect(await api.call('engine.restart', {})).toEqual({});
    await restart;
    expect(await stopping).toMatchObject({ event: 'engine.stopping' });
    await expect(api.call('engine.status', {})).rejects.toMatchObject({ code: 'engine-unreachable' });
  });

  it('is refused where nobody would start it again', async () => {
    const { api } = await startEngine();
    await expect(api.call('engine.restart', {})).rejects.toMatchObject({ code: 'bad-input', hint: expect.any(String) });
    expect(await api.call('engine.status', {})).toMatchObject({ version: '0.1.0' });
  });
});

describe('commands about files', () => {
  it('never share what the engine keeps for itself: its secret, its database, its log', async () => {
    const { api } = await startEngine();
    const { dataDir } = await api.call('engine.status', {});
    await writeFile(join(dataDir, 'rye.txt'), 'rye');
    await symlink(join(dataDir, 'control.json'), join(dataDir, 'link.json'));
    const { firstFiles, skipped } = await api.call('shares.scan', { paths: [dataDir] });
    expect(firstFiles.map(({ path }) => path.join('/'))).toEqual(['rye.txt']);
    expect(skipped.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['control.json', 'engine.lock', 'granary.sqlite', 'link.json']),
    );
    for (const name of ['control.json', 'link.json', 'granary.sqlite']) {
      const paths = [join(dataDir, name)];
      const refused = { code: 'path-unsafe', hint: expect.any(String) as unknown };
      await expect(api.call('shares.scan', { paths })).rejects.toMatchObject(refused);
      await expect(api.call('shares.create', { jobId: name, paths })).rejects.toMatchObject(refused);
    }
  });

  it('scan, browse and hand over a .torrent', async () => {
    const { api } = await startEngine();
    const folder = import.meta.dirname;
    const scanned = await api.call('shares.scan', { paths: [folder] });
    expect(scanned).toMatchObject({ name: 'contract', files: expect.any(Number), skipped: [] });
    expect(scanned.pieces).toBe(Math.ceil(scanned.bytes / scanned.pieceLength));
    expect((await api.call('files.browse', { folder })).entries).toHaveLength(scanned.files);
    const { share } = await api.call('shares.create', { jobId: 'j', paths: [folder] });
    const torrent = await api.call('shares.torrent', { infoHash: share.infoHash });
    expect(torrent.fileName).toBe('contract.torrent');
    expect(Buffer.from(torrent.base64, 'base64').toString('latin1')).toContain('6:pieces');
    await expect(api.call('shares.scan', { paths: [`${folder}/missing`] })).rejects.toMatchObject({
      code: 'path-not-found',
    });
  });
});
