import { appendFile, mkdir, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { ShareState } from '../../../shared/model.ts';
import { createCleanup } from '../../support/cleanup.ts';
import { fetchMetadata } from '../../support/fetchMetadata.ts';
import { fetchBlocks } from '../../support/testLeecher.ts';
import { startTestSeeder } from '../../support/testSeeder.ts';
import { modifyFile } from '../../support/testShare.ts';
import { createVirtualClock } from '../../support/virtualClock.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

const BLOCK = 16 * 1024;
const FIRST = { piece: 0, begin: 0, length: BLOCK };

describe('the states of a share', () => {
  it('is checked and then seeds', async () => {
    const { session } = await startTestSeeder(cleanup);
    expect(session.state).toEqual({ kind: 'seeding' });
  });

  it('starts paused when it was paused, and takes nobody in', async () => {
    const seeder = await startTestSeeder(cleanup, { session: { paused: true } });
    expect(seeder.session.state).toEqual({ kind: 'paused' });
    await expect(seeder.connect()).rejects.toThrow('closed');
  });

  it('starts with the error it had', async () => {
    const error = { code: 'file-changed', message: 'a.bin was modified', file: 'a.bin' };
    const { session } = await startTestSeeder(cleanup, { session: { error } });
    expect(session.state).toEqual({ kind: 'error', ...error });
  });

  it('says goodbye to its peers when paused, and comes back when resumed', async () => {
    const seeder = await startTestSeeder(cleanup);
    const leecher = await seeder.connect();
    await fetchBlocks(leecher, [FIRST]);
    seeder.session.pause();
    await leecher.closed;
    expect(seeder.session.state).toEqual({ kind: 'paused' });
    await expect(seeder.connect()).rejects.toThrow('closed');
    seeder.session.resume();
    expect(await seeder.session.settled()).toEqual({ kind: 'seeding' });
    expect(await fetchBlocks(await seeder.connect(), [FIRST])).toHaveLength(1);
  });

  it('can be failed from outside, and resumed', async () => {
    const { session } = await startTestSeeder(cleanup);
    session.fail({ code: 'file-changed', message: 'piece 3 differs', file: 'a.bin' });
    expect(session.state).toEqual({ kind: 'error', code: 'file-changed', message: 'piece 3 differs', file: 'a.bin' });
    session.resume();
    expect(await session.settled()).toEqual({ kind: 'seeding' });
  });

  it('tells of every change of state and of peers', async () => {
    const seeder = await startTestSeeder(cleanup);
    const seen: string[] = [];
    const unsubscribe = seeder.session.onChange(({ state, peersConnected }) =>
      seen.push(`${state.kind} ${peersConnected}`),
    );
    const leecher = await seeder.connect();
    await leecher.close();
    await until(() => seeder.session.peersConnected === 0);
    seeder.session.pause();
    seeder.session.resume();
    await seeder.session.settled();
    unsubscribe();
    seeder.session.pause();
    expect(seen).toEqual(['seeding 1', 'seeding 0', 'paused 0', 'checking 0', 'seeding 0']);
  });

  it('stops more than once, with peers still there', async () => {
    const seeder = await startTestSeeder(cleanup);
    const leecher = await seeder.connect();
    await Promise.all([seeder.session.stop(), seeder.session.stop()]);
    await leecher.closed;
    await seeder.session.stop();
    expect(seeder.session.peersConnected).toBe(0);
    await expect(seeder.connect()).rejects.toThrow('closed');
  });
});

describe('a file that is no longer as it was shared', () => {
  it.each([
    ['modified', (path: string) => appendFile(path, 'more'), 'instead of'],
    ['shrunk', (path: string) => truncate(path, 10), 'has 10 bytes'],
    ['gone', (path: string) => rm(path), 'no longer there'],
  ])('is found when the share is resumed: %s', async (_what, spoil, words) => {
    const { session, share } = await startTestSeeder(cleanup);
    session.pause();
    const file = share.files[3]?.sourcePath ?? '';
    await spoil(file);
    session.resume();
    const state = await session.settled();
    expect(state).toMatchObject({ kind: 'error', code: 'file-changed', file });
    expect(messageOf(state)).toContain(file);
    expect(messageOf(state)).toContain(words);
  });

  it('is not served when it has not been read yet', async () => {
    const seeder = await startTestSeeder(cleanup);
    const leecher = await seeder.connect();
    const [file] = seeder.share.files;
    if (file !== undefined) await modifyFile(file);
    await expect(fetchBlocks(leecher, [FIRST])).rejects.toThrow('closed');
    expect(seeder.session.state).toMatchObject({ kind: 'error', code: 'file-changed', file: file?.sourcePath });
    expect(seeder.session.uploadedBytes).toBe(0);
  });

  it('is noticed within a second while it is served from memory, even if another file took its name', async () => {
    const clock = createVirtualClock();
    const seeder = await startTestSeeder(cleanup, { clock });
    const leecher = await seeder.connect();
    await fetchBlocks(leecher, [FIRST]);
    const file = seeder.share.files[0]?.sourcePath ?? '';
    await writeFile(`${file}.new`, 'another file');
    await rename(`${file}.new`, file);
    clock.advance(1000);
    await leecher.closed;
    expect(seeder.session.state).toMatchObject({ kind: 'error', code: 'file-changed', file });
  });

  it('is noticed by the sweep when nobody asks for it', async () => {
    const clock = createVirtualClock();
    const { session, share } = await startTestSeeder(cleanup, { clock });
    await rm(share.files[3]?.sourcePath ?? '');
    const failed = until(() => session.state.kind === 'error');
    clock.advance(30_000);
    await failed;
    expect(session.state).toMatchObject({ kind: 'error', file: share.files[3]?.sourcePath });
  });

  it('is noticed when it is a folder now', async () => {
    const { session, share } = await startTestSeeder(cleanup);
    session.pause();
    const file = share.files[0]?.sourcePath ?? '';
    await rm(file);
    await mkdir(file);
    session.resume();
    expect(await session.settled()).toMatchObject({ kind: 'error', file });
  });
});

describe('what a share tells about its peers', () => {
  it('names the client, the address, the progress and the bytes', async () => {
    const seeder = await startTestSeeder(cleanup, { pieceLength: 32 * 1024 });
    const leecher = await seeder.connect({ peerId: Buffer.from('-qB4520-abcdefghijkl') });
    leecher.send({ kind: 'have', piece: 0 }, { kind: 'have', piece: 0 }, { kind: 'have', piece: 5 });
    await fetchBlocks(leecher, [FIRST]);
    await until(() => seeder.session.uploadedBytes === BLOCK);
    const [row] = seeder.session.peers();
    expect(row).toMatchObject({
      address: '127.0.0.1',
      port: leecher.socket.localPort,
      client: 'qBittorrent 4.5.2',
      peerId: Buffer.from('-qB4520-abcdefghijkl').toString('hex'),
      progress: 2 / 6,
      isSeeder: false,
      amChoking: false,
      peerInterested: true,
      uploadedBytes: BLOCK,
    });
    expect(row?.uploadRateBytesPerSecond).toBeGreaterThan(0);
    expect(seeder.session.uploadRateBytesPerSecond()).toBeGreaterThan(0);
    expect(seeder.registry.totals()).toMatchObject({ shares: 1, peersConnected: 1, uploadedBytes: BLOCK });
  });

  it('prefers the name that the peer gives itself', async () => {
    const seeder = await startTestSeeder(cleanup);
    const leecher = await seeder.connect();
    await fetchMetadata(leecher);
    expect(seeder.session.peers()).toMatchObject([{ client: 'Test leecher 1' }]);
  });

  it('goes on counting from what was stored', async () => {
    const seeder = await startTestSeeder(cleanup, { session: { uploadedBytes: 1000 } });
    await fetchBlocks(await seeder.connect(), [FIRST]);
    await until(() => seeder.session.uploadedBytes > 1000);
    expect(seeder.session.uploadedBytes).toBe(1000 + BLOCK);
  });
});

function messageOf(state: ShareState): string {
  return state.kind === 'error' ? state.message : '';
}

/** Waits, turn by turn of the event loop, for what a session counts without telling. */
async function until(isReached: () => boolean): Promise<void> {
  while (!isReached()) await new Promise((resolve) => setImmediate(resolve));
}
