import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { aria2Args } from '../support/aria2.ts';
import { createCleanup } from '../support/cleanup.ts';
import { compareTrees } from '../support/compareTrees.ts';
import { createFixtureFolder } from '../support/fixtureFolder.ts';
import { freePort } from '../support/freePort.ts';
import { fetchTorrent, startShare } from '../support/granary.ts';
import { lanAddresses } from '../support/lanAddresses.ts';
import { runProgram } from '../support/programs.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { withTrackers } from '../support/torrentFile.ts';

/** aria2 knows the seeder from nothing but announces over HTTPS. */

const lan = lanAddresses();
const cleanup = createCleanup();
afterEach(cleanup.run);

describe('aria2c with an https announce URL', () => {
  it.each([
    { trust: 'trusts the certificate that Granary made', flagsFor: (path: string) => [`--ca-certificate=${path}`] },
    { trust: 'does not look at the certificate', flagsFor: () => ['--check-certificate=false'] },
  ])('downloads when it $trust', async ({ flagsFor }) => {
    const { granary, fixture, torrent } = await shareOverHttps();
    const { status, output, downloadFolder } = await download(
      torrent,
      flagsFor(join(granary.dataDir, 'https', 'certificate.pem')),
    );
    expect(status, output).toBe(0);
    expect(await compareTrees(fixture, join(downloadFolder, granary.ready.name))).toEqual([]);
  });

  it('is in the links where that is wanted', async () => {
    const { granary, httpsTracker } = await shareOverHttps(['--https-links']);
    expect(granary.ready.magnet).toContain(encodeURIComponent(httpsTracker));
    expect(Buffer.from(await fetchTorrent(granary.ready)).toString('latin1')).toContain(httpsTracker);
  });
});

async function shareOverHttps(flags: readonly string[] = []) {
  const fixture = await createFixtureFolder(await temporaryFolder(cleanup, 'fixture'));
  const port = await freePort(lan.host);
  const granary = await startShare(cleanup, {
    path: fixture,
    address: lan.host,
    flags: ['--https', '--https-port', String(port), ...flags],
  });
  const httpsTracker = `https://${lan.host}:${port}/announce`;
  return { granary, fixture, httpsTracker, torrent: withTrackers(await fetchTorrent(granary.ready), [httpsTracker]) };
}

async function download(torrent: Uint8Array, flags: readonly string[]) {
  const downloadFolder = await temporaryFolder(cleanup, 'aria2');
  const file = join(downloadFolder, 'share.torrent');
  await writeFile(file, torrent);
  const address = lan.client(0);
  const place = { address, peerPort: await freePort(address), downloadFolder };
  const args = [...aria2Args(place), ...flags, '--seed-time=0', '--bt-stop-timeout=60', file];
  return { ...(await runProgram(cleanup, { command: 'aria2c', args })), downloadFolder };
}
