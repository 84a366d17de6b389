import { escapeAll } from '../httpAnnounce.ts';
import type { ConformanceCase } from '../conformanceCase.ts';
import { expectThat } from '../target.ts';
import { type Escaping, queryEscaped } from './parameters.ts';

/**
 * Percent-encodings that clients use. In each case a peer announces a torrent as the encoding has it, and another one, which
 * escapes every byte, has to meet it there.
 */

/** Info-hashes whose bytes are what the encodings differ in; a tracker with a list has to have these in it. */
export const TORRENT_SHAPES = {
  letters: Buffer.from('AbCdEfGhIjKlMnOpQr01'),
  marks: Buffer.from("-._~!*'()$,;:@/?-._~"),
  special: Buffer.from('&=+%# "<>[]{}|\\^`&=+'),
  high: Buffer.from('80ff9fa0bfc0c1feffdf80ff9fa0bfc0c1feffdf', 'hex'),
  nul: Buffer.from('000100027f0d0a00090b000c0e1f00201e001d00', 'hex'),
  hex: Buffer.from('abcdefabcdefabcdefabcdefabcdefabcdefabcd', 'hex'),
} as const;

const UNRESERVED = /[0-9A-Za-z\-._~]/;
/** What a query may hold as it is (RFC 3986), but for what divides it. */
const QUERY_SAFE = /[0-9A-Za-z\-._~!*'()$,;:@/?]/;

export const ENCODING_CASES: readonly ConformanceCase[] = [
  meeting('unreserved characters as they are', 'letters', escapeUnless(UNRESERVED)),
  meeting('unreserved characters escaped', 'letters', escapeAll),
  meeting('marks that a query may hold', 'marks', escapeUnless(QUERY_SAFE)),
  meeting('delimiters, escaped', 'special', escapeUnless(UNRESERVED)),
  meeting('small letters in escapes', 'hex', escapeAll),
  meeting('capital letters in escapes', 'hex', (torrent) => escapeAll(torrent).toUpperCase()),
  meeting('both cases in one escape', 'hex', (torrent) =>
    escapeAll(torrent).replaceAll(/[ace]/g, (l) => l.toUpperCase()),
  ),
  meeting('bytes above 127 as they are', 'high', (torrent) => torrent.toString('latin1')),
  meeting('NUL and control characters, escaped', 'nul', escapeAll),
];

function meeting(name: string, shape: keyof typeof TORRENT_SHAPES, escaping: Escaping): ConformanceCase {
  return {
    name: `info_hash with ${name}`,
    bep: '3',
    async run(session) {
      const torrent = session.torrent(TORRENT_SHAPES[shape]);
      const reply = await session.ask(queryEscaped(torrent, escaping, 'escapes'));
      expectThat(reply.failure === undefined, `refused: ${reply.failure}`);
      const other = await session.announce({ torrent, name: 'plain', port: 6002, event: 'started' });
      expectThat(
        other.others.some((peer) => peer.endsWith(' 6001')),
        'the two do not meet',
      );
      // Several cases share a torrent.
      await session.announce({ torrent, name: 'escapes', port: 6001, event: 'stopped' });
      await session.announce({ torrent, name: 'plain', port: 6002, event: 'stopped' });
      return 'the two meet';
    },
  };
}

function escapeUnless(isPlain: RegExp): Escaping {
  return (torrent) =>
    Array.from(torrent, (byte) => {
      const character = String.fromCharCode(byte);
      return isPlain.test(character) ? character : `%${byte.toString(16).padStart(2, '0')}`;
    }).join('');
}
