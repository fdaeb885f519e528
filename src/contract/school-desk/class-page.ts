import { z } from 'zod';
import { RefusalView, type Route } from '../route.ts';
import { byClass, byPupil, Counts, P, Reason, RecordState } from './shared.ts';

/** One column of the entry grid. `key` names the cell in edits: `subject.TOAN.level`, `subject.TOAN.mark`, `subject.TOAN.remark`, `trait.PC.NHANAI`, `remark.qualities|generalCompetencies|specificCompetencies`, `health.heightCm|weightKg|note`, `absence.excused|unexcused`, `award`. */
export const GridColumn = z.object({
  key: z.string(),
  tab: z.enum(['subjects', 'traits', 'remarks', 'year']),
  group: z.string(),
  label: z.string(),
  longLabel: z.string(),
  kind: z.enum(['subjectLevel', 'qualityLevel', 'mark', 'text', 'number']),
  required: z.boolean(),
});
export const GridCell = z.object({
  value: z.string().describe('empty text is an empty cell'),
  revision: z.int(),
  missing: z.boolean().optional(),
  warning: z.string().optional(),
  /** `KetQua_Lop4-5.xlsx, dòng 17` or `Nguyễn Văn A sửa lúc …` */
  source: z.string().optional(),
});
export const LadderRung = z.object({ result: z.string(), holds: z.enum(['yes', 'no', 'notNeeded']), why: z.string() });
export const ComputedResult = z.object({
  result: z.enum(['HTXS', 'HTT', 'HT', 'CHT']).nullable(),
  notAssessed: z.boolean(),
  sentence: z.string(),
  decidingCells: z.array(z.string()),
  missingCells: z.array(z.object({ key: z.string(), label: z.string() })),
  ladder: z.array(LadderRung),
  /** What the workbook said, when it said something; `differs` waits for the homeroom teacher. */
  sheetResult: z.enum(['HTXS', 'HTT', 'HT', 'CHT']).nullable(),
  differs: z.boolean(),
  accepted: z.boolean(),
  gradeCompleted: z.boolean().nullable(),
  promoted: z.boolean().nullable(),
  award: z.string().nullable(),
});
/** Two facts of a pupil's year that do not go together. A warning: it blocks nothing. `key` is what `doubtSeen` is told. */
export const Doubt = z.object({
  key: z.string(),
  rule: z.string().describe('name of the rule, e.g. `level-above-mark`'),
  cell: z.string().nullable(),
  place: z.string(),
  says: z.string(),
  remedy: z.string(),
  basis: z.string().describe('the law, or the reason where the law is silent'),
  severity: z.enum(['likely', 'look']),
  seen: z.object({ by: z.string(), at: z.string() }).nullable(),
});
export type Doubt = z.infer<typeof Doubt>;
export const AssessmentWay = z.enum(['inclusive', 'specialClass', 'notAssessed']);
export const GridPupil = z.object({
  pupilId: z.string(),
  grade: z.int().describe('of the pupil; a combined class (lớp ghép) has several'),
  order: z.int(),
  fullName: z.string(),
  birthDate: z.string(),
  gender: z.int(),
  personalIdMissing: z.boolean(),
  notAssessed: z.boolean(),
  status: z.enum(['studying', 'arrived', 'left']),
  state: RecordState,
  wave: z.union([z.literal(1), z.literal(2)]).nullable(),
  editable: z.boolean(),
  cells: z.record(z.string(), GridCell),
  computed: ComputedResult,
  versionId: z.string().nullable(),
  lookupCode: z.string().nullable(),
  refusals: z.array(RefusalView),
  doubts: z.array(Doubt),
  /** TT 27/2020 Điều 13: the title the result opens, and what the homeroom teacher confirmed. */
  award: z.object({
    proposal: z.object({ title: z.string(), why: z.string(), needsReason: z.boolean(), hints: z.array(z.string()) }).nullable(),
    confirmed: z
      .object({ title: z.string(), reason: z.string(), recognisedByClass: z.boolean(), by: z.string(), at: z.string() })
      .nullable(),
  }),
  /** TT 27/2020 Điều 8. */
  way: z.object({ way: AssessmentWay, reason: z.string().nullable() }),
  /** The pupil has no code of the sector database yet: a draft is possible, a signature is not. */
  temporaryCode: z.boolean(),
  /** TT 27/2020 Điều 11: the rounds of summer, oldest first, and the head's decision. */
  summer: z.object({
    needed: z.boolean(),
    before: z.array(z.object({ key: z.string(), label: z.string(), value: z.string() })),
    attempts: z.array(z.object({ date: z.string(), cells: z.array(z.object({ key: z.string(), label: z.string(), value: z.string() })) })),
    promotion: z.object({
      needed: z.boolean(),
      promoted: z.boolean().nullable(),
      number: z.string().nullable(),
      date: z.string().nullable(),
    }),
  }),
});
export type GridPupil = z.infer<typeof GridPupil>;
export const ClassPage = z.object({
  classroom: z.string(),
  grade: z.int(),
  schoolYear: z.string(),
  homeroomTeacher: z.string(),
  counts: Counts,
  missingCells: z.int(),
  columns: z.array(GridColumn),
  pupils: z.array(GridPupil),
  /** What comes next: `Còn 3 ô trống`, `Trình ký 31 học bạ`, … */
  next: z.object({ label: z.string(), kind: z.enum(['fill', 'review', 'sign', 'submit', 'none']), count: z.int() }),
});
export type ClassPage = z.infer<typeof ClassPage>;
export const CellEdits = z.object({
  edits: z
    .array(z.object({ pupilId: z.string(), key: z.string(), value: z.string().max(2000), baseRevision: z.int() }))
    .min(1)
    .max(2000),
});
export const CellEditResults = z.object({
  results: z.array(
    z.object({
      pupilId: z.string(),
      key: z.string(),
      saved: z.boolean(),
      value: z.string(),
      revision: z.int(),
      refusal: RefusalView.optional(),
    }),
  ),
  /** Pupils whose computed result or state changed. */
  pupils: z.array(GridPupil.pick({ pupilId: true, state: true, computed: true, wave: true })),
});

