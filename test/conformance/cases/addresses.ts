import { escapeAll, inFull } from '../httpAnnounce.ts';
import type { Session, Way } from '../session.ts';
import type { ConformanceCase } from '../conformanceCase.ts';
import { expectThat, NotOffered } from '../target.ts';

/** Who is told to whom, and under which address. */

const CLAIMED = '10.99.99.99';
const CLAIMED6 = 'fd99::99';

export const ADDRESS_CASES: readonly ConformanceCase[] = [
  {
    name: 'nobody is told to itself, over HTTP',
    bep: '3',
    async run(session) {
      const torrent = session.torrent();
      await session.announce({ torrent, name: 'self', port: 6001 });
      const { peers } = await session.announce({ torrent, name: 'self', port: 6001 });
      expectThat(peers.length === 0, `told ${peers.join(', ')}`);
      return 'nobody';
    },
  },
  {
    name: 'nobody is told to itself, over UDP',
    bep: '15',
    async run(session) {
      const torrent = session.torrent();
      const udp = await session.udp();
      await udp.announce({ torrent, name: 'self', port: 6001 });
      const { peers } = await udp.announce({ torrent, name: 'self', port: 6001 });
      expectThat(peers.length === 0, `told ${peers.length} bytes of peers`);
      return 'nobody';
    },
  },
  {
    name: 'seeders are not told to seeders',
    bep: '3',
    async run(session) {
      const torrent = session.torrent();
      const moved = 'uploaded=1000&downloaded=1000';
      await session.announce({ torrent, name: 'seeder1', port: 6001, left: 0 });
      await session.announce({ torrent, name: 'leecher', port: 6002 });
      const { peers } = await session.ask(
        `info_hash=${escapeAll(torrent)}&peer_id=-CT0001-seeder2.....&port=6003&${moved}&left=0&compact=1`,
      );
      const ports = peers.map((peer) => peer.split(' ')[1]);
      expectThat(!ports.includes('6001'), `told ${peers.join(', ')}`);
      expectThat(ports.includes('6002'), 'the leecher is not told either');
      return peers.join(', ');
    },
  },
  {
    name: 'a peer that came over loopback is never told to others as 127.0.0.1',
    bep: 'safety',
    async run(session) {
      const torrent = session.torrent();
      await session.announce({ torrent, name: 'local', port: 6001 }, { network: 'loopback' });
      const { others: peers } = await session.announce({ torrent, name: 'other', port: 6002 });
      expectThat(!peers.some((peer) => peer.startsWith('127.')), `told ${peers.join(', ')}`);
      return peers.join(', ') || 'nobody';
    },
  },
  claim('ip= from the network does not count', `ip=${CLAIMED}`),
  claim('ip= with another family does not count either', `ip=${CLAIMED6}`),
  claim('ip= that is no address harms nobody', 'ip=tracker.example&ipv4=x'),
  claim('ipv4= from the network does not count', `ipv4=${CLAIMED}`),
  claim('ipv6= from the network does not count', `ipv6=[${CLAIMED6}]:6001`),
  claim('X-Forwarded-For from the network does not count', '', `X-Forwarded-For: ${CLAIMED}\r\n`),
  claim('X-Real-IP from the network does not count', '', `X-Real-IP: ${CLAIMED}\r\n`),
  {
    name: 'the address in a UDP announce does not count',
    bep: '15',
    async run(session) {
      const torrent = session.torrent();
      const udp = await session.udp();
      await udp.announce({ torrent, name: 'claims', port: 6001, claimed: CLAIMED });
      return expectTold(session, torrent, session.addressOf({}));
    },
  },
  {
    name: 'ip= from loopback counts, where a proxy may sit',
    bep: '3',
    async run(session) {
      const torrent = session.torrent();
      const way = { network: 'loopback' } as const;
      await session.announce({ torrent, name: 'proxied', port: 6001, more: `ip=${CLAIMED}` }, way);
      const { others: peers } = await session.announce({ torrent, name: 'other', port: 6002 });
      if (!peers.includes(`${CLAIMED} 6001`)) throw new NotOffered(`told ${peers.join(', ') || 'nobody'}`);
      return peers.join(', ');
    },
  },
  proxied('X-Forwarded-For from a configured proxy counts', {
    headers: `X-Forwarded-For: 203.0.113.7, ${CLAIMED}\r\n`,
    told: CLAIMED,
  }),
  proxied('X-Real-IP from a configured proxy counts', { headers: `X-Real-IP: ${CLAIMED}\r\n`, told: CLAIMED }),
  proxied('X-Forwarded-For with an IPv6 address', { headers: `X-Forwarded-For: ${CLAIMED6}\r\n`, told: CLAIMED6 }),
  proxied('ip= from a configured proxy counts', { more: `ip=${CLAIMED}`, told: CLAIMED }),
];

function claim(name: string, more: string, headers = ''): ConformanceCase {
  return {
    name,
    bep: 'safety',
    async run(session) {
      const torrent = session.torrent();
      await announceVia(session, { torrent, more, headers });
      return expectTold(session, torrent, session.addressOf({}));
    },
  };
}

interface Proxied {
  readonly headers?: string;
  readonly more?: string;
  readonly told: string;
}

function proxied(name: string, { headers = '', more = '', told }: Proxied): ConformanceCase {
  return {
    name,
    bep: 'HTTP',
    async run(session) {
      session.configure({ proxies: [session.addressOf({})] });
      const torrent = session.torrent();
      await announceVia(session, { torrent, more, headers });
      return expectTold(session, torrent, told);
    },
  };
}

async function announceVia(
  session: Session,
  { torrent, more, headers }: { readonly torrent: Buffer; readonly more: string; readonly headers: string },
): Promise<void> {
  const query = `info_hash=${escapeAll(torrent)}&peer_id=-CT0001-claims......&port=6001&left=1&compact=1&${more}`;
  await session.get(`${session.target.path}?${query}`, { headers });
}

/** What another client is told of the one that announced with port 6001. */
async function expectTold(session: Session, torrent: Buffer, address: string): Promise<string> {
  const looker: Way = { client: 1 };
  const { others: peers } = await session.announce({ torrent, name: 'looker', port: 6002 }, looker);
  expectThat(peers.join() === `${inFull(address)} 6001`, `told ${peers.join(', ') || 'nobody'}`);
  return peers.join(', ');
}
