import { beforeEach, describe, expect, it } from 'vitest';
import { createEventBus, type EventBus } from '../../../electron/engine/eventBus.ts';
import { createShareBroadcast, type ShareBroadcast } from '../../../electron/engine/shares/shareBroadcast.ts';
import type { ShareEntry } from '../../../electron/engine/shares/shareLibrary.ts';
import type { EngineEvent } from '../../../shared/contract.ts';
import type { Share } from '../../../shared/model.ts';
import { fakeShare } from '../../support/fakeShare.ts';
import { createVirtualClock, type VirtualClock } from '../../support/virtualClock.ts';

let clock: VirtualClock;
let events: EventBus;
let share = fakeShare();
let walks: number;
let broadcast: ShareBroadcast;
let heard: EngineEvent[];
let addresses: readonly string[];

beforeEach(() => {
  clock = createVirtualClock();
  events = createEventBus({ log: () => undefined });
  share = fakeShare();
  [walks, heard, addresses] = [0, [], ['192.168.1.5']];
  broadcast = createShareBroadcast({
    clock,
    events,
    library: {
      entries() {
        walks += 1;
        return [entryOf(share)];
      },
      find: (infoHash) => (infoHash === share.infoHash ? entryOf(share) : undefined),
      view: () => share,
    },
    tracker: { counts: () => share.swarm },
    addresses: () => addresses,
  });
});

function entryOf({ infoHash, state, peersConnected, uploadedBytes }: Share): ShareEntry {
  const session = { infoHash, state, peersConnected, uploadedBytes, uploadRateBytesPerSecond: () => 0 };
  return { session } as unknown as ShareEntry;
}

describe('the broadcast of shares', () => {
  it('does not look at shares while nobody follows them', () => {
    events.overhear((event) => heard.push(event));
    events.onEvent((event) => heard.push(event), ['engine.notice']);
    share = { ...share, uploadedBytes: 7 };
    clock.advance(10_000);
    expect([walks, heard]).toEqual([0, []]);
    broadcast.stop();
  });

  it('tells followers once a second what has moved', () => {
    const end = events.onEvent((event) => heard.push(event), ['share.changed']);
    clock.advance(1000);
    clock.advance(5000);
    expect(heard).toEqual([{ event: 'share.changed', data: share }]);
    share = { ...share, uploadedBytes: 7 };
    clock.advance(1000);
    expect(heard).toHaveLength(2);
    addresses = ['10.0.0.1'];
    clock.advance(1000);
    expect(heard).toHaveLength(3);
    end();
    const before = walks;
    clock.advance(5000);
    expect(walks).toBe(before);
    broadcast.stop();
  });

  it('tells everyone of a turn, follower or not', () => {
    events.overhear((event) => heard.push(event));
    share = { ...share, state: { kind: 'paused' } };
    broadcast.changed(share.infoHash);
    broadcast.changed(fakeShare({ name: 'gone' }).infoHash);
    broadcast.removed(share.infoHash);
    expect(heard).toEqual([
      { event: 'share.changed', data: share },
      { event: 'share.removed', data: { infoHash: share.infoHash } },
    ]);
    broadcast.stop();
  });
});
