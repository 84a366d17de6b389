import { afterEach, expect, it } from 'vitest';
import { createCleanup } from '../support/cleanup.ts';
import { PEER_TRACKERS } from './peerTrackers.ts';
import { type Report, reportOn, tableOf } from './report.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

it('the trackers of others answer, and how they do is told case by case', async () => {
  const reports: Report[] = [];
  for (const start of PEER_TRACKERS) reports.push(await reportOn(await start(cleanup)));
  const table = tableOf(reports);
  for (const { name, outcomes } of reports) {
    expect(outcomes.get('Parameters over HTTP: an announce is answered with interval and peers'), name).toMatchObject({
      result: 'pass',
    });
    expect(table).toMatch(new RegExp(`^${name}: \\d+ of ${outcomes.size} passed`, 'm'));
  }
  process.stdout.write(`${table}\n`);
});
