import type { Instant } from '#kernel';
import type { Calendar } from '../calendar/index.ts';
import type { Sha256Hex, VersionId, Wave } from '../record/identifiers.ts';

/** What is written down about a version in the registry. */
export type RegistryState = 'admitted' | 'withdrawn' | 'replaced' | 'finalized' | 'reported';

export interface RegistryVersion {
  readonly versionId: VersionId;
  readonly versionNumber: number;
  readonly sha256: Sha256Hex;
  readonly wave: Wave;
  readonly state: RegistryState;
}

/** From the cut-off on an admitted packet is final, job or no job (KH 1154/KH-SGDĐT PL 2.1). */
export const stateAt = ({ state, wave }: Pick<RegistryVersion, 'state' | 'wave'>, calendar: Calendar, now: Instant): RegistryState =>
  state === 'admitted' && now >= calendar.waves[wave].cutOff ? 'finalized' : state;

export const isFinal = (state: RegistryState): boolean => state === 'finalized' || state === 'reported';

/** The version that counts for a pupil and year: the one admitted or final; undefined when there is none. */
export const currentOf = (versions: readonly RegistryVersion[]): RegistryVersion | undefined =>
  versions.find(({ state }) => state === 'admitted' || isFinal(state));
