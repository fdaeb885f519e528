import { ASSESSMENT_POINTS, EARLIER_POINTS } from '#domain';
import { z } from 'zod';
import { byLayout, ImportLayouts, LayoutAnswers, SheetLayout } from './import-layouts.ts';
import { Ok, RefusalView, type Route } from './route.ts';
import { sessionRoutes, Standing } from './session.ts';
import { SignQueue, Slot } from './sign-queue.ts';
import { SchoolSigners } from './signers.ts';

const P = '/api/school/v1';

/** The states people see on the school desk (architecture word → screen word is in the web labels). */
export const RECORD_STATES = [
  'incomplete', 'review', 'ready', 'signingHomeroomTeacher', 'signingSchoolHead', 'signingOrgSignature',
  'issued', 'submitted', 'refused', 'admitted', 'withdrawn', 'finalized', 'reported', 'left',
] as const;
export const RecordState = z.enum(RECORD_STATES).describe(
  'incomplete: cells missing; review: computed result differs from the sheet and waits for the teacher; ready: may go to signing; signing*: waits for that signature; left: moved away, no record',
);
const Counts = z.partialRecord(RecordState, z.int());
const Deadline = z.object({
  key: z.enum(['submitWave1', 'reportWave1', 'submitWave2', 'reportWave2']),
  date: z.string(),
  label: z.string(),
  daysLeft: z.int(),
  sentence: z.string(),
});
const ClassSummary = z.object({
  classroom: z.string(),
  grade: z.int(),
  homeroomTeacher: z.string(),
  pupils: z.int(),
  counts: Counts,
  /** What the records wait for: `25 chờ đóng dấu, 1 thiếu dữ liệu (3 ô trống)` */
  sentence: z.string(),
});

