import { resolve } from 'node:path';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';

const root = resolve(import.meta.dirname, '..');
const SECOND_MS = 1000;
/** As long as a test may take where it waits for one thing: the figures in a window come once a second, and cores are shared. */
const POLL_MS = 15 * SECOND_MS;

interface Tier {
  readonly name: string;
  /** Below `test`; the tier's name where it is not given. */
  readonly folder?: string;
  readonly timeoutMs: number;
  /** Real programs, ports and both cores: one file at a time, after every tier that runs in parallel. */
  readonly alone: boolean;
}

const tiers: readonly Tier[] = [
  { name: 'unit', timeoutMs: 20 * SECOND_MS, alone: false },
  { name: 'contract', timeoutMs: 20 * SECOND_MS, alone: false },
  { name: 'simulation', timeoutMs: 30 * SECOND_MS, alone: false },
  { name: 'property', timeoutMs: 180 * SECOND_MS, alone: false },
  { name: 'conformance', timeoutMs: 180 * SECOND_MS, alone: true },
  { name: 'failure', timeoutMs: 120 * SECOND_MS, alone: true },
  { name: 'interop', timeoutMs: 180 * SECOND_MS, alone: true },
  { name: 'e2e', timeoutMs: 120 * SECOND_MS, alone: true },
  // Pages of mock engines, which mind nobody and nothing.
  { name: 'e2e-views', folder: 'e2e/views', timeoutMs: 120 * SECOND_MS, alone: false },
];

export default defineConfig({
  root,
  test: {
    reporters: ['default', resolve(root, 'build/countReporter.ts')],
    projects: tiers.map(project),
  },
});

function project(tier: Tier, order: number): TestProjectInlineConfiguration {
  const folder = tier.folder ?? tier.name;
  return {
    root,
    test: {
      name: tier.name,
      include: [`test/${folder}/**/*.test.ts`],
      exclude: tiers
        .filter((other) => other.folder?.startsWith(`${folder}/`))
        .map((other) => `test/${other.folder}/**`),
      setupFiles: [resolve(root, 'test/support/leakCheck.ts')],
      pool: 'forks',
      testTimeout: tier.timeoutMs,
      hookTimeout: tier.timeoutMs,
      expect: { poll: { timeout: POLL_MS } },
      fileParallelism: !tier.alone,
      // Parallel tiers share the first group, but for the pages, which take both cores; every other tier has a turn of its own.
      sequence: { groupOrder: tier.alone || tier.folder !== undefined ? order : 0 },
    },
  };
}
