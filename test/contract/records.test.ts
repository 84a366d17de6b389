import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { request } from 'node:http';
import { once } from 'node:events';
import { hostname } from 'node:os';
import { afterEach, expect, it } from 'vitest';
import { createCleanup } from '../support/cleanup.ts';
import { eventually } from '../support/eventually.ts';
import { startRealEngine } from '../support/realEngine.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

/** History, activity, settings and the support bundle, of the whole engine. */

const cleanup = createCleanup();
afterEach(cleanup.run);

const PLANTED = ['Merger with Acme', 'salaries 2026.xlsx', 'plan.txt'];

async function startSharing() {
  const dataDir = await temporaryFolder(cleanup, 'records');
  const folder = join(await temporaryFolder(cleanup, 'shared'), 'Merger with Acme');
  await mkdir(folder);
  for (const name of ['salaries 2026.xlsx', 'plan.txt']) await writeFile(join(folder, name), name.repeat(1000));
  const engine = await startRealEngine(cleanup, dataDir);
  return { dataDir, folder, engine, share: await engine.share(folder) };
}

it('counts announces in the history, of the engine and of the share', async () => {
  const { engine, share } = await startSharing();
  await announce(share.trackers.flat().find((url) => url.startsWith('http:')) ?? '', share.infoHash);
  const { infoHash } = share;
  for (const params of [{ span: '10min' }, { span: '10min', infoHash }, { span: 'day', infoHash }] as const) {
    const what = `an announce in the history of ${JSON.stringify(params)}`;
    await eventually(
      async () => {
        const { announcesPerSecond, swarmPeers } = await engine.api.call('history.get', params);
        return isSomewhere(announcesPerSecond) && isSomewhere(swarmPeers) ? true : undefined;
      },
      { what, timeoutMs: 10_000 },
    );
  }
  const unknown = 'f'.repeat(40);
  await expect(engine.api.call('history.get', { span: 'day', infoHash: unknown })).rejects.toMatchObject({
    code: 'share-unknown',
  });
});

it('changes settings for the next start', async () => {
  const { dataDir, engine } = await startSharing();
  const changed = await engine.api.call('settings.change', { changes: { uploadSlotsPerShare: 7 } });
  expect(changed.settings.find(({ key }) => key === 'uploadSlotsPerShare')).toMatchObject({ value: 7, source: 'file' });
  expect(changed.restartNeeded).toBe(true);
  expect(JSON.parse(await readFile(join(dataDir, 'settings.json'), 'utf8'))).toEqual({ uploadSlotsPerShare: 7 });
  await expect(engine.api.call('settings.change', { changes: { port: 1 } })).rejects.toMatchObject({
    code: 'bad-config',
    message: '"port" is fixed by --port and cannot be changed here',
  });
  await engine.stop();
  const again = await startRealEngine(cleanup, dataDir);
  expect((await again.api.call('settings.get', {})).restartNeeded).toBe(false);
  const { text } = await again.api.call('support.bundle', {});
  expect(text).toMatch(/engine-started .*\n.* engine-stopped\n.* setting-changed uploadSlotsPerShare\n/);
});

it('tells what happened to someone who helps, and names nothing', async () => {
  const { dataDir, folder, engine, share } = await startSharing();
  await engine.api.call('settings.change', { changes: { maxConnections: 77 } });
  await engine.api.call('shares.pause', { infoHash: share.infoHash });
  await writeFile(join(folder, 'plan.txt'), 'something else');
  await engine.api.call('shares.resume', { infoHash: share.infoHash });
  await engine.untilState(share.infoHash, 'error');
  await engine.verify(share.infoHash);
  const { fileName, text } = await engine.api.call('support.bundle', {});
  expect(fileName).toMatch(/^granary-support-\d{4}-\d\d-\d\d\.txt$/);
  for (const kind of ['engine-started', 'share-created', 'share-paused', 'share-failed', 'setting-changed']) {
    expect(text).toContain(` ${kind}`);
  }
  expect(text).toContain('maxConnections: 77');
  expect(text).toMatch(/== Log ==\n\S+ warning \[name\] has 14 bytes instead of 8000/);
  const secrets = [...PLANTED, share.infoHash, '127.0.0.1', dataDir, folder, 'magnet:', hostname()];
  expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
});

function isSomewhere(column: readonly (number | null)[]): boolean {
  return column.some((figure) => figure !== null && figure > 0);
}

async function announce(url: string, infoHash: string): Promise<void> {
  const hash = infoHash.replace(/../g, '%$&');
  const query = `info_hash=${hash}&peer_id=-XX0100-123456789012&port=6000&uploaded=0&downloaded=0&left=1`;
  const asking = request(`${url}?${query}`, { agent: false });
  asking.end();
  const [reply] = (await once(asking, 'response')) as [NodeJS.ReadableStream];
  reply.resume();
  await once(reply, 'end');
}
