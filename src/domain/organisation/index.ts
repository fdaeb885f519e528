export * from './schools.ts';
