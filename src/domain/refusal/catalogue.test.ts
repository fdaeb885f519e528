import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { content } from './content.ts';
import { form } from './form.ts';
import { CATALOGUE, type CatalogueEntry, describe as describeRefusal, refusal } from './index.ts';
import { portal } from './portal.ts';
import { print } from './print.ts';
import { school } from './school.ts';
import { signature } from './signature.ts';
import { system } from './system.ts';
import { transport } from './transport.ts';
import { upward } from './upward.ts';
import { assessment } from './workbook/assessment.ts';
import { cells } from './workbook/cells.ts';
import { layout } from './workbook/layout.ts';
import { mapping } from './workbook/mapping.ts';
import { opening } from './workbook/opening.ts';
import { partial } from './workbook/partial.ts';
import { persons } from './workbook/persons.ts';
import { set } from './workbook/set.ts';

const PARTS = { transport, form, signature, content, opening, layout, mapping, set, persons, cells, assessment, partial, school, print, portal, upward, system };
const ROWS: readonly (readonly [string, CatalogueEntry])[] = Object.entries(CATALOGUE);
const placeholders = ({ message, remedy }: CatalogueEntry) => [...new Set([...`${message} ${remedy}`.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!))];
const byPublicCode = Map.groupBy(ROWS.filter(([, { publicCode }]) => publicCode !== null), ([, { publicCode }]) => publicCode!);
const areaOf = (code: string) => code.split('/')[0]!;

/** 1xx transport, 2xx form, 3xx signature, …: where the codes of an area stand. */
const HUNDREDS: Readonly<Record<string, readonly number[]>> = {
  transport: [1], gateway: [1], form: [2, 1], signature: [3, 2], signer: [6], content: [4], workbook: [5], school: [6], print: [6], identity: [7, 1], portal: [7], upward: [8], province: [8], system: [9],
};

describe('the parts make one catalogue', () => {
  test('no code is in two parts: the later would silently take its place', () => {
    const codes = Object.values(PARTS).flatMap((part) => Object.keys(part));
    expect(codes.filter((code, i) => codes.indexOf(code) !== i)).toEqual([]);
    expect(codes.sort()).toEqual(Object.keys(CATALOGUE).sort());
  });
});

test.each(ROWS)('%s', (code, entry) => {
  expect(code).toMatch(/^[a-z]+(-[a-z]+)*\/[a-z0-9]+(-[a-z0-9]+)*$/);
  if (entry.publicCode !== null) {
    expect(entry.publicCode).toMatch(/^HBS-\d{3}$/);
    expect(HUNDREDS[areaOf(code)]).toContain(Number(entry.publicCode.slice(4, 5)));
  }
  for (const text of [entry.message, entry.remedy]) {
    expect(text).toBe(text.normalize('NFC').trim());
    expect(text, 'a sentence ends').toMatch(/[.:}]$/);
    expect(text, 'a placeholder is closed').not.toMatch(/\{(?!\w+\})|(?<!\{\w+)\}/);
  }
  // A remedy that is filled in from outside is Vietnamese there.
  expect(entry.remedy).toMatch(/[à-ỹđ]|^\{remedy\}$/i);
  expect(entry.remedy).not.toBe(entry.message);

  const values = Object.fromEntries(placeholders(entry).map((name) => [name, `«${name}»`]));
  const told = describeRefusal(refusal(code, values, 'ô A1'));
  expect(`${told.message} ${told.remedy}`).not.toMatch(/[{}]/);
  for (const value of Object.values(values)) expect(`${told.message} ${told.remedy}`).toContain(value);
  expect(told).toMatchObject({ code, publicCode: entry.publicCode, retryable: entry.retryable, where: 'ô A1' });
});

