import { randomBytes } from 'node:crypto';
import type { Session } from '../session.ts';
import type { ConformanceCase } from '../conformanceCase.ts';
import { expectThat } from '../target.ts';
import { announcePacket, barePacket, connect, errorIn, scrapePacket } from '../udpSession.ts';
import { connectPacket } from '../wire/udpWire.ts';

/** The UDP protocol: messages, options and scrapes. Connection ids are in connectionIds.ts. */

const FITS_A_FRAME = 1472;

export const UDP_CASES: readonly ConformanceCase[] = [
  {
    name: 'an announce is answered with interval, counts and peers',
    bep: '15',
    async run(session) {
      const torrent = session.torrent();
      const udp = await session.udp();
      await udp.announce({ torrent, name: 'seeder', port: 6001, left: 0, event: 'started' });
      const reply = await udp.announce({ torrent, name: 'leecher', port: 6002, event: 'started' });
      const seen = `${reply.seeders} seeders, ${reply.leechers} leechers, told ${reply.others().join()}`;
      expectThat(seen === '1 seeders, 1 leechers, told 6001', seen);
      expectThat(reply.intervalSeconds > 0, 'no interval');
      return seen;
    },
  },
  ...[0, 1, 8, 12, 15].map((length) =>
    silence(`a connect request of ${length} bytes`, () => connectPacket(1).subarray(0, length)),
  ),
  silence('a connect request without the protocol id', () => barePacket(Buffer.alloc(8, 1), 0)),
  cutOff('an announce of 97 bytes', (packet) => packet.subarray(0, 97)),
  cutOff('an announce of 60 bytes', (packet) => packet.subarray(0, 60)),
  cutOff('an announce of 16 bytes', (packet) => packet.subarray(0, 16)),
  ...[3, 4, 255, 0xffff_ffff].map((action) => ({
    name: `action ${action} is not answered with more than it sent`,
    bep: '15',
    async run(session: Session) {
      const udp = await session.udp();
      return expectNoMore(barePacket(udp.connectionId, action), await udp.ask(barePacket(udp.connectionId, action)));
    },
  })),
  {
    name: 'event 9 harms nobody',
    bep: '15',
    async run(session) {
      const udp = await session.udp();
      const packet = announcePacket(udp.connectionId, { torrent: session.torrent(), name: 'odd', port: 6001 });
      packet.writeUInt32BE(9, 80);
      const reply = await udp.ask(packet);
      return reply === undefined ? 'silence' : (errorIn(reply) ?? 'answered');
    },
  },
  {
    name: 'port 0 is refused in words',
    bep: '15',
    async run(session) {
      const udp = await session.udp();
      const torrent = session.torrent();
      const reply = await udp.ask(announcePacket(udp.connectionId, { torrent, name: 'zero', port: 0 }));
      const words = reply && errorIn(reply);
      expectThat(words !== undefined, reply === undefined ? 'silence' : 'answered');
      return words;
    },
  },
  ...(
    [
      [-1, (count) => count > 0],
      [0, (count) => count >= 0 && count <= 100],
      [7, (count) => count === 7],
      [2_147_483_647, (count) => count > 0],
    ] satisfies (readonly [number, (count: number) => boolean])[]
  ).map(([numWant, isFit]) => ({
    name: `num_want ${numWant}, in a reply that fits one frame`,
    bep: '15',
    async run(session: Session) {
      const torrent = session.torrent();
      const udp = await session.udp();
      for (let i = 0; i < 100; i++) await udp.announce({ torrent, name: `peer${i}`, port: 6100 + i });
      const { peers } = await udp.announce({ torrent, name: 'wants', port: 6001, numWant });
      expectThat(peers.length + 20 <= FITS_A_FRAME, `${peers.length} bytes of peers`);
      expectThat(isFit(peers.length / 6), `${peers.length / 6} peers`);
      return `${peers.length / 6} peers`;
    },
  })),
  options('URL data', optionOf(2, '/announce?passkey=f00dfeed')),
  options('URL data in two parts', Buffer.concat([optionOf(2, '/announce'), optionOf(2, '?x=y'), Buffer.of(0)])),
  options('padding and an end', Buffer.of(1, 1, 1, 0, 9, 9)),
  options('one that is unknown', Buffer.concat([optionOf(77, 'what'), Buffer.of(0)])),
  options('one that is cut off', Buffer.of(2, 200, 47, 97)),
  options('one without its length', Buffer.of(2)),
  options('300 bytes of anything', randomBytes(300)),
  scraping(1),
  scraping(74),
  {
    name: 'a scrape of 75 torrents harms nobody',
    bep: '15',
    async run(session) {
      const udp = await session.udp();
      const torrents = Array.from({ length: 75 }, () => session.torrent());
      const reply = await udp.ask(scrapePacket(udp.connectionId, torrents));
      await udp.scrape(torrents.slice(0, 1));
      return reply === undefined ? 'silence' : (errorIn(reply) ?? `${(reply.length - 8) / 12} torrents`);
    },
  },
  {
    name: 'a scrape of no torrent harms nobody',
    bep: '15',
    async run(session) {
      const udp = await session.udp();
      const packet = scrapePacket(udp.connectionId, []);
      return expectNoMore(packet, await udp.ask(packet));
    },
  },
  {
    name: 'a scrape that is cut off within an info-hash harms nobody',
    bep: '15',
    async run(session) {
      const udp = await session.udp();
      const reply = await udp.ask(scrapePacket(udp.connectionId, [session.torrent()]).subarray(0, 30));
      return reply === undefined ? 'silence' : (errorIn(reply) ?? 'answered');
    },
  },
];

