import type { Board } from '#contract';
import { calendarOf, deadlinesOf, type DeadlineKey, type SchoolYear } from '#domain';
import { Instant, PlainDate } from '#kernel';
import type { SchoolTally } from '../../postgres/standing.ts';

type SchoolLine = Board['schools'][number];
const NEAR_DAYS = 7;

/** One sentence per school: what stands, what is missing, by what date. */
export function schoolLine(school: SchoolTally, schoolYear: SchoolYear, now: Instant): SchoolLine {
  const { roster, refused, withdrawn, finalized, openWave1, openWave2 } = school;
  const admitted = school.admitted + finalized;
  const missing = openWave1 + openWave2;
  const parts = [
    ...(refused > 0 ? [`${refused} bị trả lại`] : []),
    ...(withdrawn > 0 ? [`${withdrawn} đã thu hồi`] : []),
    ...(openWave2 > 0 ? [`${openWave2} chờ đánh giá bổ sung`] : []),
  ];
  const sentence =
    roster === 0
      ? `${school.name}: chưa gửi danh sách học sinh`
      : `${school.name}: ${admitted}/${roster} đã tiếp nhận${missing > 0 ? `, thiếu ${missing}${parts.length > 0 ? ` (${parts.join(', ')})` : ''}` : ', đủ'}`;
  return {
    code: school.code,
    name: school.name,
    commune: school.commune,
    district: school.district,
    risk: riskOf(school, schoolYear, now),
    sentence,
    roster,
    submitted: admitted + refused + withdrawn,
    admitted,
    refused,
    withdrawn,
    finalized,
    missing,
    forecast: null,
  };
}

/** How near the deadline of the running wave is, against what is still open for it. */
function riskOf({ roster, openWave1, openWave2 }: SchoolTally, schoolYear: SchoolYear, now: Instant): SchoolLine['risk'] {
  const { waves } = calendarOf(schoolYear);
  const first = now < waves[1].cutOff;
  const open = first ? openWave1 : openWave1 + openWave2;
  if (roster === 0) return 'notStarted';
  if (open === 0) return 'complete';
  const daysLeft = PlainDate.daysBetween(Instant.toPlainDate(now), (first ? waves[1] : waves[2]).dueOn);
  if (daysLeft < 0 || (daysLeft <= NEAR_DAYS && open > roster / 2)) return 'mayBeLate';
  return daysLeft <= NEAR_DAYS ? 'watch' : 'onTime';
}

const DEADLINE_SENTENCES: Readonly<Record<DeadlineKey, (open: number) => string>> = {
  submitWave1: (open) => `Trường nộp đợt 1 lên Sở. Còn ${open} học bạ.`,
  reportWave1: () => 'Sở báo cáo Bộ đợt 1.',
  submitWave2: (open) => `Trường nộp đợt 2 lên Sở. Còn ${open} học bạ.`,
  reportWave2: () => 'Sở báo cáo Bộ đợt 2.',
};

/** The board: one sentence for the province, one line per school. */
export function boardOf(schools: readonly SchoolTally[], schoolYear: SchoolYear, now: Instant, standing: Board['standing']): Board {
  const lines = schools.map((school) => schoolLine(school, schoolYear, now));
  const sum = (pick: (line: SchoolLine) => number) => lines.reduce((total, line) => total + pick(line), 0);
  const open = {
    submitWave1: schools.reduce((total, { openWave1 }) => total + openWave1, 0),
    submitWave2: schools.reduce((total, { openWave2 }) => total + openWave2, 0),
  };
  const totals = {
    schools: lines.length,
    roster: sum((l) => l.roster),
    admitted: sum((l) => l.admitted),
    finalized: sum((l) => l.finalized),
    refused: sum((l) => l.refused),
    missing: sum((l) => l.missing),
  };
  const deadlines = deadlinesOf(calendarOf(schoolYear), now).map((deadline) => ({
    ...deadline,
    date: deadline.date as string,
    sentence: DEADLINE_SENTENCES[deadline.key](deadline.key === 'submitWave2' ? open.submitWave2 : open.submitWave1),
  }));
  return {
    now: Instant.toIso(now),
    schoolYear,
    sentence:
      totals.roster === 0
        ? 'Chưa có trường nào gửi danh sách học sinh.'
        : `Sở đã tiếp nhận ${totals.admitted}/${totals.roster} học bạ của ${totals.schools} trường; đã chốt ${totals.finalized}, còn thiếu ${totals.missing}.`,
    totals,
    deadlines,
    schools: lines,
    standing,
  };
}
