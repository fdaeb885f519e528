import { curriculumOf, PupilId } from '#domain';
import { unwrap } from '#kernel';
import { type ListedYear, resultsSheet, writeWorkbook } from '#workbook';
import { hocBa } from '../../test/builders/hoc-ba.ts';
import type { Bench } from './bench.ts';
import { rounded } from './measure.ts';

/** About the primary pupils of the province, in one sheet. */
const ROWS = 130_000;
const GRADE = 4;
const { pupil } = hocBa();

/** The n-th invented pupil of lớp 4; every cell of the year end is filled, and no two neighbours are alike. */
function yearOf(n: number): ListedYear {
  const { subjects, traits } = curriculumOf(GRADE);
  return {
    identity: { ...pupil, pupilId: unwrap(PupilId.parse(String(2_200_000_000 + n))), fullName: `${pupil.fullName} ${n}` },
    classroom: `4A${(n % 12) + 1}`,
    grade: GRADE,
    status: 'studying',
    notAssessed: false,
    values: new Map([
      ...subjects.flatMap(({ code, tested }, i): [string, string][] => [
        [`subject.${code}.level`, (n + i) % 7 === 0 ? 'H' : 'T'],
        ...(tested ? [[`subject.${code}.mark`, String(10 - ((n + i) % 5))] as [string, string]] : []),
      ]),
      ...traits.map((code, i): [string, string] => [`trait.${code}`, (n + i) % 9 === 0 ? 'Đ' : 'T']),
    ]),
  };
}

/** One sheet of 130,000 pupils' results, as it streams to whoever asked; nothing of it is kept. The memory is that of the whole process. */
export const exporting: Bench = async (say) => {
  say(`Đang xuất ${ROWS} dòng…`);
  function* years() {
    for (let n = 0; n < ROWS; n++) yield yearOf(n);
  }
  const from = performance.now();
  let bytes = 0;
  for await (const piece of writeWorkbook([
    resultsSheet('KetQua', '4-5', { schoolName: hocBa().school.name, schoolYear: '2023-2024' }, years()),
  ]))
    bytes += piece.length;
  return {
    rows: ROWS,
    rowsPerSecond: rounded((ROWS * 1000) / (performance.now() - from)),
    fileMb: rounded(bytes / 2 ** 20),
    peakRssMb: rounded(process.resourceUsage().maxRSS / 1024),
  };
};
