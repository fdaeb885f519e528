import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PlainDate, type Result, unwrap } from '#kernel';
import { Grade, LookupCode, PersonalId, PupilId, SchoolCode, SchoolYear, Sha256Hex, StaffId, VersionId } from './index.ts';

const CODE = '5f0c2b7e9d1a4c3e8b6f2a1d0c9e7b54';
const hex = (length: number) => fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: length, maxLength: length });
const uuid = fc.tuple(hex(12), hex(3), fc.constantFrom('8', '9', 'a', 'b'), hex(15)).map(([a, b, c, d]) => `${a}4${b}${c}${d}`);
const refused = (result: Result<unknown, string>) => (result.ok ? undefined : result.error);

describe('mã tra cứu: a UUID of 32 characters (KH 1154 PL 1.2, R57)', () => {
  test.each([['LookupCode', LookupCode.parse, 'lookup-code/malformed'], ['VersionId', VersionId.parse, 'version-id/malformed']] as const)('%s', (_, parse, code) => {
    fc.assert(fc.property(uuid, (text) => { expect(parse(text)).toEqual({ ok: true, value: text }); }));
    for (const text of [
      CODE.toUpperCase(), CODE.slice(1), `${CODE}0`, `${CODE}\n`, ` ${CODE}`, '', CODE.replace('5f', 'g0'), '5f0c2b7e-9d1a-4c3e-8b6f-2a1d0c9e7b54', '0'.repeat(32), // no version, no variant
      CODE.replace('4c3e', '1c3e'), CODE.replace('4c3e', '7c3e'), CODE.replace('8b6f', 'cb6f'), CODE.replace('8b6f', '7b6f'),
    ]) expect(refused(parse(text)), text).toBe(code);
  });
  test.each(['5F0C2B7E-9D1A-4C3E-8B6F-2A1D0C9E7B54', '5f0c 2b7e 9d1a 4c3e 8b6f 2a1d 0c9e 7b54', ` ${CODE}\t`, CODE])('typed as `%s` it is understood', (typed) => expect(LookupCode.parseTyped(typed)).toEqual({ ok: true, value: CODE }));
  test.each(['', '5f0c', `${CODE}5f`, CODE.replace('5', 'O'), CODE.replace('4c3e', '1c3e'), `https://example.vn/t/${CODE}`])('typed as `%s` it is not', (typed) => expect(LookupCode.parseTyped(typed)).toEqual({ ok: false, error: 'lookup-code/malformed' }));
  test('in groups of four for reading aloud, and read back from them in either case', () => {
    expect(LookupCode.grouped(unwrap(LookupCode.parse(CODE)))).toBe('5f0c 2b7e 9d1a 4c3e 8b6f 2a1d 0c9e 7b54');
    fc.assert(fc.property(uuid, fc.boolean(), (text, upper) => {
      const grouped = LookupCode.grouped(unwrap(LookupCode.parse(text)));
      expect(LookupCode.parseTyped(upper ? grouped.toUpperCase() : grouped)).toEqual({ ok: true, value: text });
    }));
  });
});

describe('codes of the sector (TT 42/2021 Điều 10): opaque, at most 20 characters', () => {
  test.each([['pupil-id/malformed', PupilId], ['school-code/malformed', SchoolCode], ['staff-id/malformed', StaffId]] as const)('%s', (code, kind) => {
    for (const text of ['2200123456', '0022001234', 'GV0017', 'H49.22.1', 'a_b-c', '1', 'A'.repeat(20)]) expect(kind.parse(text)).toEqual({ ok: true, value: text });
    for (const text of ['', 'A'.repeat(21), '-1', '.a', '_a', 'a b', 'a/b', 'Đ1', '２２', 'a\n', "a'b", '<a>']) expect(refused(kind.parse(text)), text).toBe(code);
  });
  test.each([['022214000123', true], ['000000000000', true], ['22214000123', false], ['0222140001234', false], ['02221400012A', false], ['022 214000123', false], ['０22214000123', false], ['', false]])('số định danh cá nhân `%s` has twelve digits: %s', (text, is) => expect(PersonalId.parse(text).ok).toBe(is));
  test('it is text: the zero in front stays', () => expect(unwrap(PersonalId.parse('001214000123'))).toBe('001214000123'));
  test.each([['a'.repeat(64), true], ['0123456789abcdef'.repeat(4), true], ['A'.repeat(64), false], ['a'.repeat(63), false], ['a'.repeat(65), false], [`${'a'.repeat(63)}g`, false]])('SHA-256 `%s`: %s', (text, is) => expect(Sha256Hex.parse(text).ok).toBe(is));
});

describe('năm học and khối', () => {
  test.each([['2023-2024', 2023], ['2024-2025', 2024], ['2000-2001', 2000], ['2098-2099', 2098]])('%s begins in %i', (text, first) => expect(SchoolYear.firstYear(unwrap(SchoolYear.parse(text)))).toBe(first));
  test.each(['2023-2025', '2024-2023', '2023-2023', '2023', '2023-24', '2023–2024', '2023 - 2024', '23-24', '1999-2000', '2099-2100', '2023-2024 ', ''])('`%s` is no school year', (text) => expect(SchoolYear.parse(text)).toEqual({ ok: false, error: 'school-year/malformed' }));
  test.each([['2024-01-15', '2023-2024'], ['2024-08-31', '2023-2024'], ['2024-09-01', '2024-2025'], ['2024-12-31', '2024-2025']])('the papers of %s are of the school year %s', (day, year) => expect(SchoolYear.on(unwrap(PlainDate.parse(day)))).toBe(year));
  test.each([1, 2, 3, 4, 5])('lớp %i is a grade of primary school', (grade) => expect(Grade.parse(grade)).toEqual({ ok: true, value: grade }));
  test.each([0, 6, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('%s is none', (grade) => expect(Grade.parse(grade)).toEqual({ ok: false, error: 'grade/malformed' }));
});
