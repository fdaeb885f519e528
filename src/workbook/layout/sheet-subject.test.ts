import { describe, expect, test } from 'vitest';
import { type EditableSheet, editWorkbook, sampleFiles, sampleOptions } from '../../../test/builders/workbooks.ts';
import { sheetKey, type WorkbookFile } from '../model.ts';
import { readWorkbooks } from '../read-workbooks.ts';
import { checkAnswers, isOfOneSubject } from './check-answers.ts';
import { subjectOfSheet } from './sheet-subject.ts';

test.each([
  ['Toán', [], 'TOAN'], ['TV', [], 'TV'], ['Môn Đạo đức', [], 'DD'], ['TH-CN (Tin học)', [], 'TH'], ['Tin học và Công nghệ (Công nghệ', [], 'CN'], ['GK1_Toan', [], 'TOAN'], ['Nghệ thuật (Âm nhạc)', [], 'AN'],
  ['Sheet1', ['Môn: Toán – Lớp 3A1'], 'TOAN'], ['Sheet1', ['KẾT QUẢ ĐÁNH GIÁ MÔN TIẾNG VIỆT LỚP 3A1 CUỐI NĂM HỌC 2023-2024'], 'TV'], ['Sheet1', ['Môn học: TH-CN (Công nghệ) - Lớp 3A1'], 'CN'],
  ['Sheet1', [], undefined], ['3A1', [], undefined], ['Sheet1', ['Môn: Toán', 'Môn: Tiếng Việt'], undefined], ['Toán', ['Môn: Đạo đức'], undefined], ['Danh sách', ['Các môn học lớp 3'], undefined],
] as const)('sheet `%s` under %j is of %s', (name, titles, subject) => expect(subjectOfSheet(name, titles)).toBe(subject));

const school = '22205411', options = sampleOptions(school), clean = sampleFiles(school), RESULTS = clean.find(({ name }) => name.includes('KetQua_Lop3'))!, REMARKS = clean.find(({ name }) => name.includes('NhanXet'))!;
type Rows = EditableSheet['rows'];
const contentOf = ({ data }: Awaited<ReturnType<typeof readWorkbooks>>) => data.pupils.map(({ sources: _, ...pupil }) => pupil);
const errorsOf = ({ problems }: Awaited<ReturnType<typeof readWorkbooks>>) => problems.filter(({ severity }) => severity === 'error');

/** Every subject of lớp 3 in a sheet of its own, as the sector database exports them; competencies and the rest stay together. `remarks` by pupil and subject. */
async function bySubject(nameOf: (subject: string) => string, titlesOf: (subject: string) => Rows, remarkOf?: (pupilId: string, subject: string) => string): Promise<WorkbookFile> {
  return editWorkbook({ ...RESULTS, name: '3A1.xlsx' }, (sheets) => {
    const [groups, names, measures, ...people] = sheets[0]!.rows as [Rows[number], Rows[number], Rows[number], ...Rows], at = groups.flatMap((group, c) => (String(group).startsWith('Môn học') ? [c] : [])), rest = groups.flatMap((_, c) => (at.includes(c) ? [] : [c]));
    const subjects = [...new Set(at.map((c) => String(names[c])))].map((subject): EditableSheet => {
      const own = at.filter((c) => names[c] === subject), head = ['STT', 'Mã học sinh', 'Họ tên', 'Ngày sinh', 'Giới tính', ...own.map((c) => measures[c] ?? null), ...(remarkOf ? ['Mã nhận xét', 'Nội dung nhận xét'] : [])];
      return { name: nameOf(subject), extra: {}, rows: [...titlesOf(subject), head, ...people.map((row) => [row[0]!, row[2]!, row[3]!, row[4]!, null, ...own.map((c) => row[c] ?? null), ...(remarkOf ? ['', remarkOf(String(row[2]), subject)] : [])])] };
    });
    sheets.splice(0, 1, ...subjects, { name: 'NLPC', extra: {}, rows: [groups, names, measures, ...people].map((row) => rest.map((c) => row[c] ?? null)) });
  });
}
const others = clean.filter((file) => file !== RESULTS), truth = await readWorkbooks(clean, options);
const answered = async (files: readonly WorkbookFile[], point: 'yearEnd' | 'midTerm1') => {
  const { pointQuestions } = await readWorkbooks(files, options);
  return readWorkbooks(files, { ...options, points: new Map(pointQuestions.map((question) => [sheetKey(question), point])) });
};

