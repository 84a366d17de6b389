import assert from 'node:assert/strict';
import { createCleanup } from '../support/cleanup.ts';
import { killUnderLoad } from '../support/trackerKillScenario.ts';

/** `npm run soak:tracker [-- TIMES]`: the kill under load of the failure tests again and again (20 times), a line for each. */

const times = Number(process.argv[2] ?? 20);
let failed = 0;

for (let run = 1; run <= times; run++) {
  const cleanup = createCleanup();
  try {
    const { missing, undead, doubled, integrity, ...counts } = await killUnderLoad(cleanup);
    const { leastAnnounces, sentAnnounces, leastCompleted, mostCompleted, after } = counts;
    assert.ok(after.announces >= leastAnnounces, `announces were lost: ${JSON.stringify(counts)}`);
    assert.ok(after.announces <= sentAnnounces, `announces were counted twice: ${JSON.stringify(counts)}`);
    assert.ok(after.completed >= leastCompleted, `completions were lost: ${JSON.stringify(counts)}`);
    assert.ok(after.completed <= mostCompleted, `completions were counted twice: ${JSON.stringify(counts)}`);
    assert.deepEqual({ missing, undead, doubled }, { missing: [], undead: [], doubled: [] });
    assert.equal(integrity, 'ok');
    report(run, `ok, ${JSON.stringify(counts)}`);
  } catch (error) {
    failed += 1;
    report(run, `FAILED: ${String(error)}`);
  } finally {
    await cleanup.run();
  }
}
process.stdout.write(`${times - failed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;

function report(run: number, text: string): void {
  process.stdout.write(`${run}/${times} ${text}\n`);
}
