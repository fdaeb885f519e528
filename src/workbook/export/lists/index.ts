export { GRADE_GROUPS, type GradeGroup, groupOf } from './grade-group.ts';
export type { ListedStaff, ListedYear, ListHead, SupplementaryYear, Years } from './model.ts';
export { pupilsSheet } from './pupils.ts';
export { remarksSheet } from './remarks.ts';
export { resultsSheet } from './results.ts';
export { type ListColumn, listSheet, orderColumn, titlesOf } from './sheet.ts';
export { staffSheet } from './staff.ts';
export { supplementarySheet } from './supplementary.ts';
export { summarySheet } from './summary.ts';
