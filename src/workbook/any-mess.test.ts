import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asCsv, contentOf, MESS_GROUPS, messedUp, messesOf } from '../../test/builders/messy-workbooks.ts';
import { SAMPLE_SCHOOLS, sampleFiles, sampleOptions } from '../../test/builders/workbooks.ts';
import type { WorkbookFile } from './model.ts';
import { readWorkbooks } from './read-workbooks.ts';

/** How one file was handed in: one mess or none of each group, as a workbook or as text. */
const handedIn = fc.record({
  messes: fc.tuple(...MESS_GROUPS.map((group) => fc.option(fc.constantFrom(...group), { nil: undefined }))).map((chosen) => chosen.filter((name) => name !== undefined)),
  csv: fc.option(fc.record({ encoding: fc.constantFrom('UTF-8', 'UTF-8 with BOM', 'UTF-16 LE', 'UTF-16 BE', 'Windows-1258'), delimiter: fc.constantFrom(',', ';', '\t') }), { nil: undefined }),
});
const RUNS = Number(process.env['HOCBA_MESS_RUNS'] ?? 4), SEED = Number(process.env['HOCBA_MESS_SEED'] ?? 89);

test.each(SAMPLE_SCHOOLS)('school %s: whatever mess each file is in, they say the same', async (school) => {
  const clean = sampleFiles(school), options = sampleOptions(school), truth = contentOf((await readWorkbooks(clean, options)).data);
  await fc.assert(fc.asyncProperty(fc.tuple(...clean.map(() => handedIn)), async (ways) => {
    const files: WorkbookFile[] = [];
    for (const [i, { messes, csv }] of ways.entries()) {
      const messy = await messedUp([clean[i]!], messesOf(messes, csv?.encoding));
      files.push(...(csv ? await asCsv(messy, csv.encoding, csv.delimiter) : messy));
    }
    const { problems, data } = await readWorkbooks(files, options);
    expect(problems.filter(({ severity }) => severity === 'error').slice(0, 3)).toEqual([]);
    expect(contentOf(data)).toEqual(truth);
  }), { seed: SEED, numRuns: RUNS, endOnFailure: true });
}, 60_000 + 20_000 * RUNS);
