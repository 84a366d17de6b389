/** What a test opened and has to close, last opened first. `afterEach(cleanup.run)` closes it however the test ended. */
export interface Cleanup {
  add(step: () => Promise<void> | void): void;
  /** Runs every step, also after one that fails; then throws what failed. */
  readonly run: () => Promise<void>;
}

export function createCleanup(): Cleanup {
  const steps: (() => Promise<void> | void)[] = [];
  return {
    add: (step) => void steps.push(step),
    run: async () => {
      const failures: unknown[] = [];
      for (const step of steps.splice(0).reverse()) {
        try {
          await step();
        } catch (error) {
          failures.push(error);
        }
      }
      if (failures.length > 0)
        throw new AggregateError(failures, `clean-up failed: ${failures.map(String).join('; ')}`);
    },
  };
}
