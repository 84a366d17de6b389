import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRequestHead } from '../../electron/engine/codec/httpTrackerHead.ts';
import { latin1Bytes } from '../../electron/engine/codec/latin1.ts';
import { writeUdpRequest } from '../../electron/engine/codec/udpTracker.ts';
import { createConnectionIds } from '../../electron/engine/tracker/connectionId.ts';
import { answerTrackerRequest } from '../../electron/engine/tracker/httpAnswers.ts';
import { parsePeerRows } from '../../electron/engine/tracker/swarmSnapshot.ts';
import { createUdpFrontend } from '../../electron/engine/tracker/udpFrontend.ts';
import { infoHashToBytes } from '../../shared/infoHash.ts';
import { createFakeUdpSocket } from '../support/fakeUdpSocket.ts';
import { type Announcement, type Step, step } from '../support/swarmHistory.ts';
import { createSwarmModel, type SwarmModel } from '../support/swarmModel.ts';
import {
  announce,
  createTrackerFixture,
  ip,
  listed,
  peerIdOf,
  SHARED,
  type TrackerFixture,
} from '../support/trackerFixture.ts';

/** Long random histories of one swarm, beside a model that is slow and obviously right. */

const MAX_PEERS = 5;

describe('a swarm', () => {
  it('goes through any history as the model does', () => {
    const reached = new Map<string, number>();
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 120 }), (steps) => {
        const model = createSwarmModel(MAX_PEERS);
        let fixture = create();
        for (const each of steps) {
          fixture = takeBeside(each, fixture, model);
          expect(stateOf(fixture)).toEqual(model.state());
          count(reached, each.kind === 'announce' ? each.event : each.kind);
          const { peers } = model.state();
          if (peers.length >= MAX_PEERS) count(reached, 'full');
          if (peers.some(({ endpoints }) => endpoints.length === 2)) count(reached, 'both families');
        }
      }),
      { numRuns: 300 },
    );
    for (const rare of ['stopped', 'completed', 'wait', 'restart', 'full', 'both families']) {
      expect(reached.get(rare), rare).toBeGreaterThan(5);
    }
  });

  it('goes through long histories as the model does, and over HTTP and UDP as well', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 400, maxLength: 800 }), (steps) => {
        const model = createSwarmModel(MAX_PEERS);
        let overHttp = createSide(announceOverHttp);
        let overUdp = createSide(announceOverUdp);
        for (const each of steps.map(withoutPause)) {
          overHttp = take(each, overHttp);
          overUdp = take(each, overUdp);
          if (each.kind === 'announce') model.announce(each);
          if (each.kind === 'wait') model.wait(each.seconds);
          expect(stateOf(overHttp.fixture)).toEqual(model.state());
          expect(stateOf(overUdp.fixture)).toEqual(model.state());
        }
        const { tracker } = overHttp.fixture;
        expect(tracker.counts(SHARED)).toEqual(overUdp.fixture.tracker.counts(SHARED));
        expect(rowsOf(overHttp.fixture)).toEqual(rowsOf(overUdp.fixture));
      }),
      { numRuns: 25 },
    );
  });
});

/** A tracker, and the way that announces come to it. */
interface Side {
  readonly fixture: TrackerFixture;
  readonly announceTo: (fixture: TrackerFixture) => (announcement: Announcement) => void;
  readonly announce: (announcement: Announcement) => void;
}

function createSide(announceTo: Side['announceTo']): Side {
  const fixture = create();
  return { fixture, announceTo, announce: announceTo(fixture) };
}

/** `paused` exists over HTTP only, and is a regular announce otherwise. */
function withoutPause(each: Step): Step {
  return each.kind === 'announce' && each.event === 'paused' ? { ...each, event: 'none' } : each;
}

function announceOverHttp({ tracker }: TrackerFixture): Side['announce'] {
  return ({ from, port, name, key, event, leftBytes }) => {
    const query = [
      `info_hash=${percent(infoHashToBytes(SHARED))}&peer_id=${percent(peerIdOf(name))}&port=${port}`,
      `uploaded=0&downloaded=1&left=${leftBytes}&numwant=200`,
      ...(event === 'none' ? [] : [`event=${event}`]),
      ...(key === 0 ? [] : [`key=${key.toString(16)}`]),
    ].join('&');
    const reading = readRequestHead(latin1Bytes(`GET /announce?${query} HTTP/1.1\r\n\r\n`));
    if (reading.kind !== 'request') throw new Error('no request');
    answerTrackerRequest(tracker, reading.head, { address: ip(from), facing: undefined });
  };
}

