export { openWorkers, type WorkFailure, type Workers, type WorkerOptions } from './pool.ts';
export type { Prepare } from './thread.ts';
