import { runBenchmark, type Step } from './benchRun.ts';
import { benchCreate } from './createBench.ts';
import { benchMemory } from './memoryBench.ts';
import { type BenchPart, PARTS, parseOptions } from './options.ts';
import { benchSeeding } from './seedBench.ts';
import { benchStart } from './startBench.ts';
import { benchRates } from './tracker/rateBench.ts';

/**
 * `npm run bench`: measures Granary against its peers on this machine, which should be idle. `npm run bench:tracker` says more
 * of the tracker.
 */

await runBenchmark(() => {
  const options = parseOptions(process.argv.slice(2), { command: 'npm run bench', parts: PARTS });
  return { options, steps: stepsFor(options.parts) };
});

/** Both protocols of the tracker are measured on the same running trackers. */
function stepsFor(parts: readonly BenchPart[]): Step[] {
  const has = (part: BenchPart): boolean => parts.includes(part);
  const protocols = (['udp', 'http'] as const).filter(has);
  return [
    ...(has('seed') ? [benchSeeding] : []),
    ...(has('create') ? [benchCreate] : []),
    ...(protocols.length > 0 ? [benchRates(protocols)] : []),
    ...(has('memory') ? [benchMemory] : []),
    ...(has('start') ? [benchStart] : []),
  ];
}
