import { z } from 'zod';
import { byLayout, ImportLayouts, LayoutAnswers, SheetLayout } from '../import-layouts.ts';
import { Ok, type Route } from '../route.ts';
import { XLSX } from './papers.ts';
import { Earlier, P, Point, Reason } from './shared.ts';

export const ImportProblem = z.object({
  file: z.string(),
  sheet: z.string().nullable(),
  row: z.int().nullable(),
  column: z.string().nullable(),
  value: z.string().nullable(),
  code: z.string(),
  publicCode: z.string().nullable(),
  message: z.string(),
  remedy: z.string(),
  severity: z.enum(['error', 'warning']),
});
const Change = z.object({ label: z.string(), from: z.string(), to: z.string() });
export const MatchColour = z
  .enum(['green', 'yellow', 'red'])
  .describe('green: by code or number; yellow: by name, or with a small doubt; red: refused, or to be asked');
const Kept = z.object({
  pupilId: z.string(),
  fullName: z.string(),
  classroom: z.string(),
  what: z.string().describe('cell or field; empty: the whole pupil'),
  why: z.string(),
});
export const UndoResult = z.object({
  pupilsRestored: z.int(),
  pupilsRemoved: z.int(),
  cellsRestored: z.int(),
  kept: z.array(Kept).describe('left alone, because it changed since or the record is under way'),
});
export type UndoResult = z.infer<typeof UndoResult>;
export const ImportRun = z.object({
  importId: z.string(),
  state: z.enum(['dryRun', 'committed', 'refused', 'discarded', 'undone']),
  createdAt: z.string(),
  createdBy: z.string(),
  files: z.array(
    z.object({
      name: z.string(),
      kind: z.string(),
      rows: z.int(),
      refused: z.int().default(0),
      points: z.array(Point).describe('points of assessment whose results the file brings'),
    }),
  ),
  counts: z.object({
    staff: z.int(),
    classrooms: z.int(),
    pupils: z.int(),
    left: z.int(),
    results: z.int(),
    points: z.int().describe('rows of points before the year end'),
    remarks: z.int(),
    supplementary: z.int(),
    added: z.int(),
    changed: z.int(),
    unchanged: z.int(),
    refusedRows: z.int(),
    asked: z.int().describe('rows that wait for an answer'),
  }),
  colours: z.object({ green: z.int(), yellow: z.int(), red: z.int() }),
  problems: z.array(ImportProblem),
  pointQuestions: z
    .array(z.object({ file: z.string(), sheet: z.string(), mayBe: z.array(Point), answer: Point.nullable() }))
    .describe('sheets of results that do not say of which point they are'),
  problemsLeftOff: z.int(),
  normalised: z.array(z.object({ rule: z.string(), count: z.int() })),
  blocked: z.boolean().describe('an error that is not about single rows: nothing can be taken'),
  layouts: z.array(SheetLayout).describe('sheets about whose columns somebody is asked, or has answered'),
  undone: z.object({ at: z.string(), by: z.string(), reason: z.string(), result: UndoResult }).nullable(),
});
export type ImportRun = z.infer<typeof ImportRun>;
const ImportHead = ImportRun.omit({
  problems: true,
  pointQuestions: true,
  problemsLeftOff: true,
  normalised: true,
  colours: true,
  blocked: true,
  layouts: true,
});
const Row = { file: z.string(), sheet: z.string(), row: z.int() };
export const RowDecision = z.discriminatedUnion('is', [
  z.object({ is: z.literal('pupil'), pupilId: z.string().min(1).max(20) }),
  z.object({ is: z.literal('new') }),
  z.object({ is: z.literal('skip') }),
]);
export const MatchedPupil = z.object({
  colour: MatchColour,
  pupilId: z.string().nullable(),
  fullName: z.string(),
  birthDate: z.string().nullable(),
  classroom: z.string(),
  change: z.enum(['added', 'changed', 'left', 'unchanged', 'refused', 'skipped']),
  fields: z.array(Change),
  rows: z.array(
    z.object({
      ...Row,
      kind: z.string(),
      point: Earlier.optional(),
      colour: MatchColour,
      how: z.string(),
      reasons: z.array(z.string()),
      candidates: z.array(z.object({ pupilId: z.string(), fullName: z.string(), classroom: z.string(), birthDate: z.string().optional() })),
      mayBeNew: z.boolean(),
      decision: z.enum(['pupil', 'new', 'skip']).nullable(),
    }),
  ),
});
export type MatchedPupil = z.infer<typeof MatchedPupil>;
const Page = z.coerce.number().int().min(1).max(100_000).default(1);
const paged = <T extends z.ZodType>(item: T) => z.object({ total: z.int(), page: z.int(), pages: z.int(), items: z.array(item) });
const byImport = z.object({ importId: z.uuid() });

