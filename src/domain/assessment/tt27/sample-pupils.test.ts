import { readXlsx } from 'hucre';
import { describe, expect, test } from 'vitest';
import { type ExpectedPupil, expectedPupils, SAMPLE_SCHOOLS, sampleFiles, sampleOptions } from '../../../../test/builders/workbooks.ts';
import { foldHeader } from '../../../workbook/labels/fold-header.ts';
import { subjectNamed, traitNamed } from '../../../workbook/labels/subjects.ts';
import { readWorkbooks } from '../../../workbook/index.ts';
import { AWARD_TITLES, cellLabel, computeResult, contradictionsOf, type OverallResult, proposeAward, RESULT_LABEL, yearEndOf } from '../../index.ts';

/** The cells of a pupil as the sheet has them, read without any of our own reading: three header rows, `Môn | Mức đạt được / Điểm KTĐK`, then competences and qualities. */
async function rawCells(school: (typeof SAMPLE_SCHOOLS)[number]): Promise<ReadonlyMap<string, ReadonlyMap<string, string>>> {
  const pupils = new Map<string, ReadonlyMap<string, string>>();
  for (const file of sampleFiles(school).filter(({ name }) => name.includes('KetQua'))) for (const { rows } of (await readXlsx(file.bytes)).sheets) {
    const header = rows.findIndex((row) => row[0] === 'STT'), text = (row: number, column: number) => String(rows[row]?.[column] ?? '');
    const keys = rows[header]!.map((group, column): string | undefined => {
      if (/^Môn học/.test(String(group))) return `subject.${subjectNamed(foldHeader(text(header + 1, column)))}.${text(header + 2, column) === 'Điểm KTĐK' ? 'mark' : 'level'}`;
      return /^(Năng lực|Phẩm chất)/.test(String(group)) ? `trait.${traitNamed(foldHeader(text(header + 2, column)))}` : undefined;
    });
    for (const row of rows.slice(header + 3)) pupils.set(String(row[2]), new Map(keys.flatMap((key, column) => (key !== undefined && String(row[column] ?? '') !== '' ? [[key, String(row[column])] as const] : []))));
  }
  return pupils;
}

/** Điều 9 written down once more, the plain way: which of the cells are below what the next better level asks for. */
function below(cells: ReadonlyMap<string, string>, result: string): readonly string[] {
  const wants: Readonly<Record<string, { readonly levels: RegExp; readonly mark: number }>> = { 'Hoàn thành tốt': { levels: /^T$/, mark: 9 }, 'Hoàn thành': { levels: /^T$/, mark: 7 }, 'Chưa hoàn thành': { levels: /^[THĐ]$/, mark: 5 } };
  const want = wants[result];
  return want === undefined ? [] : [...cells].filter(([key, value]) => (key.endsWith('.mark') ? Number(value) < want.mark : !want.levels.test(value))).map(([key]) => key);
}

const RESULT = new Map(Object.entries(RESULT_LABEL).map(([code, label]) => [label, code as OverallResult]));

describe.each(SAMPLE_SCHOOLS)('every pupil of school %s, against the sheets and expected.json', async (school) => {
  const { data } = await readWorkbooks(sampleFiles(school), sampleOptions(school));
  const raw = await rawCells(school);
  const byId = new Map(data.pupils.map((pupil) => [pupil.identity.pupilId as string, pupil]));
  const judge = ({ id }: ExpectedPupil) => computeResult(byId.get(id)!.assessment);
  const own = expectedPupils(school).filter(({ status }) => status !== 'Chuyển đi');
  const rated = own.filter(({ missing, disabled }) => missing.length === 0 && !disabled);

  test('the result is the expected one', () => {
    for (const pupil of rated) expect(judge(pupil), pupil.id).toMatchObject({ kind: 'computed', result: RESULT.get(pupil.firstResult) });
    expect(rated.length).toBeGreaterThan(90);
  });
  test('the deciding cells are exactly those that are below the next better level', () => {
    for (const pupil of rated) expect([...judge(pupil).explanation.decidingCells].sort(), pupil.id).toEqual([...below(raw.get(pupil.id)!, pupil.firstResult)].sort());
  });
  test('the sentence names the result, the next better one, and the first three of these cells with their values', () => {
    for (const pupil of rated) {
      const { decidingCells, sentence } = judge(pupil).explanation;
      expect(sentence).toContain(pupil.firstResult);
      for (const key of decidingCells.slice(0, 3)) expect(sentence, pupil.id).toContain(`${cellLabel(key)} là ${raw.get(pupil.id)!.get(key)}`);
      if (decidingCells.length > 3) expect(sentence).toContain(`và ${decidingCells.length - 3} ô nữa`);
    }
  });
  test('a pupil with an empty cell has no result, and the cell is named', () => {
    const open = own.filter(({ missing }) => missing.length > 0);
    expect(open.length).toBeGreaterThan(0);
    for (const pupil of open) {
      const computed = judge(pupil);
      expect(computed).toMatchObject({ kind: 'incomplete', missing: pupil.missing.map((label) => `subject.${subjectNamed(foldHeader(label))}.mark`) });
    }
  });
  test('the pupils who are not assessed have none', () => {
    for (const pupil of own.filter(({ disabled }) => disabled)) expect(judge(pupil).kind).toBe('notAssessed');
  });
  test('Điều 13: Xuất sắc is proposed for HTXS, Tiêu biểu for HTT, nothing for the rest', () => {
    const titles: Readonly<Record<string, string>> = { 'Hoàn thành xuất sắc': AWARD_TITLES.HTXS, 'Hoàn thành tốt': AWARD_TITLES.HTT };
    for (const pupil of own) expect(proposeAward(judge(pupil), byId.get(pupil.id)!.assessment)?.title, pupil.id).toBe(pupil.missing.length === 0 && !pupil.disabled ? titles[pupil.firstResult] : undefined);
  });
  test('each doubt about a pupil stands on cells of the sheet', () => {
    for (const pupil of own) {
      const { assessment, identity } = byId.get(pupil.id)!;
      const year = { schoolYear: sampleOptions(school).schoolYear, identity, assessment, yearEnd: yearEndOf(judge(pupil), { grade: assessment.grade }), awardConfirmed: true };
      for (const { rule, cell } of contradictionsOf(year)) if (/^level-/.test(rule)) expect(raw.get(pupil.id)!.has(cell!), `${pupil.id} ${rule}`).toBe(true);
    }
  });
});
