import { describe, expect, test } from 'vitest';
import { PlainDate, unwrap } from '#kernel';
import type { Gender } from '../record/codes.ts';
import { PersonalId } from '../record/identifiers.ts';
import { ethnicityCode, ethnicityName, languageName, nationalityCode, nationalityName, personalIdDoubt } from './index.ts';

/** The list as the decision of 02/3/1979 prints it. */
const PEOPLES = '01 Kinh · 02 Tày · 03 Thái · 04 Hoa · 05 Khơ-me · 06 Mường · 07 Nùng · 08 HMông · 09 Dao · 10 Gia-rai · 11 Ngái · 12 Ê-đê · 13 Ba-na · 14 Xơ-đăng · 15 Sán Chay · 16 Cơ-ho · 17 Chăm · 18 Sán Dìu · 19 Hrê · 20 Mnông · '
  + '21 Ra-glai · 22 Xtiêng · 23 Bru-Vân Kiều · 24 Thổ · 25 Giáy · 26 Cơ-tu · 27 Gié-Triêng · 28 Mạ · 29 Khơ-mú · 30 Co · 31 Tà-ôi · 32 Chơ-ro · 33 Kháng · 34 Xinh-mun · 35 Hà Nhì · 36 Chu-ru · 37 Lào · 38 La Chí · 39 La Ha · 40 Phù Lá · '
  + '41 La Hủ · 42 Lự · 43 Lô Lô · 44 Chứt · 45 Mảng · 46 Pà Thẻn · 47 Cơ Lao · 48 Cống · 49 Bố Y · 50 Si La · 51 Pu Péo · 52 Brâu · 53 Ơ Đu · 54 Rơ-măm · 55 Người nước ngoài';
const ROWS = PEOPLES.split(' · ').map((row) => [row.slice(0, 2), row.slice(3)] as const);

describe('Quyết định 121-TCTK/PPCĐ: dân tộc', () => {
  test('54 peoples and the foreigners', () => expect(ROWS).toHaveLength(55));
  test.each(ROWS)('%s is %s, under any spelling that means the same letters', (code, name) => {
    expect(ethnicityName(code)).toBe(name);
    for (const written of [name, name.normalize('NFD'), name.toUpperCase(), name.toLowerCase(), ` ${name} `]) expect(ethnicityCode(written), written).toBe(code);
  });
  test.each([
    ['Mông', '08'], ["H'Mông", '08'], ['Hmông', '08'], ['Sán Chỉ', '15'], ['Cao Lan', '15'], ['Khơme', '05'], ['Khơ me', '05'], ['Việt', '01'], ['Kinh (Việt)', '01'], ['San Diu', '18'], ['Bru - Vân Kiều', '23'], ['Ede', undefined],
    ['Pháp', undefined], ['Không', undefined], ['01', undefined], ['', undefined], ['constructor', undefined], ['__proto__', undefined],
  ])('`%s` as schools write it is %s', (name, code) => expect(ethnicityCode(name)).toBe(code));
  test.each(['00', '56', '99', '', 'XX', 'constructor'])('`%s` is in no list and is shown as it is', (code) => expect(ethnicityName(code)).toBe(code));
});