function percent(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex').replaceAll(/../g, '%$&');
}

function announceOverUdp({ tracker, clock }: TrackerFixture): Side['announce'] {
  const socket = createFakeUdpSocket();
  const connectionIds = createConnectionIds({ clock, randomBytes: (length) => new Uint8Array(length).fill(5) });
  createUdpFrontend({ tracker, clock, connectionIds, facing: () => undefined }, socket);
  return ({ from, port, name, key, event, leftBytes }) => {
    const announced = writeUdpRequest({
      kind: 'announce',
      connectionId: connectionIds.issue(ip(from)),
      transactionId: 1,
      infoHash: SHARED,
      peerId: peerIdOf(name),
      downloadedBytes: 1,
      leftBytes,
      uploadedBytes: 0,
      event: event === 'paused' ? 'none' : event,
      claimedAddress: 0,
      key,
      numWant: 200,
      port,
      urlData: '',
    });
    expect(
      socket.receive(announced, { address: from, family: from.includes(':') ? 'IPv6' : 'IPv4', port }),
    ).toHaveLength(1);
  };
}

function take(each: Step, side: Side): Side {
  switch (each.kind) {
    case 'wait':
      side.fixture.clock.advance(each.seconds * 1000);
      return side;
    case 'restart': {
      const fresh = createSide(side.announceTo);
      expect(fresh.fixture.tracker.restore(side.fixture.tracker.snapshot())).toEqual([]);
      return fresh;
    }
    case 'announce':
      side.announce(each);
      return side;
  }
}

function rowsOf({ tracker }: TrackerFixture): unknown[] {
  const rows = tracker.peers(SHARED).map((row) => ({ ...row, lastAnnounceAt: 0 }));
  return rows.toSorted((a, b) => (`${a.peerId} ${a.address}` < `${b.peerId} ${b.address}` ? -1 : 1));
}

function create(): TrackerFixture {
  return createTrackerFixture({ config: { maxPeersPerSwarm: MAX_PEERS } });
}

function takeBeside(each: Step, fixture: TrackerFixture, model: SwarmModel): TrackerFixture {
  switch (each.kind) {
    case 'wait':
      fixture.clock.advance(each.seconds * 1000);
      model.wait(each.seconds);
      return fixture;
    case 'restart': {
      const fresh = create();
      expect(fresh.tracker.restore(fixture.tracker.snapshot())).toEqual([]);
      return fresh;
    }
    case 'announce': {
      const { from, port, key, event, leftBytes, name } = each;
      // Bytes were moved: a seeder is not taken for the owner of a bare magnet link.
      const transfer = { leftBytes, downloadedBytes: 1 };
      const reply = announce(fixture.tracker, {
        from,
        port,
        key,
        event,
        ...transfer,
        peerId: peerIdOf(name),
        numWant: 200,
      });
      const expected = model.announce(each);
      expect(listed(reply).toSorted()).toEqual(expected);
      return fixture;
    }
  }
}

function stateOf({ tracker }: TrackerFixture): ReturnType<SwarmModel['state']> {
  const [snapshot] = tracker.snapshot();
  const rows = parsePeerRows(snapshot?.peers ?? new Uint8Array(0));
  if (!rows.ok) throw new Error(rows.error.message);
  const { seeders, leechers, completed } = tracker.counts(SHARED);
  const peers = rows.value.map(({ peerId, key, leftBytes, isCompletionCounted, ipv4, ipv6 }) => ({
    name: Buffer.from(peerId).toString().slice(8).replaceAll('.', ''),
    key,
    isSeeder: leftBytes === 0,
    isCompletionCounted,
    endpoints: [ipv4, ipv6].flatMap((row) => (row === undefined ? [] : [Buffer.from(row.endpoint).toString('hex')])),
  }));
  return { seeders, leechers, completed, peers: peers.toSorted(byName) };
}

function byName(a: { name: string; key: number }, b: { name: string; key: number }): number {
  return a.name === b.name ? a.key - b.key : a.name < b.name ? -1 : 1;
}

function count(counts: Map<string, number>, what: string): void {
  counts.set(what, (counts.get(what) ?? 0) + 1);
}
