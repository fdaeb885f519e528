export { writeCsv } from './csv/write-csv.ts';
export * from './export/index.ts';
export { checkAnswers, isOfOneSubject } from './layout/check-answers.ts';
export { COLUMNS, CONSTANTS_OF, fieldLabel, FIELDS_OF, SHEET_KINDS, type SheetKind } from './layout/kinds.ts';
export { isMapping, type LayoutAnswer, type MappingAnswer, type SheetMapping } from './layout/mapping.ts';
export * from './model.ts';
export * from './read-workbooks.ts';
export * from './render-problems.ts';
export { isSamePerson } from './parts/temporary-code.ts';
