import type { Board } from '#contract';
import { calendarOf, deadlinesOf, type DeadlineKey, type SchoolYear } from '#domain';
import { Instant, PlainDate } from '#kernel';
import type { SchoolStanding } from '../postgres/board.ts';

type SchoolLine = Board['schools'][number];
const NEAR_DAYS = 7;
const isIn = (state: string) => state === 'admitted' || state === 'finalized' || state === 'reported';

/** One sentence per school: what stands, what is missing, by what date. */
export function schoolLine(school: SchoolStanding, schoolYear: SchoolYear, now: Instant): SchoolLine {
  const count = (...states: readonly string[]) => school.pupils.filter(({ state }) => states.includes(state)).length;
  const firstWave = school.pupils.filter(({ wave2 }) => !wave2), secondWave = school.pupils.filter(({ wave2 }) => wave2);
  const openFirst = firstWave.filter(({ state }) => !isIn(state)).length, openSecond = secondWave.filter(({ state }) => !isIn(state)).length;
  const admitted = count('admitted', 'finalized', 'reported');
  const { waves } = calendarOf(schoolYear);
  const active = now < waves[1].cutOff ? waves[1] : waves[2];
  const openNow = now < waves[1].cutOff ? openFirst : openFirst + openSecond;
  const daysLeft = PlainDate.daysBetween(Instant.toPlainDate(now), active.dueOn);
  const risk: SchoolLine['risk'] = !school.hasRoster ? 'notStarted' : openFirst + openSecond === 0 || (now < waves[1].cutOff && openFirst === 0) ? 'complete' : daysLeft < 0 || (daysLeft <= NEAR_DAYS && openNow > school.pupils.length / 2) ? 'mayBeLate' : daysLeft <= NEAR_DAYS ? 'watch' : 'onTime';
  const parts = [
    ...(count('refused') > 0 ? [`${count('refused')} bị trả lại`] : []), ...(count('withdrawn') > 0 ? [`${count('withdrawn')} đã thu hồi`] : []), ...(openSecond > 0 ? [`${openSecond} chờ đánh giá bổ sung`] : []),
  ];
  const sentence = !school.hasRoster ? `${school.name}: chưa gửi danh sách học sinh`
    : `${school.name}: ${admitted}/${school.pupils.length} đã tiếp nhận${openFirst + openSecond > 0 ? `, thiếu ${openFirst + openSecond}${parts.length > 0 ? ` (${parts.join(', ')})` : ''}` : ', đủ'}`;
  return {
    code: school.code, name: school.name, commune: school.commune, district: school.district, risk, sentence, roster: school.pupils.length, submitted: admitted + count('refused', 'withdrawn'), admitted, refused: count('refused'),
    withdrawn: count('withdrawn'), finalized: count('finalized', 'reported'), missing: openFirst + openSecond, forecast: null,
  };
}

const DEADLINE_SENTENCES: Readonly<Record<DeadlineKey, (open: number) => string>> = {
  submitWave1: (open) => `Trường nộp đợt 1 lên Sở. Còn ${open} học bạ.`, reportWave1: () => 'Sở báo cáo Bộ đợt 1.', submitWave2: (open) => `Trường nộp đợt 2 lên Sở. Còn ${open} học bạ.`, reportWave2: () => 'Sở báo cáo Bộ đợt 2.',
};

/** The board: one sentence for the province, one line per school. */
export function boardOf(schools: readonly SchoolStanding[], schoolYear: SchoolYear, now: Instant, standing: Board['standing']): Board {
  const lines = schools.map((school) => schoolLine(school, schoolYear, now));
  const sum = (pick: (line: SchoolLine) => number) => lines.reduce((total, line) => total + pick(line), 0);
  const open = (wave2: boolean) => schools.reduce((total, { pupils }) => total + pupils.filter((pupil) => pupil.wave2 === wave2 && !isIn(pupil.state)).length, 0);
  const totals = { schools: lines.length, roster: sum((l) => l.roster), admitted: sum((l) => l.admitted), finalized: sum((l) => l.finalized), refused: sum((l) => l.refused), missing: sum((l) => l.missing) };
  const deadlines = deadlinesOf(calendarOf(schoolYear), now).map((deadline) => ({ ...deadline, date: deadline.date as string, sentence: DEADLINE_SENTENCES[deadline.key](open(deadline.key === 'submitWave2')) }));
  return { now: Instant.toIso(now), schoolYear, sentence: totals.roster === 0 ? 'Chưa có trường nào gửi danh sách học sinh.' : `Sở đã tiếp nhận ${totals.admitted}/${totals.roster} học bạ của ${totals.schools} trường; đã chốt ${totals.finalized}, còn thiếu ${totals.missing}.`, totals, deadlines, schools: lines, standing };
}
