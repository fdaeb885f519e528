import { ASSESSMENT_POINT_LABEL, pointInWords, RESULT_LABEL } from '#domain';
import { Instant, PlainDate } from '#kernel';
import type { ClassHead, ClassSheet, SheetPupil } from './model.ts';

const yesNo = (value: boolean | undefined): string => (value === undefined ? '' : value ? 'Có' : 'Không');

const headView = ({ school, schoolYear, classroom, homeroomTeacher, schoolHead, printedAt, printedBy, test }: ClassHead) => {
  const day = Instant.toPlainDate(printedAt);
  return {
    school: school.name,
    commune: school.commune,
    place: school.issuePlace,
    schoolYear: schoolYear.replace('-', ' – '),
    classroom,
    homeroomTeacher,
    schoolHead,
    printed: { at: Instant.toVietnamese(printedAt), by: printedBy },
    date: { year: Number(day.slice(0, 4)), month: Number(day.slice(5, 7)), day: Number(day.slice(8, 10)) },
    test,
  };
};

const pupilView = (pupil: SheetPupil, index: number) => ({
  order: index + 1,
  name: pupil.fullName,
  birth: PlainDate.toVietnamese(pupil.birthDate),
  female: pupil.female ? 'x' : '',
  ethnicity: pupil.ethnicity,
  result: pupil.result === undefined ? '' : RESULT_LABEL[pupil.result],
  award: pupil.award,
  completed: yesNo(pupil.completed),
  promoted: yesNo(pupil.promoted),
});

/** Everything a sheet prints, as plain text; order of columns, merges and fixed words stand in the template. */
export function sheetData(sheet: ClassSheet) {
  const head = headView(sheet.head);
  if (sheet.kind === 'handover')
    return {
      head,
      leavesPrimary: sheet.leavesPrimary,
      pupils: sheet.pupils.map((pupil, index) => ({ ...pupilView(pupil, index), notes: pupil.notes.join('; ') })),
    };
  return {
    head,
    point: ASSESSMENT_POINT_LABEL[sheet.point],
    pointInWords: pointInWords(sheet.point),
    yearEnd: sheet.point === 'yearEnd',
    sections: sheet.sections.map(({ grades, cells, missing, pupils }) => ({
      grades,
      cells,
      missing,
      total: pupils.length,
      female: pupils.filter(({ female }) => female).length,
      pupils: pupils.map((pupil, index) => ({
        ...pupilView(pupil, index),
        disabled: pupil.disabled ? 'x' : '',
        notAssessed: pupil.notAssessed,
        values: Object.fromEntries(pupil.values),
      })),
    })),
  };
}
