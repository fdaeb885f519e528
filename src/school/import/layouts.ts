import type { ImportLayouts } from '#contract';
import { type Refusal, refusal } from '#domain';
import { err, Instant, ok, type Result } from '#kernel';
import {
  checkAnswers,
  COLUMNS,
  CONSTANTS_OF,
  fieldLabel,
  FIELDS_OF,
  isMapping,
  isOfOneSubject,
  type LayoutAnswer,
  SHEET_KINDS,
  type SheetKind,
  type SheetLayout,
  type SheetMapping,
} from '#workbook';
import { mayDo } from '../authority.ts';
import { inSchool, type SchoolContext } from '../context.ts';
import type { Actor } from '../model.ts';
import { forgetLayout, loadLayouts, saveLayout } from '../postgres/import-layouts.ts';
import type { StoredImport } from '../postgres/imports.ts';
import type { SchoolScope } from '../postgres/tables.ts';
import { readAgain } from './read-again.ts';
import { ONE_VIEW } from './read-import.ts';

const KIND_LABEL: Readonly<Record<SheetKind, string>> = {
  pupils: 'Danh sách học sinh',
  staff: 'Danh sách giáo viên',
  results: 'Kết quả học tập, năng lực, phẩm chất',
  remarks: 'Nhận xét, sức khoẻ, ngày nghỉ',
  supplementary: 'Đánh giá bổ sung',
};
/** More different exports than any school has programs. */
const REMEMBERED_MAX = 200;

/**
 * Takes answers about the columns of a pending import, reads its files again with them, and remembers them for the school. Answers with which a
 * sheet still cannot be read are refused, and nothing is kept of them.
 */
export async function answerLayouts(
  context: SchoolContext,
  who: Actor,
  importId: string,
  answers: readonly LayoutAnswer[],
): Promise<Result<StoredImport, Refusal>> {
  const allowed = mayDo(who, 'import');
  return allowed.ok
    ? inSchool(
        context,
        who.schoolCode,
        async (scope) => {
          const known = (await loadLayouts(scope)).map(({ fingerprint }) => fingerprint);
          const read = await readAgain(scope, who, importId, {
            layouts: answers,
            check: ({ report }) =>
              checkAnswers(answers, report.layouts) ??
              tooMany([...known, ...lasting(answers, report.layouts).map(({ fingerprint }) => fingerprint)]),
            recheck: ({ report }) => stillAsked(answers, report.layouts),
          });
          if (read.ok) await remember(context, scope, who, lasting(answers, read.value.report.layouts));
          return read;
        },
        ONE_VIEW,
      )
    : allowed;
}

function stillAsked(answers: readonly LayoutAnswer[], layouts: readonly SheetLayout[]): Refusal | undefined {
  const asked = layouts.find(
    ({ fingerprint, state }) => state === 'asked' && answers.some((answer) => isMapping(answer) && answer.fingerprint === fingerprint),
  );
  return asked && refusal('workbook/mapping-missing-field', { why: asked.why.join(' ') });
}

const tooMany = (fingerprints: readonly string[]): Refusal | undefined =>
  new Set(fingerprints).size > REMEMBERED_MAX ? refusal('school/import-layouts-full', { max: REMEMBERED_MAX }) : undefined;

interface Lasting extends SheetMapping {
  readonly fingerprint: string;
  readonly sheet: string;
}
/** Answers that hold for files to come: about columns, of sheets that have a header, and one that would not fit another subject. */
const lasting = (answers: readonly LayoutAnswer[], layouts: readonly SheetLayout[]): readonly Lasting[] =>
  answers.flatMap((answer) => {
    const layout = layouts.find(({ fingerprint }) => fingerprint === answer.fingerprint);
    return !isMapping(answer) || !layout?.headerRows || isOfOneSubject(answer) ? [] : [{ ...answer, sheet: layout.sheets[0]!.sheet }];
  });

async function remember(context: SchoolContext, scope: SchoolScope, who: Actor, answers: readonly Lasting[]): Promise<void> {
  for (const { fingerprint, kind, columns, sheet } of answers)
    await saveLayout(scope, { fingerprint, mapping: { kind, columns }, sheet, rememberedAt: context.clock.now(), rememberedBy: who.name });
}

const KINDS: ImportLayouts['kinds'] = SHEET_KINDS.map((kind) => ({
  kind,
  label: KIND_LABEL[kind],
  fields: FIELDS_OF[kind].map((field) => ({
    field,
    label: fieldLabel(field),
    needed: COLUMNS[kind].required.includes(field),
    mayBeConstant: CONSTANTS_OF[kind].includes(field),
  })),
}));

/** What columns may be, and what this school said of layouts before. */
export async function importLayouts(context: SchoolContext, who: Actor): Promise<Result<ImportLayouts, Refusal>> {
  const allowed = mayDo(who, 'import');
  return allowed.ok
    ? inSchool(context, who.schoolCode, async (scope) =>
        ok({
          kinds: KINDS,
          remembered: (await loadLayouts(scope)).map(({ fingerprint, mapping: { kind, columns }, sheet, rememberedAt, rememberedBy }) => ({
            fingerprint,
            kind,
            sheet,
            columns: columns.map(({ header, field }) => ({ header, label: fieldLabel(field) })),
            rememberedAt: Instant.toIso(rememberedAt),
            rememberedBy,
          })),
        }),
      )
    : allowed;
}

/** Forgets a layout: the next file that has it is asked for. An import that is pending keeps its own answers. */
export async function forgetImportLayout(
  context: SchoolContext,
  who: Actor,
  fingerprint: string,
): Promise<Result<{ readonly ok: true }, Refusal>> {
  const allowed = mayDo(who, 'import');
  return allowed.ok
    ? inSchool(context, who.schoolCode, async (scope) =>
        (await forgetLayout(scope, fingerprint)) ? ok({ ok: true as const }) : err(refusal('school/import-layout-unknown')),
      )
    : allowed;
}
