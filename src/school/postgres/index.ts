/** Tables of the school tier, for whoever writes queries of its own over them. */
export type { SchoolTables } from './tables.ts';
