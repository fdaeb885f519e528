import { SUBJECT_CODES, TRAIT_CODES } from '#domain';
import { HEADER_OF, RATINGS } from '../labels/fields.ts';
import type { FileKind } from '../model.ts';
import { headerOfCell } from '../parts/cell-header.ts';

export const SHEET_KINDS = ['pupils', 'staff', 'results', 'remarks', 'supplementary'] as const satisfies readonly Exclude<
  FileKind,
  'unknown'
>[];
export type SheetKind = (typeof SHEET_KINDS)[number];

/** Columns a kind of sheet cannot do without, and those whose absence is only said. */
export const COLUMNS: Readonly<Record<SheetKind, { readonly required: readonly string[]; readonly wished: readonly string[] }>> = {
  staff: { required: ['staffId', 'fullName', 'position', 'homeroom'], wished: [] },
  pupils: {
    required: ['pupilId', 'fullName', 'classroom', 'birthDate', 'gender', 'status', 'ethnicity', 'disability', 'personalId'],
    wished: [
      'statusDate',
      'nationality',
      'birthPlace',
      'queQuan',
      'residence',
      'fatherName',
      'motherName',
      'guardianName',
      'registerNumber',
    ],
  },
  results: { required: ['fullName'], wished: [] },
  remarks: { required: ['fullName'], wished: [] },
  supplementary: {
    required: ['fullName', 'assessedItem', 'level', 'mark', 'assessedOn', 'completed', 'promoted', 'decisionNumber', 'decisionDate'],
    wished: [],
  },
};

/** Names and birthdays in pieces (`composed`). */
const PIECES = ['familyName', 'givenName', 'birthDay', 'birthMonth', 'birthYear'] as const;
const IDENTITY = ['pupilId', 'personalId', 'fullName', 'birthDate', 'classroom', ...PIECES] as const;
const CELLS = [
  ...SUBJECT_CODES.flatMap((code) => [`subject.${code}.level`, `subject.${code}.mark`]),
  ...TRAIT_CODES.map((code) => `trait.${code}`),
  'completed',
  'promoted',
  'rating',
  ...Object.keys(RATINGS),
  'award',
  'notAssessed',
  'health.heightCm',
  'health.weightKg',
  'health.note',
  'absence.excused',
  'absence.unexcused',
  ...SUBJECT_CODES.map((code) => `subject.${code}.remark`),
  'remark.qualities',
  'remark.generalCompetencies',
  'remark.specificCompetencies',
];

/** Of a sheet with a row for each pupil and subject, competence or quality (`longForm`). */
export const LONG_FIELDS = ['assessedItem', 'level', 'mark', 'itemRemark', 'itemPoint'] as const;

/** What a column of each kind of sheet may be, in the order of the sector layouts. Results and remarks may stand in one sheet. */
export const FIELDS_OF: Readonly<Record<SheetKind, readonly string[]>> = {
  pupils: [...new Set([...COLUMNS.pupils.required, 'grade', 'notAssessed', ...COLUMNS.pupils.wished, 'female', ...PIECES, 'schoolCode'])],
  staff: ['staffId', 'fullName', 'familyName', 'givenName', 'workState', 'position', 'positionGroup', 'homeroom', 'teaches', 'schoolCode'],
  results: [...IDENTITY, ...CELLS, ...LONG_FIELDS],
  remarks: [...IDENTITY, ...CELLS, ...LONG_FIELDS],
  supplementary: [...IDENTITY, ...COLUMNS.supplementary.required.filter((key) => key !== 'fullName')],
};

/** What may be said of every row of a sheet that has no column for it. */
export const CONSTANTS_OF: Readonly<Record<SheetKind, readonly string[]>> = {
  pupils: ['classroom', 'grade', 'status', 'nationality', 'disability'],
  staff: ['workState'],
  results: ['classroom'],
  remarks: ['classroom'],
  supplementary: ['classroom'],
};

/** `Số định danh cá nhân`, `Toán – Điểm KTĐK`: a field as people are asked about it. */
export const fieldLabel = (field: string): string =>
  HEADER_OF[field] ?? (RATINGS[field] === undefined ? headerOfCell(field) : `Xếp loại: đánh dấu ${RATINGS[field]}`);
