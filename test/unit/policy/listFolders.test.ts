import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { InfoHash } from '../../../shared/infoHash.ts';
import { createCleanup } from '../../support/cleanup.ts';
import { eventually } from '../../support/eventually.ts';
import { createPolicyFixture, type PolicyFixture } from '../../support/policyFixture.ts';
import { torrentNamed } from '../../support/smallTorrent.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { announceRequest } from '../../support/trackerFixture.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

let folder = '';
beforeEach(async () => {
  folder = await temporaryFolder(cleanup, 'torrents');
});

const corn = torrentNamed('Corn');
const rye = torrentNamed('Rye');

function isServed({ tracker }: PolicyFixture, infoHash: InfoHash): boolean {
  return tracker.announce(announceRequest({ infoHash })).ok;
}

async function until(fixture: PolicyFixture, infoHash: InfoHash, isListed: boolean): Promise<void> {
  const probe = () => (isServed(fixture, infoHash) === isListed ? true : undefined);
  await eventually(probe, { what: `the torrent to be ${isListed ? 'listed' : 'unlisted'}`, timeoutMs: 20_000 });
}

describe('a watched folder', () => {
  it('lists what is in it from the start, in folders of it as well, and nothing else', async () => {
    await mkdir(join(folder, 'sub'));
    await writeFile(join(folder, 'corn.torrent'), corn.bytes);
    await writeFile(join(folder, 'sub', 'Rye.TORRENT'), rye.bytes);
    await writeFile(join(folder, 'notes.txt'), 'x');
    await writeFile(join(folder, 'broken.torrent'), 'd4:infode');
    const fixture = createPolicyFixture(cleanup, { policy: 'listed', listFolders: [folder] });
    await fixture.ready();
    expect([corn, rye].map(({ infoHash }) => isServed(fixture, infoHash))).toEqual([true, true]);
    expect(fixture.policySources()).toMatchObject([
      {
        key: folder,
        kind: 'list-folder',
        state: 'read',
        entries: 2,
        rejected: 1,
        firstRejected: join(folder, 'broken.torrent'),
      },
    ]);
    expect(fixture.outcomes).toMatchObject([{ state: 'read', rejected: 1 }]);
  });

  it('follows files that come, change, move and go, and drops their swarms', async () => {
    const fixture = createPolicyFixture(cleanup, { policy: 'listed', listFolders: [folder] });
    await fixture.ready();
    await writeFile(join(folder, 'a.torrent'), corn.bytes);
    await until(fixture, corn.infoHash, true);
    await writeFile(join(folder, 'a.torrent'), rye.bytes);
    await until(fixture, rye.infoHash, true);
    await until(fixture, corn.infoHash, false);
    await rename(join(folder, 'a.torrent'), join(folder, 'b.torrent'));
    await eventually(
      () => (fixture.torrentList.entries()[0]?.file?.endsWith('b.torrent') === true ? true : undefined),
      {
        what: 'the file to be known by its new name',
      },
    );
    await rm(join(folder, 'b.torrent'));
    await until(fixture, rye.infoHash, false);
    expect(fixture.dropped).toContain(rye.infoHash);
  });

  it('can be named and taken away while the engine runs', async () => {
    await writeFile(join(folder, 'corn.torrent'), corn.bytes);
    const fixture = createPolicyFixture(cleanup, { policy: 'listed' });
    fixture.change({ listFolders: [folder] });
    await fixture.ready();
    expect(isServed(fixture, corn.infoHash)).toBe(true);
    fixture.change({ listFolders: [] });
    expect(isServed(fixture, corn.infoHash)).toBe(false);
    expect(fixture.policySources()).toEqual([]);
  });

  it('that is not there is told, and does not hold up the start', async () => {
    const missing = join(folder, 'missing');
    const fixture = createPolicyFixture(cleanup, { listFolders: [missing] });
    await fixture.ready();
    expect(fixture.outcomes).toMatchObject([{ key: missing, state: 'failed' }]);
  });

  it('keeps its swarms when the engine ends', async () => {
    await writeFile(join(folder, 'corn.torrent'), corn.bytes);
    const fixture = createPolicyFixture(cleanup, { policy: 'listed', listFolders: [folder] });
    await fixture.ready();
    isServed(fixture, corn.infoHash);
    await fixture.stop();
    expect(fixture.dropped).toEqual([]);
    expect(fixture.tracker.look(corn.infoHash)).toBeDefined();
  });
});
