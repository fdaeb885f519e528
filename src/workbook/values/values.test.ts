import { PlainDate, unwrap } from '#kernel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createReport } from '../problem.ts';
import type { RawValue } from '../sheet/read-sheets.ts';
import type { Cell } from '../sheet/rows.ts';
import { readMark, readNumber, readQualityLevel, readSubjectLevel } from './assessment.ts';
import { readDate } from './date.ts';
import { readCode, readPersonalId } from './identifier.ts';
import { readText } from './text.ts';

const cellOf = (raw: RawValue, from1904 = false): Cell => ({ raw, label: 'Cột', from1904, place: { file: 'a.xlsx', sheet: 'S', row: 1, column: 'A', value: String(raw) } });
/** The value a reader makes of a raw cell and the codes it reports. */
function reading<T>(raw: RawValue, read: (cell: Cell, who: string, report: ReturnType<typeof createReport>) => T, from1904 = false) {
  const report = createReport();
  const value = read(cellOf(raw, from1904), 'em A', report);
  return { value, codes: report.problems().map(({ code }) => code), changes: report.normalised().length };
}

const days = fc.integer({ min: 18_264, max: 73_050 });
const day = (serial: number) => PlainDate.addDays(unwrap(PlainDate.parse('1899-12-30')), serial);

describe('dates', () => {
  test('a serial number and its text are the same day, from 1900 and from 1904', () => {
    fc.assert(fc.property(days, (serial) => {
      expect(reading(serial, readDate).value).toBe(day(serial));
      expect(reading(PlainDate.toVietnamese(day(serial)), readDate)).toMatchObject({ value: day(serial), changes: 0 });
      expect(reading(serial - 1462, readDate, true).value).toBe(serial - 1462 + 1462 >= 18_264 ? day(serial) : undefined);
    }));
  });
  test.each(['18.07.2017', '18-7-2017', ' 18/7/2017 ', '2017-07-18', '18/07/2017 00:00:00', '42934'])('`%s` is 18/07/2017', (text) => expect(reading(text, readDate)).toMatchObject({ value: '2017-07-18', codes: [] }));
  test.each(['07/18/2017', '18/07/17', '31/04/2017', '2017', 'hôm qua', 17, 999_999])('`%s` is no day, and nobody makes it one', (raw) => expect(reading(raw, readDate)).toMatchObject({ value: undefined, codes: ['workbook/bad-date'] }));
  test.each([null, '', '  '])('a blank cell is blank', (raw) => expect(reading(raw, readDate)).toEqual({ value: undefined, codes: [], changes: 0 }));
});

describe('số định danh', () => {
  const id = fc.tuple(fc.integer({ min: 1, max: 96 }), fc.integer({ min: 0, max: 999_999_999 }).filter((rest) => rest % 100_000 !== 0)).map(([province, rest]) => String(province).padStart(3, '0') + String(rest).padStart(9, '0'));
  test('a number cell gives back all twelve digits', () => {
    fc.assert(fc.property(id, (text) => { expect(reading(Number(text), readPersonalId)).toEqual({ value: text, codes: [], changes: 1 }); }));
  });
  test('text stays as it is', () => {
    fc.assert(fc.property(id, (text) => { expect(reading(text, readPersonalId)).toEqual({ value: text, codes: [], changes: 0 }); }));
  });
  test.each(["'022217292935", ' 022217292935', '022 217 292 935', '022217292935\u200b', '2.2217292935E+10', '2,2217292935E10'])('`%s` is repaired', (text) => expect(reading(text, readPersonalId)).toMatchObject({ value: '022217292935', codes: [], changes: 1 }));
  test.each(['22217292935', '0222172929351', '02221729293O', '2.22172929351E+10', 123_456_789, 22.5])('`%s` is not guessed', (raw) => expect(reading(raw, readPersonalId)).toMatchObject({ value: undefined, codes: ['workbook/bad-personal-id'] }));
  test.each(['2.22E+10', '2,2E+11', '2.22173E+10', 22_217_000_000, 2_221_700_000])('`%s` has lost its digits', (raw) => expect(reading(raw, readPersonalId)).toMatchObject({ value: undefined, codes: ['workbook/lost-personal-id'] }));
});

test.each([[2_201_000_001, '2201000001'], ["'2201000001", '2201000001'], ['2201 000001', '2201000001'], ['2.201000001E+9', '2201000001'], [1.5, ''], [null, '']] as const)('code %s is `%s`', (raw, code) =>
  expect(reading(raw, (cell, _, report) => readCode(cell, report)).value).toBe(code));

describe('levels and marks', () => {
  test.each([['T', 'T'], ['h', 'H'], ['C', 'C'], ['Hoàn thành tốt', 'T'], [' hoàn thành ', 'H'], ['Đ', undefined], ['X', undefined], [1, undefined]])('subject level %s is %s', (raw, level) => expect(reading(raw, readSubjectLevel).value).toBe(level));
  test.each([['T', 'T'], ['d', 'Đ'], ['đ', 'Đ'], ['D', 'Đ'], ['\u00d0', 'Đ'], ['Đạt', 'Đ'], ['Cần cố gắng', 'C'], ['H', undefined]])('quality level %s is %s', (raw, level) => expect(reading(raw, readQualityLevel).value).toBe(level));
  test('every whole number 0..10 is a mark, as number and as text', () => {
    for (let mark = 0; mark <= 10; mark++) for (const raw of [mark, `${mark}`, `${mark},0`, `${mark}.00`, ` ${mark} `]) expect(reading(raw, readMark)).toMatchObject({ value: mark, codes: [] });
  });
  test('no other number is a mark', () => {
    fc.assert(fc.property(fc.double({ noNaN: true }).filter((x) => !Number.isInteger(x) || x < 0 || x > 10), (x) => { expect(reading(x, readMark)).toMatchObject({ value: undefined, codes: ['workbook/bad-mark'] }); }));
  });
});

test.each([['115', 115], ['115 cm', 115], ['115,5', 115.5], [132.25, 132.25], ['1m15', undefined], [1.15, undefined], [300, undefined]])('height %s is %s', (raw, height) =>
  expect(reading(raw, (cell, who, report) => readNumber(cell, { from: 50, to: 220, decimals: 2, unit: 'cm' }, who, report)).value).toBe(height));

test('text is what people see, however it was typed', () => {
  fc.assert(fc.property(fc.constantFrom('Nguyễn Thị Ẫn', 'Hoà', 'Đặng Ữ'), fc.constantFrom('', ' ', '\u00a0', '\u200b'), (name, noise) => {
    expect(reading(`${noise}${name.normalize('NFD')}${noise}`, (cell, who, report) => readText(cell, who, report)).value).toBe(name);
  }));
});
