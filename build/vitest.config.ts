import { resolve } from 'node:path';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';

const root = resolve(import.meta.dirname, '..');
const SECOND_MS = 1000;

interface Tier {
  readonly name: string;
  readonly timeoutMs: number;
  /** Real programs, ports and both cores: one file at a time, after every tier that runs in parallel. */
  readonly alone: boolean;
}

const tiers: readonly Tier[] = [
  { name: 'unit', timeoutMs: 20 * SECOND_MS, alone: false },
  { name: 'contract', timeoutMs: 20 * SECOND_MS, alone: false },
  { name: 'simulation', timeoutMs: 30 * SECOND_MS, alone: false },
  { name: 'property', timeoutMs: 180 * SECOND_MS, alone: false },
  { name: 'failure', timeoutMs: 120 * SECOND_MS, alone: true },
  { name: 'interop', timeoutMs: 180 * SECOND_MS, alone: true },
  { name: 'e2e', timeoutMs: 120 * SECOND_MS, alone: true },
];

export default defineConfig({
  root,
  test: {
    reporters: ['default', resolve(root, 'build/countReporter.ts')],
    projects: tiers.map(project),
  },
});

function project(tier: Tier, order: number): TestProjectInlineConfiguration {
  return {
    root,
    test: {
      name: tier.name,
      include: [`test/${tier.name}/**/*.test.ts`],
      setupFiles: [resolve(root, 'test/support/leakCheck.ts')],
      pool: 'forks',
      testTimeout: tier.timeoutMs,
      hookTimeout: tier.timeoutMs,
      fileParallelism: !tier.alone,
      // Parallel tiers share the first group; every other tier has a group, and so a turn, of its own.
      sequence: { groupOrder: tier.alone ? order : 0 },
    },
  };
}
