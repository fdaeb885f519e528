import { describe, expect, test } from 'vitest';
import { PlainDate, unwrap } from '#kernel';
import { addAttempt, type Attempt, lastAttempt } from './index.ts';

const on = (day: string, cells: Attempt['cells']): Attempt => ({ date: unwrap(PlainDate.parse(day)), cells });
const JUNE = on('2024-06-20', { 'subject.TOAN.mark': '3', 'subject.TOAN.level': 'C' });

describe('Hướng dẫn ghi học bạ: of a pupil who is tested again the last test counts', () => {
  test.each<readonly [string, readonly Attempt[], Attempt['cells']]>([
    ['never again', [], {}],
    ['once', [JUNE], JUNE.cells],
    ['twice: the second', [JUNE, on('2024-08-07', { 'subject.TOAN.mark': '6', 'subject.TOAN.level': 'H' })], { 'subject.TOAN.mark': '6', 'subject.TOAN.level': 'H' }],
    ['the last one also when it went worse', [JUNE, on('2024-08-07', { 'subject.TOAN.mark': '2' })], { 'subject.TOAN.mark': '2', 'subject.TOAN.level': 'C' }],
    ['each cell by its own last round', [JUNE, on('2024-08-07', { 'subject.TV.mark': '5' })], { 'subject.TOAN.mark': '3', 'subject.TOAN.level': 'C', 'subject.TV.mark': '5' }],
  ])('%s', (_, attempts, cells) => expect(lastAttempt(attempts)).toEqual(cells));
});

describe('rounds go forward in time', () => {
  test.each<readonly [string, string, number | string]>([
    ['the first', '', 1], ['a later day', '2024-08-07', 2], ['the next day', '2024-06-21', 2], ['the same day corrects that round', '2024-06-20', 1], ['an earlier day', '2024-06-19', 'school/supplementary-out-of-order'],
  ])('%s', (_, day, outcome) => {
    const added = addAttempt(day === '' ? [] : [JUNE], day === '' ? JUNE : on(day, { 'subject.TOAN.mark': '7' }));
    expect(added.ok ? added.value.length : added.error.code).toBe(outcome);
    if (added.ok && day !== '') expect(lastAttempt(added.value)['subject.TOAN.mark']).toBe('7');
  });
  test('a corrected round forgets what it said wrongly', () => expect(lastAttempt(unwrap(addAttempt([JUNE], on('2024-06-20', { 'subject.TV.mark': '5' }))))).toEqual({ 'subject.TV.mark': '5' }));
  test('both days are told as people write them', () => expect(addAttempt([JUNE], on('2024-06-19', {}))).toMatchObject({ ok: false, error: { params: { date: '19/06/2024', last: '20/06/2024' } } }));
});
