import { runBenchmark, type Step } from '../benchRun.ts';
import { parseOptions, TRACKER_PARTS, type TrackerPart } from '../options.ts';
import { benchAbuse } from './abuseBench.ts';
import { benchLoop } from './loopBench.ts';
import { benchRates } from './rateBench.ts';
import { benchRestart } from './restartBench.ts';
import { benchScale } from './scaleBench.ts';
import { benchWhileSeeding } from './seedingBench.ts';

/**
 * `npm run bench:tracker`: how fast the tracker answers beside opentracker and npm's bittorrent-tracker, what a million peers
 * cost, what they do to the event loop and to a restart, and what attacks and seeding do to announces.
 */

await runBenchmark(() => {
  const options = parseOptions(process.argv.slice(2), { command: 'npm run bench:tracker', parts: TRACKER_PARTS });
  return { options, steps: stepsFor(options.parts) };
});

function stepsFor(parts: readonly TrackerPart[]): Step[] {
  const has = (part: TrackerPart): boolean => parts.includes(part);
  const protocols = (['udp', 'http'] as const).filter(has);
  return [
    ...(protocols.length > 0 ? [benchRates(protocols)] : []),
    ...(has('scale') ? [benchScale] : []),
    ...(has('loop') ? [benchLoop] : []),
    ...(has('restart') ? [benchRestart] : []),
    ...(has('seeding') ? [benchWhileSeeding] : []),
    ...(has('abuse') ? [benchAbuse] : []),
  ];
}
