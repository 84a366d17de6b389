import assert from 'node:assert/strict';
import { createCleanup } from '../support/cleanup.ts';
import { killWhileSeeding } from '../support/killScenario.ts';

/**
 * `npm run soak:kill [-- TIMES]`: the kill of the failure tests again and again (20 times), a line for each. How long the
 * new engine took until it seeded is told, not judged: it hangs on what else the machine is doing.
 */

const times = Number(process.argv[2] ?? 20);
const startsMs: number[] = [];
let failed = 0;

for (let run = 1; run <= times; run++) {
  const cleanup = createCleanup();
  try {
    const { before, after, atEnd, hashedBytes, seedingAfterMs, differences, integrity } =
      await killWhileSeeding(cleanup);
    assert.equal(hashedBytes, 0);
    startsMs.push(Math.round(seedingAfterMs));
    assert.ok(after.uploadedBytes >= before.uploadedBytes, 'uploaded bytes went back');
    assert.ok(after.announces >= before.announces, 'announces went back');
    assert.equal(atEnd.completed, 2);
    assert.deepEqual(differences, [[], []]);
    assert.equal(integrity, 'ok');
    report(
      run,
      `ok, seeding again after ${Math.round(seedingAfterMs)} ms, ${JSON.stringify({ before, after, atEnd })}`,
    );
  } catch (error) {
    failed += 1;
    report(run, `FAILED: ${String(error)}`);
  } finally {
    await cleanup.run();
  }
}
const sorted = startsMs.toSorted((a, b) => a - b);
process.stdout.write(`seeding again after ${sorted[sorted.length >> 1]} ms (median), ${sorted.at(-1)} ms (longest)\n`);
process.stdout.write(`${times - failed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;

function report(run: number, text: string): void {
  process.stdout.write(`${run}/${times} ${text}\n`);
}
