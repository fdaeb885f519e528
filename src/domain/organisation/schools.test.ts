import { describe, expect, test } from 'vitest';
import { PlainDate, unwrap } from '#kernel';
import organisation from '../../../policies/organisation.json' with { type: 'json' };
import { SchoolCode } from '../record/identifiers.ts';
import { addressOf, communesOn, districtsOn, PROVINCE, schoolOf } from './index.ts';

const day = (text: string) => unwrap(PlainDate.parse(text));
const code = (text: string) => unwrap(SchoolCode.parse(text));
const MINH_HOA_A = code('22205411');

/** Quyết định 19/2025/QĐ-TTg, from 01/7/2025. */
const PHUONG = '06652 Hà Tu, 06658 Cao Xanh, 06661 Việt Hưng, 06673 Bãi Cháy, 06676 Hà Lầm, 06685 Hồng Gai, 06688 Hạ Long, 06706 Tuần Châu, 06709 Móng Cái 2, 06712 Móng Cái 1, 06736 Móng Cái 3, 06760 Mông Dương, 06778 Quang Hanh, 06781 Cửa Ông, 06793 Cẩm Phả, '
  + '06811 Uông Bí, 06820 Vàng Danh, 06832 Yên Tử, 07030 Hoành Bồ, 07069 Mạo Khê, 07081 Bình Khê, 07090 An Sinh, 07093 Đông Triều, 07114 Hoàng Quế, 07132 Quảng Yên, 07135 Đông Mai, 07147 Hiệp Hòa, 07168 Hà An, 07180 Liên Hòa, 07183 Phong Cốc';
const XA = '06724 Hải Sơn, 06733 Hải Ninh, 06757 Vĩnh Thực, 06799 Hải Hòa, 06838 Bình Liêu, 06841 Hoành Mô, 06856 Lục Hồn, 06862 Tiên Yên, 06874 Điền Xá, 06877 Đông Ngũ, 06886 Hải Lạng, 06895 Đầm Hà, 06913 Quảng Tân, 06922 Quảng Hà, 06931 Quảng Đức, 06946 Đường Hoa, '
  + '06967 Cái Chiên, 06978 Ba Chẽ, 06979 Kỳ Thượng, 06985 Lương Minh, 07054 Quảng La, 07060 Thống Nhất';
const named = (kind: string, list: string) => list.split(', ').map((row) => `${row.slice(0, 5)} ${kind} ${row.slice(6)}`);

describe('two-tier local government: districts end with 30/6/2025 (R95)', () => {
  test.each([['2024-04-11', 13], ['2024-10-31', 13], ['2024-11-01', 13], ['2025-06-30', 13], ['2025-07-01', 0], ['2030-01-01', 0]])('on %s there are %i districts', (date, count) => expect(districtsOn(day(date))).toHaveLength(count));
  test.each([['2024-10-31', 'Thị xã Đông Triều'], ['2024-11-01', 'Thành phố Đông Triều']])('Nghị quyết 1203: on %s code 205 is %s', (date, name) => expect(districtsOn(day(date)).filter((district) => district.code === '205').map((district) => district.name)).toEqual([name]));
  test('30 phường, 22 xã and 2 đặc khu from 01/7/2025, by the codes of the decision', () => {
    const listed = communesOn(day('2025-07-01')).map((commune) => `${commune.code} ${commune.name}`).sort();
    expect(listed).toEqual([...named('Phường', PHUONG), ...named('Xã', XA), '06994 Đặc khu Vân Đồn', '07192 Đặc khu Cô Tô'].sort());
    expect(listed).toHaveLength(54);
  });
  test('no commune has a district any more, and before that each has one that was there', () => {
    expect(communesOn(day('2025-07-01')).filter(({ district }) => district !== undefined)).toEqual([]);
    const districts = districtsOn(day('2024-06-30')).map((district) => district.code);
    for (const { district } of communesOn(day('2024-06-30'))) expect(districts).toContain(district);
  });
  test.each([['07090', '2024-06-30', 'Xã Bình Dương'], ['07090', '2025-07-01', 'Phường An Sinh'], ['07090', '2025-01-01', undefined], ['07093', '2025-06-30', 'Phường Đức Chính'], ['07093', '2025-07-01', 'Phường Đông Triều']])('codes were used again: %s on %s is %s', (unit, date, name) => {
    expect(communesOn(day(date)).find((commune) => commune.code === unit)?.name).toBe(name);
  });
  test('on no day does a code stand for two units', () => {
    for (const date of ['2020-01-01', '2024-06-30', '2024-10-31', '2024-11-01', '2025-06-30', '2025-07-01', '2026-11-23'].map(day)) {
      for (const units of [communesOn(date), districtsOn(date)]) expect(new Set(units.map((unit) => unit.code)).size).toBe(units.length);
    }
  });
});