describe('the results of each subject in a sheet of its own', () => {
  test('named by the sheet; the point is asked for', async () => {
    const files = [...others, await bySubject((subject) => subject, () => [])];
    expect(new Set(errorsOf(await readWorkbooks(files, options)).map(({ code }) => code))).toEqual(new Set(['workbook/point-unclear']));
    const reading = await answered(files, 'yearEnd');
    expect(errorsOf(reading)).toEqual([]);
    expect(contentOf(reading)).toEqual(contentOf(truth));
  });
  test('named in the title, with class and point', async () => {
    let sheet = 0;
    const reading = await readWorkbooks([...others, await bySubject(() => `Trang ${++sheet}`, (subject) => [[`KẾT QUẢ ĐÁNH GIÁ MÔN ${subject.toUpperCase()} LỚP 3A1 CUỐI NĂM HỌC 2023-2024`], []])], options);
    expect(errorsOf(reading)).toEqual([]);
    expect(contentOf(reading)).toEqual(contentOf(truth));
  });
  test('with remarks beside the levels: those of the year end are read, those of another point left out with a warning', async () => {
    const remarks = new Map<string, string>();
    const lean = await editWorkbook(REMARKS, (sheets) => {
      const sheet = sheets.find(({ name }) => name === '3A1')!, heads = sheet.rows[0]!, at = heads.flatMap((head, c) => (/^Nhận xét: (?!Phẩm|Năng)/.test(String(head)) ? [c] : []));
      for (const row of sheet.rows.slice(1)) for (const c of at) remarks.set(`${row[1]} ${String(heads[c]).slice(10)}`, String(row[c] ?? ''));
      sheet.rows = sheet.rows.map((row) => row.filter((_, c) => !at.includes(c)));
    });
    const files = [...others.filter((file) => file !== REMARKS), lean, await bySubject((subject) => subject, () => [], (pupilId, subject) => remarks.get(`${pupilId} ${subject}`) ?? '')], reading = await answered(files, 'yearEnd');
    expect(errorsOf(reading)).toEqual([]);
    expect(reading.problems.filter(({ code }) => code === 'workbook/optional-column')).toEqual([]);
    expect(contentOf(reading)).toEqual(contentOf(truth));
    const earlier = await answered(files, 'midTerm1');
    expect(earlier.problems.filter(({ code, sheet }) => code === 'workbook/other-point-left-out' && sheet === 'Toán')).toMatchObject([{ severity: 'warning', message: expect.stringContaining('Nội dung nhận xét') }]);
    expect(earlier.problems.some(({ code, message }) => code === 'workbook/not-at-point' && message.includes('nhận xét'))).toBe(false);
  });
  test('named nowhere: asked for, and what is said of one sheet is not said of the others nor of files to come', async () => {
    let sheet = 0;
    const { layouts } = await readWorkbooks([...others, await bySubject(() => `Trang ${++sheet}`, () => [])], options), layout = layouts.find(({ sheets }) => sheets.length > 1)!;
    expect(layout.state).toBe('asked');
    const answer = { fingerprint: layout.fingerprint, kind: 'results' as const, columns: [{ header: 'Mã học sinh', field: 'pupilId' }, { header: 'Họ tên', field: 'fullName' }, { header: 'Mức đạt được', field: 'subject.TOAN.level' }] };
    expect(checkAnswers([answer], layouts)).toMatchObject({ code: 'workbook/mapping-subject-many-sheets' });
    expect(isOfOneSubject(answer)).toBe(true);
    expect(isOfOneSubject({ ...answer, columns: [{ header: 'Toán – Mức đạt được', field: 'subject.TOAN.level' }] })).toBe(false);
  });
});
