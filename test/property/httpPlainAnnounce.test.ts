import { describe, expect, it } from 'vitest';
import { readRequestHead } from '../../electron/engine/codec/httpTrackerHead.ts';
import { latin1Bytes, latin1Text } from '../../electron/engine/codec/latin1.ts';
import { createAddressCache } from '../../electron/engine/tracker/addressCache.ts';
import { answerTrackerRequest, staysOpen } from '../../electron/engine/tracker/httpAnswers.ts';
import { DEFAULT_HTTP_LIMITS } from '../../electron/engine/tracker/httpLimits.ts';
import { DEFAULT_HTTP_OPTIONS } from '../../electron/engine/tracker/httpOptions.ts';
import { createPlainAnswers } from '../../electron/engine/tracker/httpPlainAnswers.ts';
import type { SocketAddress } from '../../electron/engine/ports.ts';
import { fuzz } from '../support/fuzz.ts';
import { createTrackerFixture, ip, SHARED } from '../support/trackerFixture.ts';

/** The short way to an answer over HTTP says what the long one says, whatever is asked. */

const FROM: SocketAddress = { address: '192.168.1.2', family: 'IPv4', port: 40_000 };
const TO: SocketAddress = { address: '192.168.1.1', family: 'IPv4', port: 6969 };
const FROM6: SocketAddress = { address: 'fd00::2', family: 'IPv6', port: 40_000 };
const TO6: SocketAddress = { address: 'fd00::1', family: 'IPv6', port: 6969 };

interface Ends {
  readonly from: SocketAddress;
  readonly to: SocketAddress;
}

/** One tracker that is asked by both ways, and another by the long one alone. */
function createFixture() {
  const [short, long] = [createTrackerFixture({ seederPort: 7777 }), createTrackerFixture({ seederPort: 7777 })];
  const answerPlainly = createPlainAnswers({
    tracker: short.tracker,
    options: DEFAULT_HTTP_OPTIONS,
    limits: DEFAULT_HTTP_LIMITS,
    addresses: createAddressCache(),
    boundTo: undefined,
  });
  let taken = 0;

  function askLong(tracker: typeof short.tracker, bytes: Uint8Array, { from, to }: Ends) {
    const requester = { address: ip(from.address), facing: ip(to.address) };
    const reading = readRequestHead(bytes);
    if (reading.kind !== 'request' || reading.head.headBytes !== bytes.length) return undefined;
    return {
      text: latin1Text(answerTrackerRequest(tracker, reading.head, requester)),
      stays: staysOpen(reading.head),
    };
  }

  function ask(bytes: Uint8Array, ends: Ends = { from: FROM, to: TO }): void {
    const plain = answerPlainly(bytes, ends.from, ends.to);
    const expected = askLong(long.tracker, bytes, ends);
    if (plain === undefined) {
      askLong(short.tracker, bytes, ends);
    } else {
      taken++;
      expect({ text: latin1Text(plain.bytes), stays: plain.stays }).toEqual(expected);
    }
    expect(short.tracker.totals()).toEqual(long.tracker.totals());
  }

  return {
    ask,
    taken: () => taken,
    tracker: short.tracker,
    peers: () => [short, long].map((one) => one.tracker.peers(SHARED)),
  };
}

const HASH = '%AB'.repeat(20);
const QUERY = `info_hash=${HASH}&peer_id=-GY0100-abcdefghijkl&port=6881&uploaded=0&downloaded=0&left=1`;
const REQUESTS = [
  `GET /announce?${QUERY}&compact=1&numwant=30&key=0a1b2c3d HTTP/1.1\r\nHost: a:6969\r\nConnection: keep-alive\r\n\r\n`,
  `GET /announce?${QUERY}&event=started&supportcrypto=1 HTTP/1.1\r\nhost: a\r\nuser-agent: b/1\r\nconnection: Close\r\n\r\n`,
  `GET /announce?${QUERY}&event=completed&no_peer_id=1 HTTP/1.1\r\nContent-Length: 0\r\n\r\n`,
  `GET /announce?${QUERY}&ip=10.0.0.9&passkey=0123456789abcdef0123 HTTP/1.1\r\nConnection: x\r\nConnection: close\r\n\r\n`,
  `GET /announce?port=1&left=0&peer_id=%2DGY0100%2dabcdefghijk+&info_hash=${HASH}&event=stopped HTTP/1.1\r\n\r\n`,
];

describe('an announce that is read plainly', () => {
  it('has the same answer, and leaves the same behind', () => {
    const { ask, taken, peers } = createFixture();
    fuzz({ name: 'plain announces', seeds: REQUESTS.map(latin1Bytes), run: (bytes) => ask(bytes) });
    expect(taken()).toBeGreaterThan(100);
    const [short, long] = peers();
    expect(short).toEqual(long);
  });

  it('is every usual one, in swarms of all sizes', () => {
    const { ask, taken } = createFixture();
    const count = 300;
    for (let i = 0; i < count; i++) {
      const peerId = `-GY0100-${String(i).padStart(12, '0')}`;
      const left = i % 3 === 0 ? 0 : 10 ** (i % 15);
      const query = `info_hash=${HASH}&peer_id=${peerId}&port=${1000 + i}&uploaded=${i}&downloaded=7&left=${left}`;
      const wanted = i % 4 === 0 ? '' : `&numwant=${i}`;
      const ends = i % 5 === 0 ? { from: FROM6, to: TO6 } : { from: FROM, to: TO };
      ask(latin1Bytes(`GET /announce?${query}${wanted}&compact=1 HTTP/1.1\r\nHost: a\r\n\r\n`), ends);
    }
    expect(taken()).toBe(count);
  });

  it('is refused in the same words', () => {
    const { ask, taken, tracker } = createFixture();
    const [request = ''] = REQUESTS;
    ask(latin1Bytes(request), { from: { ...FROM, address: '8.8.8.8' }, to: TO });
    expect([taken(), tracker.totals().refused]).toEqual([1, 1]);
    // What is not tracked is for the long way.
    ask(latin1Bytes(request.replaceAll('%AB', '%CD')));
    expect([taken(), tracker.totals().refused]).toEqual([1, 2]);
  });
});
