import type { Reporter, SerializedError, TestModule } from 'vitest/node';

/**
 * Ends a test run with the one line `N passed, N failed` that scripts read. A file that could not be loaded
 * and an error outside any test count as failed, so that the line never looks better than the run was.
 */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    let passed = 0;
    let failed = unhandledErrors.length;
    for (const module of modules) {
      if (module.errors().length > 0) failed += 1;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') passed += 1;
        if (state === 'failed') failed += 1;
      }
    }
    // After whatever the other reporters still have to say.
    process.once('exit', () => process.stdout.write(`${passed} passed, ${failed} failed\n`));
  }
}
