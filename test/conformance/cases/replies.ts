import { announceQuery, inFull, numberIn, type Reply } from '../httpAnnounce.ts';
import { connect } from '../udpSession.ts';
import type { Session, Way } from '../session.ts';
import type { ConformanceCase } from '../conformanceCase.ts';
import { expectThat, NotOffered } from '../target.ts';

/** What stands in a reply over HTTP. */

const PEER_DICT_KEYS = ['ip', 'port'];

export const REPLY_CASES: readonly ConformanceCase[] = [
  {
    name: 'compact=1 gives peers as bytes',
    bep: '23',
    async run(session) {
      const { dict } = await twoPeers(session, 'compact=1');
      expectThat(Buffer.isBuffer(dict.get('peers')), 'peers are a list');
      return 'bytes';
    },
  },
  {
    name: 'without compact, peers as bytes or as a list',
    bep: '23',
    async run(session) {
      const { dict, peers } = await twoPeers(session, '');
      expectThat(peers.length >= 1, 'nobody');
      return Buffer.isBuffer(dict.get('peers')) ? 'bytes' : 'a list';
    },
  },
  {
    name: 'compact=0 gives dictionaries with ip, port and peer id',
    bep: '23',
    async run(session) {
      const peer = await dictionaryPeer(session, 'compact=0');
      const id = peer.get('peer id');
      expectThat(Buffer.isBuffer(id) && id.length === 20, 'no peer id');
      return [...peer.keys()].join(', ');
    },
  },
  {
    name: 'no_peer_id=1 leaves the peer id out',
    bep: '23',
    async run(session) {
      const peer = await dictionaryPeer(session, 'compact=0&no_peer_id=1');
      expectThat(!peer.has('peer id'), 'the peer id is there');
      return [...peer.keys()].join(', ');
    },
  },
  {
    name: 'interval and min interval, the second no longer than the first',
    bep: '3',
    async run(session) {
      const { dict } = await session.announce({ torrent: session.torrent(), name: 'interval', port: 6001 });
      const [interval, least] = [numberIn(dict, 'interval'), numberIn(dict, 'min interval')];
      expectThat(interval > 0 && least > 0 && least <= interval, `interval ${interval}, min interval ${least}`);
      return `interval ${interval}, min interval ${least}`;
    },
  },
  {
    name: 'complete and incomplete, the announcing peer among them',
    bep: '3',
    async run(session) {
      const torrent = session.torrent();
      await session.announce({ torrent, name: 'seeder', port: 6001, left: 0 });
      const { dict } = await session.announce({ torrent, name: 'leecher', port: 6002 });
      const seen = `complete ${numberIn(dict, 'complete')}, incomplete ${numberIn(dict, 'incomplete')}`;
      expectThat(seen === 'complete 1, incomplete 1', seen);
      return seen;
    },
  },
  externalIp('IPv4', 4),
  externalIp('IPv6', 16),
  {
    name: 'retry in, in minutes, when more is asked than it can answer',
    bep: '31',
    async run(session) {
      session.configure({ overload: true });
      const query = announceQuery({ torrent: session.torrent(), name: 'late', port: 6001 });
      await session.ask(query);
      const { dict, failure } = await session.ask(query);
      expectThat(failure !== undefined, 'answered all the same');
      return `${failure}; retry in ${numberIn(dict, 'retry in')}`;
    },
  },
  {
    name: 'an IPv6 peer is told to one that came over IPv4, in peers6',
    bep: '7',
    async run(session) {
      const torrent = session.torrent();
      const way = { network: 'IPv6' } as const;
      await session.announce({ torrent, name: 'six', port: 6006 }, way);
      const { others: peers } = await session.announce({ torrent, name: 'four', port: 6004 });
      expectThat(peers.includes(`${inFull(session.addressOf(way))} 6006`), `peers: ${peers.join(', ') || 'none'}`);
      return peers.join(', ');
    },
  },
  {
    name: 'an IPv4 peer is told to one that came over IPv6, in peers',
    bep: '7',
    async run(session) {
      const torrent = session.torrent();
      await session.announce({ torrent, name: 'four', port: 6004 });
      const { others: peers } = await session.announce({ torrent, name: 'six', port: 6006 }, { network: 'IPv6' });
      expectThat(peers.includes(`${session.addressOf({})} 6004`), `peers: ${peers.join(', ') || 'none'}`);
      return peers.join(', ');
    },
  },
  {
    name: 'an IPv6 peer is told to another, over HTTP',
    bep: '7',
    async run(session) {
      const torrent = session.torrent();
      const [one, two] = [{ network: 'IPv6' }, { network: 'IPv6', client: 1 }] as const;
      await session.announce({ torrent, name: 'one', port: 6001 }, one);
      const { others: peers } = await session.announce({ torrent, name: 'two', port: 6002 }, two);
      expectThat(peers.join() === `${inFull(session.addressOf(one))} 6001`, `peers: ${peers.join(', ') || 'none'}`);
      return peers.join(', ');
    },
  },
  {
    name: 'over UDP the family of the socket decides which peers are told',
    bep: '7',
    async run(session) {
      const torrent = session.torrent();
      const way = { network: 'IPv6' } as const;
      await session.announce({ torrent, name: 'four', port: 6004 });
      await session.announce({ torrent, name: 'six', port: 6006 }, way);
      const over4 = await (await session.udp()).announce({ torrent, name: 'looker4', port: 6014 });
      expectThat(over4.others().join() === '6004', `told ${over4.others().join()} over IPv4`);
      const conversation = await session.rawUdp(way);
      await connect(conversation).catch(() => {
        throw new NotOffered('no UDP over IPv6');
      });
      const over6 = await (await session.udp(way)).announce({ torrent, name: 'looker6', port: 6016 });
      const told6 = over6.others(18).filter((port) => port !== 6014);
      expectThat(told6.join() === '6006', `told ${told6.join()} over IPv6`);
      return 'each its own family';
    },
  },
];

async function twoPeers(session: Session, more: string): Promise<Reply> {
  const torrent = session.torrent();
  await session.announce({ torrent, name: 'one', port: 6001 });
  const query = announceQuery({ torrent, name: 'two', port: 6002 }).replace('&compact=1', more && `&${more}`);
  const reply = await session.ask(query);
  expectThat(reply.failure === undefined, `refused: ${reply.failure}`);
  return reply;
}

async function dictionaryPeer(session: Session, more: string): Promise<ReadonlyMap<string, unknown>> {
  const { dict } = await twoPeers(session, more);
  const list = dict.get('peers');
  expectThat(Array.isArray(list), 'peers are no list');
  const [peer] = list;
  expectThat(peer instanceof Map, 'no dictionary in it');
  expectThat(
    PEER_DICT_KEYS.every((key) => peer.has(key)),
    `a peer has ${[...peer.keys()].join(', ')}`,
  );
  return peer;
}

function externalIp(network: 'IPv4' | 'IPv6', bytes: 4 | 16): ConformanceCase {
  return {
    name: `external ip of ${bytes} bytes over ${network}`,
    bep: '24',
    async run(session) {
      const way: Way = { network };
      const { dict } = await session.announce({ torrent: session.torrent(), name: 'ip', port: 6001 }, way);
      const ip = dict.get('external ip');
      if (ip === undefined) throw new NotOffered('no external ip');
      expectThat(Buffer.isBuffer(ip) && ip.length === bytes, 'not that long');
      const text = bytes === 4 ? ip.join('.') : (ip.toString('hex').match(/.{4}/g) ?? []).join(':');
      expectThat(text === inFull(session.addressOf(way)), `it is ${text}`);
      return text;
    },
  };
}
