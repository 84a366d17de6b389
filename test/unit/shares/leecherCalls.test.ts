import { beforeEach, describe, expect, it } from 'vitest';
import { createLeecherCalls } from '../../../electron/engine/shares/leecherCalls.ts';
import type { ShareSession } from '../../../electron/engine/session/shareSession.ts';
import type { Peer, ShareState, TrackerPeer } from '../../../shared/model.ts';
import { fakeInfoHash, fakePeer, fakeTrackerPeer } from '../../support/fakeShare.ts';
import { createVirtualClock, type VirtualClock } from '../../support/virtualClock.ts';

const INFO_HASH = fakeInfoHash('corn');
const MINUTE_MS = 60_000;

let clock: VirtualClock;
let announced: TrackerPeer[];
let connected: Peer[];
let state: ShareState;
let dialled: string[];

beforeEach(() => {
  clock = createVirtualClock();
  announced = [leecherAt('192.168.7.33')];
  connected = [];
  state = { kind: 'seeding' };
  dialled = [];
  createLeecherCalls({
    clock,
    sessions: {
      list: () => [{ infoHash: INFO_HASH, state, peers: () => connected } as Partial<ShareSession> as ShareSession],
    },
    tracker: {
      counts: () => ({ seeders: 1, leechers: announced.length, paused: 0, completed: 0, announces: 0, scrapes: 0 }),
      peers: () => announced,
    },
    dialer: {
      dial(infoHash, { address, port }) {
        dialled.push(infoHash === INFO_HASH ? `${address}:${port}` : `for another share: ${infoHash}`);
        return Promise.resolve();
      },
    },
  });
});

describe('a leecher that announced', () => {
  it('is called when it does not come by itself', () => {
    clock.advance(2500);
    expect(dialled).toEqual([]);
    clock.advance(5000);
    expect(dialled).toEqual(['192.168.7.33:51413']);
  });

  it('is called again and again, but ever more seldom', () => {
    clock.advance(10 * MINUTE_MS);
    const inTenMinutes = dialled.length;
    expect(inTenMinutes).toBeGreaterThan(3);
    expect(inTenMinutes).toBeLessThan(8);
    clock.advance(60 * MINUTE_MS);
    expect(dialled.length - inTenMinutes).toBeLessThan(8);
  });

  it('is left alone while it is connected, and gets patience when it is lost', () => {
    connected = [fakePeer({ address: '192.168.7.33', port: 40_001 })];
    clock.advance(10 * MINUTE_MS);
    connected = [];
    clock.advance(2500);
    expect(dialled).toEqual([]);
    clock.advance(5000);
    expect(dialled).toHaveLength(1);
  });

  it('is left alone while the share is not served', () => {
    state = { kind: 'paused' };
    clock.advance(10 * MINUTE_MS);
    expect(dialled).toEqual([]);
  });
});

it('leaves seeders alone', () => {
  announced = [{ ...leecherAt('192.168.7.33'), leftBytes: 0 }];
  clock.advance(10 * MINUTE_MS);
  expect(dialled).toEqual([]);
});

it('calls a hall full of them in small groups', () => {
  announced = Array.from({ length: 40 }, (_, i) => leecherAt(`192.168.7.${i + 1}`));
  clock.advance(6500);
  expect(dialled.length).toBeGreaterThan(0);
  expect(dialled.length).toBeLessThan(20);
  clock.advance(10_000);
  expect(new Set(dialled).size).toBe(40);
});

function leecherAt(address: string): TrackerPeer {
  return fakeTrackerPeer({ address, leftBytes: 100 });
}
