import { personalIdDoubt } from '../../../codes/personal-id.ts';
import { SchoolYear } from '../../../record/identifiers.ts';
import { missingCells } from '../cells.ts';
import type { ContradictionRule, Finding } from './rule.ts';

const of = (place: string, says: string, facts: string): Finding => ({ place, says, facts });

const personalId: ContradictionRule = {
  id: 'personal-id',
  severity: 'likely',
  basis: 'Nghị định 137/2015/NĐ-CP Điều 13: cấu trúc số định danh. Không có số kiểm tra, nên có thể ngày sinh mới là chỗ sai.',
  remedy: 'Đối chiếu giấy khai sinh; sửa trong danh sách học sinh rồi nhập lại. Số đúng thì bấm Đã xem.',
  find: ({ identity: { personalId: id, birthDate, gender } }) => {
    const doubt = id === undefined ? undefined : personalIdDoubt(id, birthDate, gender);
    return doubt === undefined ? [] : [of('Số định danh cá nhân', doubt, `${id?.slice(0, 6)} ${birthDate} ${gender}`)];
  },
};

/** Điều lệ: the age of lớp 1 is 6; for the disabled, the disadvantaged and those back from abroad up to three years more. A repeated or skipped year moves it by one. */
const AGE_OF_GRADE_1 = 6;
const ageForGrade: ContradictionRule = {
  id: 'age-for-grade',
  severity: 'look',
  basis: 'Thông tư 28/2020/TT-BGDĐT Điều 33 (từ 10/5/2026: Thông tư 15/2026/TT-BGDĐT): tuổi vào lớp một là 6, cao hơn không quá 3 tuổi.',
  remedy: 'Đối chiếu giấy khai sinh và lớp của em; nếu đúng, bấm Đã xem.',
  find: ({ identity, schoolYear, assessment }) => {
    const age = SchoolYear.firstYear(schoolYear) - Number(identity.birthDate.slice(0, 4));
    const usual = AGE_OF_GRADE_1 + assessment.grade - 1;
    return age < usual - 1 || age > usual + 3
      ? [of('Ngày sinh', `${age} tuổi học lớp ${assessment.grade}`, `${age} ${assessment.grade}`)]
      : [];
  },
};

const FOREIGN = '55';
const peopleAndCountry: ContradictionRule = {
  id: 'ethnicity-nationality',
  severity: 'look',
  basis: 'Quyết định 121-TCTK/PPCĐ: mã 55 là người nước ngoài.',
  remedy: 'Đối chiếu giấy khai sinh; nếu đúng, bấm Đã xem.',
  find: ({ identity: { ethnicity, nationality } }) =>
    (ethnicity === FOREIGN) === (nationality === 'VN')
      ? [
          of(
            'Dân tộc',
            ethnicity === FOREIGN
              ? 'dân tộc ghi Người nước ngoài nhưng quốc tịch Việt Nam'
              : 'quốc tịch nước ngoài nhưng ghi một dân tộc của Việt Nam',
            `${ethnicity} ${nationality}`,
          ),
        ]
      : [],
};

const notAssessed: ContradictionRule = {
  id: 'not-assessed',
  severity: 'likely',
  basis: 'Thông tư 27/2020/TT-BGDĐT Điều 8: chỉ học sinh khuyết tật mới không đánh giá hoặc chỉ đánh giá Tiếng Việt và Toán.',
  remedy: 'Ghi loại khuyết tật trong danh sách học sinh, hoặc chuyển em về đánh giá như các em khác.',
  find: ({ identity, assessment }) =>
    assessment.notAssessed && identity.disability === undefined
      ? [of('Loại khuyết tật', 'không đánh giá đầy đủ nhưng chưa ghi loại khuyết tật', '')]
      : [],
};

const notAssessedWithResults: ContradictionRule = {
  id: 'not-assessed-with-results',
  severity: 'look',
  basis: 'Thông tư 27/2020/TT-BGDĐT Điều 8: em không đánh giá thì không cần kết quả; đủ kết quả thì có thể đánh giá như các em khác.',
  remedy: 'Nếu em được đánh giá, đổi cách đánh giá của em; nếu không, bấm Đã xem.',
  find: ({ assessment }) =>
    assessment.notAssessed && missingCells({ ...assessment, notAssessed: false, specialClass: false }).length === 0
      ? [of('Cách đánh giá', 'ghi không đánh giá nhưng mọi ô kết quả đã có', '')]
      : [],
};

export const IDENTITY_RULES: readonly ContradictionRule[] = [
  personalId,
  ageForGrade,
  peopleAndCountry,
  notAssessed,
  notAssessedWithResults,
];
