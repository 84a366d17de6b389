import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { createRealEngine } from '../../electron/engine/realEngine.ts';
import { resolveConfiguration } from '../../electron/engine/settings/configuration.ts';
import type { ShareDetailRow } from '../../shared/rows.ts';
import { createCleanup } from '../support/cleanup.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

/** What the window gives out as a share's page: it has to be there. */

const cleanup = createCleanup();
afterEach(() => cleanup.run());

it('is that of the share, or of its .torrent file where there are no pages', async () => {
  const folder = await temporaryFolder(cleanup);
  const dataDir = join(folder, 'data');
  await mkdir(dataDir);
  await writeFile(join(folder, 'corn.txt'), 'corn');
  const flags = { dataDir, port: '0', peerPort: '0', controlPort: '0', interfaces: ['127.0.0.1'], dht: false };
  const sources = { flags, environment: {}, workingDirectory: folder };
  const engine = createRealEngine(await resolveConfiguration(sources), { version: '0.1.0', debug: false, sources });
  cleanup.add(() => engine.stop());
  await engine.start();
  const { share } = await engine.api.call('shares.create', { jobId: 'corn', paths: [join(folder, 'corn.txt')] });

  const pageOf = async (): Promise<Response> => {
    const source = engine.openSource({ kind: 'share', infoHash: share.infoHash });
    const [row] = source.items().map((item) => source.rowOf(item) as ShareDetailRow);
    expect(row?.pageUrls).toHaveLength(1);
    return fetch(row?.pageUrls[0] ?? '', { headers: { Connection: 'close' } });
  };

  const page = await pageOf();
  expect(page.url).toMatch(new RegExp(`/torrents/${share.infoHash}$`));
  expect(page.headers.get('content-type')).toContain('text/html');
  expect(await page.text()).toContain('corn.txt');

  await engine.api.call('settings.change', { changes: { policy: 'private' } });
  const door = await pageOf();
  expect(door.headers.get('content-type')).toContain('text/html');
  expect(await door.text()).toContain('Sign in');

  await engine.api.call('settings.change', { changes: { policy: 'shares', portal: false } });
  const file = await pageOf();
  expect(file.headers.get('content-type')).toBe('application/x-bittorrent');
  expect(await file.text()).toContain(share.name);
});
