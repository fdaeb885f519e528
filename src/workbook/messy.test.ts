import { describe, expect, test } from 'vitest';
import { ENCODE } from '../../test/builders/legacy-text.ts';
import { asCsv, contentOf as content, MESSES, messedUp, TOGETHER } from '../../test/builders/messy-workbooks.ts';
import { SAMPLE_SCHOOLS, sampleFiles, sampleOptions } from '../../test/builders/workbooks.ts';
import { readWorkbooks } from './read-workbooks.ts';

describe.each(SAMPLE_SCHOOLS)('the workbooks of school %s, messed up', async (school) => {
  const clean = sampleFiles(school), options = sampleOptions(school);
  const truth = content((await readWorkbooks(clean, options)).data);
  const sameAs = async (files: Parameters<typeof readWorkbooks>[0], rule?: string) => {
    const reading = await readWorkbooks(files, options);
    expect(reading.problems.filter(({ severity }) => severity === 'error').slice(0, 3)).toEqual([]);
    expect(content(reading.data)).toEqual(truth);
    if (rule) expect(new Set(reading.normalised.map((change) => change.rule))).toContain(rule);
  };

  test.each(MESSES)('$name', async (mess) => sameAs(await messedUp(clean, [mess]), mess.rule));

  test.each(['VNI in a font of today', 'TCVN3 in a font of today'])('names in two columns, %s', async (font) => sameAs(await messedUp(clean, MESSES.filter(({ name }) => name === 'names in two columns' || name === font))));
  test('sixteen messes together', async () => sameAs(await messedUp(clean, TOGETHER)));
  test('messy cells in a .csv', async () => sameAs(await asCsv(await messedUp(clean, TOGETHER.slice(1, 10)), 'UTF-16 LE', '\t')));

  /** TCVN3 has no capital with a tone: `Ánh` comes back as `ánh`, in a file that says nothing of fonts. */
  const small = (value: unknown) => JSON.parse(JSON.stringify(value).toLowerCase());
  test('.csv in TCVN3', async () => {
    const reading = await readWorkbooks(await asCsv(clean, 'TCVN3 in one byte', ';'), options);
    expect(reading.problems.filter(({ severity }) => severity === 'error').slice(0, 3)).toEqual([]);
    expect(small(content(reading.data))).toEqual(small(truth));
  });

  const csv = Object.keys(ENCODE).filter((encoding) => !encoding.startsWith('TCVN3')).flatMap((encoding) => [',', ';', '\t'].map((delimiter) => [encoding, delimiter] as const)).filter((_, i) => i % 2 === 0);
  test.each(csv)('.csv in %s, parted by `%s`', async (encoding, delimiter) => sameAs(await asCsv(clean, encoding, delimiter)));
});
