import { beforeAll, describe, expect, test } from 'vitest';
import { unwrap } from '#kernel';
import { attachmentsOf, PDF_A_3A, ReadPdf, textOf } from '../../test/actors/pdf-a.ts';
import { makePdf } from '../../test/actors/pdf.ts';
import { hocBa } from '../../test/builders/hoc-ba.ts';
import { CONFIRMATION, PACKET, printedYear, printInput, SAMPLE_PRINTS } from '../../test/builders/printed.ts';
import { createPrinter } from './index.ts';

const printer = createPrinter();
const problems = (pdf: ReadPdf) => Object.fromEntries(Object.entries(PDF_A_3A).map(([rule, check]) => [rule, [...new Set(check(pdf))]] as const).filter(([, found]) => found.length > 0));

describe.each(Object.entries(SAMPLE_PRINTS))('PDF/A-3a, as another reader sees it: %s', (_, make) => {
  let bytes: Uint8Array, pdf: ReadPdf;
  beforeAll(async () => {
    bytes = unwrap(await printer.print(make()));
    pdf = new ReadPdf(bytes);
  });
  test('every rule holds', () => expect(problems(pdf)).toEqual({}));
  test('packets and confirmations are inside, octet for octet, each once', () => {
    const expected = make().years.flatMap(({ hocBa: { schoolYear }, packet, confirmation }): [string, Buffer][] => [
      ...(packet ? [[`hoc-ba-${schoolYear}.xml`, Buffer.from(PACKET)] as [string, Buffer]] : []), ...(confirmation ? [[`xac-nhan-${schoolYear}.xml`, Buffer.from(CONFIRMATION)] as [string, Buffer]] : []),
    ]);
    expect(attachmentsOf(pdf)).toEqual(new Map(expected));
  });
  test('the text can be taken out: NFC, no character without a meaning', () => {
    const text = textOf(bytes);
    expect(text).toBe(text.normalize('NFC'));
    expect(text).not.toMatch(/[\uE000-\uF8FF\uFFFD]/);
    expect(text).toContain('Nguyễn Gia Hân');
  });
  test('same input, same octets', async () => expect(unwrap(await printer.print(make()))).toEqual(bytes));
});

test('the first half of the identifier is of the record: the same in each copy, another for another pupil', async () => {
  const idOf = async (change: Parameters<typeof printInput>[0]) => new ReadPdf(unwrap(await printer.print(printInput(change)))).trailer['/ID'] as readonly string[];
  const [first, again, other] = [await idOf({}), await idOf({ converter: 'Nơi khác' }), await idOf({ years: [printedYear(hocBa({ lookupCode: '6f0c2b7e9d1a4c3e8b6f2a1d0c9e7b54' as never }))] })];
  expect([again[0] === first[0], again[1] === first[1], other[0] === first[0]]).toEqual([true, false, false]);
});

describe('each rule notices', () => {
  /** Same length, so that the file stays readable. */
  const changed = async (from: string, to: string) => {
    const text = Buffer.from(unwrap(await printer.print(SAMPLE_PRINTS['lop-5']!()))).toString('latin1');
    expect(text).toContain(from);
    expect(to).toHaveLength(from.length);
    return problems(new ReadPdf(new Uint8Array(Buffer.from(text.replaceAll(from, to), 'latin1'))));
  };
  test.each([
    ['6.1.3', '/ID [', '/IX ['], ['6.2.3', '/S /GTS_PDFA1', '/S /GTS_PDFX1'], ['6.6', '<pdfaid:conformance>A<', '<pdfaid:conformance>B<'], ['6.6', '<dc:language>', '<dc:lingvage>'], ['6.7 ', '/Marked true', '/Marked null'], ['6.7 ', '/Lang (vi', '/Lamg (vi'],
    ['6.7.3 structure', '/S /H3', '/S /H5'], ['6.7.3 structure', '/S /TR', '/S /TD'], ['6.7.3 tables', '/Scope /Column', '/Scape /Column'], ['6.7.3 tables', '/S /THead', '/S /TBody'], ['6.7.3 tables', '/Alt ', '/Alx '], ['6.7.2', '/StructParents 3', '/StructParents 9'],
    ['6.2.11', '/ToUnicode', '/ToUnicade'], ['6.2.11', '/FontFile2', '/FontFile9'], ['6.8', '/AF [', '/AX ['], ['6.8', '/AFRelationship /Data', '/AFRelationship /Daty'], ['6.5', '/ViewerPreferences', '/AA 1/PreferencesX'],
  ])('%s: %s → %s', async (rule, from, to) => expect(Object.keys(await changed(from, to)).some((name) => name.startsWith(rule))).toBe(true));
  test('a file that is none breaks most of them', () => expect(Object.keys(problems(new ReadPdf(makePdf()))).length).toBeGreaterThan(7));
});