export const Overview = z.object({
  school: z.object({ code: z.string(), name: z.string(), commune: z.string() }),
  schoolYear: z.string(),
  /** One sentence that is true now. */
  sentence: z.string(),
  pupils: z.int(),
  counts: Counts,
  waves: z.array(z.object({ wave: z.union([z.literal(1), z.literal(2)]), expected: z.int(), submitted: z.int(), admitted: z.int(), finalized: z.int() })),
  blockers: z.array(z.object({ key: z.string(), sentence: z.string(), count: z.int(), action: z.object({ label: z.string(), href: z.string() }) })),
  classes: z.array(ClassSummary),
  deadlines: z.array(Deadline),
  standing: Standing,
});
export type Overview = z.infer<typeof Overview>;

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
  key: z.string(), rule: z.string().describe('name of the rule, e.g. `level-above-mark`'), cell: z.string().nullable(), place: z.string(), says: z.string(), remedy: z.string(), basis: z.string().describe('the law, or the reason where the law is silent'),
  severity: z.enum(['likely', 'look']), seen: z.object({ by: z.string(), at: z.string() }).nullable(),
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
    confirmed: z.object({ title: z.string(), reason: z.string(), recognisedByClass: z.boolean(), by: z.string(), at: z.string() }).nullable(),
  }),
  /** TT 27/2020 Điều 8. */
  way: z.object({ way: AssessmentWay, reason: z.string().nullable() }),
  /** The pupil has no code of the sector database yet: a draft is possible, a signature is not. */
  temporaryCode: z.boolean(),
  /** TT 27/2020 Điều 11: the rounds of summer, oldest first, and the head's decision. */
  summer: z.object({
    needed: z.boolean(), before: z.array(z.object({ key: z.string(), label: z.string(), value: z.string() })), attempts: z.array(z.object({ date: z.string(), cells: z.array(z.object({ key: z.string(), label: z.string(), value: z.string() })) })),
    promotion: z.object({ needed: z.boolean(), promoted: z.boolean().nullable(), number: z.string().nullable(), date: z.string().nullable() }),
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

/** Which law the product follows, from when to when. */
export const Policies = z.object({
  today: z.string(),
  topics: z.array(z.object({
    key: z.string(), title: z.string(),
    versions: z.array(z.object({ document: z.string(), article: z.string(), from: z.string(), until: z.string().nullable(), says: z.string(), inForce: z.boolean() })),
  })),
});
export type Policies = z.infer<typeof Policies>;

export const CellEdits = z.object({
  edits: z.array(z.object({ pupilId: z.string(), key: z.string(), value: z.string().max(2000), baseRevision: z.int() })).min(1).max(2000),
});
export const CellEditResults = z.object({
  results: z.array(z.object({ pupilId: z.string(), key: z.string(), saved: z.boolean(), value: z.string(), revision: z.int(), refusal: RefusalView.optional() })),
  /** Pupils whose computed result or state changed. */
  pupils: z.array(GridPupil.pick({ pupilId: true, state: true, computed: true, wave: true })),
});

/** TT 27/2020 Điều 7: middle and end of term I, middle of term II, end of the year. */
const Point = z.enum(ASSESSMENT_POINTS), Earlier = z.enum(EARLIER_POINTS);
export const PointPupil = GridPupil.pick({ pupilId: true, grade: true, order: true, fullName: true, birthDate: true, notAssessed: true, status: true, editable: true, cells: true });
export const PointPage = z.object({ classroom: z.string(), grade: z.int(), schoolYear: z.string(), homeroomTeacher: z.string(), point: Earlier, missingCells: z.int(), columns: z.array(GridColumn), pupils: z.array(PointPupil) });
export type PointPage = z.infer<typeof PointPage>;
export const PointsOverview = z.object({
  points: z.array(z.object({ point: Point, label: z.string() })),
  classes: z.array(z.object({ classroom: z.string(), grade: z.int(), pupils: z.int(), missing: z.record(Point, z.int()).describe('required cells that are empty; earlier points block nothing') })),
});
export type PointsOverview = z.infer<typeof PointsOverview>;

export const ImportProblem = z.object({
  file: z.string(), sheet: z.string().nullable(), row: z.int().nullable(), column: z.string().nullable(), value: z.string().nullable(),
  code: z.string(), publicCode: z.string().nullable(), message: z.string(), remedy: z.string(), severity: z.enum(['error', 'warning']),
});
const Change = z.object({ label: z.string(), from: z.string(), to: z.string() });
export const MatchColour = z.enum(['green', 'yellow', 'red']).describe('green: by code or number; yellow: by name, or with a small doubt; red: refused, or to be asked');
const Kept = z.object({ pupilId: z.string(), fullName: z.string(), classroom: z.string(), what: z.string().describe('cell or field; empty: the whole pupil'), why: z.string() });
export const UndoResult = z.object({ pupilsRestored: z.int(), pupilsRemoved: z.int(), cellsRestored: z.int(), kept: z.array(Kept).describe('left alone, because it changed since or the record is under way') });
export type UndoResult = z.infer<typeof UndoResult>;
export const ImportRun = z.object({
  importId: z.string(),
  state: z.enum(['dryRun', 'committed', 'refused', 'discarded', 'undone']),
  createdAt: z.string(),
  createdBy: z.string(),
  files: z.array(z.object({ name: z.string(), kind: z.string(), rows: z.int(), refused: z.int().default(0), points: z.array(Point).describe('points of assessment whose results the file brings') })),
  counts: z.object({
    staff: z.int(), classrooms: z.int(), pupils: z.int(), left: z.int(), results: z.int(), points: z.int().describe('rows of points before the year end'), remarks: z.int(), supplementary: z.int(), added: z.int(), changed: z.int(), unchanged: z.int(),
    refusedRows: z.int(), asked: z.int().describe('rows that wait for an answer'),
  }),
  colours: z.object({ green: z.int(), yellow: z.int(), red: z.int() }),
  problems: z.array(ImportProblem),
  pointQuestions: z.array(z.object({ file: z.string(), sheet: z.string(), mayBe: z.array(Point), answer: Point.nullable() })).describe('sheets of results that do not say of which point they are'),
  problemsLeftOff: z.int(),
  normalised: z.array(z.object({ rule: z.string(), count: z.int() })),
  blocked: z.boolean().describe('an error that is not about single rows: nothing can be taken'),
  layouts: z.array(SheetLayout).describe('sheets about whose columns somebody is asked, or has answered'),
  undone: z.object({ at: z.string(), by: z.string(), reason: z.string(), result: UndoResult }).nullable(),
});
export type ImportRun = z.infer<typeof ImportRun>;
const ImportHead = ImportRun.omit({ problems: true, pointQuestions: true, problemsLeftOff: true, normalised: true, colours: true, blocked: true, layouts: true });

const Row = { file: z.string(), sheet: z.string(), row: z.int() };
export const RowDecision = z.discriminatedUnion('is', [z.object({ is: z.literal('pupil'), pupilId: z.string().min(1).max(20) }), z.object({ is: z.literal('new') }), z.object({ is: z.literal('skip') })]);
export const MatchedPupil = z.object({
  colour: MatchColour,
  pupilId: z.string().nullable(), fullName: z.string(), birthDate: z.string().nullable(), classroom: z.string(),
  change: z.enum(['added', 'changed', 'left', 'unchanged', 'refused', 'skipped']),
  fields: z.array(Change),
  rows: z.array(z.object({
    ...Row, kind: z.string(), point: Earlier.optional(), colour: MatchColour, how: z.string(), reasons: z.array(z.string()),
    candidates: z.array(z.object({ pupilId: z.string(), fullName: z.string(), classroom: z.string(), birthDate: z.string().optional() })),
    mayBeNew: z.boolean(), decision: z.enum(['pupil', 'new', 'skip']).nullable(),
  })),
});
export type MatchedPupil = z.infer<typeof MatchedPupil>;
const Page = z.coerce.number().int().min(1).max(100_000).default(1);
const paged = <T extends z.ZodType>(item: T) => z.object({ total: z.int(), page: z.int(), pages: z.int(), items: z.array(item) });

export const SignRun = z.object({
  runId: z.string(),
  slot: Slot,
  state: z.enum(['running', 'paused', 'finished']),
  startedAt: z.string(),
  startedBy: z.string(),
  total: z.int(), done: z.int(), failed: z.int(), left: z.int(),
  items: z.array(z.object({
    pupilId: z.string(), fullName: z.string(), classroom: z.string(),
    state: z.enum(['waiting', 'signed', 'failed', 'skipped']), signedAt: z.string().nullable(), refusal: RefusalView.optional(),
  })),
});
export type SignRun = z.infer<typeof SignRun>;
const Hash = z.base64().length(44).describe('SHA-256 of what the signature is about');
/** What waits for the device on the signer's own machine: it is shown with the hash that is signed. */
export const HelperWork = z.object({ byHelper: z.boolean().describe('false: the key of this run is not on the signer’s machine'), hashes: z.array(z.object({ hash: Hash, shown: z.string() })) });
export type HelperWork = z.infer<typeof HelperWork>;
export const HELPER_FAILURES = ['refused', 'absent', 'timedOut', 'malformed'] as const;
/** Signature values (RSA PKCS#1 v1.5), or why there is none. They are verified before anything is stored; the run tells the result per pupil. */
export const HelperAnswers = z.object({ answers: z.array(z.union([z.strictObject({ hash: Hash, value: z.base64().min(1).max(2_048) }), z.strictObject({ hash: Hash, failure: z.enum(HELPER_FAILURES) })])).min(1).max(1_000) });
export type HelperAnswers = z.infer<typeof HelperAnswers>;

export const SubmissionItem = z.object({
  pupilId: z.string(), fullName: z.string(), versionId: z.string(), action: z.enum(['new', 'replace', 'withdraw']),
  state: z.enum(['waiting', 'accepted', 'refused']), refusals: z.array(RefusalView), finalizedOn: z.string().nullable(),
});
export const Submission = z.object({
  messageId: z.string(),
  kind: z.enum(['batch', 'roster', 'signers', 'supplementary']),
  classroom: z.string().nullable(),
  wave: z.union([z.literal(1), z.literal(2)]).nullable(),
  state: z.enum(['queued', 'sent', 'received', 'answered', 'refused']),
  createdAt: z.string(),
  receivedAt: z.string().nullable().describe('instant of the signed technical receipt'),
  receiptSha256: z.string().nullable(),
  counts: z.object({ items: z.int(), accepted: z.int(), refused: z.int(), waiting: z.int() }),
  refusals: z.array(RefusalView),
  items: z.array(SubmissionItem),
});
export type Submission = z.infer<typeof Submission>;
/** What could be submitted now. */
export const SubmitQueue = z.object({
  preparations: z.array(z.object({ kind: z.enum(['roster', 'signers', 'supplementary']), label: z.string(), state: z.enum(['missing', 'sent', 'accepted', 'outdated', 'notNeeded']), sentence: z.string() })),
  ready: z.array(z.object({ classroom: z.string(), wave: z.union([z.literal(1), z.literal(2)]), count: z.int() })),
});
export type SubmitQueue = z.infer<typeof SubmitQueue>;

export const PrintRun = z.object({
  runId: z.string(),
  product: z.enum(['hocBa', 'extract']).describe('hocBa: every year of a pupil; extract: the current year alone'),
  state: z.enum(['running', 'cancelled', 'finished']),
  startedAt: z.string(),
  startedBy: z.string(),
  classrooms: z.array(z.string()),
  total: z.int(), done: z.int(), failed: z.int(), left: z.int(),
  kept: z.int().describe('records whose file can still be fetched'),
  items: z.array(z.object({ number: z.int(), pupilId: z.string(), fullName: z.string(), classroom: z.string(), state: z.enum(['waiting', 'printed', 'failed']), refusal: RefusalView.optional() })),
});
export type PrintRun = z.infer<typeof PrintRun>;

const TokenUse = z.enum(['import', 'export', 'print']);
/** A token of a command-line program: HOCBA_TOKEN. */
export const AccessToken = z.object({ tokenId: z.string(), uses: z.array(TokenUse), createdAt: z.string(), endsAt: z.string() });
export type AccessToken = z.infer<typeof AccessToken>;

export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
/** pupils, staff, results, remarks, supplementary: the layouts of the sector database; classes: where the records stand. */
export const EXPORT_LISTS = ['pupils', 'staff', 'results', 'remarks', 'supplementary', 'classes'] as const;

const Reason = z.object({ reason: z.string().trim().min(5).max(500) });
const byClass = z.object({ classroom: z.string() });
const byPoint = z.object({ classroom: z.string(), point: Earlier }), byAnyPoint = z.object({ classroom: z.string(), point: Point });
const byPupil = z.object({ pupilId: z.string() });
const byImport = z.object({ importId: z.uuid() });
const byPrintRun = z.object({ runId: z.uuid() });

export const schoolDesk = {
  ...sessionRoutes(P),
  overview: { method: 'GET', path: `${P}/overview`, summary: 'Tổng quan của trường', answer: Overview },
  classPage: { method: 'GET', path: `${P}/classes/:classroom`, summary: 'Trang lớp', params: byClass, answer: ClassPage },
  editCells: { method: 'PATCH', path: `${P}/classes/:classroom/cells`, summary: 'Sửa ô', params: byClass, body: CellEdits, answer: CellEditResults },
  points: { method: 'GET', path: `${P}/points`, summary: 'Ô còn trống của từng lớp ở từng lần đánh giá', answer: PointsOverview },
  pointPage: { method: 'GET', path: `${P}/classes/:classroom/points/:point`, summary: 'Trang lớp ở một lần đánh giá trước cuối năm', params: byPoint, answer: PointPage },
  editPointCells: { method: 'PATCH', path: `${P}/classes/:classroom/points/:point/cells`, summary: 'Sửa ô của một lần đánh giá trước cuối năm', params: byPoint, body: CellEdits, answer: CellEditResults },
  classSummaryPdf: { method: 'GET', path: `${P}/classes/:classroom/points/:point/bang-tong-hop.pdf`, summary: 'Bảng tổng hợp kết quả đánh giá giáo dục của lớp (TT 27/2020 Phụ lục 2)', params: byAnyPoint, produces: 'application/pdf' },
  classSummaryXlsx: { method: 'GET', path: `${P}/classes/:classroom/points/:point/bang-tong-hop.xlsx`, summary: 'Bảng tổng hợp kết quả đánh giá giáo dục của lớp, tệp Excel', params: byAnyPoint, produces: XLSX },
  summariesZip: { method: 'GET', path: `${P}/points/:point/bang-tong-hop.zip`, summary: 'Bảng tổng hợp của mọi lớp người dùng được xem, một tệp ZIP các PDF', params: z.object({ point: Point }), produces: 'application/zip' },
  handoversZip: { method: 'GET', path: `${P}/ban-giao.zip`, summary: 'Biên bản nghiệm thu, bàn giao của mọi lớp người dùng được xem, một tệp ZIP các PDF', produces: 'application/zip' },
  handoverPdf: { method: 'GET', path: `${P}/classes/:classroom/ban-giao.pdf`, summary: 'Biên bản nghiệm thu, bàn giao kết quả giáo dục (TT 27/2020 Điều 12)', params: byClass, produces: 'application/pdf' },
  acceptResult: { method: 'POST', path: `${P}/pupils/:pupilId/accept-result`, summary: 'Xác nhận kết quả tự tính', params: byPupil, answer: GridPupil },
  doubtSeen: { method: 'POST', path: `${P}/pupils/:pupilId/doubt-seen`, summary: 'Đã xem một điểm nên xem lại', params: byPupil, body: z.object({ key: z.string().min(1).max(1000) }), answer: GridPupil },
  confirmAward: {
    method: 'POST', path: `${P}/pupils/:pupilId/award`, summary: 'Giáo viên chủ nhiệm xác nhận hoặc bỏ khen thưởng cuối năm (TT 27/2020 Điều 13)', params: byPupil,
    body: z.object({ confirmed: z.boolean(), reason: z.string().trim().max(300), recognisedByClass: z.boolean() }), answer: GridPupil,
  },
  assessmentWay: { method: 'POST', path: `${P}/pupils/:pupilId/assessment-way`, summary: 'Cách đánh giá học sinh khuyết tật (TT 27/2020 Điều 8)', params: byPupil, body: z.object({ way: AssessmentWay, reason: z.string().trim().min(5).max(300) }), answer: GridPupil },
  pupilCode: { method: 'POST', path: `${P}/pupils/:pupilId/code`, summary: 'Thay mã tạm bằng mã học sinh của Bộ', params: byPupil, body: z.object({ code: z.string().trim().min(1).max(20) }), answer: GridPupil },
  policies: { method: 'GET', path: `${P}/policies`, summary: 'Chính sách đang áp dụng', answer: Policies },
  supplementary: {
    method: 'POST', path: `${P}/pupils/:pupilId/supplementary`, summary: 'Ghi đánh giá bổ sung và quyết định lên lớp', params: byPupil,
    body: z.object({
      date: z.string(),
      cells: z.array(z.object({ key: z.string(), value: z.string() })),
      promotion: z.object({ promoted: z.boolean(), decisionNumber: z.string(), decisionDate: z.string() }).nullable(),
    }),
    answer: GridPupil,
  },
  dryRunImport: { method: 'POST', path: `${P}/imports`, summary: 'Chạy thử nhập tệp Excel; cùng các tệp ấy lần nữa là cùng lần nhập', consumes: 'multipart/form-data', answer: ImportRun },
  imports: { method: 'GET', path: `${P}/imports`, summary: 'Các lần nhập', answer: z.object({ imports: z.array(ImportHead) }) },
  importRun: { method: 'GET', path: `${P}/imports/:importId`, summary: 'Một lần nhập', params: byImport, answer: ImportRun },
  importPupils: {
    method: 'GET', path: `${P}/imports/:importId/pupils`, summary: 'Bảng ghép: từng em với các dòng và thay đổi', params: byImport,
    query: z.object({ colour: MatchColour.optional(), change: MatchedPupil.shape.change.optional(), search: z.string().max(100).optional().describe('part of a name, marks do not matter'), asked: z.enum(['yes']).optional(), page: Page }), answer: paged(MatchedPupil),
  },
  importSpellings: {
    method: 'GET', path: `${P}/imports/:importId/spellings`, summary: 'Các ô đã chuẩn hoá cách viết', params: byImport, query: z.object({ rule: z.string().max(200).optional(), page: Page }),
    answer: paged(z.object({ file: z.string(), sheet: z.string(), cell: z.string(), from: z.string(), to: z.string(), rule: z.string() })),
  },
  answerImport: {
    method: 'POST', path: `${P}/imports/:importId/answers`, summary: 'Trả lời dòng nào của em nào, trang tính nào là lần đánh giá nào; đọc lại các tệp', params: byImport,
    body: z.object({ answers: z.array(z.union([z.object({ ...Row, decision: RowDecision }), z.object({ file: z.string(), sheet: z.string(), point: Point })])).max(2_000) }), answer: ImportRun,
  },
  commitImport: {
    method: 'POST', path: `${P}/imports/:importId/commit`, summary: 'Ghi dữ liệu đã chạy thử, một lần', params: byImport,
    body: z.object({ acceptedOnly: z.boolean().describe('leave out the rows with errors; without it one error means that nothing is stored') }), answer: ImportRun,
  },
  answerLayouts: { method: 'POST', path: `${P}/imports/:importId/layouts`, summary: 'Trả lời cột nào trong tệp là gì, hoặc bỏ qua trang tính; đọc lại các tệp và nhớ cho trường', params: byImport, body: LayoutAnswers, answer: ImportRun },
  importLayouts: { method: 'GET', path: `${P}/import-layouts`, summary: 'Cột có thể là gì; các cách trình bày trường đã trả lời', answer: ImportLayouts },
  forgetImportLayout: { method: 'DELETE', path: `${P}/import-layouts/:fingerprint`, summary: 'Quên một cách trình bày đã nhớ', params: byLayout, answer: Ok },
  refusedRows: { method: 'GET', path: `${P}/imports/:importId/files/:number/refused`, summary: 'Các dòng bị từ chối của một tệp, kèm cột lý do', params: z.object({ importId: z.uuid(), number: z.coerce.number().int().min(0).max(1_000) }), produces: XLSX },
  undoPreview: { method: 'GET', path: `${P}/imports/:importId/undo`, summary: 'Hoàn tác sẽ trả lại gì, giữ lại gì', params: byImport, answer: UndoResult },
  undoImport: { method: 'POST', path: `${P}/imports/:importId/undo`, summary: 'Hoàn tác cả lần nhập', params: byImport, body: Reason, answer: ImportRun },
  exportList: {
    method: 'GET', path: `${P}/exports/:list`, summary: 'Xuất một danh sách thành tệp Excel (nhập lại được)', params: z.object({ list: z.enum(EXPORT_LISTS) }),
    query: z.object({ classroom: z.string().max(40).optional().describe('absent: every class one reaches'), per: z.enum(['school', 'class']).default('school').describe('one sheet for all, or one per class') }),
    produces: XLSX,
  },
  signQueue: { method: 'GET', path: `${P}/sign-queue`, summary: 'Hàng chờ ký', query: z.object({ slot: Slot.optional() }), answer: SignQueue },
  startSignRun: { method: 'POST', path: `${P}/sign-runs`, summary: 'Bắt đầu phiên ký', body: z.object({ slot: Slot, classrooms: z.array(z.string()).min(1), pupilIds: z.array(z.string()).optional() }), answer: SignRun },
  signRuns: { method: 'GET', path: `${P}/sign-runs`, summary: 'Sổ các phiên ký', answer: z.object({ runs: z.array(SignRun.omit({ items: true })) }) },
  signRun: { method: 'GET', path: `${P}/sign-runs/:runId`, summary: 'Một phiên ký', params: z.object({ runId: z.string() }), answer: SignRun },
  pauseSignRun: { method: 'POST', path: `${P}/sign-runs/:runId/pause`, summary: 'Tạm dừng', params: z.object({ runId: z.string() }), answer: SignRun },
  resumeSignRun: { method: 'POST', path: `${P}/sign-runs/:runId/resume`, summary: 'Chạy tiếp và thử lại các em bị lỗi', params: z.object({ runId: z.string() }), answer: SignRun },
  signHashes: { method: 'POST', path: `${P}/sign-runs/:runId/hashes`, summary: 'Mã băm chờ ký bằng thiết bị trên máy người ký', params: z.object({ runId: z.string() }), answer: HelperWork },
  giveSignatures: { method: 'POST', path: `${P}/sign-runs/:runId/signatures`, summary: 'Đưa lại chữ ký của thiết bị trên máy người ký', params: z.object({ runId: z.string() }), body: HelperAnswers, answer: z.object({ taken: z.int() }) },
  signers: { method: 'GET', path: `${P}/signers`, summary: 'Người ký của trường: chứng thư số, quyết định của Sở, cảnh báo', answer: SchoolSigners },
  submitQueue: { method: 'GET', path: `${P}/submit-queue`, summary: 'Có thể nộp gì', answer: SubmitQueue },
  prepare: { method: 'POST', path: `${P}/preparations`, summary: 'Gửi danh sách học sinh, người ký hoặc danh sách đánh giá bổ sung', body: z.object({ kind: z.enum(['roster', 'signers', 'supplementary']) }), answer: Submission },
  submit: { method: 'POST', path: `${P}/submissions`, summary: 'Nộp lên Sở', body: z.object({ classroom: z.string(), wave: z.union([z.literal(1), z.literal(2)]) }), answer: z.object({ submissions: z.array(Submission) }) },
  submissions: { method: 'GET', path: `${P}/submissions`, summary: 'Các gói tin đã nộp', answer: z.object({ submissions: z.array(Submission.omit({ items: true })) }) },
  submission: { method: 'GET', path: `${P}/submissions/:messageId`, summary: 'Một gói tin', params: z.object({ messageId: z.string() }), answer: Submission },
  withdraw: { method: 'POST', path: `${P}/pupils/:pupilId/withdraw`, summary: 'Thu hồi học bạ đã nộp', params: byPupil, body: Reason, answer: Submission },
  replace: { method: 'POST', path: `${P}/pupils/:pupilId/replace`, summary: 'Mở bản thay thế', params: byPupil, body: Reason, answer: GridPupil },
  reopen: { method: 'POST', path: `${P}/pupils/:pupilId/reopen`, summary: 'Mở lại để sửa trước khi nộp (chữ ký đã có bị bỏ)', params: byPupil, body: Reason, answer: GridPupil },
  previewPdf: { method: 'GET', path: `${P}/pupils/:pupilId/hoc-ba.pdf`, summary: 'Xem như in: mọi năm học', params: byPupil, produces: 'application/pdf' },
  extractPdf: { method: 'GET', path: `${P}/pupils/:pupilId/trich-luc.pdf`, summary: 'Trích lục một năm học', params: byPupil, query: z.object({ schoolYear: z.string().max(9).optional() }), produces: 'application/pdf' },
  startPrintRun: { method: 'POST', path: `${P}/print-runs`, summary: 'In học bạ của các lớp', body: z.object({ classrooms: z.array(z.string()).min(1).max(500).optional().describe('absent: every class one reaches'), product: z.enum(['hocBa', 'extract']).default('hocBa') }), answer: PrintRun },
  printRuns: { method: 'GET', path: `${P}/print-runs`, summary: 'Các lượt in', answer: z.object({ runs: z.array(PrintRun.omit({ items: true })) }) },
  printRun: { method: 'GET', path: `${P}/print-runs/:runId`, summary: 'Một lượt in', params: byPrintRun, answer: PrintRun },
  cancelPrintRun: { method: 'POST', path: `${P}/print-runs/:runId/cancel`, summary: 'Dừng lượt in', params: byPrintRun, answer: PrintRun },
  resumePrintRun: { method: 'POST', path: `${P}/print-runs/:runId/resume`, summary: 'In tiếp và thử lại các em bị lỗi', params: byPrintRun, answer: PrintRun },
  printRunZip: { method: 'GET', path: `${P}/print-runs/:runId/hoc-ba.zip`, summary: 'Tệp ZIP, mỗi em một PDF', params: byPrintRun, produces: 'application/zip' },
  printRunPdf: { method: 'GET', path: `${P}/print-runs/:runId/hoc-ba.pdf`, summary: 'Một PDF cho cả lượt in', params: byPrintRun, produces: 'application/pdf' },
  accessTokens: { method: 'GET', path: `${P}/access-tokens`, summary: 'Mã truy cập của chương trình dòng lệnh', answer: z.object({ tokens: z.array(AccessToken) }) },
  issueAccessToken: { method: 'POST', path: `${P}/access-tokens`, summary: 'Cấp mã truy cập; mã chỉ hiện một lần', body: z.object({ uses: z.array(TokenUse).min(1), days: z.int().min(1).max(30) }), answer: AccessToken.extend({ token: z.string() }) },
  revokeAccessToken: { method: 'DELETE', path: `${P}/access-tokens/:tokenId`, summary: 'Huỷ mã truy cập', params: z.object({ tokenId: z.uuid() }), answer: Ok },
  logs: { method: 'GET', path: `${P}/pupils/:pupilId/history`, summary: 'Ai đã sửa, ký, nộp', params: byPupil, answer: z.object({ events: z.array(z.object({ at: z.string(), who: z.string(), what: z.string() })) }) },
} as const satisfies Record<string, Route>;
export { Ok };
