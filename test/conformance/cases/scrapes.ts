import { escapeAll, readReply } from '../httpAnnounce.ts';
import type { Session } from '../session.ts';
import type { ConformanceCase } from '../conformanceCase.ts';
import { expectThat, NotOffered } from '../target.ts';

/** Scrapes over HTTP. */

export const SCRAPE_CASES: readonly ConformanceCase[] = [
  {
    name: 'a scrape tells complete, downloaded and incomplete',
    bep: '48',
    async run(session) {
      const torrent = session.torrent();
      await session.announce({ torrent, name: 'seeder', port: 6001, left: 0 });
      await session.announce({ torrent, name: 'leecher', port: 6002 });
      const { seeders, leechers, completed } = await session.counts(torrent);
      const seen = `complete ${seeders}, downloaded ${completed}, incomplete ${leechers}`;
      expectThat(seen === 'complete 1, downloaded 0, incomplete 1', seen);
      return seen;
    },
  },
  {
    name: 'several torrents in one scrape',
    bep: '48',
    async run(session) {
      const torrents = await announced(session, 10);
      const files = await filesOf(session, torrents.map((torrent) => `info_hash=${escapeAll(torrent)}`).join('&'));
      expectThat(files.size === torrents.length, `${files.size} of ${torrents.length} torrents`);
      return `${files.size} torrents`;
    },
  },
  {
    name: 'the same torrent twice is listed once',
    bep: '48',
    async run(session) {
      const [torrent = Buffer.alloc(0)] = await announced(session, 1);
      const field = `info_hash=${escapeAll(torrent)}`;
      const { size } = await filesOf(session, `${field}&${field}`);
      expectThat(size === 1, `${size} entries`);
      return 'once';
    },
  },
  {
    name: 'a scrape with the fields of an announce beside it',
    bep: '48',
    async run(session) {
      const [torrent = Buffer.alloc(0)] = await announced(session, 1);
      const { size } = await filesOf(session, `peer_id=x&port=1&info_hash=${escapeAll(torrent)}&uploaded=`);
      expectThat(size === 1, `${size} entries`);
      return 'answered';
    },
  },
  {
    name: 'an info_hash of 19 bytes harms nobody',
    bep: '48',
    async run(session) {
      const reply = readReply(await session.get(session.scrapePath(`info_hash=${'%01'.repeat(19)}`)));
      await announced(session, 1);
      return reply.failure ?? 'answered';
    },
  },
  {
    name: 'a scrape counts for nothing in the swarm',
    bep: '48',
    async run(session) {
      const torrent = session.torrent();
      await session.counts(torrent);
      const { seeders, leechers } = await session.counts(torrent);
      expectThat(seeders + leechers === 0, `${seeders} seeders, ${leechers} leechers`);
      return 'nobody';
    },
  },
  {
    name: 'a scrape that names no torrent lists all, if it is allowed',
    bep: '48',
    async run(session) {
      const torrents = await announced(session, 3);
      session.configure({ fullScrape: true });
      const files = await filesOf(session, '');
      for (const torrent of torrents) expectThat(files.has(torrent.toString('latin1')), 'a torrent is missing');
      return `${files.size} torrents`;
    },
  },
  {
    name: 'a scrape that names no torrent is refused in words, if it is not',
    bep: '48',
    async run(session) {
      session.configure({ fullScrape: false });
      const { failure } = readReply(await session.get(session.scrapePath('')));
      expectThat(failure !== undefined, 'answered');
      return failure;
    },
  },
];

async function announced(session: Session, count: number): Promise<Buffer[]> {
  const torrents = Array.from({ length: count }, () => session.torrent());
  for (const torrent of torrents) await session.announce({ torrent, name: 'scraped', port: 6001 });
  return torrents;
}

async function filesOf(session: Session, query: string): Promise<ReadonlyMap<string, unknown>> {
  const { dict, failure } = readReply(await session.get(session.scrapePath(query)));
  if (failure !== undefined) throw new NotOffered(failure);
  const files = dict.get('files');
  expectThat(files instanceof Map, 'no files');
  return files;
}
