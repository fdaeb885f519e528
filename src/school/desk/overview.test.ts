import { describe, expect, test } from 'vitest';
import type { RecordState } from '../record/state.ts';
import type { Examined } from './examine.ts';
import { classSentence, progressSentence } from './overview.ts';

const pupils = (count: number, state: RecordState, missing = 0): readonly Examined[] => Array.from({ length: count }, () => ({ state, outcome: { missing: Array.from({ length: missing }) } }) as unknown as Examined);

describe('the next steps of a class', () => {
  test.each([
    ['nobody', [], 'Chưa có học sinh nào'],
    ['all ready', pupils(18, 'ready'), '18 chờ giáo viên chủ nhiệm ký'],
    ['cells empty', [...pupils(2, 'incomplete', 3), ...pupils(25, 'signingOrgSignature')], '2 thiếu dữ liệu, 25 chờ đóng dấu (6 ô trống)'],
    ['full, but to be assessed again', [...pupils(15, 'admitted'), ...pupils(3, 'incomplete')], '3 chờ đánh giá bổ sung'],
    ['one sent back', [...pupils(1, 'refused'), ...pupils(4, 'issued')], '4 chờ nộp, 1 bị từ chối hoặc đã thu hồi'],
    ['all handed in', [...pupils(1, 'submitted'), ...pupils(4, 'finalized')], 'Đã nộp đủ, chờ Sở'],
    ['all final', [...pupils(1, 'reported'), ...pupils(4, 'finalized')], 'Đã chốt đủ'],
  ] as const)('%s', (_case, own, sentence) => expect(classSentence(own)).toBe(sentence));
  test('a school says how many are handed in, and what the others wait for', () => {
    expect(progressSentence([...pupils(34, 'admitted'), ...pupils(1, 'incomplete', 2), ...pupils(6, 'incomplete'), ...pupils(30, 'signingSchoolHead')])).toBe('34/71 học bạ đã nộp; còn 1 thiếu dữ liệu, 30 chờ hiệu trưởng ký, 6 chờ đánh giá bổ sung.');
    expect(progressSentence(pupils(3, 'reported'))).toBe('Cả 3 học bạ đã chốt.');
  });
});
