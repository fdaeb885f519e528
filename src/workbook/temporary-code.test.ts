import { describe, expect, test } from 'vitest';
import { PlainDate, unwrap } from '#kernel';
import { PersonalId } from '#domain';
import { type EditableSheet, editWorkbook, expectedPupils, sampleFiles, sampleOptions } from '../../test/builders/workbooks.ts';
import { isSamePerson, readWorkbooks } from './index.ts';

const SCHOOL = '22205412';
const [pupil, other] = expectedPupils(SCHOOL).filter(({ status, missing }) => status === 'Đang học' && missing.length === 0);
/** Takes the code of some pupils out of every sheet. */
const withoutCode = (...ids: readonly string[]) => (sheets: EditableSheet[]): void => {
  for (const { rows } of sheets) for (const row of rows) row.forEach((cell, column) => { if (ids.includes(String(cell))) row[column] = null; });
};
const filesWithout = (...ids: readonly string[]) => Promise.all(sampleFiles(SCHOOL).map((file) => (/CSDL_GiaoVien/.test(file.name) ? file : editWorkbook(file, withoutCode(...ids)))));

describe('R96: a row of the pupil list without a code of the sector', () => {
  test('gets a temporary code, is told of, and its rows in the other sheets are found by name and birthday', async () => {
    const { data, problems } = await readWorkbooks(await filesWithout(pupil!.id), sampleOptions(SCHOOL));
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(problems.find(({ code }) => code === 'workbook/temporary-code')).toMatchObject({ severity: 'warning', publicCode: 'HBS-533', message: expect.stringContaining(`em ${pupil!.name} chưa có mã học sinh của Bộ, tạm dùng mã TAM-0001`) });
    const read = data.pupils.find(({ identity }) => identity.pupilId === 'TAM-0001')!;
    expect([read.identity.fullName, read.classroom, read.sources.results === undefined]).toEqual([pupil!.name, pupil!.class, false]);
    expect(data.pupils).toHaveLength(expectedPupils(SCHOOL).length);
  });
  test('two get two codes, after every one that was ever given', async () => {
    const known = { staff: [], pupils: [], temporaryCodes: ['TAM-0004'] };
    const { data } = await readWorkbooks(await filesWithout(pupil!.id, other!.id), { ...sampleOptions(SCHOOL), known });
    expect(data.pupils.filter(({ identity }) => identity.pupilId.startsWith('TAM-')).map(({ identity }) => [identity.fullName, identity.pupilId])).toEqual([[pupil!.name, 'TAM-0005'], [other!.name, 'TAM-0006']]);
  });
  test('who is already known keeps the code, temporary or not', async () => {
    const files = await filesWithout(pupil!.id);
    const first = await readWorkbooks(files, sampleOptions(SCHOOL)), whole = await readWorkbooks(sampleFiles(SCHOOL), sampleOptions(SCHOOL));
    for (const [known, code] of [[first.data, 'TAM-0001'], [whole.data, pupil!.id]] as const) {
      const { data, problems } = await readWorkbooks(files, { ...sampleOptions(SCHOOL), known });
      expect(data.pupils.find(({ identity }) => identity.fullName === pupil!.name && identity.birthDate === pupil!.born)?.identity.pupilId).toBe(code);
      expect(problems.filter(({ code: told }) => told === 'workbook/temporary-code')).toHaveLength(code === 'TAM-0001' ? 1 : 0);
    }
  });
  test('a row that could be two known pupils is asked about', async () => {
    const { data } = await readWorkbooks(sampleFiles(SCHOOL), sampleOptions(SCHOOL));
    const found = data.pupils.find(({ identity }) => identity.pupilId === pupil!.id)!;
    const known = { staff: data.staff, pupils: [...data.pupils, { ...found, identity: { ...found.identity, pupilId: 'X-1' as typeof found.identity.pupilId } }] };
    const { problems } = await readWorkbooks(await filesWithout(pupil!.id), { ...sampleOptions(SCHOOL), known });
    expect(problems.find(({ code }) => code === 'workbook/ambiguous-pupil')).toMatchObject({ severity: 'error', message: expect.stringContaining('X-1') });
  });
});

describe('the same person', () => {
  const person = (fullName: string, born: string, personalId?: string) => ({ fullName, birthDate: unwrap(PlainDate.parse(born)), ...(personalId === undefined ? {} : { personalId: unwrap(PersonalId.parse(personalId)) }) });
  const A = '022217292935', B = '022217292936';
  test.each([
    ['the same number, whatever the spelling', person('Lý Hoà', '2017-01-01', A), person('Lý Hòa', '2017-01-02', A), true], ['another number, the same name and birthday', person('Lý Hoà', '2017-01-01', A), person('Lý Hoà', '2017-01-01', B), false],
    ['one number missing: name and birthday', person('Lý Hoà', '2017-01-01', A), person('LÝ HÒA', '2017-01-01'), true], ['no numbers, another birthday', person('Lý Hoà', '2017-01-01'), person('Lý Hoà', '2017-01-02'), false], ['no numbers, another name', person('Lý Hoà', '2017-01-01'), person('Lý Hoài', '2017-01-01'), false],
  ])('%s', (_, a, b, same) => expect([isSamePerson(a, b), isSamePerson(b, a)]).toEqual([same, same]));
});
