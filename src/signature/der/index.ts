export * from './read.ts';
export * from './text.ts';
export * from './values.ts';
export * as der from './write.ts';
