import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type CommandName,
  type CommandResult,
  commands,
  type EngineApi,
  type EngineEvent,
} from '../../shared/contract.ts';
import { fakeInfoHash } from './fakeShare.ts';

export interface OpenedApi {
  readonly api: EngineApi;
  stop(): Promise<void>;
}

/** What every implementation and every transport of EngineApi must do. `open` is called once per test. */
export function describeEngineApi(name: string, open: () => Promise<OpenedApi>): void {
  describe(name, () => {
    let folder: string;
    let opened: OpenedApi;
    let seen: EngineEvent[];

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'granary-contract-'));
      await writeFile(join(folder, 'a.txt'), 'grain');
    });
    afterAll(() => rm(folder, { recursive: true }));
    beforeEach(async () => {
      opened = await open();
      seen = [];
      opened.api.onEvent((event) => seen.push(event));
    });
    afterEach(() => opened.stop());

    const create = (jobId = 'job-1') =>
      opened.api.call('shares.create', { jobId, paths: [folder], name: 'corn', comment: 'harvest' });

    it('creates a share, reports its progress under the job id, and lists it', async () => {
      const { share, alreadyShared } = expectResult('shares.create', await create());
      expect(share).toMatchObject({ name: 'corn', bytes: expect.any(Number), private: false, comment: 'harvest' });
      expect(alreadyShared).toBe(false);
      expect(seen).toContainEqual({ event: 'job.progress', data: expect.objectContaining({ jobId: 'job-1' }) });
      expect(seen).toContainEqual({
        event: 'share.changed',
        data: expect.objectContaining({ infoHash: share.infoHash }),
      });
      const { shares } = expectResult('shares.list', await opened.api.call('shares.list', {}));
      expect(shares.map(({ infoHash }) => infoHash)).toEqual([share.infoHash]);
    });

    it('says that a share is there already instead of adding it again', async () => {
      const first = await create();
      const second = await create('job-2');
      expect(second).toMatchObject({ alreadyShared: true, share: { infoHash: first.share.infoHash } });
    });

    it('gives files and peers of a share', async () => {
      const { infoHash } = (await create()).share;
      const { files } = expectResult('shares.get', await opened.api.call('shares.get', { infoHash }));
      expect(files.map(({ path }) => path.at(-1))).toEqual(['a.txt']);
      const peers = expectResult('shares.peers', await opened.api.call('shares.peers', { infoHash }));
      expect(peers).toEqual({ connected: [], announced: [] });
    });

    it('pauses and resumes, and tells listeners', async () => {
      const { infoHash } = (await create()).share;
      for (const [command, kind] of [
        ['shares.pause', 'paused'],
        ['shares.resume', 'seeding'],
      ] as const) {
        await opened.api.call(command, { infoHash });
        expect(seen).toContainEqual({
          event: 'share.changed',
          data: expect.objectContaining({ infoHash, state: { kind } }),
        });
      }
    });

    it('verifies a share that is intact', async () => {
      const { infoHash } = (await create()).share;
      const result = expectResult('shares.verify', await opened.api.call('shares.verify', { jobId: 'v', infoHash }));
      expect(result).toEqual({ intact: true, badPieces: 0 });
    });

    it('removes a share, and tells listeners', async () => {
      const { infoHash } = (await create()).share;
      await opened.api.call('shares.remove', { infoHash });
      expect(seen).toContainEqual({ event: 'share.removed', data: { infoHash } });
      expect(await opened.api.call('shares.list', {})).toEqual({ shares: [] });
    });

    it('reports its status', async () => {
      expectResult('engine.status', await opened.api.call('engine.status', {}));
    });

    it('takes the cancelling of an unknown job as done', async () => {
      expect(await opened.api.call('jobs.cancel', { jobId: 'never started' })).toEqual({});
    });

    it('rejects with a code, a message that names the thing, and a hint', async () => {
      const infoHash = fakeInfoHash('nothing has this');
      await expect(opened.api.call('shares.get', { infoHash })).rejects.toMatchObject({
        name: 'GranaryError',
        code: 'share-unknown',
        message: expect.stringContaining(infoHash),
        hint: expect.any(String),
      });
      const missing = join(folder, 'no such file');
      await expect(opened.api.call('shares.create', { jobId: 'j', paths: [missing] })).rejects.toMatchObject({
        code: 'path-not-found',
        message: expect.stringContaining(missing),
      });
    });

    it('tells a listener nothing after its subscription ended', async () => {
      const heard: EngineEvent[] = [];
      const end = opened.api.onEvent((event) => heard.push(event));
      end();
      end();
      await create();
      expect(seen).not.toEqual([]);
      expect(heard).toEqual([]);
    });
  });
}

/** The result as the schema reads it, so that every answer is also checked against the contract. */
function expectResult<Name extends CommandName>(command: Name, result: CommandResult<Name>): CommandResult<Name> {
  const parsed = commands[command].result.safeParse(result);
  expect(parsed.error).toBeUndefined();
  return result;
}
