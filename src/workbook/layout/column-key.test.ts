import { describe, expect, test } from 'vitest';
import { foldHeader } from '../labels/fold-header.ts';
import { readPoint } from './assessment-point.ts';
import { alsoTrait, columnKey } from './column-key.ts';

/** The texts of a header above one another, top first, as programs and people write them. */
const keyOf = (path: readonly string[]) => columnKey(path.map((text) => readPoint(foldHeader(text)).rest).filter((text) => text !== '').reverse());

const HEADERS: readonly (readonly [string, string | undefined])[] = [
  ['Môn Toán - Mức', 'subject.TOAN.level'], ['Toán (Điểm)', 'subject.TOAN.mark'], ['Điểm Toán', 'subject.TOAN.mark'], ['Môn Toán | Mức ĐG', 'subject.TOAN.level'], ['Toán | ĐKTĐK', 'subject.TOAN.mark'], ['Toán: điểm kiểm tra định kỳ', 'subject.TOAN.mark'],
  ['Tiếng_Việt_Mức', 'subject.TV.level'], ['Môn học | TV | Mức đạt được', 'subject.TV.level'], ['TV | MĐĐ', 'subject.TV.level'], ['Toán | ĐGK', 'subject.TOAN.mark'], ['Toán | ĐCK', 'subject.TOAN.mark'], ['Môn Toán - Điểm CHKII', 'subject.TOAN.mark'],
  ['LS&ĐL (Điểm)', 'subject.LSDL.mark'], ['TH-CN (TH) | Mức', 'subject.TH.level'], ['TH-CN (CN) (Điểm)', 'subject.CN.mark'], ['Nghệ thuật | Âm nhạc | Mức đạt được', 'subject.AN.level'], ['Nghệ_thuật_(Mĩ_thuật)_Mức', 'subject.MT.level'], ['Tin học và Công nghệ | Tin học | Điểm', 'subject.TH.mark'],
  ['ÂN | Mức', 'subject.AN.level'], ['Môn HĐTN', 'subject.HDTN.level'], ['GDTC (Mức)', 'subject.GDTC.level'], ['Môn học và hoạt động giáo dục | Khoa học | Mức đạt được', 'subject.KH.level'], ['Khoa học', 'subject.KH.level'],
  ['Năng lực chung/Tự chủ và tự học', 'trait.NL.TUCHU'], ['Năng lực | TC-TH', 'trait.NL.TUCHU'], ['NL | NN', 'trait.NL.NGONNGU'], ['NL_TT', 'trait.NL.TINHTOAN'], ['Phẩm chất | TT', 'trait.PC.TRUNGTHUC'], ['PC Yêu nước', 'trait.PC.YEUNUOC'], ['Phẩm chất: Nhân ái', 'trait.PC.NHANAI'],
  ['Năng lực đặc thù | Khoa học', 'trait.NL.KHOAHOC'], ['Năng lực cốt lõi | Năng lực đặc thù | Tin học', 'trait.NL.TINHOC'], ['Phẩm chất chủ yếu | Chăm chỉ', 'trait.PC.CHAMCHI'], ['NLPC | Giao tiếp và hợp tác', 'trait.NL.GIAOTIEP'],
  ['NX Toán', 'subject.TOAN.remark'], ['Toán - Nhận xét', 'subject.TOAN.remark'], ['Nội dung nhận xét môn Tiếng Việt', 'subject.TV.remark'], ['Nhận xét | TNXH', 'subject.TNXH.remark'], ['Nhận xét về phẩm chất chủ yếu', 'remark.qualities'], ['Nhận xét năng lực chung', 'remark.generalCompetencies'], ['Nhận xét: Năng lực đặc thù', 'remark.specificCompetencies'],
  ['Thông tin cha | Họ tên', 'fatherName'], ['Ngày sinh | Tháng', 'birthMonth'], ['Họ đệm', 'familyName'], ['Tên', 'givenName'], ['Nữ', 'female'], ['HO_TEN', 'fullName'], ['NgaySinh', 'birthDate'], ['Mã định danh Bộ GD&ĐT', 'pupilId'], ['Số ĐDCN/CCCD', 'personalId'], ['Đánh giá KQGD', 'rating'], ['Số ngày nghỉ CP', 'absence.excused'],
  // What leaves something open is nothing: two letters alone, a trait with a mark, remarks on competencies of either kind, a subject nobody knows.
  ['TH', undefined], ['KH', undefined], ['Năng lực | Tính toán | Điểm', undefined], ['Nhận xét năng lực', undefined], ['Anh văn tự chọn - Mức', undefined], ['NLPC | TT', undefined], ['Toán | Thường xuyên', undefined], ['Ghi chú', undefined], ['Tổng điểm', undefined],
];

describe('a header says which column it is', () => {
  test.each(HEADERS)('%s: %s', (path, key) => expect(keyOf(path.split(' | '))).toBe(key));

  // Read in quadratic time, a thousand words in each cell of a header would hold a desk for hours.
  test.each([['a thousand words', 'mức '.repeat(1_000)], ['words without end', 'môn '.repeat(20)]])('%s say nothing', (_, text) => expect(keyOf([text.trim()])).toBeUndefined());

  test('a mark of the middle of a term says so', () => {
    expect(readPoint(foldHeader('ĐGK1')).points).toEqual(['midTerm1']);
    expect(readPoint(foldHeader('ĐGK')).points).toEqual(['midTerm']);
    expect(readPoint(foldHeader('Điểm CK II')).points).toEqual(['yearEnd']);
  });

  test.each([['Khoa học', 'trait.NL.KHOAHOC'], ['Môn Khoa học', undefined], ['Khoa học (Mức)', undefined], ['Toán', undefined], ['Tính toán', undefined]])('%s may also be %s', (header, trait) => expect(alsoTrait([foldHeader(header)])).toBe(trait));
});
