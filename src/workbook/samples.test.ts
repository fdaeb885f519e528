import { ethnicityCode, type OverallResult } from '#domain';
import { describe, expect, test } from 'vitest';
import { type EditableSheet, editWorkbook, type ExpectedPupil, expectedPupils, SAMPLE_SCHOOLS, sampleFiles, sampleOptions } from '../../test/builders/workbooks.ts';
import { foldHeader } from './labels/fold-header.ts';
import { subjectNamed } from './labels/subjects.ts';
import type { PupilRow } from './model.ts';
import { readWorkbooks } from './read-workbooks.ts';

const RESULT: Readonly<Record<string, OverallResult>> = { 'Hoàn thành xuất sắc': 'HTXS', 'Hoàn thành tốt': 'HTT', 'Hoàn thành': 'HT', 'Chưa hoàn thành': 'CHT' };
const STATUS: Readonly<Record<string, PupilRow['status']>> = { 'Đang học': 'studying', 'Chuyển đến': 'arrived', 'Chuyển đi': 'left' };
const subjectOf = (label: string) => subjectNamed(foldHeader(label))!;

/** Empties the column `Xếp loại` below its header. */
function blankRating(sheets: EditableSheet[]): void {
  for (const { rows } of sheets) {
    const isRating = (cell: unknown) => /xếp loại/i.test(String(cell ?? ''));
    const header = rows.findIndex((row) => row.some(isRating)), column = rows[header]?.findIndex(isRating) ?? -1;
    if (column >= 0) for (const row of rows.slice(header + 1)) row[column] = null;
  }
}

const whoIs = ({ identity, classroom, grade, status }: PupilRow) => ({
  id: identity.pupilId, name: identity.fullName, born: identity.birthDate, gender: identity.gender, ethnicity: identity.ethnicity, pid: identity.personalId ?? '', disabled: identity.disability !== undefined, classroom, grade, status,
});
const expectedWho = (pupil: ExpectedPupil) => ({
  id: pupil.id, name: pupil.name, born: pupil.born, gender: pupil.sex === 'Nam' ? 1 : 2, ethnicity: ethnicityCode(pupil.ethnic), pid: pupil.pid, disabled: pupil.disabled,
  classroom: pupil.class, grade: pupil.grade, status: STATUS[pupil.status],
});
/** Levels and marks that hold something, by subject. */
const assessed = ({ assessment }: PupilRow) => Object.fromEntries(assessment.subjects.filter(({ level, mark }) => level !== undefined || mark !== undefined).map(({ subject, level, mark }) => [subject, [level ?? '', mark ?? '']]));

