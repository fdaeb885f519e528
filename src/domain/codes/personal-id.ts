import type { PlainDate } from '#kernel';
import type { Gender } from '../record/codes.ts';
import type { PersonalId } from '../record/identifiers.ts';

/** Where the birth was registered: the 63 provinces of Thông tư 07/2016/TT-BCA; from 100 on a country. Numbers given before the mergers of 2025 stay as they are. */
const BIRTH_PROVINCES = new Set(
  '001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035 036 037 038 040 042 044 045 046 048 049 051 052 054 056 058 060 062 064 066 067 068 070 072 074 075 077 079 080 082 083 084 086 087 089 091 092 093 094 095 096'.split(
    ' ',
  ),
);
const FIRST_COUNTRY = '100';

/**
 * Why a số định danh cá nhân looks odd beside gender and birth date, in Vietnamese; undefined when it agrees. Digits 1 to 3 are the province or country of registration, digit 4 is century and gender
 * (0/1 the 20th, 2/3 the 21st, male/female), digits 5 and 6 the year of birth (Nghị định 137/2015/NĐ-CP Điều 13). There is no check digit and
 * either source may be wrong, so this is a warning and never a refusal.
 */
export function personalIdDoubt(id: PersonalId, birthDate: PlainDate, gender: Gender): string | undefined {
  const year = Number(birthDate.slice(0, 4));
  const mark = Number(id[3]);
  if (id.slice(4, 6) !== birthDate.slice(2, 4) || Math.trunc(mark / 2) !== Math.trunc(year / 100) - 19)
    return 'năm sinh trong số định danh khác ngày sinh';
  if (id < FIRST_COUNTRY && !BIRTH_PROVINCES.has(id.slice(0, 3))) return 'ba số đầu của số định danh không phải mã tỉnh hay mã nước nào';
  return gender !== 0 && mark % 2 !== gender - 1 ? 'giới tính trong số định danh khác giới tính đã ghi' : undefined;
}
