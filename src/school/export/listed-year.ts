import { curriculumOf } from '#domain';
import type { ListedYear, SupplementaryYear } from '#workbook';
import { columnsOf } from '../desk/columns.ts';
import type { PupilYear } from '../model.ts';
import { valuesOf } from '../record/assessment.ts';
import { outcomeOf, resultOf } from '../record/outcome.ts';

/**
 * A pupil's year as the sector's lists show it, before summer. A rating nobody has decided about (computed and told results differ) is
 * left blank: a blank says nothing when the list comes back.
 */
export function listedYear(year: PupilYear): ListedYear {
  const outcome = outcomeOf(year);
  const first = resultOf(outcome.first);
  const settled = !outcome.differs || outcome.accepted ? first : undefined;
  const known = new Set(columnsOf(year.frame.grade).map(({ key }) => key));
  const summer = summerOf(year, resultOf(outcome.final) !== 'CHT');
  return {
    identity: year.identity,
    classroom: year.classroom,
    grade: year.frame.grade,
    status: year.status,
    notAssessed: year.frame.notAssessed,
    values: new Map([...valuesOf(year, 'yearEnd')].filter(([key]) => known.has(key))),
    ...(year.entryDate === undefined ? {} : { statusDate: year.entryDate }),
    ...(settled === undefined ? {} : { result: settled, completed: settled !== 'CHT', promoted: settled !== 'CHT' }),
    ...(summer === undefined ? {} : { supplementary: summer }),
  };
}

function summerOf({ supplementary, frame }: PupilYear, completed: boolean): SupplementaryYear | undefined {
  if (supplementary === undefined) return undefined;
  const { promotion } = supplementary;
  const taught = new Set<string>(curriculumOf(frame.grade).subjects.map(({ code }) => code));
  const cells = new Map(
    Object.entries(supplementary.cells).filter(
      ([key, value]) => value !== '' && (!key.startsWith('subject.') || taught.has(key.split('.')[1]!)),
    ),
  );
  return {
    date: supplementary.date,
    cells,
    completed,
    promoted: completed || (promotion?.promoted ?? false),
    ...(promotion?.decision === undefined ? {} : { decision: promotion.decision }),
  };
}
