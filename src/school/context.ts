import type { Clock, Tier, TierTables, TransactionOptions } from '#database';
import { type Refusal, refusal, type SchoolCode, type SchoolYear } from '#domain';
import { schoolIdOf } from '#identity';
import { err, ok, type Result } from '#kernel';
import type { Printer } from '#print';
import type { Primitives, TrustMaterial } from '#signature';
import type { Signer } from '#signature/signers';
import type { School } from './model.ts';
import { findSchool } from './postgres/people.ts';
import { orChanged } from './postgres/records.ts';
import type { SchoolScope, SchoolTables, SchoolTransaction } from './postgres/tables.ts';
import type { GatewayClient } from './remote/gateway-client.ts';

/** Randomness of the desk, handed in so that a year can be played again. */
export interface Ids {
  /** A fresh UUID version 4, hyphenated lower case. */
  uuid(): string;
}

/** What signatures are judged with now. */
export interface TrustNow {
  readonly material: TrustMaterial;
  /** Certificates (DER) that count as the province's when its receipts, results and confirmations are checked. */
  readonly provinceCertificates: readonly Uint8Array[];
}

/** What the school tier needs from outside. */
export interface SchoolPorts {
  readonly tier: Tier;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly primitives: Primitives;
  /** The key of a member of staff, or of the school's seal; undefined when none is declared, a refusal when it is not at hand now. */
  readonly signerFor: (schoolCode: SchoolCode, who: string | 'seal') => Promise<Result<Signer | undefined, Refusal>>;
  readonly tsaUrl: string;
  readonly gateway: GatewayClient;
  /** Sector code of the province department: the receiver of every message. */
  readonly provinceCode: SchoolCode;
  readonly trust: () => Promise<TrustNow>;
  readonly printer: Printer;
  /** `HTTPS://HOST/T/` in capitals: the look-up code follows. */
  readonly lookUpUrl: string;
  readonly standing: { readonly testData: boolean; readonly testSignatures: boolean; readonly virtualClock: boolean };
}

/** The ports with the tables of the school tier named. */
export type SchoolContext = Omit<SchoolPorts, 'tier'> & { readonly database: TierTables<SchoolTables> };

/** Runs work on one school's rows. What another writer changed in between becomes a refusal. */
export function inSchool<T>(
  context: Pick<SchoolContext, 'database'>,
  code: SchoolCode,
  work: (scope: SchoolScope) => Promise<Result<T, Refusal>>,
  options?: TransactionOptions,
): Promise<Result<T, Refusal>> {
  const schoolId = schoolIdOf(code);
  return orChanged(() => context.database.inScope({ schoolId }, (trx: SchoolTransaction) => work({ trx, schoolId }), options));
}

export interface SchoolAndYear {
  readonly school: School;
  readonly schoolYear: SchoolYear;
}

/** The school of the scope and the year it works on. */
export async function currentYear(scope: SchoolScope, code: SchoolCode): Promise<Result<SchoolAndYear, Refusal>> {
  const school = await findSchool(scope);
  if (school === undefined) return err(refusal('school/not-registered', { code }));
  return school.currentSchoolYear === undefined ? err(refusal('school/year-empty')) : ok({ school, schoolYear: school.currentSchoolYear });
}
