export * from './codes.ts';
export * from './hoc-ba.ts';
export * from './identifiers.ts';
