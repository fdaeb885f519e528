export type { ProvinceContext } from './context.ts';
export { evidenceOf } from './evidence/assemble.ts';
export { type LogRenewal, renewLog } from './evidence/renew.ts';
export { proofsOf, publishedFile, publishedPaths } from './log.ts';
export { sealed } from './sign.ts';
