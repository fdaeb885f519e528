export { writeCsv } from './csv/write-csv.ts';
export * from './export/index.ts';
export * from './model.ts';
export * from './read-workbooks.ts';
export * from './render-problems.ts';
export { isSamePerson } from './parts/temporary-code.ts';
