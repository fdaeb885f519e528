export * from './model.ts';
export * from './pades/index.ts';
export { createPrinter, type Printer } from './printer.ts';
export { completionText } from './view.ts';
