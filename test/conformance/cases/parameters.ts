import { announceQuery, endpointsIn, escapeAll, numberIn, type Reply } from '../httpAnnounce.ts';
import type { Session } from '../session.ts';
import type { ConformanceCase } from '../conformanceCase.ts';
import { expectThat } from '../target.ts';

/** Parameters of an announce over HTTP: each missing, malformed, twice, in any order. */

const PEERS = 60;

export const PARAMETER_CASES: readonly ConformanceCase[] = [
  {
    name: 'an announce is answered with interval and peers',
    bep: '3',
    async run(session) {
      const reply = await session.announce({ torrent: session.torrent(), name: 'plain', port: 6001 });
      expectThat(reply.dict.has('peers'), 'no peers');
      return `interval ${numberIn(reply.dict, 'interval')}`;
    },
  },
  refusal('no info_hash', 'info_hash', undefined),
  refusal('an info_hash of 19 bytes', 'info_hash', '%01'.repeat(19)),
  refusal('an info_hash of 21 bytes', 'info_hash', '%01'.repeat(21)),
  refusal('an empty info_hash', 'info_hash', ''),
  refusal('no peer_id', 'peer_id', undefined),
  refusal('a peer_id of 19 bytes', 'peer_id', 'x'.repeat(19)),
  refusal('no port', 'port', undefined),
  refusal('port 0', 'port', '0'),
  refusal('port 70000', 'port', '70000'),
  refusal('a port that is no number', 'port', 'http'),
  {
    name: 'no query at all is refused in words',
    bep: '3',
    run: async (session) => wordsOf(await session.ask('')),
  },
  {
    name: 'without left, uploaded and downloaded a peer counts as a leecher',
    bep: '3',
    async run(session) {
      const query = without(announceQuery({ torrent: session.torrent(), name: 'bare', port: 6001 }), [
        'left',
        'uploaded',
        'downloaded',
      ]);
      return countsAsLeecher(await session.ask(query));
    },
  },
  ...['-1', 'abc', '', '99999999999999999999999', '1e3', '0x10'].map((value) => ({
    name: `uploaded=${value} stops nobody`,
    bep: '3',
    async run(session: Session) {
      const query = announceQuery({ torrent: session.torrent(), name: 'odd', port: 6001 });
      const reply = await session.ask(query.replace('uploaded=0', `uploaded=${value}`));
      expectThat(reply.failure === undefined, `refused: ${reply.failure}`);
      return 'answered';
    },
  })),
  {
    name: 'a parameter that comes twice counts once',
    bep: '3',
    async run(session) {
      const torrent = session.torrent();
      await session.announce({ torrent, name: 'twice', port: 6001, more: 'port=6002&event=started&event=stopped' });
      const { others: peers } = await session.announce({ torrent, name: 'looker', port: 6003 });
      expectThat(peers.length === 1, `listed as ${peers.join(', ') || 'nobody'}`);
      return `listed as ${peers.join(', ')}`;
    },
  },
  {
    name: 'parameters in any order, unknown ones between them',
    bep: '3',
    async run(session) {
      const query = announceQuery({ torrent: session.torrent(), name: 'order', port: 6001 });
      const reversed = query.split('&').reverse().join('&supportcrypto=1&trackerid=x&corrupt=0&&=&a&b=&');
      expectThat((await session.ask(reversed)).failure === undefined, 'refused');
      return 'answered';
    },
  },
  ...['', 'none', 'nonsense', 'paused', 'STARTED'].map((event) => ({
    name: `event=${event} is answered`,
    bep: event === 'paused' ? '21' : '3',
    async run(session: Session) {
      const query = announceQuery({ torrent: session.torrent(), name: 'event', port: 6001, more: `event=${event}` });
      const reply = await session.ask(query);
      expectThat(reply.failure === undefined, `refused: ${reply.failure}`);
      return 'answered';
    },
  })),
  numWant('absent', undefined, (count) => count > 0 && count <= PEERS),
  numWant('0', '0', (count) => count === 0),
  numWant('5', '5', (count) => count === 5),
  numWant('-1', '-1', (count) => count > 0 && count <= PEERS),
  numWant('a million', '1000000', (count) => count > 0 && count <= PEERS),
  numWant('no number', 'many', (count) => count > 0 && count <= PEERS),
];

function refusal(what: string, field: string, value: string | undefined): ConformanceCase {
  return {
    name: `${what} is refused in words`,
    bep: '3',
    async run(session) {
      const query = without(announceQuery({ torrent: session.torrent(), name: 'refused', port: 6001 }), [field]);
      return wordsOf(await session.ask(value === undefined ? query : `${query}&${field}=${value}`));
    },
  };
}

function wordsOf({ failure, answer }: Reply): string {
  expectThat(failure !== undefined, 'answered as if nothing were wrong');
  expectThat(failure.length > 0, 'refused without a word');
  expectThat(answer.status === 200, `status ${answer.status}: clients show only what comes with 200`);
  return failure;
}

function without(query: string, fields: readonly string[]): string {
  return query
    .split('&')
    .filter((field) => !fields.includes(field.split('=')[0] ?? ''))
    .join('&');
}

function countsAsLeecher({ dict, failure }: Reply): string {
  expectThat(failure === undefined, `refused: ${failure}`);
  const leechers = numberIn(dict, 'incomplete');
  expectThat(leechers === 1, `${leechers} leechers`);
  return '1 leecher';
}

function numWant(what: string, value: string | undefined, isFit: (count: number) => boolean): ConformanceCase {
  return {
    name: `numwant ${what}`,
    bep: '3',
    async run(session) {
      const torrent = session.torrent();
      for (let i = 0; i < PEERS; i++) await session.announce({ torrent, name: `peer${i}`, port: 6100 + i });
      const more = value === undefined ? '' : `numwant=${value}`;
      const { dict } = await session.ask(announceQuery({ torrent, name: 'wants', port: 6001, more }));
      const peers = dict.get('peers');
      expectThat(Buffer.isBuffer(peers), 'peers are not compact');
      const count = endpointsIn(peers, 4).filter((peer) => !peer.endsWith(' 6001')).length;
      expectThat(isFit(count), `${count} of ${PEERS} peers`);
      return `${count} of ${PEERS} peers`;
    },
  };
}

/** What an info-hash looks like when a client escapes it in that way. */
export type Escaping = (torrent: Buffer) => string;

export function queryEscaped(torrent: Buffer, escaping: Escaping, name: string): string {
  return announceQuery({ torrent, name, port: 6001 }).replace(escapeAll(torrent), () => escaping(torrent));
}