describe('the address of a school, as it is frozen into a record of that day', () => {
  test.each([
    ['2024-05-31', { commune: 'Phường Mạo Khê', district: 'Thị xã Đông Triều', province: 'Quảng Ninh', issuePlace: 'Đông Triều', provinceDepartmentCode: '22' }],
    ['2024-10-31', { district: 'Thị xã Đông Triều' }], ['2024-11-01', { district: 'Thành phố Đông Triều' }], ['2025-06-30', { district: 'Thành phố Đông Triều', issuePlace: 'Đông Triều' }],
  ])('on %s: %j', (date, address) => expect(addressOf(MINH_HOA_A, day(date))).toMatchObject(address));
  test('from 01/7/2025 the line of the district is absent, not empty', () => expect(addressOf(MINH_HOA_A, day('2025-07-01'))).toEqual({ commune: 'Phường Mạo Khê', province: 'Quảng Ninh', issuePlace: 'Mạo Khê', provinceDepartmentCode: '22' }));
  test('a school that is not listed stands in the commune of the demonstration', () => {
    expect(schoolOf(code('99999999'))).toBeUndefined();
    expect(addressOf(code('99999999'), day('2024-05-31'))).toMatchObject({ commune: 'Phường Mạo Khê', district: 'Thị xã Đông Triều' });
  });
  test('a listed school is found by its code alone', () => expect(schoolOf(MINH_HOA_A)?.name).toBe('Trường Tiểu học Minh Hoạ A'));
  test('the province of this installation', () => expect(PROVINCE).toEqual({ code: '22', name: 'Quảng Ninh', department: 'Sở Giáo dục và Đào tạo Quảng Ninh' }));
});

describe('policies/organisation.json agrees with itself', () => {
  const spans: readonly (readonly [string, readonly { readonly from: string; readonly until?: string }[]])[] = [
    ...organisation.schools.map((school) => [school.code, school.communes] as const), ['the default address', organisation.defaultAddress] as const,
  ];
  test.each(spans)('%s has one address on every day, without gap or overlap', (_, addresses) => {
    for (const [i, { from, until }] of addresses.entries()) {
      expect(PlainDate.parse(from).ok).toBe(true);
      const next = addresses[i + 1]?.from;
      expect(until).toBe(next === undefined ? undefined : PlainDate.addDays(day(next), -1));
    }
  });
  test('every address names units that were there, all the time', () => {
    for (const { communes } of [...organisation.schools, { communes: organisation.defaultAddress }]) for (const { commune, district, from, until } of communes as readonly { commune: string; district?: string; from: string; until?: string }[]) {
      for (const date of [from, until ?? '2026-11-23'].map(day)) {
        expect(communesOn(date).map(({ name }) => name)).toContain(commune);
        if (district === undefined) expect(districtsOn(date)).toEqual([]);
        else expect(districtsOn(date).map(({ name }) => name)).toContain(district);
      }
    }
  });
  test('every name is in NFC and school codes are unique', () => {
    for (const name of [...organisation.communes, ...organisation.districts, ...organisation.schools].map((unit) => unit.name)) expect(name.normalize('NFC')).toBe(name);
    expect(new Set(organisation.schools.map((school) => school.code)).size).toBe(organisation.schools.length);
  });
});
