import { afterEach, describe, expect, it } from 'vitest';
import { infoHashFromBytes } from '../../../shared/infoHash.ts';
import { createCleanup } from '../../support/cleanup.ts';
import { startHttpTracker } from '../../support/httpTrackerFixture.ts';
import { createTrackerFixture, SHARED } from '../../support/trackerFixture.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

const REQUEST = 'GET /scrape HTTP/1.1\r\nHost: tracker\r\n\r\n';
const COUNTS = 'd8:completei0e10:downloadedi0e10:incompletei0ee';

async function start({ torrents, fullScrape }: { readonly torrents: number; readonly fullScrape: boolean }) {
  const fixture = createTrackerFixture({ isServed: () => true });
  fixture.tracker.removeSwarm(SHARED);
  const infoHashes = Array.from({ length: torrents }, (_, i) => {
    const bytes = Buffer.alloc(20);
    // In another order than that of their bytes.
    bytes.writeUInt32BE(Math.imul(i + 1, 2_654_435_761) >>> 0);
    return bytes;
  });
  for (const bytes of infoHashes) fixture.tracker.addSwarm(infoHashFromBytes(bytes));
  const options = { hasProxies: false, isProxy: () => false, fullScrape };
  return { ...fixture, infoHashes, ...(await startHttpTracker(cleanup, { ...fixture, options })) };
}

describe('a scrape that names no torrent', () => {
  it('is refused in words unless a person allowed it', async () => {
    const { exchange } = await start({ torrents: 1, fullScrape: false });
    const response = await exchange('GET /scrape HTTP/1.1\r\nConnection: close\r\n\r\n');
    expect(response).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*14:failure reason/);
  });

  it('lists all torrents in the order of their bytes, and ends the connection', async () => {
    const { exchange, infoHashes } = await start({ torrents: 1000, fullScrape: true });
    const response = await exchange(REQUEST);
    const sorted = infoHashes.toSorted(Buffer.compare);
    const files = sorted.map((bytes) => `20:${bytes.toString('latin1')}${COUNTS}`);
    expect(response.slice(response.indexOf('\r\n\r\n') + 4)).toBe(`d5:filesd${files.join('')}ee`);
  });

  it('counts for no torrent', async () => {
    const { exchange, tracker, infoHashes } = await start({ torrents: 1, fullScrape: true });
    await exchange(REQUEST);
    expect(infoHashes.map((bytes) => tracker.counts(infoHashFromBytes(bytes)).scrapes)).toEqual([0]);
  });

  it('is turned away while four are on their way, and for more torrents than one answer takes', async () => {
    const few = await start({ torrents: 20_000, fullScrape: true });
    const slow = await Promise.all([1, 2, 3, 4].map(() => few.connect()));
    for (const socket of slow) {
      socket.pause();
      socket.write(REQUEST);
    }
    // The system holds some of each answer, and none of them whole.
    while (few.frontend.socketCount() < 4) await new Promise((resolve) => setImmediate(resolve));
    expect(await few.exchange(REQUEST)).toContain('8:retry ini5e');
    for (const socket of slow) socket.destroy();
    const many = await start({ torrents: 20_001, fullScrape: true });
    expect(await many.exchange(REQUEST)).toContain('8:retry ini5e');
  });

  it('that its client does not take is cut off', async () => {
    const { connect, clock, frontend } = await start({ torrents: 20_000, fullScrape: true });
    const socket = await connect();
    let received = '';
    socket.on('data', (chunk) => (received += chunk.toString('latin1')));
    // A reset is how it learns.
    socket.on('error', () => undefined);
    const closed = new Promise((resolve) => socket.on('close', resolve));
    socket.pause();
    socket.write(REQUEST);
    while (frontend.socketCount() === 0) await new Promise((resolve) => setImmediate(resolve));
    clock.advance(40_000);
    socket.resume();
    await closed;
    expect(received.endsWith('ee')).toBe(false);
  });
});
