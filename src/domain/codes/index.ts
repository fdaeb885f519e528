export * from './ethnicity.ts';
export * from './labels.ts';
export * from './nationality.ts';
export * from './personal-id.ts';
export * from './temporary-pupil-id.ts';
