import { describe, expect, test } from 'vitest';
import { PlainDate, unwrap } from '#kernel';
import { isSameName, type SignerFacts, warningsOf } from './warnings.ts';

const day = (text: string) => unwrap(PlainDate.parse(text));
const facts = (lastDay: string, change: Partial<SignerFacts> & { readonly subject?: string; readonly revokedOn?: string } = {}): SignerFacts => {
  const { subject = 'Đỗ Thị Ngân', revokedOn, ...rest } = change;
  return { role: 'homeroomTeacher', fullName: 'Đỗ Thị Ngân', classrooms: ['4A2'], certificate: { subject, lastDay: day(lastDay), revokedOn: revokedOn === undefined ? undefined : day(revokedOn) }, ...rest };
};
const WHEN = { today: day('2024-05-27'), deadline: day('2024-06-30') };
const kinds = (one: SignerFacts, when: Parameters<typeof warningsOf>[1] = WHEN) => warningsOf(one, when).map(({ kind, weight }) => `${kind} ${weight}`);

describe('what is said of a certificate (R15, R30)', () => {
  test.each<readonly [string, SignerFacts, readonly string[]]>([
    ['far away', facts('2025-12-31'), []], ['61 days', facts('2024-07-27'), []], ['60 days', facts('2024-07-26'), ['expires60 soon']], ['31 days', facts('2024-06-27'), ['expires60 soon']], ['30 days', facts('2024-06-26'), ['expires30 soon']],
    ['8 days', facts('2024-06-04'), ['expires30 soon']], ['7 days', facts('2024-06-03'), ['expires7 soon']], ['today', facts('2024-05-27'), ['expires7 soon']], ['yesterday', facts('2024-05-26'), ['expired blocking']],
    ['nobody has one', { ...facts('2025-12-31'), certificate: undefined }, ['missing blocking']], ['revoked', facts('2025-12-31', { revokedOn: '2024-05-20' }), ['revoked blocking']],
    ['withdrawn already', facts('2024-05-20', { withdrawnAfter: day('2024-05-20') }), ['withdrawn blocking']], ['to be withdrawn', facts('2024-06-10', { withdrawnAfter: day('2024-06-10') }), ['withdrawn soon']],
    ['of somebody else', facts('2025-12-31', { subject: 'Lê Văn Sơn' }), ['nameDiffers soon']], ['both', facts('2024-05-26', { subject: 'Lê Văn Sơn' }), ['expired blocking', 'nameDiffers soon']],
  ])('%s', (_, one, expected) => expect(kinds(one)).toEqual(expected));
  test('a deadline further away than any step', () => {
    expect(kinds(facts('2024-08-01'), { ...WHEN, deadline: day('2024-08-15') })).toEqual(['beforeDeadline soon']);
    expect(kinds(facts('2024-08-15'), { ...WHEN, deadline: day('2024-08-15') })).toEqual([]);
    expect(kinds(facts('2024-08-01'), { ...WHEN, deadline: undefined })).toEqual([]);
  });
  test('says who, what and what to do', () => expect(warningsOf(facts('2024-06-03'), WHEN)).toEqual([{ kind: 'expires7', weight: 'soon', message: 'Giáo viên chủ nhiệm 4A2, Đỗ Thị Ngân: chứng thư số chỉ dùng được đến 03/06/2024, còn 7 ngày.', remedy: 'Gia hạn hoặc xin cấp chứng thư số mới, rồi trường gửi lại danh sách người ký.' }]));
  test.each<readonly [string, SignerFacts, string]>([
    ['a seal has no person', facts('2024-05-26', { role: 'orgSignature', fullName: 'Trường A', classrooms: [], subject: 'TRƯỜNG A' }), 'Con dấu của trường: chứng thư số hết hạn từ 27/05/2024.'],
    ['a class without teacher', { role: 'homeroomTeacher', fullName: undefined, classrooms: ['1A'], certificate: undefined }, 'Giáo viên chủ nhiệm 1A: chưa có chứng thư số được Sở duyệt.'],
    ['the day itself', facts('2024-05-27'), 'Giáo viên chủ nhiệm 4A2, Đỗ Thị Ngân: hôm nay là ngày cuối dùng được chứng thư số.'],
  ])('%s', (_, one, message) => expect(warningsOf(one, WHEN)[0]!.message).toBe(message));
  test.each([['Đỗ Thị Ngân', 'ĐỖ THỊ NGÂN', true], ['Đỗ Thị Ngân', 'Bà Đỗ Thị Ngân (GV)', true], ['Đỗ Thị Ngân', 'Do Thi Ngan', true], ['Đỗ Thị Ngân', 'Đỗ Thị Ngân Hà', true], ['Thị Ngân', 'Đỗ Thị Ngânx', false], ['Lê An', 'Lê Lan An', false]])('%s in “%s”: %s', (name, subject, same) => expect(isSameName(name, subject)).toBe(same));
});
