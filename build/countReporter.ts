import { stripVTControlCharacters } from 'node:util';
import type { Reporter, SerializedError, TestModule } from 'vitest/node';

/** Characters of each error. */
const MAX_REASON = 600;

/**
 * Ends a test run with a line `FAILED which: why` for each failure, and with the one line `N passed, N failed` that scripts
 * read. A file that could not be loaded and an error outside any test count as failed, so that the line never looks better than
 * the run was.
 */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    let passed = 0;
    const failures = unhandledErrors.map((error) => failureLine('outside any test', [error]));
    for (const module of modules) {
      const file = `${module.project.name} ${module.relativeModuleId}`;
      if (module.errors().length > 0) failures.push(failureLine(file, module.errors()));
      for (const test of module.children.allTests()) {
        const { state, errors = [] } = test.result();
        if (state === 'passed') passed += 1;
        if (state === 'failed') failures.push(failureLine(`${file} > ${test.fullName}`, errors));
      }
    }
    // After whatever the other reporters still have to say.
    process.once('exit', () =>
      process.stdout.write(`${failures.join('')}${passed} passed, ${failures.length} failed\n`),
    );
  }
}

function failureLine(which: string, errors: readonly { readonly message: string }[]): string {
  const why = errors.map(({ message }) =>
    stripVTControlCharacters(message).trim().replaceAll(/\s+/g, ' ').slice(0, MAX_REASON),
  );
  return `FAILED ${which}: ${why.join(' | ')}\n`;
}
