import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter';

/** Lets only the table through, and what went wrong. */
// eslint-disable-next-line no-restricted-syntax -- Playwright reads a reporter from the default export.
export default class TableReporter implements Reporter {
  onStdOut(chunk: string | Buffer): void {
    process.stdout.write(chunk);
  }

  onTestEnd(_test: TestCase, result: TestResult): void {
    result.errors.forEach(({ message, stack }) => process.stderr.write(`${stack ?? message ?? 'failed'}\n`));
  }

  printsToStdio(): boolean {
    return true;
  }
}
