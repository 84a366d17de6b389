import { describe, expect, it } from 'vitest';
import { ANNOUNCE_INTERVAL_MS, createAnnouncer, RETRY_INTERVAL_MS } from '../../../electron/engine/dht/announcer.ts';
import type { InfoHash } from '../../../shared/infoHash.ts';
import { infoHashOf } from '../../support/dhtFixture.ts';
import { createVirtualClock } from '../../support/virtualClock.ts';

const [first, second] = [infoHashOf(1), infoHashOf(2)];

describe('the announcer', () => {
  it('announces at once, and again every quarter of an hour', async () => {
    const { announcer, clock, announced, passMs } = setUp({ nodesReached: 8 });
    announcer.add(first);
    expect(announced).toEqual([first]);
    await passMs(ANNOUNCE_INTERVAL_MS - 1000);
    expect(announced).toEqual([first]);
    await passMs(60_000);
    expect(announced).toEqual([first, first]);
    announcer.stop();
    expect(clock.pendingTasks).toBe(0);
  });

  it('waits for the first node, and then announces at once', () => {
    const { announcer, announced, state } = setUp({ nodesReached: 8, hasNodes: false });
    announcer.add(first);
    announcer.add(second);
    expect(announced).toEqual([]);
    state.hasNodes = true;
    announcer.nodesAppeared();
    expect(announced).toEqual([first, second]);
  });

  it('tries again after a minute, or as soon as a node appears, what reached nobody', async () => {
    const { announcer, announced, passMs } = setUp({ nodesReached: 0 });
    announcer.add(first);
    await passMs(RETRY_INTERVAL_MS - 20_000);
    expect(announced).toHaveLength(1);
    await passMs(40_000);
    expect(announced).toHaveLength(2);
    await passMs(0);
    announcer.nodesAppeared();
    expect(announced).toHaveLength(3);
  });

  it('leaves alone what reached nodes when another one appears', async () => {
    const { announcer, announced, passMs } = setUp({ nodesReached: 1 });
    announcer.add(first);
    await passMs(1000);
    announcer.nodesAppeared();
    expect(announced).toHaveLength(1);
  });

  it('runs four announces at a time, and gets to all of them', async () => {
    const { announcer, announced, state, passMs } = setUp({ nodesReached: 1 });
    for (let byte = 1; byte <= 100; byte++) announcer.add(infoHashOf(byte));
    expect(announced).toHaveLength(4);
    await passMs(0);
    expect(new Set(announced).size).toBe(100);
    expect(state.mostAtOnce).toBe(4);
  });

  it('no longer announces what was removed, or anything once it stopped', async () => {
    const { announcer, announced, passMs } = setUp({ nodesReached: 1 });
    announcer.add(first);
    announcer.add(second);
    announcer.remove(first);
    await passMs(ANNOUNCE_INTERVAL_MS + 60_000);
    expect(announced).toEqual([first, second, second]);
    announcer.stop();
    await passMs(ANNOUNCE_INTERVAL_MS * 2);
    expect(announced).toHaveLength(3);
  });
});

function setUp({ nodesReached, hasNodes = true }: { readonly nodesReached: number; readonly hasNodes?: boolean }) {
  const clock = createVirtualClock();
  const announced: InfoHash[] = [];
  const state = { hasNodes, atOnce: 0, mostAtOnce: 0 };
  const announcer = createAnnouncer({
    clock,
    hasNodes: () => state.hasNodes,
    async announceOnce(infoHash) {
      announced.push(infoHash);
      state.mostAtOnce = Math.max(state.mostAtOnce, ++state.atOnce);
      await Promise.resolve();
      state.atOnce--;
      return nodesReached;
    },
  });
  /** Lets what was begun end, then lets time pass. */
  const passMs = async (timeMs: number): Promise<void> => {
    await new Promise((resolve) => setImmediate(resolve));
    clock.advance(timeMs);
  };
  return { announcer, clock, announced, state, passMs };
}
