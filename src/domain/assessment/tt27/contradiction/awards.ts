import { RESULT_LABEL } from '../../../codes/labels.ts';
import { AWARD_TITLES, isOldTitle, resultOfTitle } from '../award.ts';
import { at, type ContradictionRule } from './rule.ts';

const LAW = 'Thông tư 27/2020/TT-BGDĐT Điều 13 khoản 1';

const awardAgainstResult: ContradictionRule = {
  id: 'award-against-result',
  severity: 'likely',
  basis: LAW,
  remedy: 'Bỏ danh hiệu này hoặc ghi đúng danh hiệu của kết quả; để như vậy thì học bạ không ký được.',
  find: ({ assessment, yearEnd }) =>
    assessment.awards
      .filter((award) => (resultOfTitle(award) ?? yearEnd.overallResult) !== yearEnd.overallResult)
      .map((award) =>
        at(
          'award',
          `khen “${award}” nhưng kết quả là ${yearEnd.overallResult ? RESULT_LABEL[yearEnd.overallResult] : 'chưa có'}`,
          `${award} ${yearEnd.overallResult ?? ''}`,
        ),
      ),
};

const oldTitle: ContradictionRule = {
  id: 'old-title',
  severity: 'likely',
  basis: `${LAW}; danh hiệu này là của Thông tư 22/2016/TT-BGDĐT, đã hết hiệu lực.`,
  remedy: 'Thay bằng danh hiệu của Thông tư 27; để như vậy thì học bạ không ký được.',
  find: ({ assessment }) => assessment.awards.filter(isOldTitle).map((award) => at('award', `danh hiệu “${award}” không còn dùng`, award)),
};

const titleWithoutRecognition: ContradictionRule = {
  id: 'title-without-recognition',
  severity: 'likely',
  basis: `${LAW} điểm b: cần thành tích hoặc tiến bộ rõ rệt và được tập thể lớp công nhận.`,
  remedy: 'Xác nhận khen thưởng trên trang lớp: ghi lý do và việc tập thể lớp công nhận.',
  find: ({ assessment, awardConfirmed }) =>
    awardConfirmed
      ? []
      : assessment.awards
          .filter((award) => resultOfTitle(award) === 'HTT')
          .map((award) => at('award', `“${AWARD_TITLES.HTT}” chưa có lý do và công nhận của tập thể lớp`, award)),
};

export const AWARD_RULES: readonly ContradictionRule[] = [awardAgainstResult, oldTitle, titleWithoutRecognition];
