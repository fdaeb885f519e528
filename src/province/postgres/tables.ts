import type { Tier, TierTables } from '#database';
import type { Transaction } from 'kysely';

/** jsonb columns are written as text and read as values. */
type Json<T> = T;
export interface StoredReason {
  readonly code: string;
  readonly message: string;
  readonly retryable: boolean;
  readonly where?: string;
  readonly subIndication?: string;
}
export type MessageKindName = 'batch' | 'roster' | 'supplementary' | 'signers' | 'earlyFinalization';

export interface ProvinceTables {
  school_unit: { school_id: string; code: string; name: string; commune: string; district: string | null };
  message: {
    school_id: string;
    message_id: string;
    kind: MessageKindName;
    school_year: string;
    classroom: string | null;
    wave: number | null;
    bytes: Buffer;
    sha256: string;
    received_at: Date;
    receipt: Buffer;
    refusals: Json<readonly StoredReason[]>;
    item_count: number;
  };
  message_result: { school_id: string; message_id: string; result: Buffer; answered_at: Date };
  message_item: {
    school_id: string;
    message_id: string;
    number: number;
    action: 'new' | 'replace' | 'withdraw';
    version_id: string;
    pupil_id: string | null;
    full_name: string | null;
    classroom: string | null;
    accepted: boolean;
    refusals: Json<readonly StoredReason[]>;
  };
  roster_pupil: {
    school_id: string;
    school_year: string;
    message_id: string;
    pupil_id: string;
    full_name: string;
    birth_date: string;
    grade: number;
    classroom: string;
    status: 'studying' | 'transferredOut' | 'left';
    personal_id: string | null;
  };
  supplementary_pupil: {
    school_id: string;
    school_year: string;
    message_id: string;
    pupil_id: string;
    classroom: string;
    not_reached: string[];
  };
  signer: {
    school_id: string;
    signer_id: string;
    message_id: string;
    staff_id: string;
    full_name: string;
    role: string;
    classrooms: string[];
    certificate: Buffer;
    certificate_sha256: string;
    valid_from: string;
    valid_until: string;
    delegation: Json<{ number: string; date: string } | null>;
    first_day: string | null;
    certificate_until: string | null;
    certificate_name: string | null;
  };
  signer_list: { school_id: string; message_id: string; school_year: string; received_at: Date; seal_sha256: string | null };
  signer_naming: { school_id: string; message_id: string; signer_id: string };
  signer_ending: {
    school_id: string;
    ending_id: string;
    signer_id: string;
    cause: 'notNamed' | 'replaced' | 'withdrawn';
    last_day: string;
    reason: string | null;
    decision_number: string | null;
    recorded_by: string;
    recorded_at: Date;
  };
  signer_ending_undone: { school_id: string; ending_id: string; undone_by: string; undone_at: Date };
  certificate_revocation: { certificate_sha256: string; revoked_at: Date; found_at: Date };
  /** A view. */
  signer_standing: {
    school_id: string;
    signer_id: string;
    message_id: string;
    staff_id: string;
    full_name: string;
    role: string;
    classrooms: string[];
    certificate_sha256: string;
    certificate_until: string | null;
    certificate_name: string | null;
    valid_from: string;
    valid_until: string;
    first_day: string;
    last_day: string;
    closed: boolean;
    withdrawn_after: string | null;
    decision: 'waiting' | 'approved' | 'refused';
    decided_by: string | null;
    decided_at: Date | null;
    decision_reason: string | null;
    revoked_at: Date | null;
  };
  signer_decision: { school_id: string; signer_id: string; approved: boolean; reason: string | null; decided_by: string; decided_at: Date };
  late_lane: {
    school_id: string;
    school_year: string;
    decision_number: string;
    decision_date: string;
    recorded_at: Date;
    recorded_by: string;
  };
  lookup_code: { lookup_code: string; school_id: string; pupil_id: string };
  head: { school_id: string; pupil_id: string; school_year: string; touch: number };
  packet: {
    school_id: string;
    version_id: string;
    version_number: number;
    pupil_id: string;
    school_year: string;
    lookup_code: string;
    wave: number;
    grade: number;
    classroom: string;
    full_name: string;
    search_key: string;
    birth_date: string;
    school_name: string;
    overall_result: string | null;
    bytes: Buffer;
    sha256: string;
    signers: Json<readonly { role: string; certificateSha256: string }[]>;
    message_id: string;
    received_at: Date;
  };
  registry_event: {
    school_id: string;
    event_id: string;
    version_id: string;
    pupil_id: string;
    school_year: string;
    kind: 'admitted' | 'withdrawn' | 'replaced' | 'finalized' | 'reported';
    at: Date;
    effective_date: string | null;
    reason: string | null;
    detail: string | null;
  };
  finalization: { school_id: string; pupil_id: string; school_year: string; version_id: string; effective_date: string; at: Date };
  log_state: { only_row: boolean; touch: number };
  log_leaf: {
    leaf_index: number;
    leaf_hash: Buffer;
    salt: Buffer;
    event_id: string;
    school_id: string;
    version_id: string;
    kind: string;
    packet_sha256: string;
    at: Date;
    effective_date: string | null;
  };
  log_hash: { level: number; position: number; hash: Buffer };
  log_checkpoint: { size: number; root: Buffer; note: string; at: Date };
  validation_certificate: { sha256: string; der: Buffer };
  revocation_need: { certificate_sha256: string; period: string; attempts: number; next_at: Date; trouble: string | null };
  revocation_blob: { sha256: string; kind: 'crl' | 'ocsp'; bytes: Buffer; fetched_at: Date };
  revocation_data: { certificate_sha256: string; period: string; blob_sha256: string };
  log_renewal: {
    number: number;
    origin: string;
    tree_size: number;
    root: Buffer;
    previous: string | null;
    token: Buffer;
    at: Date;
    requested_by: string;
  };
  renewal_certificate: { number: number; certificate_sha256: string; period: string };
  packet_certificate: { school_id: string; version_id: string; certificate_sha256: string; period: string };
  confirmation: { school_id: string; leaf_index: number; version_id: string; event: string; xml: Buffer; written_at: Date };
  upward_batch: {
    message_id: string;
    school_year: string;
    wave: number;
    bytes: Buffer;
    sha256: string;
    record_count: number;
    created_at: Date;
  };
  upward_item: { message_id: string; number: number; school_id: string; version_id: string };
  upward_receipt: { message_id: string; receipt: Buffer; received_at: Date };
  upward_result: { message_id: string; result: Buffer; accepted: boolean; refusals: Json<readonly StoredReason[]>; answered_at: Date };
}
export type ProvinceDatabase = TierTables<ProvinceTables>;
export type ProvinceTransaction = Transaction<ProvinceTables>;

export const provinceDatabase = (tier: Tier): ProvinceDatabase => tier.tables<ProvinceTables>();
/** A value for a jsonb column, as the driver wants it. */
export const json = <T>(value: T): T => JSON.stringify(value) as unknown as T;
