import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { createCleanup } from '../support/cleanup.ts';
import { eventually } from '../support/eventually.ts';
import { fetchTorrent, startShare } from '../support/granary.ts';
import { lanAddresses } from '../support/lanAddresses.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { withTrackers } from '../support/torrentFile.ts';
import { startTransmission } from '../support/transmission.ts';

const PIECE_BYTES = 65_536;
const lan = lanAddresses();
const cleanup = createCleanup();
afterEach(cleanup.run);

it('Transmission that has all that it wants, and not all, is a partial seed to the tracker (BEP 21)', async () => {
  const folder = await temporaryFolder(cleanup, 'fixture');
  // Files that share no piece, or all of them would come.
  for (const name of ['unwanted', 'wanted']) await writeFile(join(folder, name), randomBytes(4 * PIECE_BYTES));
  const granary = await startShare(cleanup, { path: folder, address: lan.host, pieceLength: PIECE_BYTES });
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
  await eventually(probe, { timeoutMs: 140_000, what: 'a partial seed' }).catch(() => undefined);
  expect(last).toMatchObject({ seeders: 1, leechers: 1, paused: 1 });
});
