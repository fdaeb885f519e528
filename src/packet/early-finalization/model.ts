import type { VersionId } from '#domain';
import type { WaveHeader } from '../message/model.ts';

/** Type 160: the head of the school asks to finalize admitted packets before the cut-off. Signed by the head (`KY_THU_TRUONG`) and sealed. */
export interface EarlyFinalization {
  readonly header: WaveHeader;
  readonly versionIds: readonly VersionId[];
}