describe.each(SAMPLE_SCHOOLS)('the workbooks of school %s', async (school) => {
  const reading = await readWorkbooks(sampleFiles(school), sampleOptions(school));
  const truth = expectedPupils(school);
  const byId = new Map(reading.data.pupils.map((pupil) => [pupil.identity.pupilId as string, pupil]));
  const pupilOf = ({ id }: ExpectedPupil) => byId.get(id)!;

  test.each(['KetQua_Lop1-2', 'KetQua_Lop3', 'NhanXet', 'DanhGiaBoSung'])('%s alone says the same of its pupils when the school already has the lists', async (part) => {
    const known = { staff: reading.data.staff, pupils: reading.data.pupils };
    const alone = await readWorkbooks(sampleFiles(school).filter(({ name }) => name.includes(part)), { ...sampleOptions(school), known });
    expect(alone.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(alone.data.classrooms).toEqual(reading.data.classrooms);
    expect(alone.data.pupils.map(whoIs)).toEqual(truth.map(expectedWho));
    for (const { identity, sources, assessment, supplementary } of alone.data.pupils) {
      const whole = byId.get(identity.pupilId)!;
      if (sources.results) expect(assessment.subjects.map(({ level, mark }) => [level, mark])).toEqual(whole.assessment.subjects.map(({ level, mark }) => [level, mark]));
      expect(supplementary).toEqual(part === 'DanhGiaBoSung' ? whole.supplementary : undefined);
    }
  });

  test('a blank rating column changes nothing but the rating of the sheet', async () => {
    const blanked = await Promise.all(sampleFiles(school).map((file) => (file.name.includes('KetQua') ? editWorkbook(file, blankRating) : file)));
    const { data } = await readWorkbooks(blanked, sampleOptions(school));
    expect(data.pupils.filter(({ sheetResult }) => sheetResult !== undefined)).toEqual([]);
    expect(data.pupils.map(({ sheetResult: _, ...rest }) => rest)).toEqual(reading.data.pupils.map(({ sheetResult: _, ...rest }) => rest));
  });

  test('every file is what its headers say', () => {
    expect(reading.files.map(({ name, kind }) => [name.slice(9, 16), kind])).toEqual([
      ['C1-HocS', 'pupils'], ['CSDL_Gi', 'staff'], ['DanhGia', 'supplementary'], ['KetQua_', 'results'], ['KetQua_', 'results'], ['KetQua_', 'results'], ['NhanXet', 'remarks'],
    ]);
  });

  test('nothing is wrong; the pupil who is not assessed is pointed out', () => {
    expect(reading.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(new Set(reading.problems.map(({ code }) => code))).toEqual(new Set(['workbook/not-assessed']));
  });

  test('every pupil of the list is there, with identity, classroom and status', () => {
    expect(reading.data.pupils.map(whoIs)).toEqual(truth.map(expectedWho));
  });

  test('levels and marks are those of the sheets', () => {
    expect(truth.map((pupil) => assessed(pupilOf(pupil)))).toEqual(truth.map(({ subjects }) => Object.fromEntries(subjects.filter(([, level, mark]) => level !== '' || mark !== '').map(([label, level, mark]) => [subjectOf(label), [level, mark]]))));
  });

  test('a missing mark stays missing', () => {
    for (const pupil of truth.filter(({ missing }) => missing.length > 0)) {
      for (const label of pupil.missing) expect(pupilOf(pupil).assessment.subjects.find(({ subject }) => subject === subjectOf(label))?.mark).toBeUndefined();
    }
  });

  test('the rating of the sheet is kept beside the cells', () => {
    expect(truth.map((pupil) => pupilOf(pupil).sheetResult)).toEqual(truth.map(({ sheetResult }) => RESULT[sheetResult]));
  });

  test('a disabled pupil with an empty row is not assessed, nobody else', () => {
    expect(reading.data.pupils.filter(({ assessment }) => assessment.notAssessed).map(({ identity }) => identity.pupilId)).toEqual(truth.filter(({ disabled }) => disabled).map(({ id }) => id));
  });

  test('summer: date, decisions and which pupils', () => {
    const read = truth.map((pupil) => pupilOf(pupil).supplementary).map((row) => (row ? { completed: row.gradeCompleted, promoted: row.promoted, decision: row.decision?.number ?? '', date: row.date } : null));
    expect(read).toEqual(truth.map(({ supplementary }) => (supplementary ? { completed: supplementary.completed, promoted: supplementary.promoted, decision: supplementary.decision, date: supplementary.date } : null)));
  });

  test('every class has its homeroom teacher; head, deputy and clerk are known', () => {
    expect(reading.data.classrooms.map(({ classroom, grade }) => [classroom, grade])).toEqual([...new Map(truth.map((pupil) => [pupil.class, pupil.grade]))]);
    for (const { classroom, homeroomTeacherId } of reading.data.classrooms) expect(reading.data.staff.find(({ staffId }) => staffId === homeroomTeacherId)?.homeroomClassrooms).toEqual([classroom]);
    expect(reading.data.staff.slice(0, 3).map(({ role }) => role)).toEqual(['schoolHead', 'deputyHead', 'clerk']);
  });

  test('everybody is counted once: with a record or as left', () => {
    const left = truth.filter(({ status }) => status === 'Chuyển đi').length;
    expect(reading.counts).toMatchObject({ pupils: truth.length - left, left, results: truth.length - left, remarks: truth.length - left, supplementary: truth.filter(({ supplementary }) => supplementary).length });
  });

  test('health, attendance and remarks are read for every pupil with a record', () => {
    for (const { assessment, status } of reading.data.pupils) {
      if (status === 'left') continue;
      expect(assessment.health).toMatchObject({ heightCm: expect.any(Number), weightKg: expect.any(Number), note: expect.any(String) });
      expect(assessment.absence).toMatchObject({ excused: expect.any(Number), unexcused: expect.any(Number) });
      if (!assessment.notAssessed) expect(assessment.qualityRemark).toBeTypeOf('string');
    }
  });

  test('serial dates are the only spellings that were repaired', () => {
    expect(new Set(reading.normalised.map(({ rule }) => rule))).toEqual(new Set(['ngày dạng số của Excel']));
  });
});

test('the title gives the name of the school', async () => {
  const reading = await readWorkbooks(sampleFiles('22205411'), sampleOptions('22205411'));
  expect(reading.school.name).toBe('Trường Tiểu học Minh Hoạ A');
});
