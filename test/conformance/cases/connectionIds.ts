import { randomBytes } from 'node:crypto';
import type { Session } from '../session.ts';
import type { ConformanceCase } from '../conformanceCase.ts';
import { expectThat } from '../target.ts';
import { announcePacket, connect, errorIn, scrapePacket } from '../udpSession.ts';

/** Connection ids (BEP 15): what keeps a forged address from counting, and replies from flooding a victim. */

const FIVE_MINUTES = 300;
const TEN_MINUTES = 600;

export const CONNECTION_ID_CASES: readonly ConformanceCase[] = [
  {
    name: 'two addresses are given different connection ids',
    bep: '15',
    async run(session) {
      const ids = [await session.udp(), await session.udp({ client: 1 })].map(({ connectionId }) => connectionId);
      expectThat(ids[0]?.equals(ids[1] ?? Buffer.alloc(0)) === false, `both get ${ids[0]?.toString('hex')}`);
      return 'different';
    },
  },
  refused('the protocol id', () => Buffer.from('0000041727101980', 'hex')),
  refused('zeros', () => Buffer.alloc(8)),
  refused('any bytes', () => randomBytes(8)),
  refused('that of another address', async (session) => (await session.udp({ client: 1 })).connectionId),
  {
    name: 'a scrape with a forged connection id is refused, and not with more bytes',
    bep: '15',
    async run(session) {
      const conversation = await session.rawUdp();
      const packet = scrapePacket(randomBytes(8), [session.torrent()]);
      return expectSmallRefusal(packet, await conversation.ask(packet));
    },
  },
  {
    name: 'the same connection id serves many announces',
    bep: '15',
    async run(session) {
      const udp = await session.udp();
      for (let i = 0; i < 20; i++) await udp.announce({ torrent: session.torrent(), name: `n${i}`, port: 6001 });
      return '20 announces';
    },
  },
  {
    name: 'another socket of the same address may use it',
    bep: '15',
    async run(session) {
      const { connectionId } = await session.udp();
      const other = await session.rawUdp();
      const packet = announcePacket(connectionId, { torrent: session.torrent(), name: 'socket', port: 6001 });
      const reply = await other.ask(packet);
      if (reply !== undefined && errorIn(reply) === undefined) return 'answered';
      return `refused: ${(reply && errorIn(reply)) ?? 'silence'}`;
    },
  },
  {
    name: 'twenty wrong connection ids ban nobody',
    bep: '15',
    async run(session) {
      const conversation = await session.rawUdp();
      const peer = { torrent: session.torrent(), name: 'wrong', port: 6001 };
      for (let i = 0; i < 20; i++) await conversation.ask(announcePacket(randomBytes(8), peer));
      const udp = await session.udp();
      await udp.announce(peer);
      return 'answered';
    },
  },
  {
    name: 'a connection id serves for two minutes',
    bep: '15',
    async run(session) {
      const udp = await session.udp();
      await session.passTime(119);
      await udp.announce({ torrent: session.torrent(), name: 'minute', port: 6001 });
      return 'answered';
    },
  },
  {
    name: 'one that is kept for five minutes (uTorrent) is taken or refused in words, and bans nobody',
    bep: '15',
    async run(session) {
      const udp = await session.udp();
      await session.passTime(FIVE_MINUTES);
      const peer = { torrent: session.torrent(), name: 'utorrent', port: 6001 };
      const packet = announcePacket(udp.connectionId, peer);
      const reply = await udp.ask(packet);
      expectThat(reply !== undefined, 'silence');
      const words = errorIn(reply);
      if (words !== undefined) expectThat(reply.length <= packet.length, `${reply.length} bytes of error`);
      const again = await session.udp();
      await again.announce(peer);
      return words === undefined ? 'answered' : `refused: ${words}`;
    },
  },
  {
    name: 'one that is ten minutes old is refused',
    bep: '15',
    async run(session) {
      const udp = await session.udp();
      await session.passTime(TEN_MINUTES);
      const packet = announcePacket(udp.connectionId, { torrent: session.torrent(), name: 'old', port: 6001 });
      return expectSmallRefusal(packet, await udp.ask(packet));
    },
  },
];

function refused(what: string, idOf: (session: Session) => Buffer | Promise<Buffer>): ConformanceCase {
  return {
    name: `an announce with ${what} as its connection id is refused, and nobody listed`,
    bep: '15',
    async run(session) {
      const torrent = session.torrent();
      const conversation = await session.rawUdp();
      // So that refusing is not merely not knowing this client.
      await connect(conversation);
      const packet = announcePacket(await idOf(session), { torrent, name: 'forged', port: 6001 });
      const seen = expectSmallRefusal(packet, await conversation.ask(packet));
      const { others: peers } = await session.announce({ torrent, name: 'looker', port: 6002 });
      expectThat(peers.length === 0, `listed: ${peers.join(', ')}`);
      return seen;
    },
  };
}

function expectSmallRefusal(packet: Buffer, reply: Buffer | undefined): string {
  if (reply === undefined) return 'silence';
  const words = errorIn(reply);
  expectThat(words !== undefined, 'answered');
  expectThat(reply.length <= packet.length, `${reply.length} bytes for ${packet.length}`);
  return words;
}
