import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCleanup } from '../support/cleanup.ts';
import { TOPICS } from './allCases.ts';
import { startOwnTracker } from './ownTarget.ts';
import { runCase } from './suite.ts';
import type { Target } from './target.ts';

/** Granary's own tracker passes every case of the suite, and offers all of it. */

const cleanup = createCleanup();
let target: Target;
beforeAll(async () => {
  target = await startOwnTracker(cleanup);
});
afterAll(cleanup.run);

describe.each(Object.entries(TOPICS))('%s', (_, cases) => {
  it.each(cases)('$name (BEP $bep)', async (one) => {
    expect(await runCase(target, one)).toMatchObject({ result: 'pass' });
  });
});
