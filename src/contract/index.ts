export * from './gateway.ts';
export { ImportLayouts, LayoutAnswer, LayoutAnswers, SheetLayout } from './import-layouts.ts';
export { openApiDocument } from './openapi.ts';
export * from './portal.ts';
export * from './province-desk.ts';
export * from './route.ts';
export * from './school-desk.ts';
export * from './session.ts';
export * from './signers.ts';
