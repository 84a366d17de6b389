import { afterEach, expect, it } from 'vitest';
import { createCleanup } from '../support/cleanup.ts';
import { killUnderLoad } from '../support/trackerKillScenario.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

it('kill -9 while announces come in as fast as they are answered: nothing older than the write window is lost', async () => {
  const outcome = await killUnderLoad(cleanup);
  const { leastAnnounces, sentAnnounces, leastCompleted, mostCompleted, after } = outcome;
  expect(leastAnnounces).toBeGreaterThan(1000);
  expect(after.announces).toBeGreaterThanOrEqual(leastAnnounces);
  expect(after.announces).toBeLessThanOrEqual(sentAnnounces);
  expect(after.completed).toBeGreaterThanOrEqual(leastCompleted);
  expect(after.completed).toBeLessThanOrEqual(mostCompleted);
  expect(outcome).toMatchObject({ missing: [], undead: [], doubled: [], integrity: 'ok' });
});
