import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readXlsx } from 'hucre';
import { ASSESSMENT_POINTS, type AssessmentPoint, curriculumAt, type EarlierPoint, type Grade, type SubjectCode } from '#domain';
import { unwrap } from '#kernel';
import { type ImportDesk, openImportDesk } from '../../../test/builders/import-desk.ts';
import { atPoint, editWorkbook, type ExpectedPupil, expectedPupils, sampleFiles } from '../../../test/builders/workbooks.ts';
import { foldHeader } from '../../workbook/labels/fold-header.ts';
import { subjectNamed } from '../../workbook/labels/subjects.ts';

const SCHOOL = '22205412', clean = sampleFiles(SCHOOL), truth = expectedPupils(SCHOOL).filter(({ status }) => status !== 'Chuyển đi');
const classes = [...Map.groupBy(truth, (pupil) => pupil.class)];
let desk: ImportDesk;
/** The year-end results of the sample, cut down to each point, so that one independent list tells what must stand on every sheet. */
beforeAll(async () => {
  desk = await openImportDesk(SCHOOL);
  const filesAt = (point: EarlierPoint) => Promise.all(clean.filter(({ name }) => name.includes('KetQua')).map(async (file) => ({ ...(await editWorkbook(file, atPoint(point))), name: `${file.name.slice(0, -5)}_${NAME[point]}.xlsx` })));
  await desk.bringIn([...clean, ...(await filesAt('midTerm1')), ...(await filesAt('endOfTerm1'))]);
  // Both middles of a term have the same form: in one import the same file under two names would be refused.
  await desk.bringIn(await filesAt('midTerm2'));
}, 120_000);
afterAll(() => desk.close());

const NAME = { midTerm1: 'GK1', endOfTerm1: 'CK1', midTerm2: 'GK2' } as const;
interface Totals { readonly pupils: number; readonly levels: Record<string, number>; readonly marks: number; readonly sum: number }

function counted(pupils: readonly ExpectedPupil[], point: AssessmentPoint): Totals {
  const levels: Record<string, number> = {};
  let marks = 0, sum = 0;
  for (const { grade, subjects } of pupils) {
    const tested = new Set<SubjectCode>(curriculumAt(point, grade as Grade).subjects.filter((one) => one.tested).map(({ code }) => code));
    for (const [label, level, mark] of subjects) {
      if (level !== '') levels[level] = (levels[level] ?? 0) + 1;
      if (mark !== '' && tested.has(subjectNamed(foldHeader(label))!)) { marks++; sum += mark; }
    }
  }
  return { pupils: pupils.length, levels, marks, sum };
}

async function printed(classroom: string, point: AssessmentPoint): Promise<Totals> {
  const { stream } = unwrap(await desk.school.classSummaryXlsx(desk.who.head, classroom, point)), pieces: Uint8Array[] = [];
  for await (const piece of stream) pieces.push(piece);
  const levels: Record<string, number> = {};
  let pupils = 0, marks = 0, sum = 0;
  for (const { rows } of (await readXlsx(new Uint8Array(Buffer.concat(pieces)))).sheets) {
    const top = rows[3]!, bottom = rows[5]!;
    let group = '';
    const inSubjects = bottom.map((_, c) => { group = String(top[c] ?? '') || group; return group === 'Môn học và hoạt động giáo dục'; });
    for (const row of rows.slice(6)) {
      pupils++;
      for (const [c, value] of row.entries()) {
        if (!inSubjects[c] || value === null || value === '') continue;
        if (bottom[c] === 'Điểm KTĐK') { marks++; sum += Number(value); } else levels[String(value)] = (levels[String(value)] ?? 0) + 1;
      }
    }
  }
  return { pupils, levels, marks, sum };
}

describe('Bảng tổng hợp of every class at every point holds what the workbooks said, no more and no less', () => {
  test.each(ASSESSMENT_POINTS)('%s', async (point) => {
    for (const [classroom, pupils] of classes) expect([classroom, await printed(classroom, point)]).toEqual([classroom, counted(pupils, point)]);
  });
});