/** The entry grid of a class at the year end, and what is decided for a pupil there. */
export const classPageRoutes = {
  classPage: { method: 'GET', path: `${P}/classes/:classroom`, summary: 'Trang lớp', params: byClass, answer: ClassPage },
  editCells: {
    method: 'PATCH',
    path: `${P}/classes/:classroom/cells`,
    summary: 'Sửa ô',
    params: byClass,
    body: CellEdits,
    answer: CellEditResults,
  },
  acceptResult: {
    method: 'POST',
    path: `${P}/pupils/:pupilId/accept-result`,
    summary: 'Xác nhận kết quả tự tính',
    params: byPupil,
    answer: GridPupil,
  },
  doubtSeen: {
    method: 'POST',
    path: `${P}/pupils/:pupilId/doubt-seen`,
    summary: 'Đã xem một điểm nên xem lại',
    params: byPupil,
    body: z.object({ key: z.string().min(1).max(1000) }),
    answer: GridPupil,
  },
  confirmAward: {
    method: 'POST',
    path: `${P}/pupils/:pupilId/award`,
    summary: 'Giáo viên chủ nhiệm xác nhận hoặc bỏ khen thưởng cuối năm (TT 27/2020 Điều 13)',
    params: byPupil,
    body: z.object({ confirmed: z.boolean(), reason: z.string().trim().max(300), recognisedByClass: z.boolean() }),
    answer: GridPupil,
  },
  assessmentWay: {
    method: 'POST',
    path: `${P}/pupils/:pupilId/assessment-way`,
    summary: 'Cách đánh giá học sinh khuyết tật (TT 27/2020 Điều 8)',
    params: byPupil,
    body: z.object({ way: AssessmentWay, reason: z.string().trim().min(5).max(300) }),
    answer: GridPupil,
  },
  pupilCode: {
    method: 'POST',
    path: `${P}/pupils/:pupilId/code`,
    summary: 'Thay mã tạm bằng mã học sinh của Bộ',
    params: byPupil,
    body: z.object({ code: z.string().trim().min(1).max(20) }),
    answer: GridPupil,
  },
  supplementary: {
    method: 'POST',
    path: `${P}/pupils/:pupilId/supplementary`,
    summary: 'Ghi đánh giá bổ sung và quyết định lên lớp',
    params: byPupil,
    body: z.object({
      date: z.string(),
      cells: z.array(z.object({ key: z.string(), value: z.string() })),
      promotion: z.object({ promoted: z.boolean(), decisionNumber: z.string(), decisionDate: z.string() }).nullable(),
    }),
    answer: GridPupil,
  },
  reopen: {
    method: 'POST',
    path: `${P}/pupils/:pupilId/reopen`,
    summary: 'Mở lại để sửa trước khi nộp (chữ ký đã có bị bỏ)',
    params: byPupil,
    body: Reason,
    answer: GridPupil,
  },
  logs: {
    method: 'GET',
    path: `${P}/pupils/:pupilId/history`,
    summary: 'Ai đã sửa, ký, nộp',
    params: byPupil,
    answer: z.object({ events: z.array(z.object({ at: z.string(), who: z.string(), what: z.string() })) }),
  },
} as const satisfies Record<string, Route>;
