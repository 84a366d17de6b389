import { numberIn, type Peer } from '../httpAnnounce.ts';
import type { Counts, Session, Way } from '../session.ts';
import type { ConformanceCase } from '../conformanceCase.ts';
import { expectThat } from '../target.ts';

/** Who is counted, and how often. */

export const ACCOUNTING_CASES: readonly ConformanceCase[] = [
  counting('started counts a leecher, announced again no second one', { seeders: 0, leechers: 1 }, async (announce) => {
    await announce({ event: 'started' });
    await announce({});
    await announce({ event: 'started' });
  }),
  counting('left=0 counts a seeder', { seeders: 1, leechers: 0 }, (announce) => announce({ left: 0 })),
  counting('a leecher that completes becomes a seeder', { seeders: 1, leechers: 0 }, async (announce) => {
    await announce({ event: 'started' });
    await announce({ event: 'completed', left: 0 });
  }),
  counting('stopped takes a peer away at once', { seeders: 0, leechers: 0 }, async (announce) => {
    await announce({ event: 'started' });
    await announce({ event: 'stopped' });
  }),
  counting('stopped of a peer that was not there changes nothing', { seeders: 0, leechers: 1 }, async (announce) => {
    await announce({ event: 'started' });
    await announce({ event: 'stopped', name: 'stranger', port: 6002 });
  }),
  completing('completed counts once', 1, async (announce) => {
    await announce({ event: 'started' });
    await announce({ event: 'completed', left: 0 });
  }),
  completing('completed said three times counts once', 1, async (announce) => {
    await announce({ event: 'started' });
    for (let i = 0; i < 3; i++) await announce({ event: 'completed', left: 0 });
  }),
  completing('a seeder that starts counts no completion', 0, (announce) => announce({ event: 'started', left: 0 })),
  counting('a peer that changes its port, by its peer_id and key', { seeders: 0, leechers: 1 }, async (announce) => {
    await announce({ event: 'started', key: '0badcafe' });
    await announce({ port: 6002, key: '0badcafe' });
  }),
  counting('a peer that changes its address, by its key', { seeders: 0, leechers: 1 }, async (announce) => {
    await announce({ event: 'started', key: '0badcafe' });
    await announce({ key: '0badcafe' }, { client: 1 });
  }),
  counting('a peer on both families, by its key', { seeders: 0, leechers: 1 }, async (announce) => {
    await announce({ event: 'started', key: '0badcafe' });
    await announce({ key: '0badcafe' }, { network: 'IPv6' });
  }),
  counting('a client that starts anew at the same place', { seeders: 0, leechers: 1 }, async (announce) => {
    await announce({ event: 'started', name: 'before' });
    await announce({ event: 'started', name: 'after' });
  }),
  {
    name: 'one swarm for HTTP and UDP: a peer by both counts once',
    bep: '15',
    async run(session) {
      const torrent = session.torrent();
      const peer: Peer = { torrent, name: 'both', port: 6001, event: 'started' };
      const udp = await session.udp();
      await session.announce(peer);
      const { leechers } = await udp.announce(peer);
      expectThat(leechers === 1, `${leechers} leechers`);
      const others = (await udp.announce({ torrent, name: 'other', port: 6002 })).others();
      expectThat(others.join() === '6001', `told ${others.join() || 'nobody'}`);
      return '1 leecher';
    },
  },
  {
    name: 'stopped over UDP takes away what started over HTTP',
    bep: '15',
    async run(session) {
      const torrent = session.torrent();
      const udp = await session.udp();
      await session.announce({ torrent, name: 'both', port: 6001, event: 'started' });
      await udp.announce({ torrent, name: 'both', port: 6001, event: 'stopped' });
      return expectCounts(await session.counts(torrent), { seeders: 0, leechers: 0 });
    },
  },
  {
    name: 'a peer that is silent for an hour is forgotten',
    bep: '3',
    async run(session) {
      const torrent = session.torrent();
      await session.announce({ torrent, name: 'silent', port: 6001, event: 'started' });
      await session.passTime(3600);
      const { dict, others: peers } = await session.announce({ torrent, name: 'looker', port: 6002 });
      expectThat(peers.length === 0, `listed still: ${peers.join(', ')}`);
      expectThat(numberIn(dict, 'incomplete') === 1, `${numberIn(dict, 'incomplete')} leechers`);
      return 'forgotten';
    },
  },
  {
    name: 'a partial seed (paused) is told apart from downloaders',
    bep: '21',
    async run(session) {
      const torrent = session.torrent();
      await session.announce({ torrent, name: 'partial', port: 6001, event: 'paused' });
      await session.announce({ torrent, name: 'downloads', port: 6002, event: 'started' });
      const { leechers } = await session.counts(torrent);
      const seen = `incomplete ${leechers}, downloaders ${await session.downloaders(torrent)}`;
      expectThat(seen === 'incomplete 2, downloaders 1', seen);
      return seen;
    },
  },
];

type Announce = (overrides: Partial<Peer>, way?: Way) => Promise<unknown>;
type Present = Pick<Counts, 'seeders' | 'leechers'>;

function counting(name: string, expected: Present, act: (announce: Announce) => Promise<unknown>): ConformanceCase {
  return {
    name,
    bep: '3',
    async run(session) {
      const torrent = session.torrent();
      await act(announceWith(session, torrent));
      return expectCounts(await session.counts(torrent), expected);
    },
  };
}

function completing(name: string, expected: number, act: (announce: Announce) => Promise<unknown>): ConformanceCase {
  return {
    name,
    bep: '48',
    async run(session) {
      const torrent = session.torrent();
      await act(announceWith(session, torrent));
      const { completed } = await session.counts(torrent);
      expectThat(completed === expected, `${completed} completions`);
      return `${completed} completions`;
    },
  };
}

function announceWith(session: Session, torrent: Buffer): Announce {
  return (overrides, way) => session.announce({ torrent, name: 'counted', port: 6001, ...overrides }, way);
}

function expectCounts({ seeders, leechers }: Counts, expected: Present): string {
  const seen = `${seeders} seeders, ${leechers} leechers`;
  expectThat(seeders === expected.seeders && leechers === expected.leechers, seen);
  return seen;
}
