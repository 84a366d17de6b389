import { afterEach, expect, it } from 'vitest';
import { createCleanup } from '../support/cleanup.ts';
import { eventually } from '../support/eventually.ts';
import { createFixtureFolder } from '../support/fixtureFolder.ts';
import { fetchTorrent, startShare } from '../support/granary.ts';
import { lanAddresses } from '../support/lanAddresses.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { withTrackers } from '../support/torrentFile.ts';
import { startTransmission } from '../support/transmission.ts';

const lan = lanAddresses();
const cleanup = createCleanup();
afterEach(cleanup.run);

it('Transmission that has all that it wants, and not all, is a partial seed to the tracker (BEP 21)', async () => {
  const fixture = await createFixtureFolder(await temporaryFolder(cleanup, 'fixture'));
  const granary = await startShare(cleanup, { path: fixture, address: lan.host });
  const { infoHash } = granary.ready;
  const client = await startTransmission(cleanup, { address: lan.client(0) });
  const torrent = withTrackers(await fetchTorrent(granary.ready), [granary.httpTracker]);
  await client.add({ torrent, unwanted: [0] });
  let last: unknown;
  const probe = async (): Promise<true | undefined> => {
    const { swarm } = (await granary.show(infoHash)).share;
    last = swarm;
    return swarm.leechers === 1 && swarm.paused === 1 ? true : undefined;
  };
  await eventually(probe, { timeoutMs: 150_000, what: 'a partial seed' }).catch(() => undefined);
  expect(last).toMatchObject({ seeders: 1, leechers: 1, paused: 1 });
});
