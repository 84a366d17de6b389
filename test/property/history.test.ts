import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HistoryScope, HistoryStep } from '../../electron/engine/storage/historyRepository.ts';
import { createCleanup } from '../support/cleanup.ts';
import { createHistoryFixture, type HistoryFixture, shareNumber } from '../support/historyFixture.ts';

/** Whatever becomes of clocks and processes, what was counted is in the buckets: no more of it and no less. */

const SHARES = [0, 1, 2];
const HOUR_MS = 3_600_000;
/** Seconds between writes, a second of sampling, and what one step counts. */
const CRASH_COSTS_MS = 4000;

type Step =
  | { readonly kind: 'upload'; readonly share: number; readonly bytes: number }
  | { readonly kind: 'announce'; readonly count: number }
  | { readonly kind: 'wait' | 'jump' | 'hold'; readonly ms: number }
  | { readonly kind: 'restart' | 'kill' };

const count: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('upload'), share: fc.constantFrom(...SHARES), bytes: fc.nat(1_000_000_000) }),
  fc.record({ kind: fc.constant('announce'), count: fc.nat(5000) }),
);
const wait: fc.Arbitrary<Step> = fc.record({
  kind: fc.constant('wait'),
  ms: fc.oneof(fc.integer({ min: 1, max: 3000 }), fc.integer({ min: 1, max: 200_000 })),
});
const trouble: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('jump'), ms: fc.integer({ min: -2 * HOUR_MS, max: 2 * HOUR_MS }) }),
  fc.record({ kind: fc.constant('hold'), ms: fc.integer({ min: 1, max: HOUR_MS }) }),
  fc.constant<Step>({ kind: 'restart' }),
);
const steps = fc.array(fc.oneof({ weight: 4, arbitrary: count }, { weight: 4, arbitrary: wait }, trouble), {
  maxLength: 40,
});

function run(fixture: HistoryFixture, step: Step): void {
  if ('share' in step) fixture.upload(step.share, step.bytes);
  else if ('count' in step) fixture.announce(step.count);
  else if ('ms' in step) fixture[step.kind](step.ms);
  else fixture[step.kind]();
}

function sumsOf({ repository }: HistoryFixture, step: HistoryStep, scope: HistoryScope) {
  const rows = repository.range({ step, scope, from: 0, until: Number.MAX_SAFE_INTEGER });
  return {
    uploadBytes: rows.reduce((sum, row) => sum + row.uploadBytes, 0),
    announces: rows.reduce((sum, row) => sum + row.announces, 0),
    coveredMs: rows.reduce((sum, row) => sum + row.coveredMs, 0),
  };
}

async function withFixture(work: (fixture: HistoryFixture) => void): Promise<void> {
  const cleanup = createCleanup();
  try {
    work(createHistoryFixture(cleanup));
  } finally {
    await cleanup.run();
  }
}

describe('the buckets of the history', () => {
  it('sum up to what was counted, through restarts, sleep and clock changes', async () => {
    await fc.assert(
      fc.asyncProperty(steps, (all) =>
        withFixture((fixture) => {
          for (const step of all) run(fixture, step);
          fixture.history().stop();
          const uploads = all.filter((step) => step.kind === 'upload');
          const bytesOf = (of: typeof uploads): number => of.reduce((sum, { bytes }) => sum + bytes, 0);
          const announces = all.reduce((sum, step) => sum + (step.kind === 'announce' ? step.count : 0), 0);
          for (const table of ['minutes', 'hours'] as const) {
            expect(sumsOf(fixture, table, 'engine')).toMatchObject({ uploadBytes: bytesOf(uploads), announces });
            for (const share of SHARES) {
              const { uploadBytes } = sumsOf(fixture, table, shareNumber(share));
              expect(uploadBytes).toBe(bytesOf(uploads.filter((step) => step.share === share)));
            }
          }
        }),
      ),
      { numRuns: 150 },
    );
  });

  it('cover the time that the engine ran, and not what it slept through', async () => {
    await fc.assert(
      fc.asyncProperty(steps, (all) =>
        withFixture((fixture) => {
          for (const step of all) run(fixture, step);
          fixture.history().stop();
          const waitedMs = all.reduce((sum, step) => sum + (step.kind === 'wait' ? step.ms : 0), 0);
          const holds = all.filter(({ kind }) => kind === 'hold').length;
          const { coveredMs } = sumsOf(fixture, 'minutes', 'engine');
          // A sample with a hold in it covers a second, whatever it was before; a short hold is not told from jitter.
          expect(coveredMs).toBeGreaterThan(waitedMs - holds * 1000 - 1);
          expect(coveredMs).toBeLessThan(waitedMs + holds * 3000 + 1);
          expect(sumsOf(fixture, 'hours', 'engine').coveredMs).toBeCloseTo(coveredMs, 3);
        }),
      ),
      { numRuns: 150 },
    );
  });

  it('lose a few seconds at most to a kill', async () => {
    const seconds = fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(seconds, fc.nat(2999), (perSecond, restMs) =>
        withFixture((fixture) => {
          for (const bytes of perSecond) {
            fixture.upload(0, bytes);
            fixture.wait(1000);
          }
          fixture.wait(restMs);
          fixture.kill();
          const total = perSecond.reduce((sum, bytes) => sum + bytes, 0);
          const recent = perSecond.slice(-Math.ceil(CRASH_COSTS_MS / 1000)).reduce((sum, bytes) => sum + bytes, 0);
          const { uploadBytes } = sumsOf(fixture, 'minutes', 'engine');
          expect(uploadBytes).toBeLessThanOrEqual(total);
          expect(uploadBytes).toBeGreaterThanOrEqual(total - recent);
        }),
      ),
      { numRuns: 60 },
    );
  });

  it('show a steady rate as that rate wherever there is one, whatever the clock does', async () => {
    const turns = fc.array(
      fc.record({ seconds: fc.integer({ min: 1, max: 300 }), jumpMs: fc.integer({ min: -HOUR_MS, max: HOUR_MS }) }),
      { minLength: 1, maxLength: 6 },
    );
    await fc.assert(
      fc.asyncProperty(turns, (all) =>
        withFixture((fixture) => {
          for (const { seconds, jumpMs } of all) {
            for (let i = 0; i < seconds; i++) {
              fixture.upload(0, 5000);
              fixture.wait(1000);
            }
            fixture.jump(jumpMs);
          }
          for (const span of ['10min', 'day', '90days'] as const) {
            const rates = fixture
              .history()
              .get(span)
              .uploadBytesPerSecond.filter((rate) => rate !== null);
            for (const rate of rates) expect(rate).toBeCloseTo(5000, 6);
          }
        }),
      ),
      { numRuns: 60 },
    );
  });
});
