import { beforeEach, describe, expect, it } from 'vitest';
import { createEventBus, type EventBus } from '../../../electron/engine/eventBus.ts';
import { createShareBroadcast, type ShareBroadcast } from '../../../electron/engine/shares/shareBroadcast.ts';
import type { ShareEntry } from '../../../electron/engine/shares/shareLibrary.ts';
import type { EngineEvent } from '../../../shared/contract.ts';
import { fakeShare } from '../../support/fakeShare.ts';
import { createVirtualClock, type VirtualClock } from '../../support/virtualClock.ts';

let clock: VirtualClock;
let events: EventBus;
let share = fakeShare();
let walks: number;
let broadcast: ShareBroadcast;
let heard: EngineEvent[];

beforeEach(() => {
  clock = createVirtualClock();
  events = createEventBus({ log: () => undefined });
  share = fakeShare();
  [walks, heard] = [0, []];
  broadcast = createShareBroadcast({
    clock,
    events,
    library: {
      list() {
        walks += 1;
        return [share];
      },
      find: (infoHash) => (infoHash === share.infoHash ? ({} as ShareEntry) : undefined),
      view: () => share,
    },
  });
});

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
