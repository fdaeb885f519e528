import type { ColumnType } from 'kysely';

export interface IdentityTables {
  account: {
    account_id: string;
    username: string;
    password_hash: string;
    full_name: string;
    role: string;
    organisation_code: string;
    organisation_name: string;
    classrooms: string[];
    staff_id: string | null;
    area: string | null;
    active: boolean;
    created_at: Date;
  };
  session: { token_sha256: Buffer; account_id: string; created_at: Date; seen_at: Date; ends_at: Date };
  client_secret: { client_id: string; secret_sha256: Buffer; created_at: Date };
  client_token: { token_sha256: Buffer; client_id: string; ends_at: Date };
  access_token: { token_sha256: Buffer; token_id: string; account_id: string; uses: string[]; created_at: Date; ends_at: Date };
  second_factor: {
    account_id: string;
    sealed_secret: Buffer;
    created_at: Date;
    confirmed_at: Date | null;
    last_step: ColumnType<string, number, number>;
  };
  recovery_code: { account_id: string; code_sha256: Buffer };
  guess_budget: { bucket_sha256: Buffer; window_start: Date; spent: number; ends_at: Date };
}
