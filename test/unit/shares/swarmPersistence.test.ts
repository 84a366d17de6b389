import { afterEach, describe, expect, it } from 'vitest';
import { createEventBus } from '../../../electron/engine/eventBus.ts';
import { createPersistence } from '../../../electron/engine/shares/persistence.ts';
import { createSessionRegistry } from '../../../electron/engine/session/sessionRegistry.ts';
import type { Storage } from '../../../electron/engine/storage/storage.ts';
import { createTracker, DEFAULT_TRACKER_CONFIG, type Tracker } from '../../../electron/engine/tracker/tracker.ts';
import { createCleanup } from '../../support/cleanup.ts';
import { infoHashOf } from '../../support/dhtFixture.ts';
import { reopen, startStorage } from '../../support/storageFixture.ts';
import { announce, peerIdOf } from '../../support/trackerFixture.ts';
import { createVirtualClock, type VirtualClock } from '../../support/virtualClock.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

const SWARMS = Array.from({ length: 20 }, (_, i) => infoHashOf(i + 1));
const [FIRST = infoHashOf(1)] = SWARMS;
const LAST = SWARMS.at(-1) ?? FIRST;
/** What a crash costs at most. */
const WINDOW_MS = 4000;

interface Kept {
  readonly clock: VirtualClock;
  readonly tracker: Tracker;
  readonly problems: readonly string[];
  /** Time that every look at the clock takes. */
  readonly pace: { stepMs: number };
  begin(): void;
  forget(infoHash: string): void;
  stop(): Promise<void>;
}

function keep(storage: Storage): Kept {
  const clock = createVirtualClock();
  const pace = { stepMs: 0 };
  let looked = 0;
  const slowClock = { ...clock, monotonicMs: () => clock.monotonicMs() + (looked += pace.stepMs) };
  const tracker = createTracker(
    { clock, random: () => 0.5, policy: { refusalOf: () => undefined }, localSeeder: () => undefined },
    DEFAULT_TRACKER_CONFIG,
  );
  for (const infoHash of SWARMS) tracker.addSwarm(infoHash);
  const logger = { log: () => undefined };
  const problems: string[] = [];
  const persistence = createPersistence({
    clock: slowClock,
    storage,
    tracker,
    sessions: createSessionRegistry(),
    dht: () => undefined,
    events: createEventBus(logger),
    onProblem: (message) => problems.push(message),
  });
  return {
    clock,
    tracker,
    problems,
    pace,
    begin: persistence.begin,
    forget: (infoHash) => persistence.forget(SWARMS.find((one) => one === infoHash) ?? FIRST),
    async stop() {
      await tracker.stop();
      await persistence.stop();
    },
  };
}

function visitAll(tracker: Tracker, name: string, port: number): void {
  for (const infoHash of SWARMS) announce(tracker, { infoHash, peerId: peerIdOf(name), port, key: 1 });
}

describe('what a tracker knows', () => {
  it('is on disk four seconds after it changed, and nothing is written that did not', async () => {
    const { storage } = await startStorage(cleanup);
    const kept = keep(storage);
    kept.begin();
    kept.clock.advance(500);
    visitAll(kept.tracker, 'a', 1);
    kept.clock.advance(WINDOW_MS);
    expect(storage.swarms.find(LAST)).toMatchObject({ announces: 1 });
    expect(storage.swarms.partAfter(LAST, -1)?.peers.length).toBeGreaterThan(1);
    storage.swarms.remove(LAST);
    announce(kept.tracker, { infoHash: FIRST });
    kept.clock.advance(WINDOW_MS);
    expect(storage.swarms.find(FIRST)).toMatchObject({ announces: 2 });
    expect(storage.swarms.find(LAST)).toBeUndefined();
    await kept.stop();
  });

  it('comes back a slice at a time, beside who announces meanwhile', async () => {
    const { storage } = await startStorage(cleanup);
    const before = keep(storage);
    before.begin();
    visitAll(before.tracker, 'a', 1);
    await before.stop();

    const after = keep(storage);
    after.pace.stepMs = 50;
    after.begin();
    expect(after.tracker.counts(FIRST).announces).toBe(1);
    expect(after.tracker.counts(LAST).announces).toBe(0);
    visitAll(after.tracker, 'a', 1);
    visitAll(after.tracker, 'b', 2);
    after.clock.advance(2500);
    expect(storage.swarms.find(LAST)).toMatchObject({ announces: 3 });
    expect(after.tracker.counts(LAST)).toMatchObject({ announces: 3, leechers: 2 });
    expect(after.tracker.totals().peers).toBe(SWARMS.length * 2);
    expect(after.problems).toEqual([]);
    await after.stop();
  });

  it('is all there after a stop in the middle of coming back', async () => {
    const { storage, dataDir } = await startStorage(cleanup);
    const before = keep(storage);
    before.begin();
    visitAll(before.tracker, 'a', 1);
    await before.stop();

    const stopped = keep(storage);
    stopped.pace.stepMs = 50;
    stopped.begin();
    announce(stopped.tracker, { infoHash: LAST, peerId: peerIdOf('b'), port: 2 });
    await stopped.stop();
    await storage.close();

    const after = keep(reopen(cleanup, dataDir));
    after.begin();
    for (const infoHash of SWARMS) {
      const expected = infoHash === LAST ? { announces: 2, leechers: 2 } : { announces: 1, leechers: 1 };
      expect(after.tracker.counts(infoHash)).toMatchObject(expected);
    }
    await after.stop();
  });

  it('is left alone on disk when the engine never came so far as to read it', async () => {
    const { storage } = await startStorage(cleanup);
    const before = keep(storage);
    before.begin();
    visitAll(before.tracker, 'a', 1);
    await before.stop();
    const failed = keep(storage);
    announce(failed.tracker, { infoHash: FIRST });
    failed.clock.advance(WINDOW_MS);
    await failed.stop();
    expect(storage.swarms.find(FIRST)).toMatchObject({ announces: 1 });
  });

  it('leaves nothing of a swarm that is gone, and tells of what cannot be read', async () => {
    const { storage } = await startStorage(cleanup);
    storage.swarms.savePart({
      infoHash: FIRST,
      completed: 4,
      announces: 5,
      scrapes: 6,
      part: 0,
      parts: 1,
      peers: Buffer.of(99),
    });
    const kept = keep(storage);
    kept.begin();
    expect(kept.problems).toEqual([expect.stringContaining(`swarm ${FIRST}: peer rows of version 99`)]);
    expect(kept.tracker.counts(FIRST)).toMatchObject({ completed: 4, announces: 5, scrapes: 6 });
    visitAll(kept.tracker, 'a', 1);
    kept.tracker.removeSwarm(FIRST);
    kept.forget(FIRST);
    kept.clock.advance(WINDOW_MS);
    expect(storage.swarms.find(FIRST)).toBeUndefined();
    expect(storage.swarms.partAfter(FIRST, -1)).toBeUndefined();
    await kept.stop();
  });
});
