import type { LookupCode, SchoolYear, Sha256Hex, VersionId, Wave } from '#domain';
import type { Instant, PlainDate } from '#kernel';

/** `finalized` also when the cut-off has passed and no job has written it down yet (architecture §5). */
export type RegistryState = 'admitted' | 'withdrawn' | 'replaced' | 'finalized' | 'reported';

/** How one version stands in the registry at a moment. */
export interface RegistryStanding {
  readonly versionId: VersionId;
  readonly versionNumber: number;
  readonly schoolYear: SchoolYear;
  readonly wave: Wave;
  readonly state: RegistryState;
  /** Present iff final: from the province's confirmation or, before it is written, from the calendar. */
  readonly effectiveDate?: PlainDate;
}

/** The version of a school year that counts: the newest admitted one, or the newest withdrawn one when none is left. */
export interface RegistryYear extends RegistryStanding {
  /** The exact octets that were admitted. */
  readonly packet: { readonly bytes: Uint8Array; readonly sha256: Sha256Hex };
  /** Exact octets of the province's newest confirmation of this version, once it is written. */
  readonly confirmation?: Uint8Array;
}

export interface RegistryRecord {
  readonly lookupCode: LookupCode;
  /** In order of school year, at least one. */
  readonly years: readonly [RegistryYear, ...RegistryYear[]];
}

/** All the portal may ask of a registry; the province's and the ministry's stores each implement it over their read-only login. */
export interface RegistryReader {
  /** The pupil's record, if the code exists and this is the birth date of the newest version; wrong and unknown are told the same way. */
  find(code: LookupCode, birthDate: PlainDate, now: Instant): Promise<RegistryRecord | undefined>;
  /** The same without the second factor, for somebody who has passed it a moment ago. */
  read(code: LookupCode, now: Instant): Promise<RegistryRecord | undefined>;
  /** How the file with this digest stands, whatever version it is; undefined when the registry never admitted it. */
  standingOf(sha256: Sha256Hex, now: Instant): Promise<RegistryStanding | undefined>;
  /** The evidence file of a version, put together from what has been gathered; undefined while nothing has (docs/evidence.md). */
  evidenceOf(versionId: VersionId, now: Instant): Promise<Uint8Array | undefined>;
}
