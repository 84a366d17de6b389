import { afterEach, expect, it } from 'vitest';
import { createCleanup } from '../support/cleanup.ts';
import { killWhileSeeding } from '../support/killScenario.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

it('kill -9 while seeding to two clients: both finish, and nothing that was counted is lost', async () => {
  const { before, after, atEnd, hashedBytes, differences, integrity } = await killWhileSeeding(cleanup);
  expect(hashedBytes).toBe(0);
  expect(before.uploadedBytes).toBeGreaterThan(0);
  expect(after.uploadedBytes).toBeGreaterThanOrEqual(before.uploadedBytes);
  expect(after.announces).toBeGreaterThanOrEqual(before.announces);
  expect(after.completed).toBe(0);
  expect(atEnd.uploadedBytes).toBeGreaterThan(after.uploadedBytes);
  expect(atEnd.announces).toBeGreaterThan(after.announces);
  expect(atEnd.completed).toBe(2);
  expect(differences).toEqual([[], []]);
  expect(integrity).toBe('ok');
});