/** A packet that proves nothing and asks for nothing. */
function silence(what: string, packet: () => Buffer): ConformanceCase {
  return {
    name: `${what} is not answered`,
    bep: '15',
    async run(session) {
      const conversation = await session.rawUdp();
      expectThat((await conversation.ask(packet())) === undefined, 'answered');
      await connect(conversation);
      return 'silence';
    },
  };
}

function cutOff(what: string, cut: (packet: Buffer) => Buffer): ConformanceCase {
  return {
    name: `${what} is not answered with more than it sent`,
    bep: '15',
    async run(session) {
      const udp = await session.udp();
      const packet = cut(announcePacket(udp.connectionId, { torrent: session.torrent(), name: 'cut', port: 6001 }));
      return expectNoMore(packet, await udp.ask(packet));
    },
  };
}

function expectNoMore(packet: Buffer, reply: Buffer | undefined): string {
  if (reply === undefined) return 'silence';
  const seen = `${reply.length} bytes for ${packet.length}`;
  expectThat(reply.length <= Math.max(packet.length, 32), seen);
  return `${seen}: ${errorIn(reply) ?? 'no error'}`;
}

function optionOf(number: number, text: string): Buffer {
  return Buffer.concat([Buffer.of(number, text.length), Buffer.from(text)]);
}

function options(what: string, bytes: Buffer): ConformanceCase {
  return {
    name: `an announce with options: ${what}`,
    bep: '41',
    async run(session) {
      const udp = await session.udp();
      const peer = { torrent: session.torrent(), name: 'options', port: 6001 };
      const reply = await udp.ask(announcePacket(udp.connectionId, peer, bytes));
      expectThat(reply !== undefined, 'silence');
      expectThat(errorIn(reply) === undefined, `refused: ${errorIn(reply)}`);
      return 'answered';
    },
  };
}

function scraping(count: number): ConformanceCase {
  return {
    name: `a scrape of ${count} torrents, in their order`,
    bep: '15',
    async run(session) {
      const udp = await session.udp();
      const torrents = Array.from({ length: count }, () => session.torrent());
      const last = torrents.at(-1) ?? Buffer.alloc(20);
      await udp.announce({ torrent: last, name: 'last', port: 6001, left: 0 });
      const counts = await udp.scrape(torrents);
      expectThat(counts.length === count, `${counts.length} torrents`);
      const seeders = counts.map(([complete]) => complete);
      expectThat(
        seeders.every((value, i) => value === (i === count - 1 ? 1 : 0)),
        `seeders ${seeders.join(' ')}`,
      );
      return `${counts.length} torrents`;
    },
  };
}
