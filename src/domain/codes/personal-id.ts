import type { PlainDate } from '#kernel';
import type { Gender } from '../record/codes.ts';
import type { PersonalId } from '../record/identifiers.ts';

/**
 * Why a số định danh cá nhân looks odd beside gender and birth date, in Vietnamese; undefined when it agrees. Digit 4 is century and gender
 * (0/1 the 20th, 2/3 the 21st, male/female), digits 5 and 6 the year of birth (Nghị định 137/2015/NĐ-CP Điều 13). There is no check digit and
 * either source may be wrong, so this is a warning and never a refusal.
 */
export function personalIdDoubt(id: PersonalId, birthDate: PlainDate, gender: Gender): string | undefined {
  const year = Number(birthDate.slice(0, 4));
  const mark = Number(id[3]);
  if (id.slice(4, 6) !== birthDate.slice(2, 4) || Math.trunc(mark / 2) !== Math.trunc(year / 100) - 19) return 'năm sinh trong số định danh khác ngày sinh';
  return gender !== 0 && mark % 2 !== gender - 1 ? 'giới tính trong số định danh khác giới tính đã ghi' : undefined;
}
