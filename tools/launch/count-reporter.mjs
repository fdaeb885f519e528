import { appendFileSync } from 'node:fs';

/** Writes how many tests passed, failed and were skipped to the file named by HOCBA_TEST_COUNT; rows of tables are tests. */
export default class CountReporter {
  onTestRunEnd(modules, errors) {
    const counts = { passed: 0, failed: 0, skipped: 0 };
    for (const module of modules) {
      const tests = [...module.children.allTests()];
      for (const test of tests) {
        const { state } = test.result();
        counts[state === 'passed' ? 'passed' : state === 'failed' ? 'failed' : 'skipped'] += 1;
      }
      // A file that could not be loaded has no tests, but has failed.
      if (module.state() === 'failed' && !tests.some((test) => test.result().state === 'failed')) counts.failed += 1;
    }
    counts.failed += errors.length;
    appendFileSync(process.env.HOCBA_TEST_COUNT, `${JSON.stringify(counts)}\n`);
  }
}
