import { cp, mkdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCleanup } from '../support/cleanup.ts';
import { type RealEngine, startRealEngine } from '../support/realEngine.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { connectTestLeecher } from '../support/testLeecher.ts';

/** What becomes of a share when its files, its engine or its record meet with something. */

const cleanup = createCleanup();
let folder: string;
let corn: string;
let engine: RealEngine;

beforeEach(async () => {
  folder = await temporaryFolder(cleanup, 'shares');
  corn = join(folder, 'corn');
  await mkdir(corn);
  await writeFile(join(corn, 'a.txt'), 'grain'.repeat(10_000));
  await writeFile(join(corn, 'b.txt'), 'barley');
  engine = await start();
});
afterEach(cleanup.run);

const start = () => startRealEngine(cleanup, join(folder, 'data'));

async function restart(): Promise<void> {
  await engine.stop();
  engine = await start();
}

describe('files', () => {
  it('that change are not served, and the share says which', async () => {
    const { infoHash } = await engine.share(corn);
    const { peerPort } = await engine.api.call('engine.status', {});
    const leecher = await connectTestLeecher({ port: peerPort, infoHash });
    cleanup.add(() => leecher.close());
    const changed = join(corn, 'a.txt');
    await writeFile(changed, 'GRAIN'.repeat(10_000));
    leecher.send({ kind: 'interested' });
    await leecher.next('unchoke');
    leecher.send({ kind: 'request', piece: 0, begin: 0, length: 16_384 });
    const { state, swarm } = await engine.untilState(infoHash, 'error');
    await leecher.closed;
    expect(state).toMatchObject({ kind: 'error', code: 'file-changed', file: changed });
    expect(leecher.inbox.map(({ kind }) => kind)).not.toContain('piece');
    expect(swarm.seeders).toBe(0);
  });

  it('that are found missing at the start are told, and the others go on', async () => {
    const oats = join(folder, 'oats.txt');
    await writeFile(oats, 'oats');
    const lost = await engine.share(corn);
    const kept = await engine.share(oats);
    await engine.stop();
    await rm(join(corn, 'b.txt'));
    engine = await start();
    const { state } = await engine.untilState(lost.infoHash, 'error');
    expect(state).toMatchObject({ file: join(corn, 'b.txt') });
    expect((await engine.untilState(kept.infoHash, 'seeding')).name).toBe('oats.txt');
  });

  it('that come back are served again when the person asks', async () => {
    const { infoHash } = await engine.share(corn);
    await rename(corn, `${corn}.away`);
    await restart();
    await engine.untilState(infoHash, 'error');
    await rename(`${corn}.away`, corn);
    await engine.api.call('shares.resume', { infoHash });
    await engine.untilState(infoHash, 'seeding');
  });

  it('that only got a new time are served again once they were verified', async () => {
    const { infoHash } = await engine.share(corn);
    await utimes(join(corn, 'a.txt'), new Date(), new Date(2020, 1, 1));
    await restart();
    await engine.untilState(infoHash, 'error');
    expect(await engine.verify(infoHash)).toEqual({ intact: true, badPieces: 0 });
    await engine.untilState(infoHash, 'seeding');
    await restart();
    await engine.untilState(infoHash, 'seeding');
  });

  it('that differ under their old size and time are found by verification, also after a restart', async () => {
    const { infoHash } = await engine.share(corn);
    const file = join(corn, 'a.txt');
    const { atime, mtime } = await stat(file);
    await engine.stop();
    await writeFile(file, 'GRAIN'.repeat(10_000));
    await utimes(file, atime, mtime);
    engine = await start();
    expect(await engine.verify(infoHash)).toMatchObject({ intact: false, firstBadFile: file });
    await restart();
    const { state } = await engine.untilState(infoHash, 'error');
    expect(state).toMatchObject({ code: 'content-differs', file });
  });

  it('that were moved are served from their new place when they are shared again', async () => {
    const { infoHash } = await engine.share(corn);
    const moved = join(folder, 'barn', 'corn');
    await cp(corn, moved, { recursive: true });
    await rm(corn, { recursive: true });
    const again = await engine.api.call('shares.create', { jobId: 'again', paths: [moved] });
    expect(again).toMatchObject({ alreadyShared: true, share: { infoHash, state: { kind: 'seeding' } } });
    const { files } = await engine.api.call('shares.get', { infoHash });
    expect(files.map(({ sourcePath }) => sourcePath)).toEqual([join(moved, 'a.txt'), join(moved, 'b.txt')]);
  });
});

describe('a share', () => {
  it('that was paused stays paused over a restart', async () => {
    const { infoHash } = await engine.share(corn);
    await engine.api.call('shares.pause', { infoHash });
    await restart();
    expect((await engine.get(infoHash)).state).toEqual({ kind: 'paused' });
    await engine.verify(infoHash);
    expect((await engine.get(infoHash)).state).toEqual({ kind: 'paused' });
  });

  it('that was removed lets its peers go, is tracked no more, and leaves nothing behind', async () => {
    const { infoHash, torrentUrl } = await engine.share(corn);
    const { peerPort } = await engine.api.call('engine.status', {});
    const leecher = await connectTestLeecher({ port: peerPort, infoHash });
    await engine.api.call('shares.remove', { infoHash });
    await leecher.closed;
    await leecher.close();
    expect((await fetch(torrentUrl)).status).toBe(404);
    await restart();
    expect((await engine.api.call('shares.list', {})).shares).toEqual([]);
  });

  it('whose record is damaged is told and left alone, and the others go on', async () => {
    const { infoHash } = await engine.share(corn);
    await engine.stop();
    const database = new Database(join(folder, 'data', 'granary.sqlite'));
    database.prepare("UPDATE share_infos SET info = CAST('nonsense' AS BLOB)").run();
    database.close();
    engine = await start();
    expect((await engine.api.call('shares.list', {})).shares).toEqual([]);
    const { notices } = await engine.api.call('engine.status', {});
    expect(notices).toEqual([expect.stringContaining(infoHash)]);
  });
});

it('refuses commands once it has stopped', async () => {
  await engine.stop();
  await expect(engine.api.call('shares.list', {})).rejects.toMatchObject({ code: 'engine-unreachable' });
});
