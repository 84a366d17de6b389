import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { openStorage } from '../../electron/engine/storage/storage.ts';
import { createCleanup } from '../support/cleanup.ts';
import { type Program, startProgram } from '../support/programs.ts';
import { exampleShare, reopen, startStorage } from '../support/storageFixture.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

const holder = fileURLToPath(new URL('../support/storageHolder.ts', import.meta.url));
const KILLS = 5;
const SHARES_A_ROUND = 7;

describe('a data directory', () => {
  it('belongs to one process until that one is killed, and to the next at once', async () => {
    const dataDir = await temporaryFolder(cleanup, 'lock');
    const first = await startHolder(dataDir);
    await first.line((line) => line === 'open');

    expect(() => openStorage({ dataDir })).toThrow(expect.objectContaining({ code: 'data-dir-in-use' }));
    const second = await startHolder(dataDir);
    expect(JSON.parse(await second.line(() => true))).toMatchObject({ code: 'data-dir-in-use' });

    await first.stop('SIGKILL');
    const storage = reopen(cleanup, dataDir);
    expect(storage.integrity()).toBe('ok');
  });

  it('is refused in words that say who has it and what to do', async () => {
    const { dataDir } = await startStorage(cleanup);
    const control = { port: 6970, secret: 'x', processId: 4711, version: '0' };
    await writeFile(join(dataDir, 'control.json'), JSON.stringify(control));
    const other = await startHolder(dataDir);
    expect(JSON.parse(await other.line(() => true))).toEqual({
      code: 'data-dir-in-use',
      message: `another Granary (process 4711) is using the data directory ${dataDir}`,
      hint: expect.stringContaining('--data-dir'),
    });
  });

  it('is free after a close, which may be called again', async () => {
    const { storage, dataDir } = await startStorage(cleanup);
    await storage.close();
    await storage.close();
    expect(reopen(cleanup, dataDir).shares.list()).toEqual([]);
  });

  it('opens for one of two who come at the same moment', async () => {
    const dataDir = await temporaryFolder(cleanup, 'lock');
    const both = await Promise.all([startHolder(dataDir), startHolder(dataDir)]);
    const said = await Promise.all(both.map((program) => program.line(() => true)));
    expect(said.filter((line) => line === 'open')).toHaveLength(1);
    expect(said.filter((line) => line.includes('data-dir-in-use'))).toHaveLength(1);
  });
});

describe('kill -9 in the middle of writing', () => {
  it(`loses no share that was acknowledged, ${KILLS} times over`, async () => {
    const dataDir = await temporaryFolder(cleanup, 'kill');
    const acknowledged: string[] = [];
    for (let round = 0; round < KILLS; round++) {
      const program = await startHolder(dataDir);
      await program.line(() => acknowledgedBy(program).length > SHARES_A_ROUND);
      await program.stop('SIGKILL');
      acknowledged.push(...acknowledgedBy(program));

      const storage = reopen(cleanup, dataDir);
      const stored = storage.shares.list();
      expect(storage.integrity()).toBe('ok');
      expect(stored.map(({ infoHash }) => infoHash)).toEqual(expect.arrayContaining(acknowledged));
      expect(stored.every(({ files }) => files.length === 50)).toBe(true);
      for (const [number, { infoHash, uploadedBytes }] of stored.entries()) {
        if (acknowledged.includes(infoHash)) expect(uploadedBytes).toBe(1000 + number);
      }
      expect(storage.dht.load()).toMatchObject({ nodes: [{ host: '10.0.0.1', port: 1 }] });
      await storage.close();
    }
    expect(acknowledged.length).toBeGreaterThanOrEqual(KILLS * SHARES_A_ROUND);
    expect(acknowledged[0]).toBe(exampleShare(0, { infoLength: 20_000 }).infoHash);
  });
});

function startHolder(dataDir: string): Promise<Program> {
  return startProgram(cleanup, { command: process.execPath, args: [holder, dataDir] });
}

/** The info-hashes that a holder printed, each after its share was stored. */
function acknowledgedBy(program: Program): string[] {
  return program
    .output()
    .split('\n')
    .filter((line) => /^[0-9a-f]{40}$/.test(line));
}