/** Workbooks: dry run, questions, commit, undo. */
export const importRoutes = {
  dryRunImport: {
    method: 'POST',
    path: `${P}/imports`,
    summary: 'Chạy thử nhập tệp Excel; cùng các tệp ấy lần nữa là cùng lần nhập',
    consumes: 'multipart/form-data',
    answer: ImportRun,
  },
  imports: { method: 'GET', path: `${P}/imports`, summary: 'Các lần nhập', answer: z.object({ imports: z.array(ImportHead) }) },
  importRun: { method: 'GET', path: `${P}/imports/:importId`, summary: 'Một lần nhập', params: byImport, answer: ImportRun },
  importPupils: {
    method: 'GET',
    path: `${P}/imports/:importId/pupils`,
    summary: 'Bảng ghép: từng em với các dòng và thay đổi',
    params: byImport,
    query: z.object({
      colour: MatchColour.optional(),
      change: MatchedPupil.shape.change.optional(),
      search: z.string().max(100).optional().describe('part of a name, marks do not matter'),
      asked: z.enum(['yes']).optional(),
      page: Page,
    }),
    answer: paged(MatchedPupil),
  },
  importSpellings: {
    method: 'GET',
    path: `${P}/imports/:importId/spellings`,
    summary: 'Các ô đã chuẩn hoá cách viết',
    params: byImport,
    query: z.object({ rule: z.string().max(200).optional(), page: Page }),
    answer: paged(z.object({ file: z.string(), sheet: z.string(), cell: z.string(), from: z.string(), to: z.string(), rule: z.string() })),
  },
  answerImport: {
    method: 'POST',
    path: `${P}/imports/:importId/answers`,
    summary: 'Trả lời dòng nào của em nào, trang tính nào là lần đánh giá nào; đọc lại các tệp',
    params: byImport,
    body: z.object({
      answers: z
        .array(z.union([z.object({ ...Row, decision: RowDecision }), z.object({ file: z.string(), sheet: z.string(), point: Point })]))
        .max(2_000),
    }),
    answer: ImportRun,
  },
  commitImport: {
    method: 'POST',
    path: `${P}/imports/:importId/commit`,
    summary: 'Ghi dữ liệu đã chạy thử, một lần',
    params: byImport,
    body: z.object({
      acceptedOnly: z.boolean().describe('leave out the rows with errors; without it one error means that nothing is stored'),
    }),
    answer: ImportRun,
  },
  answerLayouts: {
    method: 'POST',
    path: `${P}/imports/:importId/layouts`,
    summary: 'Trả lời cột nào trong tệp là gì, hoặc bỏ qua trang tính; đọc lại các tệp và nhớ cho trường',
    params: byImport,
    body: LayoutAnswers,
    answer: ImportRun,
  },
  importLayouts: {
    method: 'GET',
    path: `${P}/import-layouts`,
    summary: 'Cột có thể là gì; các cách trình bày trường đã trả lời',
    answer: ImportLayouts,
  },
  forgetImportLayout: {
    method: 'DELETE',
    path: `${P}/import-layouts/:fingerprint`,
    summary: 'Quên một cách trình bày đã nhớ',
    params: byLayout,
    answer: Ok,
  },
  refusedRows: {
    method: 'GET',
    path: `${P}/imports/:importId/files/:number/refused`,
    summary: 'Các dòng bị từ chối của một tệp, kèm cột lý do',
    params: z.object({ importId: z.uuid(), number: z.coerce.number().int().min(0).max(1_000) }),
    produces: XLSX,
  },
  undoPreview: {
    method: 'GET',
    path: `${P}/imports/:importId/undo`,
    summary: 'Hoàn tác sẽ trả lại gì, giữ lại gì',
    params: byImport,
    answer: UndoResult,
  },
  undoImport: {
    method: 'POST',
    path: `${P}/imports/:importId/undo`,
    summary: 'Hoàn tác cả lần nhập',
    params: byImport,
    body: Reason,
    answer: ImportRun,
  },
} as const satisfies Record<string, Route>;
