export type { ProvinceContext } from './context.ts';
export { publishedFile, publishedPaths } from './log.ts';
export { sealed } from './sign.ts';
