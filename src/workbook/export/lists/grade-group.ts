import { curriculumOf, type CurriculumSubject, type Grade, type SubjectCode, type TraitCode } from '#domain';

/** The sector has one layout of results for each of these groups of grades. */
export const GRADE_GROUPS = ['1-2', '3', '4-5'] as const;
export type GradeGroup = (typeof GRADE_GROUPS)[number];
const FIRST_GRADE: Readonly<Record<GradeGroup, Grade>> = { '1-2': 1, '3': 3, '4-5': 4 };

export const groupOf = (grade: Grade): GradeGroup => (grade <= 2 ? '1-2' : grade === 3 ? '3' : '4-5');
export const firstGradeOf = (group: GradeGroup): Grade => FIRST_GRADE[group];

/** How the sector layouts name a subject. */
export const SUBJECT_HEADER: Readonly<Record<SubjectCode, string>> = {
  TOAN: 'Toán',
  TV: 'Tiếng Việt',
  NN1: 'Ngoại ngữ',
  LSDL: 'Lịch sử và Địa lí',
  KH: 'Khoa học',
  TH: 'TH-CN (Tin học)',
  CN: 'TH-CN (Công nghệ)',
  DD: 'Đạo đức',
  TNXH: 'Tự nhiên và xã hội',
  TDT: 'Tiếng dân tộc',
  AN: 'Nghệ thuật (Âm nhạc)',
  MT: 'Nghệ thuật (Mĩ thuật)',
  HDTN: 'Hoạt động trải nghiệm',
  GDTC: 'Giáo dục thể chất',
};
/** Their order of columns; subjects with a test stand first. */
const ORDER: readonly SubjectCode[] = ['TOAN', 'TV', 'NN1', 'LSDL', 'KH', 'TH', 'CN', 'DD', 'TNXH', 'TDT', 'AN', 'MT', 'HDTN', 'GDTC'];
const UNTESTED_ORDER: readonly SubjectCode[] = ['DD', 'TNXH', 'NN1', 'TDT', 'AN', 'MT', 'HDTN', 'GDTC'];

/** What is taught in the grades of a group, in the order of their layout. The grades of a group have the same curriculum. */
export function subjectsOf(group: GradeGroup): readonly CurriculumSubject[] {
  const { subjects } = curriculumOf(FIRST_GRADE[group]);
  const taught = (codes: readonly SubjectCode[], tested: boolean) =>
    codes.flatMap((code) => subjects.filter((subject) => subject.code === code && subject.tested === tested));
  return [...taught(ORDER, true), ...taught(UNTESTED_ORDER, false)];
}

export const traitsOf = (group: GradeGroup): readonly TraitCode[] => curriculumOf(FIRST_GRADE[group]).traits;
