/** What printing all records once took, the most memory the process ever had, and its memory after every hundred records of a long run. */
export interface Lap {
  readonly cpuUs: number;
  readonly peakRssMb: number;
  readonly rssMb: readonly number[];
  readonly fileMb: number;
}
export const LONG_RECORDS = 1_000;
export const SAMPLE_EVERY = 100;
