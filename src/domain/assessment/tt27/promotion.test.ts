import { describe, expect, test } from 'vitest';
import { PlainDate, unwrap } from '#kernel';
import { describe as describeRefusal } from '../../refusal/index.ts';
import { decidePromotion, type PromotionInput } from './index.ts';

const day = (text: string) => unwrap(PlainDate.parse(text));
const decide = (input: PromotionInput) => decidePromotion(input, { pupil: 'Nguyễn Gia Hân', assessedOn: day('2024-08-07'), signer: 'Phạm Hồng Vân' });
const DECISION = { number: '15/QĐ-TH', date: day('2024-08-12'), signer: 'Phạm Hồng Vân' };

describe('Điều 11 khoản 3: the head decides', () => {
  test.each<readonly [string, PromotionInput, object]>([
    ['được lên lớp, with number and date', { promoted: true, decisionNumber: ' 15/QĐ-TH ', decisionDate: '2024-08-12' }, { promoted: true, decision: DECISION }],
    ['chưa được lên lớp, with number and date', { promoted: false, decisionNumber: '15/QĐ-TH', decisionDate: '2024-08-12' }, { promoted: false, decision: DECISION }],
    ['chưa được lên lớp, without a decision', { promoted: false, decisionNumber: '', decisionDate: '' }, { promoted: false }],
    ['decided on the day of the assessment', { promoted: true, decisionNumber: '15/QĐ-TH', decisionDate: '2024-08-07' }, { promoted: true, decision: { ...DECISION, date: '2024-08-07' } }],
  ])('%s', (_, input, promotion) => expect(decide(input)).toEqual({ ok: true, value: promotion }));

  test.each<readonly [string, PromotionInput, string, RegExp]>([
    ['được lên lớp by nobody', { promoted: true, decisionNumber: '', decisionDate: '' }, 'school/promotion-needs-decision', /số quyết định/],
    ['a number of blanks', { promoted: true, decisionNumber: '  ', decisionDate: '2024-08-12' }, 'school/promotion-needs-decision', /số quyết định/],
    ['a number without a date', { promoted: true, decisionNumber: '15/QĐ-TH', decisionDate: '' }, 'school/promotion-needs-decision', /ngày quyết định/],
    ['who stays, a date without a number', { promoted: false, decisionNumber: '', decisionDate: '2024-08-12' }, 'school/promotion-needs-decision', /số quyết định/],
    ['who stays, a number without a date', { promoted: false, decisionNumber: '15/QĐ-TH', decisionDate: '' }, 'school/promotion-needs-decision', /ngày quyết định/],
    ['a day that does not exist', { promoted: true, decisionNumber: '15/QĐ-TH', decisionDate: '2024-02-30' }, 'school/date-malformed', /2024-02-30/],
    ['older than the assessment it rests on', { promoted: true, decisionNumber: '15/QĐ-TH', decisionDate: '2024-08-06' }, 'school/promotion-before-assessment', /06\/08\/2024.*07\/08\/2024/],
  ])('%s is refused', (_, input, code, said) => {
    const refused = decide(input);
    expect(refused).toMatchObject({ ok: false, error: { code } });
    if (!refused.ok) expect(describeRefusal(refused.error).message).toMatch(said);
  });
});
