export * from './algorithms.ts';
export type * from './primitives.ts';
export { der, type DerError } from './der/index.ts';
export * from './x509/index.ts';
export * from './revocation/index.ts';
export * from './cms/index.ts';
export * from './timestamp/index.ts';
export * from './xades/index.ts';
export * from './judge/index.ts';
