export * from './field.ts';
export * from './group.ts';
export * from './map.ts';
export * from './text-type.ts';
export * from './text-with-attributes.ts';
