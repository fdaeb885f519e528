import { describe, expect, test } from 'vitest';
import { readPaths } from './header-path.ts';

const MID1 = 'midTerm1', END1 = 'endOfTerm1', MID2 = 'midTerm2', YEAR = 'yearEnd';
const rows: readonly (readonly [string, readonly (readonly string[])[], readonly (string | undefined)[]])[] = [
  ['points over the subjects', [['Họ tên'], ['GK1', 'Toán'], ['CK1', 'Toán'], ['GK2', 'Toán'], ['CN', 'Toán']], [undefined, MID1, END1, MID2, YEAR]],
  ['points under a subject, marks among them', [['Toán', 'GK1'], ['Toán', 'CK1'], ['Toán', 'Điểm CK1'], ['Toán', 'CN'], ['Toán', 'Điểm CN']], [MID1, END1, END1, YEAR, YEAR]],
  ['`CN` among competencies is Công nghệ, whatever stands under the subjects', [['Toán', 'GK1'], ['Toán', 'CN'], ['NL đặc thù', 'TH'], ['NL đặc thù', 'CN']], [MID1, YEAR, undefined, undefined]],
  ['`CN` among subjects is Công nghệ', [['Môn', 'TH'], ['Môn', 'CN']], [undefined, undefined]],
  ['four numbered times', [['Lần 1', 'Toán'], ['Lần 2', 'Toán'], ['Lần 3', 'Toán'], ['Lần 4', 'Toán']], [MID1, END1, MID2, YEAR]],
  ['two numbered times are of any two points', [['Lần 1', 'Toán'], ['Lần 2', 'Toán']], [undefined, undefined]],
  ['numbers with the point in brackets', [['Đợt đánh giá 1 (GKI)', 'Toán'], ['Đợt đánh giá 4 (CN)', 'Toán']], [MID1, YEAR]],
];

describe('the point of a column is what its header says beside the others', () => {
  test.each(rows)('%s', (_, paths, points) => expect(readPaths(paths).map(({ point }) => point)).toEqual(points));
  test('what names the point is no label of the column', () => {
    expect(readPaths([['Đợt 1 (GKI)', 'Môn học', 'Toán', 'Mức'], ['Đợt 2 (CKI)', 'Môn học', 'Toán', 'Mức']]).map(({ labels }) => labels)).toEqual([['muc', 'toan', 'mon hoc'], ['muc', 'toan', 'mon hoc']]);
  });
});
