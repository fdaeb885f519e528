import type { PlainDate } from '#kernel';
import { foldHeader } from '../labels/fold-header.ts';
import { subjectNamed, traitNamed } from '../labels/subjects.ts';
import { type NewCell, rowKey, type RowSource, type SupplementaryRow } from '../model.ts';
import type { Report } from '../problem.ts';
import type { DataRow, Table } from '../sheet/rows.ts';
import { readFlag, readMark, readQualityLevel, readSubjectLevel } from '../values/assessment.ts';
import { readDate } from '../values/date.ts';
import { readText } from '../values/text.ts';
import { type Draft, inCurriculum } from './draft.ts';
import type { Matching } from './find-pupil.ts';
import { matchPupil, sourceOf } from './match-pupil.ts';
import type { ListedPupil } from './listed-pupil.ts';

interface Line {
  readonly row: DataRow;
  readonly cells: readonly NewCell[];
  readonly date?: PlainDate;
  readonly gradeCompleted: boolean;
  readonly promoted: boolean;
  readonly decisionNumber: string;
  readonly decisionDate?: PlainDate;
}

/** What was not reached before summer: only that is assessed again (Điều 11). */
function failedBefore(key: string, draft: Draft): boolean {
  const [area, code] = key.split('.');
  if (area === 'trait') return draft.traits[key.slice('trait.'.length) as keyof Draft['traits']] === 'C';
  const subject = draft.subjects.get(code as Parameters<Draft['subjects']['get']>[0]);
  return subject?.level === 'C' || (subject?.mark !== undefined && subject.mark < 5);
}

/**
 * Khoa học, Công nghệ and Tin học are each a subject and a competence. The scale of the new level, a mark, or which of the two had
 * not been reached decides; when nothing decides, nobody guesses.
 */
function itemKey(row: DataRow, draft: Draft, item: string): string | undefined {
  const named = foldHeader(item);
  const folded = named.replace(/^mon\s+/, '');
  // Who writes `Môn Khoa học` or `Năng lực: Khoa học` has said which.
  const subject = subjectNamed(folded);
  const trait = folded === named ? traitNamed(folded) : undefined;
  const keys = [
    ...(subject && inCurriculum(`subject.${subject}.level`, draft.grade) ? [`subject.${subject}`] : []),
    ...(trait && inCurriculum(`trait.${trait}`, draft.grade) ? [`trait.${trait}`] : []),
  ];
  if (keys.length < 2) return keys[0];
  const level = foldHeader(String(row.cell('level')?.raw ?? ''));
  const mark = row.cell('mark')?.raw ?? '';
  if (mark !== '' || level === 'h') return keys[0];
  if (level === 'd') return keys[1];
  const failed = keys.filter((key) => failedBefore(key, draft));
  return failed.length === 1 ? failed[0] : undefined;
}

function readNewCells(row: DataRow, draft: Draft, who: string, report: Report): readonly NewCell[] {
  const item = row.cell('assessedItem')!;
  const name = readText(item, who, report);
  const key = itemKey(row, draft, name);
  if (!key) {
    report.problem(name === '' ? 'workbook/missing-value' : 'workbook/unknown-item', item.place, {
      label: item.label,
      pupil: who,
      grade: draft.grade,
    });
    return [];
  }
  if (key.startsWith('trait.')) {
    const level = readQualityLevel(row.cell('level'), who, report);
    return level ? [{ key, value: level }] : [];
  }
  const level = readSubjectLevel(row.cell('level'), who, report);
  const markCell = row.cell('mark');
  const mark = readMark(markCell, who, report);
  const tested = inCurriculum(`${key}.mark`, draft.grade);
  if (mark !== undefined && !tested)
    report.problem('workbook/outside-curriculum', markCell!.place, {
      label: `${name} – ${markCell!.label}`,
      pupil: who,
      grade: draft.grade,
    });
  return [
    ...(level ? [{ key: `${key}.level`, value: level }] : []),
    ...(mark !== undefined && tested ? [{ key: `${key}.mark`, value: String(mark) }] : []),
  ];
}

function readLine(row: DataRow, pupil: ListedPupil, draft: Draft, report: Report): Line {
  const { who } = pupil;
  const cells = readNewCells(row, draft, who, report);
  const level = row.cell('level')!;
  if (cells.length === 0 && (level.raw === null || level.raw === ''))
    report.problem('workbook/missing-value', level.place, { label: level.label, pupil: who });
  const date = readDate(row.cell('assessedOn'), who, report);
  const decisionDate = readDate(row.cell('decisionDate'), who, report);
  return {
    row,
    cells,
    ...(date ? { date } : {}),
    ...(decisionDate ? { decisionDate } : {}),
    gradeCompleted: readFlag(row.cell('completed'), who, report) ?? false,
    promoted: readFlag(row.cell('promoted'), who, report) ?? false,
    decisionNumber: readText(row.cell('decisionNumber'), who, report),
  };
}

