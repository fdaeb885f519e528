import type { ColumnType, Generated, Transaction } from 'kysely';

/** A jsonb column: read as a value, written as text. */
type Json<T> = ColumnType<T, string, string>;
type Time = ColumnType<Date, Date, Date>;
type JsonValue = unknown;

interface Tenant {
  school_id: string;
}

export interface SchoolTables {
  schools: Tenant & {
    code: string;
    name: string;
    commune: string;
    district: string | null;
    province: string;
    province_department_code: string;
    issue_place: string;
    current_school_year: string | null;
  };
  staff: Tenant & { school_year: string; staff_id: string; full_name: string; position: string; working: boolean };
  classrooms: Tenant & { school_year: string; classroom: string; grade: number; homeroom_staff_id: string | null };
  pupils: Tenant & { pupil_id: string; identity: Json<JsonValue> };
  look_up_codes: Tenant & { pupil_id: string; lookup_code: string };
  pupil_years: Tenant & {
    school_year: string;
    pupil_id: string;
    classroom: string;
    list_order: number;
    status: string;
    frame: Json<JsonValue>;
    cells: Json<JsonValue>;
    sheet_result: string | null;
    accepted: Json<JsonValue> | null;
    supplementary: Json<JsonValue> | null;
    entry_date: string | null;
    award: Json<JsonValue> | null;
  };
  pupil_points: Tenant & { school_year: string; pupil_id: string; point: string; cells: Json<JsonValue> };
  doubts_seen: Tenant & { school_year: string; pupil_id: string; doubt: string; seen_by: string; seen_at: Time };
  pupil_codes: Tenant & { old_code: string; new_code: string; changed_by: string; changed_at: Time };
  cell_edits: Tenant & {
    school_year: string;
    pupil_id: string;
    edit_id: Generated<string>;
    edited_at: Time;
    edited_by: string;
    source: string;
    changes: Json<JsonValue>;
  };
  import_runs: Tenant & {
    import_id: string;
    school_year: string;
    state: string;
    created_at: Time;
    created_by: string;
    committed_at: Time | null;
    basis: string | null;
    report: Json<JsonValue>;
    detail: Json<JsonValue>;
    answers: Json<JsonValue>;
    layouts: Json<JsonValue>;
    files_sha256: string | null;
    lists_before: ColumnType<JsonValue, null, string>;
    undone_at: ColumnType<Date | null, null, Date>;
    undone_by: ColumnType<string | null, null, string>;
    undone_reason: ColumnType<string | null, null, string>;
    undone: ColumnType<JsonValue, null, string>;
  };
  import_files: Tenant & { import_id: string; number: number; name: string; bytes: Buffer };
  import_writes: Tenant & {
    import_id: string;
    writes: Json<JsonValue>;
    pupils: Json<JsonValue>;
    identities: Json<JsonValue>;
    years: Json<JsonValue>;
    points: Json<JsonValue>;
    edits: Json<JsonValue>;
  };
  import_layouts: Tenant & { fingerprint: string; mapping: Json<JsonValue>; remembered_at: Time; remembered_by: string };
  record_versions: Tenant & {
    school_year: string;
    pupil_id: string;
    version_number: number;
    version_id: string;
    classroom: string;
    wave: number;
    replaces_version_id: string | null;
    replaces_sha256: string | null;
    reason: string | null;
    created_at: Time;
    created_by: string;
  };
  version_stages: Tenant & {
    version_id: string;
    slot: string;
    pupil_id: string;
    bytes: Buffer;
    sha256: string;
    signed_at: Time;
    certificate_sha256: string;
  };
  record_events: Tenant & {
    school_year: string;
    pupil_id: string;
    number: number;
    kind: string;
    version_id: string | null;
    detail: Json<JsonValue>;
    happened_at: Time;
    who: string;
  };
  access_log: Tenant & {
    entry_id: string;
    happened_at: Time;
    who: string;
    what: string;
    classroom: string | null;
    pupil_id: string | null;
  };
  sign_runs: Tenant & {
    run_id: string;
    school_year: string;
    slot: string;
    state: string;
    staff_id: string;
    started_at: Time;
    started_by: string;
  };
  sign_run_items: Tenant & {
    run_id: string;
    number: number;
    pupil_id: string;
    full_name: string;
    classroom: string;
    state: string;
    signed_at: Time | null;
    refusal: Json<JsonValue> | null;
  };
  print_runs: Tenant & { run_id: string; school_year: string; product: string; state: string; started_at: Time; started_by: string };
  print_run_items: Tenant & {
    run_id: string;
    number: number;
    pupil_id: string;
    full_name: string;
    classroom: string;
    state: string;
    pdf: Buffer | null;
    refusal: Json<JsonValue> | null;
  };
  messages: Tenant & {
    message_id: string;
    school_year: string;
    kind: string;
    classroom: string | null;
    wave: number | null;
    bytes: Buffer;
    sha256: string;
    content_sha256: string;
    item_count: number;
    created_at: Time;
    created_by: string;
    state: string;
    attempts: Generated<number>;
    received_at: Time | null;
    receipt: Buffer | null;
    receipt_sha256: string | null;
    result: Buffer | null;
    refusals: ColumnType<JsonValue, string | undefined, string>;
  };
  message_items: Tenant & {
    message_id: string;
    number: number;
    pupil_id: string;
    version_id: string;
    action: string;
    state: string;
    refusals: ColumnType<JsonValue, string | undefined, string>;
  };
  confirmations: Tenant & { version_id: string; event: string; happened_at: Time; effective_date: string | null; xml: Buffer };
  confirmation_cursor: Tenant & { last_cursor: string };
  signer_standings: Tenant & { standing: Json<JsonValue>; asked_at: Time };
}

export type SchoolTransaction = Transaction<SchoolTables>;

/** One school's rows inside one transaction. */
export interface SchoolScope {
  readonly trx: SchoolTransaction;
  readonly schoolId: string;
}
