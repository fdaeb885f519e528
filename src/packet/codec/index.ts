export * from './field.ts';
export * from './group.ts';
export * from './text-type.ts';
