import { curriculumOf, type SubjectCode, type SubjectResult, writeCell, type YearAssessment } from '#domain';
import type { Frame, PupilYear } from '../model.ts';

/** Which assessment is meant: the one of the end of the year, or the one with summer's re-assessment laid over it (TT 27/2020 Điều 11). */
export type AssessmentLayer = 'yearEnd' | 'final';

/** The values of the cells, by key, without empty ones. */
export function valuesOf(year: Pick<PupilYear, 'cells' | 'supplementary'>, layer: AssessmentLayer): ReadonlyMap<string, string> {
  const values = new Map(Object.entries(year.cells).map(([key, cell]) => [key, cell.value]));
  if (layer === 'final') for (const [key, value] of Object.entries(year.supplementary?.cells ?? {})) values.set(key, value);
  return new Map([...values].filter(([, value]) => value !== ''));
}

/** The cells of a pupil's year as the value rules look at. Every cell was normalised by the same writer when it was stored; one that the grade does not have (the pupil moved to another grade since) counts for nothing. */
export function assessmentOf(year: Pick<PupilYear, 'frame' | 'cells' | 'supplementary'>, layer: AssessmentLayer): YearAssessment {
  const values = valuesOf(year, layer);
  const taught = new Set([...values.keys()].flatMap((key) => (key.startsWith('subject.') ? [key.split('.')[1]] : [])));
  const start = emptyAssessment(year.frame, (subject) => taught.has(subject));
  return [...values].reduce((assessment, [key, value]) => {
    const written = writeCell(assessment, key, value);
    return written.ok ? written.value : assessment;
  }, start);
}

/** A year in which nothing is entered yet: the subjects of the grade, and of the optional ones those the pupil takes. */
export function emptyAssessment(frame: Frame, taken: (subject: SubjectCode) => boolean): YearAssessment {
  const subjects = curriculumOf(frame.grade)
    .subjects.filter((subject) => !subject.optional || taken(subject.code))
    .map(({ code }): SubjectResult => {
      const language = frame.languages[code];
      const teacher = frame.teachers[code];
      return { subject: code, ...(language === undefined ? {} : { language }), ...(teacher === undefined ? {} : { teacher }) };
    });
  return {
    grade: frame.grade,
    notAssessed: frame.notAssessed,
    ...(frame.specialClass ? { specialClass: true } : {}),
    subjects,
    traits: {},
    health: {},
    absence: {},
    awards: [],
  };
}
