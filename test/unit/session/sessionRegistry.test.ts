import { afterEach, describe, expect, it } from 'vitest';
import { createCleanup } from '../../support/cleanup.ts';
import { fakeInfoHash } from '../../support/fakeShare.ts';
import { startTestSeeder } from '../../support/testSeeder.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

describe('the registry of sessions', () => {
  it('finds a session by its info-hash, and no other', async () => {
    const { registry, session } = await startTestSeeder(cleanup);
    expect(registry.find(session.infoHash)).toBe(session);
    expect(registry.find(fakeInfoHash('another'))).toBeUndefined();
    expect(registry.list()).toEqual([session]);
  });

  it('has one session for one info-hash', async () => {
    const { registry, session } = await startTestSeeder(cleanup);
    expect(() => registry.add(session)).toThrow(session.infoHash);
  });

  it('stops the session that it removes', async () => {
    const seeder = await startTestSeeder(cleanup);
    const leecher = await seeder.connect();
    expect(await seeder.registry.remove(seeder.session.infoHash)).toBe(true);
    await leecher.closed;
    expect(await seeder.registry.remove(seeder.session.infoHash)).toBe(false);
    await expect(seeder.connect()).rejects.toThrow('closed');
  });

  it('adds everything up', async () => {
    const seeder = await startTestSeeder(cleanup, { session: { uploadedBytes: 7 } });
    await seeder.connect();
    expect(seeder.registry.totals()).toEqual({
      shares: 1,
      peersConnected: 1,
      uploadedBytes: 7,
      uploadRateBytesPerSecond: 0,
    });
  });
});
