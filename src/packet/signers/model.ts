import type { StaffId } from '#domain';
import type { PlainDate } from '#kernel';
import type { SignerRole } from '../slots/model.ts';
import type { ListHeader } from '../message/model.ts';

/** One certificate of one person (or of the school) in one role, for a time. */
export interface SignerEntry {
  /** For `orgSignature` the code of the school. */
  readonly staffId: StaffId;
  /** For `orgSignature` the name of the school. */
  readonly fullName: string;
  readonly role: SignerRole;
  /** Classes the person signs for; empty = every class of the school. */
  readonly classrooms: readonly string[];
  /** X.509 certificate, DER. */
  readonly certificate: Uint8Array;
  /** First and last day (Vietnam), both inclusive. */
  readonly from: PlainDate;
  readonly until: PlainDate;
  /** The delegation of a deputy head: number and date of the decision. */
  readonly delegation?: { readonly number: string; readonly date: PlainDate };
}

/** Type 150: who signs for the school in this school year. In force once the province has approved it. */
export interface SignersList {
  readonly header: ListHeader;
  readonly signers: readonly SignerEntry[];
}
