import type { SchoolCode } from '#domain';
import type { PlainDate } from '#kernel';
import type { SignerEntry } from '../signers/model.ts';

export interface RegisteredSigner extends SignerEntry {
  readonly schoolCode: SchoolCode;
}

/** The approved signers as the province has registered them, signed by the province: binds certificates to persons, roles and schools. */
export interface SignersExtract {
  readonly date: PlainDate;
  readonly signers: readonly RegisteredSigner[];
}
