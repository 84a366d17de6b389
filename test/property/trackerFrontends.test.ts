import { describe, expect, it } from 'vitest';
import { readRequestHead } from '../../electron/engine/codec/httpTrackerHead.ts';
import { latin1Bytes } from '../../electron/engine/codec/latin1.ts';
import { parseUdpRequest, writeUdpRequest } from '../../electron/engine/codec/udpTracker.ts';
import { createConnectionIds } from '../../electron/engine/tracker/connectionId.ts';
import { answerTrackerRequest } from '../../electron/engine/tracker/httpAnswers.ts';
import { createUdpFrontend } from '../../electron/engine/tracker/udpFrontend.ts';
import { createFakeUdpSocket } from '../support/fakeUdpSocket.ts';
import { fuzz } from '../support/fuzz.ts';
import { createTrackerFixture, ip, peerIdOf, SHARED } from '../support/trackerFixture.ts';

/** Hostile packets and requests against the whole tracker behind them. */

const FROM = { address: '192.168.1.2', family: 'IPv4', port: 40_000 } as const;

describe('the tracker', () => {
  it('survives any UDP packet, and never sends an unproven address more than it sent', () => {
    const { tracker, clock } = createTrackerFixture({ seederPort: 7777 });
    const socket = createFakeUdpSocket();
    const connectionIds = createConnectionIds({ clock, randomBytes: (length) => new Uint8Array(length).fill(5) });
    createUdpFrontend({ tracker, clock, connectionIds, facing: () => ip('192.168.1.1') }, socket);
    const connectionId = connectionIds.issue(ip(FROM.address));
    const announce = {
      kind: 'announce',
      connectionId,
      transactionId: 1,
      infoHash: SHARED,
      peerId: peerIdOf('fuzzer'),
      downloadedBytes: 0,
      leftBytes: 1,
      uploadedBytes: 0,
      event: 'started',
      claimedAddress: 0,
      key: 1,
      numWant: -1,
      port: 6881,
      urlData: '',
    } as const;
    const seeds = [
      writeUdpRequest({ kind: 'connect', transactionId: 1 }),
      writeUdpRequest(announce),
      writeUdpRequest({ ...announce, connectionId: 0n, urlData: '/x' }),
      writeUdpRequest({ kind: 'scrape', connectionId, transactionId: 1, infoHashes: [SHARED, SHARED] }),
      writeUdpRequest({ kind: 'scrape', connectionId: 0n, transactionId: 1, infoHashes: [SHARED] }),
    ];
    let answered = 0;
    fuzz({
      name: 'UDP packets to the tracker',
      seeds,
      run: (packet) => {
        const request = parseUdpRequest(packet);
        const isProven = request.ok && request.value.kind !== 'connect' && request.value.connectionId === connectionId;
        const replies = socket.receive(packet, FROM);
        if (replies.length > 1) throw new Error('more than one reply');
        answered += replies.length;
        if (!isProven && (replies[0]?.length ?? 0) > packet.length) throw new Error('more sent than received');
      },
    });
    expect(answered).toBeGreaterThan(100);
    expect(tracker.totals().announces).toBeGreaterThan(10);
  });

  it('survives any HTTP request', () => {
    const { tracker } = createTrackerFixture({ seederPort: 7777 });
    const requester = { address: ip('192.168.1.2'), facing: ip('192.168.1.1') };
    const query = `info_hash=${'%AB'.repeat(20)}&peer_id=-GY0100-abcdefghijkl&port=6881&left=1&event=started`;
    const requests = [
      `GET /announce?${query}&compact=0 HTTP/1.1\r\n\r\n`,
      `GET /announce?${query}&numwant=9&key=ff&ip=10.0.0.1 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n`,
      `GET /scrape?${query}&info_hash=x HTTP/1.1\r\n\r\n`,
      `HEAD /scrape HTTP/1.1\r\n\r\n`,
    ];
    fuzz({
      name: 'HTTP requests to the tracker',
      seeds: requests.map(latin1Bytes),
      run: (bytes) => {
        const reading = readRequestHead(bytes);
        if (reading.kind === 'request') answerTrackerRequest(tracker, reading.head, requester);
      },
    });
    expect(tracker.totals().announces).toBeGreaterThan(10);
  });
});
