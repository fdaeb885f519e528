import type { Clock, TierTables } from '#database';
import type { SchoolCode } from '#domain';
import type { Primitives, TrustMaterial } from '#signature';
import type { Signer } from '#signature/signers';

interface Reason {
  readonly code: string;
  readonly message: string;
  readonly retryable: boolean;
  readonly where?: string;
}
export interface MinistryTables {
  report: {
    message_id: string;
    province_code: string;
    school_year: string;
    wave: number;
    bytes: Buffer;
    sha256: string;
    received_at: Date;
    receipt: Buffer;
    refusals: readonly Reason[];
    record_count: number;
  };
  report_result: { message_id: string; result: Buffer; answered_at: Date };
  reported_packet: {
    version_id: string;
    message_id: string;
    province_code: string;
    lookup_code: string;
    school_year: string;
    wave: number;
    sha256: string;
    effective_date: string;
    bytes: Buffer;
    confirmation: Buffer;
  };
}

/** A province department as the ministry knows it. */
export interface KnownProvince {
  readonly code: SchoolCode;
  readonly name: string /** Certificates (DER) it seals with. */;
  readonly certificates: readonly Uint8Array[];
}

/** What the ministry tier needs from outside. */
export interface MinistryContext {
  readonly database: TierTables<MinistryTables>;
  readonly clock: Clock;
  readonly primitives: Primitives;
  readonly seal: Signer;
  readonly tsaUrl: string;
  readonly trust: () => Promise<TrustMaterial>;
  readonly provinces: readonly KnownProvince[];
  readonly standing: { readonly testData: boolean; readonly testSignatures: boolean; readonly virtualClock: boolean };
}