/** Every row of a pupil repeats the decisions; two rows that disagree leave no decision. */
function disagreement(lines: readonly Line[]): readonly string[] {
  const columns: readonly (readonly [string, (line: Line) => unknown])[] = [
    ['completed', (line) => line.gradeCompleted],
    ['promoted', (line) => line.promoted],
    ['decisionNumber', (line) => line.decisionNumber],
    ['decisionDate', (line) => line.decisionDate],
  ];
  return columns.filter(([, value]) => new Set(lines.map(value)).size > 1).map(([key]) => key);
}

function joinLines(pupil: ListedPupil, lines: readonly Line[], report: Report): SupplementaryRow | undefined {
  const first = lines[0]!;
  const last = lines.at(-1)!;
  const params = { pupil: pupil.who };
  for (const key of disagreement(lines))
    report.problem('workbook/supplementary-conflict', last.row.cell(key)!.place, { ...params, label: last.row.cell(key)!.label });
  const doubled = lines.flatMap(({ cells }) => cells).find(({ key }, i, all) => all.findIndex((cell) => cell.key === key) < i);
  if (doubled) report.problem('workbook/duplicate-item', last.row.place, { ...params, item: readable(lines, doubled.key) });
  const dates = lines.flatMap(({ date }) => date ?? []).toSorted();
  if (dates.length < lines.length)
    report.problem('workbook/missing-value', lines.find(({ date }) => !date)!.row.cell('assessedOn')!.place, {
      ...params,
      label: 'Ngày đánh giá',
    });
  if (new Set(dates).size > 1) report.problem('workbook/dates-differ', last.row.cell('assessedOn')!.place, params);
  const { decisionNumber, decisionDate, gradeCompleted, promoted } = first;
  const half = (decisionNumber === '') !== (decisionDate === undefined);
  const needed = promoted && !gradeCompleted && decisionNumber === '';
  if (half || needed)
    report.problem('workbook/missing-decision', first.row.cell(decisionNumber === '' ? 'decisionNumber' : 'decisionDate')!.place, params);
  const date = dates.at(-1);
  return (
    date && {
      date,
      gradeCompleted,
      promoted,
      cells: lines.flatMap(({ cells }) => cells),
      ...(decisionNumber !== '' && decisionDate ? { decision: { number: decisionNumber, date: decisionDate } } : {}),
    }
  );
}

const readable = (lines: readonly Line[], key: string): string =>
  String(lines.find(({ cells }) => cells.some((cell) => cell.key === key))!.row.cell('assessedItem')!.raw);

export interface SupplementaryReading {
  readonly supplementary?: SupplementaryRow;
  readonly sources: readonly RowSource[];
}

/** Summer re-assessment by pupil: one row per re-assessed subject or trait. */
export function readSupplementary(
  tables: readonly Table[],
  matching: Matching,
  drafts: ReadonlyMap<string, Draft>,
): ReadonlyMap<string, SupplementaryReading> {
  const { report } = matching;
  const lines = new Map<ListedPupil, Line[]>();
  for (const row of tables.flatMap((table) => table.rows)) {
    const pupil = matchPupil(row, 'supplementary', matching);
    const draft = pupil && drafts.get(pupil.pupilId);
    if (!pupil || !draft) continue;
    if (pupil.status === 'left') report.problem('workbook/left-with-results', row.place, { pupil: pupil.who });
    const own = lines.get(pupil) ?? [];
    own.push(readLine(row, pupil, draft, report));
    lines.set(pupil, own);
  }
  return new Map(
    [...lines].map(([pupil, all]) => {
      const supplementary = joinLines(pupil, all, report);
      // The lines of a pupil are one outcome: taken together or not at all.
      const refused = all.filter(({ row }) => report.refused().has(rowKey(sourceOf(row))));
      if (refused.length > 0)
        for (const { row } of all.filter((line) => !refused.includes(line)))
          report.problem('workbook/other-line-refused', row.place, { pupil: pupil.who, otherRow: refused[0]!.row.number });
      return [pupil.pupilId, { ...(supplementary ? { supplementary } : {}), sources: all.map(({ row }) => sourceOf(row)) }];
    }),
  );
}
