import type { Attempt } from '#domain';
import type { Supplementary } from '../model.ts';

/** The rounds of summer, oldest first; what a workbook told as one outcome is one round. */
export const attemptsOf = (supplementary: Supplementary | undefined): readonly Attempt[] =>
  supplementary?.attempts ?? (supplementary === undefined ? [] : [{ date: supplementary.date, cells: supplementary.cells }]);