describe('quốc tịch (ISO 3166-1 alpha-2)', () => {
  const CODES = ['VN', 'LA', 'KH', 'CN', 'TW', 'KR', 'JP', 'TH', 'MY', 'SG', 'ID', 'PH', 'MM', 'IN', 'RU', 'UA', 'BY', 'DE', 'FR', 'GB', 'IE', 'IT', 'ES', 'NL', 'BE', 'CH', 'AT', 'SE', 'NO', 'DK', 'FI', 'PL', 'CZ', 'SK', 'HU', 'US', 'CA', 'AU', 'NZ', 'BR', 'ZA', 'NG'];
  test('no two countries have one name, and each name leads back to its country', () => {
    const names = CODES.map(nationalityName);
    expect(new Set(names).size).toBe(CODES.length);
    for (const [i, name] of names.entries()) expect([name, nationalityCode(name.toUpperCase()), nationalityCode(name.normalize('NFD'))]).toEqual([name, CODES[i], CODES[i]]);
  });
  test.each([
    ['VN', 'Việt Nam'], ['US', 'Hoa Kỳ'], ['LA', 'Lào'], ['KR', 'Hàn Quốc'], ['GB', 'Anh'], ['CH', 'Thụy Sĩ'], ['AT', 'Áo'], ['AU', 'Úc'],
  ])('%s is printed %s', (code, name) => expect(nationalityName(code)).toBe(name));
  test.each([['Vietnam', 'VN'], ['viet nam', 'VN'], ['VN', 'VN'], ['Mỹ', 'US'], ['Nga', 'RU'], ['Italia', 'IT'], ['Atlantis', undefined], ['', undefined], ['constructor', undefined], ['__proto__', undefined], ['toString', undefined]])('`%s` as schools write it is %s', (name, code) => expect(nationalityCode(name)).toBe(code));
  test.each(['XX', '', 'constructor', '__proto__'])('`%s` is in no list and is shown as it is', (code) => expect(nationalityName(code)).toBe(code));
  test.each([['en', 'Tiếng Anh'], ['fr', 'Tiếng Pháp'], ['hmn', 'Tiếng Mông'], ['xx', 'xx'], ['constructor', 'constructor']])('language %s of Ngoại ngữ 1 or Tiếng dân tộc is %s', (code, name) => expect(languageName(code)).toBe(name));
});

describe('số định danh cá nhân: a doubt beside birth date and gender, never a refusal (QCVN 109:2017: 1 nam, 2 nữ, 0 no information)', () => {
  const YEAR = /năm sinh/, GENDER = /giới tính/, PLACE = /mã tỉnh/;
  test.each<readonly [string, string, Gender, RegExp | undefined]>([
    ['022214000123', '2014-03-14', 1, undefined], ['022314000123', '2014-03-14', 2, undefined], ['001314000123', '2014-03-14', 2, undefined],
    ['022214000123', '2014-03-14', 2, GENDER], ['022314000123', '2014-03-14', 1, GENDER], ['022214000123', '2014-03-14', 0, undefined], ['022314000123', '2014-03-14', 0, undefined],
    ['022215000123', '2014-03-14', 1, YEAR], ['022014000123', '2014-03-14', 1, YEAR], ['022414000123', '2014-03-14', 1, YEAR],
    ['000214000123', '2014-03-14', 1, PLACE], ['003214000123', '2014-03-14', 1, PLACE], ['097214000123', '2014-03-14', 1, PLACE], ['099214000123', '2014-03-14', 1, PLACE], ['096214000123', '2014-03-14', 1, undefined], ['100214000123', '2014-03-14', 1, undefined], ['232214000123', '2014-03-14', 1, undefined],
    ['022085000123', '1985-01-01', 1, undefined], ['022185000123', '1985-12-31', 2, undefined], ['022285000123', '1985-01-01', 1, YEAR],
    ['022099000123', '1999-12-31', 1, undefined], ['022200000123', '2000-01-01', 1, undefined], ['022000000123', '2000-01-01', 1, YEAR], ['022400000123', '2100-01-01', 1, undefined], ['022500000123', '2100-01-01', 2, undefined],
  ])('%s, born %s, gender %i: %s', (id, born, gender, doubt) => {
    const said = personalIdDoubt(unwrap(PersonalId.parse(id)), unwrap(PlainDate.parse(born)), gender);
    if (doubt) expect(said).toMatch(doubt);
    else expect(said).toBeUndefined();
  });
  test('the 63 provinces, and no other number below 100 (TT 07/2016/TT-BCA)', () => {
    const provinces = Array.from({ length: 100 }, (_, i) => String(i).padStart(3, '0')).filter((code) => personalIdDoubt(unwrap(PersonalId.parse(`${code}214000123`)), unwrap(PlainDate.parse('2014-03-14')), 1) === undefined);
    expect(provinces).toHaveLength(63);
    expect(provinces.join(' ')).toBe('001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035 036 037 038 040 042 044 045 046 048 049 051 052 054 056 058 060 062 064 066 067 068 070 072 074 075 077 079 080 082 083 084 086 087 089 091 092 093 094 095 096');
  });
});
