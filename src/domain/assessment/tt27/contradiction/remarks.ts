import { cleanText } from '#kernel';
import { GENERAL_COMPETENCY_CODES, QUALITY_CODES, SPECIFIC_COMPETENCY_CODES, type TraitCode } from '../../../record/codes.ts';
import type { YearAssessment } from '../../../record/hoc-ba.ts';
import type { CellKey } from '../cells.ts';
import { at, type ContradictionRule, nameOf, remarkCell } from './rule.ts';

const GUIDE = 'Thông tư 27/2020/TT-BGDĐT Phụ lục 1 (Hướng dẫn ghi học bạ)';
/** Words of blame beside the best level, and of praise beside the worst. With their marks: without them `yêu` and `yếu` are one. */
const BLAME =
  /chưa (?:hoàn thành|đạt|biết|thuộc|nắm|tốt|chăm|tập trung|tự giác|mạnh dạn)|còn (?:yếu|kém|chậm|lười|hạn chế)|yếu kém|cần cố gắng/;
const PRAISE = /(?<!chưa |không )(?:(?:hoàn thành|thực hiện|làm) (?:rất )?tốt|xuất sắc|nắm (?:vững|chắc)|rất giỏi)/;
const plain = (remark: string | undefined): string => cleanText(remark ?? '').toLowerCase();
const phrase = (pattern: RegExp, remark: string | undefined): string | undefined => pattern.exec(plain(remark))?.[0];

interface Group {
  readonly cell: CellKey;
  readonly codes: readonly TraitCode[];
  readonly remark: (assessment: YearAssessment) => string | undefined;
}
const GROUPS: readonly Group[] = [
  { cell: 'remark.qualities', codes: QUALITY_CODES, remark: ({ qualityRemark }) => qualityRemark },
  { cell: 'remark.generalCompetencies', codes: GENERAL_COMPETENCY_CODES, remark: ({ generalCompetencyRemark }) => generalCompetencyRemark },
  {
    cell: 'remark.specificCompetencies',
    codes: SPECIFIC_COMPETENCY_CODES,
    remark: ({ specificCompetencyRemark }) => specificCompetencyRemark,
  },
];
/** The one level of a group when all its cells agree on T, or that some cell is C. */
const groupLevel = ({ traits }: YearAssessment, codes: readonly TraitCode[]): 'T' | 'C' | undefined => {
  const levels = codes.flatMap((code) => traits[code] ?? []);
  return levels.includes('C') ? 'C' : levels.length > 0 && levels.every((level) => level === 'T') ? 'T' : undefined;
};

const remarkAgainstLevel: ContradictionRule = {
  id: 'remark-against-level',
  severity: 'likely',
  basis: `${GUIDE}: nhận xét nói điều nổi bật, tiến bộ, hoặc điều chưa hoàn thành cần giúp đỡ; phải cùng nghĩa với mức.`,
  remedy: 'Sửa nhận xét hoặc mức cho khớp; nếu đúng, bấm Đã xem.',
  find: ({ assessment }) => [
    ...assessment.subjects.flatMap((row) => {
      const said = row.level === 'T' ? phrase(BLAME, row.remark) : row.level === 'C' ? phrase(PRAISE, row.remark) : undefined;
      return said === undefined
        ? []
        : [at(remarkCell(row), `môn ${nameOf(row)} mức ${row.level} nhưng nhận xét có “${said}”`, `${row.level} ${said}`)];
    }),
    ...GROUPS.flatMap(({ cell, codes, remark }) => {
      const level = groupLevel(assessment, codes);
      const said = level === 'T' ? phrase(BLAME, remark(assessment)) : level === 'C' ? phrase(PRAISE, remark(assessment)) : undefined;
      return said === undefined
        ? []
        : [at(cell, `${level === 'T' ? 'mọi mức là T' : 'có mức C'} nhưng nhận xét có “${said}”`, `${level} ${said}`)];
    }),
  ],
};

const notReachedWithoutRemark: ContradictionRule = {
  id: 'c-without-remark',
  severity: 'likely',
  basis: `${GUIDE}: nhận xét ghi nội dung, kĩ năng chưa hoàn thành cần được giúp đỡ.`,
  remedy: 'Ghi em chưa hoàn thành điều gì và cần giúp gì.',
  find: ({ assessment }) => [
    ...assessment.subjects
      .filter(({ level, remark }) => level === 'C' && plain(remark) === '')
      .map((row) => at(remarkCell(row), `môn ${nameOf(row)} mức C nhưng chưa có nhận xét`, 'C')),
    ...GROUPS.filter(({ codes, remark }) => groupLevel(assessment, codes) === 'C' && plain(remark(assessment)) === '').map(({ cell }) =>
      at(cell, 'có mức C nhưng chưa có nhận xét', 'C'),
    ),
  ],
};

const allBestWithoutRemark: ContradictionRule = {
  id: 'all-t-without-remark',
  severity: 'look',
  basis: `${GUIDE}: nhận xét ghi sự tiến bộ, năng khiếu, hứng thú nổi bật của em.`,
  remedy: 'Ghi điều nổi bật của em; để trống cũng không trái quy định, bấm Đã xem.',
  find: ({ assessment }) => {
    const best =
      assessment.subjects.length > 0 &&
      assessment.subjects.every(({ level }) => level === 'T') &&
      GROUPS.every(({ codes }) => groupLevel(assessment, codes) === 'T');
    if (!best) return [];
    const empty = [
      ...assessment.subjects.filter(({ remark }) => plain(remark) === '').map(remarkCell),
      ...GROUPS.filter(({ remark }) => plain(remark(assessment)) === '').map(({ cell }) => cell),
    ];
    return empty.length > 0 ? [at(empty[0]!, `mọi mức đều T nhưng còn ${empty.length} ô nhận xét trống`, String(empty.length))] : [];
  },
};

const SAME_FROM = 3;
const sameRemark: ContradictionRule = {
  id: 'same-remark',
  severity: 'look',
  basis: 'Thông tư 27/2020/TT-BGDĐT Điều 6: nhận xét dành cho từng môn; một câu chép cho nhiều môn không nói gì về em.',
  remedy: 'Viết lại nhận xét của từng môn; nếu cố ý, bấm Đã xem.',
  find: ({ assessment }) =>
    [...Map.groupBy(assessment.subjects, ({ remark }) => plain(remark))]
      .filter(([remark, rows]) => remark !== '' && rows.length >= SAME_FROM)
      .map(([, rows]) =>
        at(
          remarkCell(rows[0]!),
          `${rows.length} môn có cùng một nhận xét: ${rows.map(nameOf).join(', ')}`,
          rows.map(({ subject }) => subject).join(' '),
        ),
      ),
};

export const REMARK_RULES: readonly ContradictionRule[] = [remarkAgainstLevel, notReachedWithoutRemark, allBestWithoutRemark, sameRemark];