describe('public codes', () => {
  /** One code, one meaning: only these are said by two areas, because they mean the same to the sender. */
  const SHARED: Readonly<Record<string, readonly string[]>> = { 'HBS-104': ['form/too-large', 'transport/body-too-large'], 'HBS-201': ['form/foreign-content', 'form/not-xml', 'signature/pdf-unreadable'] };
  test.each([...byPublicCode])('%s has one meaning', (publicCode, rows) => {
    const codes = rows.map(([code]) => code).sort();
    if (new Set(codes.map(areaOf)).size > 1) expect(codes).toEqual(SHARED[publicCode]);
  });
  test('inside one code, no two rows read the same', () => {
    for (const [publicCode, rows] of byPublicCode) {
      const messages = rows.map(([, { message }]) => message).filter((message) => message !== '{detail}');
      expect(new Set(messages).size, publicCode).toBe(messages.length);
    }
  });
  test.each([
    ['HBS-105', 'transport/after-cut-off'], ['HBS-401', 'content/unknown-pupil'], ['HBS-402', 'content/not-enrolled'], ['HBS-404', 'content/previous-year'], ['HBS-405', 'content/lookup-code-taken'], ['HBS-406', 'content/final'], ['HBS-407', 'content/not-current'],
    ['HBS-409', 'content/not-on-supplementary-list'], ['HBS-410', 'content/already-admitted'], ['HBS-411', 'content/older-version'],
  ])('%s is what other systems were told it is: %s', (publicCode, code) => expect(CATALOGUE[code]?.publicCode).toBe(publicCode));
  test('HBS-408 was dropped and is not given out again', () => expect(byPublicCode.has('HBS-408')).toBe(false));
});

describe('does it help to send the same again?', () => {
  test.each(['content', 'form', 'workbook'])('%s: no, the same octets have the same answer', (area) => {
    const rows = ROWS.filter(([code]) => areaOf(code) === area);
    expect(rows.length).toBeGreaterThan(5);
    expect(rows.filter(([, { retryable }]) => retryable)).toEqual([]);
  });
  test.each(['signature/revocation-unavailable', 'transport/server-busy', 'transport/too-many-requests', 'gateway/result-not-ready', 'system/database-unreachable', 'signer/unavailable'])('%s: yes, later', (code) => expect(CATALOGUE[code]?.retryable).toBe(true));
  test.each(['transport/after-cut-off', 'signature/revoked', 'signature/hash', 'identity/role-not-allowed', 'school/record-final'])('%s: never', (code) => expect(CATALOGUE[code]?.retryable).toBe(false));
});

describe('a refusal as people read it', () => {
  test('after finality nobody is told of a way to change the record (KH 1154 PL 2.1)', () => {
    const { message, remedy } = describeRefusal(refusal('content/final', { pupil: 'Nguyễn Gia Hân' }));
    expect(message).toBe('Học bạ của em Nguyễn Gia Hân đã chốt, không ai thay đổi được nữa.');
    expect(remedy).toContain('gửi yêu cầu đính chính tới Sở để ghi nhận');
  });
  test('what a person typed is shown as it was typed and never filled in again', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.constantFrom('{pupil}', '$&', "$'", '{value}', '$1', '')), (value) => {
      expect(describeRefusal(refusal('content/bad-mark', { cell: 'Toán', value })).message).toBe(`Ô Toán: "${value}" không phải điểm kiểm tra định kỳ.`);
    }));
  });
  test('a number is filled in, 0 too', () => expect(describeRefusal(refusal('form/count', { stated: 0, counted: 3 })).message).toBe('Số lượng ghi trong thông điệp là 0, nhưng có 3 mục.'));
  test('a value that was forgotten stays visible, so that a test can find it', () => expect(describeRefusal(refusal('content/final')).message).toContain('{pupil}'));
  test('a code of no table is our fault: HBS-999, and trying again may help', () => expect(describeRefusal({ code: 'no/such' })).toMatchObject({ code: 'no/such', publicCode: 'HBS-999', retryable: true, message: CATALOGUE['system/unexpected']!.message }));
  test.each([[undefined, undefined, ['code']], [{ a: 1 }, undefined, ['code', 'params']], [undefined, 'Lớp', ['code', 'where']], [{ a: 1 }, 'Lớp', ['code', 'params', 'where']]] as const)('refusal(%j, %s) has no empty property', (params, where, keys) => {
    expect(Object.keys(refusal('content/final', params, where))).toEqual(keys);
    expect(Object.keys(describeRefusal(refusal('content/final', params, where))).includes('where')).toBe(where !== undefined);
  });
});
