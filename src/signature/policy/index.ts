export { builtIn, GENERAL_POLICY, INTEGRITY_POLICY } from './built-in.ts';
export type { PolicyFile } from './file.ts';
export { policyAt, type PolicyInForce } from './in-force.ts';
export { policyOctets, readPolicy } from './read.ts';
