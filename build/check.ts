import { spawn } from 'node:child_process';

/**
 * `npm run check`: format, lint, types, layers and dead code, side by side. Each is an npm script of its own;
 * what a failing one said is printed, and the exit status is not 0.
 */

interface Outcome {
  readonly name: string;
  readonly passed: boolean;
  readonly output: string;
  readonly seconds: number;
}

const steps = ['format:check', 'lint', 'types', 'layers', 'deadcode'];

const outcomes = await Promise.all(steps.map(run));
for (const { name, passed, output, seconds } of outcomes) {
  if (!passed) process.stdout.write(`\n${output.trim()}\n\n`);
  process.stdout.write(`${passed ? 'ok    ' : 'FAILED'} ${name} (${seconds.toFixed(1)} s)\n`);
}
process.exitCode = outcomes.every(({ passed }) => passed) ? 0 : 1;

function run(name: string): Promise<Outcome> {
  const startedAt = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--run', name], { stdio: ['ignore', 'pipe', 'pipe'] });
    const output: string[] = [];
    child.stdout.setEncoding('utf8').on('data', (text: string) => output.push(text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => output.push(text));
    child.on('error', reject);
    child.on('close', (status) => {
      const seconds = (performance.now() - startedAt) / 1000;
      resolve({ name, passed: status === 0, output: output.join(''), seconds });
    });
  });
}
