import type { Clock } from '#database';
import type { SchoolCode } from '#domain';
import type { Primitives, TrustMaterial } from '#signature';
import type { RevocationSource } from '#signature/remote';
import type { Signer } from '#signature/signers';
import type { LogSigner } from '#translog/node';
import type { ProvinceDatabase } from '../postgres/tables.ts';

/** What the province tier needs from outside. */
export interface ProvinceContext {
  readonly database: ProvinceDatabase;
  readonly clock: Clock;
  /** A fresh UUID version 4, hyphenated. */
  readonly uuid: () => string;
  /** Random octets: salts of the log. */
  readonly random: (length: number) => Uint8Array;
  readonly primitives: Primitives;
  /** Sector code of the province department. */
  readonly code: SchoolCode;
  readonly name: string;
  /** The seal of the province: signs receipts, results, confirmations, extracts. */
  readonly seal: Signer;
  readonly logSigner: LogSigner;
  readonly tsaUrl: string;
  readonly trust: () => Promise<TrustMaterial>;
  /** Where the standing of certificates is asked, for evidence; nowhere without it. */
  readonly revocation?: RevocationSource;
  readonly standing: { readonly testData: boolean; readonly testSignatures: boolean; readonly virtualClock: boolean };
}
