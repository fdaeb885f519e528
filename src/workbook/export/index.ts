export type { DayValue, ExportCell, ExportSheet, ExportValue, MarkedCell } from './model.ts';
export { workbookBytes, writeWorkbook } from './write-workbook.ts';
export * from './lists/index.ts';
export { REASON_HEADER, refusedSheets } from './refused-sheets.ts';
