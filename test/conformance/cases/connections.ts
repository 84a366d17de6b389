import { announcePath, escapeAll, type Peer, readReply } from '../httpAnnounce.ts';
import type { Session } from '../session.ts';
import type { ConformanceCase } from '../conformanceCase.ts';
import { expectThat } from '../target.ts';
import type { HttpAnswer } from '../wire/httpWire.ts';

/** HTTP as old and odd clients speak it, and what nobody should. */

export const CONNECTION_CASES: readonly ConformanceCase[] = [
  {
    name: 'HTTP/1.0 without Host, which ends the connection',
    bep: 'HTTP',
    async run(session) {
      const connection = await session.open();
      connection.send(`GET ${pathOf(session, 'old')} HTTP/1.0\r\n\r\n`);
      expectAnnounce(await connection.answer());
      expectThat(await connection.ends(), 'the connection stays open');
      return 'answered and closed';
    },
  },
  {
    name: 'HTTP/1.1 that asks to close',
    bep: 'HTTP',
    async run(session) {
      const connection = await session.open();
      connection.send(request(pathOf(session, 'close'), 'Connection: close\r\n'));
      expectAnnounce(await connection.answer());
      expectThat(await connection.ends(), 'the connection stays open');
      return 'answered and closed';
    },
  },
  {
    name: 'a second request on the connection (keep-alive)',
    bep: 'HTTP',
    async run(session) {
      const connection = await session.open();
      for (const name of ['first', 'second', 'third']) {
        connection.send(request(pathOf(session, name), 'Connection: keep-alive\r\n'));
        expectAnnounce(await connection.answer());
      }
      return 'three answers';
    },
  },
  {
    name: 'HTTP/1.0 that asks for keep-alive',
    bep: 'HTTP',
    async run(session) {
      const connection = await session.open();
      connection.send(`GET ${pathOf(session, 'alive')} HTTP/1.0\r\nConnection: keep-alive\r\n\r\n`);
      const answer = await connection.answer();
      expectAnnounce(answer);
      if (!/keep-alive/i.test(answer?.headers.get('connection') ?? '')) return 'answered; it says that it closes';
      connection.send(`GET ${pathOf(session, 'alive2')} HTTP/1.0\r\n\r\n`);
      expectAnnounce(await connection.answer());
      return 'two answers';
    },
  },
  {
    name: 'requests sent ahead of their answers (pipelining)',
    bep: 'HTTP',
    async run(session) {
      const connection = await session.open();
      const torrent = session.torrent();
      connection.send(
        [1, 2, 3].map((i) => request(pathOf(session, `p${i}`, { torrent, port: 6000 + i }), '')).join(''),
      );
      for (const i of [0, 1, 2]) {
        const { peers } = expectAnnounce(await connection.answer());
        const others = peers.filter((peer) => !peer.endsWith(` ${6001 + i}`));
        expectThat(others.length === i, `answer ${i + 1} lists ${others.length} peers`);
      }
      return 'three answers in order';
    },
  },
  {
    name: 'HEAD is answered without a body, and harms nobody',
    bep: 'HTTP',
    async run(session) {
      const connection = await session.open();
      connection.send(`HEAD ${pathOf(session, 'head')} HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n`);
      const head = await connection.answer({ withoutBody: true });
      expectThat(head !== undefined, 'no answer');
      expectThat(head.status < 500, `status ${head.status}`);
      const more = await connection.answer();
      expectThat(more === undefined, 'a body follows');
      await expectAlive(session);
      return `status ${head.status}`;
    },
  },
  {
    name: 'POST is refused or answered, and harms nobody',
    bep: 'HTTP',
    async run(session) {
      const connection = await session.open();
      connection.send(`POST ${pathOf(session, 'post')} HTTP/1.1\r\nHost: t\r\nContent-Length: 5\r\n\r\nhello`);
      const answer = await connection.answer();
      expectThat(answer === undefined || answer.status < 500, `status ${answer?.status}`);
      await expectAlive(session);
      return answer === undefined ? 'the connection ends' : `status ${answer.status}`;
    },
  },
  {
    name: 'a head that comes in many small pieces',
    bep: 'HTTP',
    async run(session) {
      const connection = await session.open();
      const text = request(pathOf(session, 'slow'), 'Connection: close\r\n');
      for (let at = 0; at < text.length; at += 7) {
        connection.send(text.slice(at, at + 7));
        await new Promise((resolve) => setImmediate(resolve));
      }
      expectAnnounce(await connection.answer());
      return 'answered';
    },
  },
  {
    name: 'a query of 64 KiB is turned away, and harms nobody',
    bep: 'safety',
    async run(session) {
      const connection = await session.open();
      connection.send(`GET ${session.target.path}?${'x'.repeat(65_536)} HTTP/1.1\r\nHost: t\r\n\r\n`);
      const answer = await connection.answer();
      const isTurnedAway = answer === undefined || answer.status >= 400 || answer.body.includes('failure reason');
      expectThat(isTurnedAway, `status ${answer?.status}`);
      await expectAlive(session);
      return answer === undefined ? 'the connection ends' : `status ${answer.status}`;
    },
  },
  {
    name: 'a head that never ends is cut off within a minute',
    bep: 'safety',
    async run(session) {
      const connection = await session.open();
      connection.send(`GET ${session.target.path}?info_hash=`);
      await expectAlive(session);
      await session.passTime(60);
      expectThat(await connection.ends(), 'still open');
      return 'cut off';
    },
  },
  {
    name: 'bytes that are no HTTP harm nobody',
    bep: 'safety',
    async run(session) {
      const connection = await session.open();
      connection.send('\x13BitTorrent protocol\0\0\0\0\r\n\r\n');
      await connection.answer();
      await expectAlive(session);
      return 'alive';
    },
  },
  {
    name: 'lines that end with LF alone',
    bep: 'HTTP',
    async run(session) {
      const connection = await session.open();
      connection.send(`GET ${pathOf(session, 'lf')} HTTP/1.0\nHost: t\n\n`);
      expectAnnounce(await connection.answer());
      return 'answered';
    },
  },
  {
    name: 'a whole URL in the request line (RFC 9112, 3.2.2)',
    bep: 'HTTP',
    async run(session) {
      const host = `${session.target.hosts.IPv4}:${session.target.httpPort}`;
      expectAnnounce(
        await session.exchange(request(`http://${host}${pathOf(session, 'absolute')}`, 'Connection: close\r\n')),
      );
      return 'answered';
    },
  },
  {
    name: 'header names in any case, and more of them than needed',
    bep: 'HTTP',
    async run(session) {
      const odd = `hOST: t\r\nuser-agent: ${'x'.repeat(500)}\r\nACCEPT-ENCODING: gzip, deflate\r\ncONNECTION: cLOSE\r\n\r\n`;
      const connection = await session.open();
      connection.send(`GET ${pathOf(session, 'headers')} HTTP/1.1\r\n${odd}`);
      expectAnnounce(await connection.answer());
      expectThat(await connection.ends(), 'the connection stays open');
      return 'answered and closed';
    },
  },
  {
    name: 'an answer is text/plain with its length',
    bep: '3',
    async run(session) {
      const { headers, body } = await session.get(pathOf(session, 'type'));
      const type = headers.get('content-type');
      expectThat(type !== undefined && type.startsWith('text/plain'), `type ${type ?? 'missing'}`);
      expectThat(headers.get('content-length') === String(body.length), 'no Content-Length');
      return `${type}, ${body.length} bytes`;
    },
  },
  {
    name: 'a hundred connections that say nothing leave others their answers',
    bep: 'safety',
    async run(session) {
      for (let i = 0; i < 100; i++) await session.open();
      await expectAlive(session);
      return 'answered';
    },
  },
  {
    name: 'a passkey in the announce URL stops nobody',
    bep: '27',
    async run(session) {
      const key = 'f00dfeed'.repeat(4);
      const query = `?${announcePath('', { torrent: session.torrent(), name: 'key', port: 6001 }).slice(1)}`;
      const paths = [`/${key}/announce${query}`, `/announce/${key}${query}`, `/announce${query}&passkey=${key}`];
      for (const path of paths) expectAnnounce(await session.get(path));
      const scrape = await session.get(`/${key}/scrape?info_hash=${escapeAll(session.torrent())}`);
      expectThat(readReply(scrape).dict.has('files'), 'no scrape');
      return 'answered in path and query, and in a scrape';
    },
  },
];

function pathOf(session: Session, name: string, overrides: Partial<Peer> = {}): string {
  return announcePath(session.target.path, { torrent: session.torrent(), name, port: 6001, ...overrides });
}

function request(path: string, headers: string): string {
  return `GET ${path} HTTP/1.1\r\nHost: tracker\r\n${headers}\r\n`;
}

function expectAnnounce(answer: HttpAnswer | undefined): ReturnType<typeof readReply> {
  expectThat(answer !== undefined, 'no answer');
  expectThat(answer.status === 200, `status ${answer.status}`);
  const reply = readReply(answer);
  expectThat(reply.failure === undefined, `refused: ${reply.failure}`);
  return reply;
}

async function expectAlive(session: Session): Promise<void> {
  await session.announce({ torrent: session.torrent(), name: 'alive', port: 6001 });
}
