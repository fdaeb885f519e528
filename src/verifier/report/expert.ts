import { CHECKS } from '#signature';
import type { FileAnswer } from '../answer.ts';
import type { CheckAnswer, CheckStatus } from './answers.ts';

/** What each status is called, in Vietnamese. */
export const STATUS_WORD: Readonly<Record<CheckStatus, string>> = {
  passed: 'đạt',
  failed: 'không đạt',
  open: 'chưa rõ',
  warned: 'cảnh báo',
  informed: 'lưu ý',
  disabled: 'không xét',
  'not-asked': 'chưa hỏi tới',
};

const BY_ID = new Map(CHECKS.map((check) => [check.id as string, check]));
const UNASKED: Readonly<Partial<Record<CheckStatus, string>>> = {
  disabled: 'Chính sách không xét câu này.',
  'not-asked': 'Một câu trước đó đã có trả lời khiến câu này chưa được hỏi.',
};

export const questionOf = ({ check }: Pick<CheckAnswer, 'check'>): string => BY_ID.get(check)?.question.vi ?? check;
/** The sentence that answers the question. */
export const sentenceOf = ({ check, status, message }: CheckAnswer): string => message ?? UNASKED[status] ?? BY_ID.get(check)?.passed ?? '';

/** The second layer: every question with its answer, by subject, as lines of text. Depends on the answer alone, so a stored answer is shown as it was. */
export function expertLines({ policy, checks }: Pick<FileAnswer, 'policy' | 'checks'>): readonly string[] {
  return [
    `Chính sách: ${policy.title} (${policy.id}), hiệu lực từ ${policy.from}, SHA-256 ${policy.sha256}`,
    ...checks.flatMap(({ title, where, answers }) => [
      '',
      `${title}${where === undefined ? '' : ` [${where}]`}`,
      ...answers.map(
        (answer) =>
          `  [${STATUS_WORD[answer.status]}] ${questionOf(answer)} ${sentenceOf(answer)} (${answer.check}; ${answer.clause}${answer.code === undefined ? '' : `; ${answer.code}`}${answer.subIndication === undefined ? '' : `; ${answer.subIndication}`})`,
      ),
    ]),
  ];
}
