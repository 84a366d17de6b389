import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/**
 * `npm test`: every tier, in lanes side by side, each in a network of its own (see ownNetwork.ts). Stock clients spend their
 * time waiting, and pages need the processor; one after the other they would take twice as long. The first lane is seen as it
 * goes, each other one when it is done. Ends with what failed in any lane, and the one line `N passed, N failed` over all.
 *
 * With arguments it is one run of vitest with them.
 */

const LANES: readonly (readonly string[])[] = [
  ['failure', 'conformance', 'interop'],
  ['unit', 'contract', 'simulation', 'property', 'e2e-views'],
  ['e2e'],
];

/** As countReporter.ts writes them. */
const FAILURES = /^FAILED .*\n/gm;
const COUNTS = /^(\d+) passed, (\d+) failed$/;
const NETWORK = join(import.meta.dirname, 'ownNetwork.ts');
const VITEST = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'build/vitest.config.ts'];

interface Outcome {
  readonly passed: number;
  readonly failed: number;
  readonly output: string;
}

process.exitCode = process.argv.length > 2 ? await runOnce(process.argv.slice(2)) : await runLanes();

async function runOnce(args: readonly string[]): Promise<number> {
  return statusOf(spawn(process.execPath, [NETWORK, ...VITEST, ...args], { stdio: 'inherit' }));
}

async function runLanes(): Promise<number> {
  const running = LANES.map((projects, lane) => runLane(projects, lane === 0));
  const outcomes: Outcome[] = [];
  for (const [lane, outcome] of running.entries()) {
    outcomes.push(await outcome);
    if (lane > 0) process.stdout.write(outcomes[lane]?.output ?? '');
  }
  const sum = (count: (outcome: Outcome) => number): number =>
    outcomes.reduce((total, outcome) => total + count(outcome), 0);
  const failed = sum((outcome) => outcome.failed);
  process.stdout.write(outcomes.flatMap(({ output }) => output.match(FAILURES) ?? []).join(''));
  process.stdout.write(`${sum(({ passed }) => passed)} passed, ${failed} failed\n`);
  return failed > 0 ? 1 : 0;
}

/** A lane that ended without a count, or with a status that its count does not explain, has failed once more. */
async function runLane(projects: readonly string[], isShown: boolean): Promise<Outcome> {
  const args = [NETWORK, ...VITEST, ...projects.flatMap((project) => ['--project', project])];
  const env = { ...process.env, ...(process.stdout.isTTY && { FORCE_COLOR: '1' }) };
  const child = spawn(process.execPath, args, { env, stdio: ['inherit', 'pipe', 'pipe'] });
  let output = '';
  const take = (text: string): void => {
    if (isShown) process.stdout.write(text);
    output += text;
  };
  child.stdout.setEncoding('utf8').on('data', take);
  child.stderr.setEncoding('utf8').on('data', take);
  const status = await statusOf(child);
  const [, passed = '0', failed = '0'] = COUNTS.exec(output.trimEnd().split('\n').at(-1) ?? '') ?? [];
  const isExplained = status === 0 ? Number(passed) > 0 : Number(failed) > 0;
  return { passed: Number(passed), failed: Number(failed) + (isExplained ? 0 : 1), output };
}

async function statusOf(child: ChildProcess): Promise<number> {
  const pass = (signal: NodeJS.Signals): void => void child.kill(signal);
  process.on('SIGINT', pass).on('SIGTERM', pass);
  const [status] = (await once(child, 'close')) as [number | null];
  process.off('SIGINT', pass).off('SIGTERM', pass);
  return status ?? 1;
}
