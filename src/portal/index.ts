/** Look-up, verification of files and copies for anybody entitled, over a read port. */
export { type JudgeMaterial, type PortalJudge, portalJudge } from './judge.ts';
export * from './port.ts';
export type { PortalServices } from './services.ts';
export type { PortalSite } from './site.ts';
export type { AccessEntry, PortalStore } from './store.ts';
export { printCopy } from './copy.ts';
export { judgeYear } from './judged-year.ts';
