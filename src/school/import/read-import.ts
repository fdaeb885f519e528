import type { TransactionOptions } from '#database';
import type { SchoolCode, SchoolYear } from '#domain';
import {
  type KnownLists,
  type LayoutAnswer,
  MATCH_COLOURS,
  type MatchColour,
  type Normalisation,
  readWorkbooks,
  rowKey,
  sheetKey,
  type WorkbookFile,
} from '#workbook';
import { formerRevisions } from '../postgres/cell-edits.ts';
import { loadClassrooms, loadStaff } from '../postgres/people.ts';
import { temporaryCodes } from '../postgres/pupil-codes.ts';
import { loadPointCells } from '../postgres/pupil-points.ts';
import { loadPupilFiles } from '../postgres/pupil-years.ts';
import type { SchoolScope } from '../postgres/tables.ts';
import { matchTable } from './match-table.ts';
import type { ImportDetail, ImportAnswer, ImportReport, PlannedWrites } from './model.ts';
import { absentProblems, planImport, pointKey, type Present } from './plan.ts';

/** Problems that the head of a run lists; the rest is counted, and every refused row is in the workbook of refused rows. */
const PROBLEMS_MAX = 1_000;

/** What reading files says: to people, and what a commit would write. */
export interface ReadImport {
  readonly state: 'dryRun' | 'refused';
  readonly writes: PlannedWrites;
  readonly report: ImportReport;
  readonly detail: ImportDetail;
}

/** Files are compared with the school as it stands at one moment; a commit asks whether it still stands so. */
export const ONE_VIEW: TransactionOptions = { isolation: 'repeatable read' };

/** What the school has of a year. */
export async function presentOf(scope: SchoolScope, schoolYear: SchoolYear): Promise<Present> {
  const files = await loadPupilFiles(scope, { schoolYear });
  const points = new Map((await loadPointCells(scope, schoolYear)).map(({ pupilId, point, cells }) => [pointKey(pupilId, point), cells]));
  return {
    staff: await loadStaff(scope, schoolYear),
    classrooms: await loadClassrooms(scope, schoolYear),
    files,
    points,
    temporaryCodes: await temporaryCodes(scope),
    formerRevisions: await formerRevisions(scope, schoolYear),
  };
}

/** Reads the files against what the school has now. */
export async function readImport(
  present: Present,
  {
    schoolCode,
    schoolYear,
    files,
    answers,
    mappings,
  }: {
    readonly schoolCode: SchoolCode;
    readonly schoolYear: SchoolYear;
    readonly files: readonly WorkbookFile[];
    readonly answers: readonly ImportAnswer[];
    readonly mappings: ReadonlyMap<string, LayoutAnswer>;
  },
): Promise<ReadImport> {
  const read = await readWorkbooks(files, {
    schoolCode,
    schoolYear,
    known: knownLists(present),
    mappings,
    decisions: new Map(answers.flatMap((answer) => ('row' in answer ? [[rowKey(answer), answer.decision]] : []))),
    points: new Map(answers.flatMap((answer) => ('point' in answer ? [[sheetKey(answer), answer.point]] : []))),
  });
  const plan = planImport(read.data, present, schoolYear);
  const { writes } = plan;
  const named = new Set([
    ...writes.recoded.map(({ from }): string => from),
    ...read.matches
      .filter(({ kind }) => kind === 'pupils')
      .flatMap(({ pupilId, candidates }) => [...(pupilId === undefined ? [] : [pupilId]), ...candidates.map((one) => one.pupilId)]),
  ]);
  const problems = [...read.problems, ...plan.problems, ...absentProblems(read.data.pupils, present, named)].toSorted(
    (a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning'),
  );
  const refused = [...read.refused, ...plan.refused];
  const pupils = matchTable(read.matches, refused, read.data.pupils, plan.changes);
  const added = plan.changes.filter(({ kind }) => kind === 'added').length;
  const colour = (wanted: MatchColour) => pupils.filter((one) => one.colour === wanted).length;
  return {
    state: read.blocked || (refused.length > 0 && writes.pupils.length === 0 && plan.unchanged === 0) ? 'refused' : 'dryRun',
    writes: { ...writes, ...(read.school.name === undefined ? {} : { schoolName: read.school.name }) },
    report: {
      files: read.files.map((file) => ({ ...file, refused: refused.filter((row) => row.file === file.name).length })),
      blocked: read.blocked,
      layouts: read.layouts,
      pointQuestions: read.pointQuestions,
      problems: problems.slice(0, PROBLEMS_MAX),
      problemsLeftOff: Math.max(0, problems.length - PROBLEMS_MAX),
      counts: {
        ...read.counts,
        added,
        changed: plan.changes.length - added,
        unchanged: plan.unchanged,
        refusedRows: refused.length,
        asked: pupils.reduce(
          (sum, { rows }) =>
            sum + rows.filter(({ candidates, mayBeNew, colour: is }) => is === 'red' && (candidates.length > 0 || mayBeNew)).length,
          0,
        ),
      },
      colours: Object.fromEntries(MATCH_COLOURS.map((one) => [one, colour(one)])) as ImportReport['colours'],
      normalised: countsOf(read.normalised),
    },
    detail: { pupils, normalised: read.normalised, refused },
  };
}

const countsOf = (normalised: readonly Normalisation[]): ImportReport['normalised'] =>
  [...Map.groupBy(normalised, ({ rule }) => rule)]
    .map(([rule, all]) => ({ rule, count: all.length }))
    .toSorted((a, b) => b.count - a.count);

/** What a workbook may speak about without bringing it along: the staff with their classes, the pupils in the order of the list. */
function knownLists({ staff, classrooms, files, temporaryCodes: codes }: Present): KnownLists {
  return {
    staff: staff.map(({ staffId, fullName, position, working }) => ({
      staffId,
      fullName,
      position,
      working,
      homeroomClassrooms: classrooms.filter(({ homeroomStaffId }) => homeroomStaffId === staffId).map(({ classroom }) => classroom),
    })),
    pupils: files
      .map(({ year }) => year)
      .toSorted((a, b) => a.listOrder - b.listOrder)
      .map(({ identity, classroom, frame, status, entryDate }) => ({
        identity,
        classroom,
        grade: frame.grade,
        status,
        ...(entryDate === undefined ? {} : { statusDate: entryDate }),
      })),
    temporaryCodes: codes,
  };
}
