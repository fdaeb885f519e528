import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Passwords of the database logins of one data folder. Random, made once, readable by the owner of the folder only. */
export interface DatabaseSecrets {
  /** Of the embedded server's administrator. */
  readonly admin: string;
  /** By name of the login, e.g. `hocba_school_app`. */
  passwordOf(role: string): string;
}

const PASSWORD_BYTES = 24;
const SCRAM_ITERATIONS = 4096;
const newPassword = (): string => randomBytes(PASSWORD_BYTES).toString('base64url');

/** Reads the passwords kept under the data folder (`secrets/database.json`, 0600), making and keeping those that are missing. */
export function databaseSecrets(dataFolder: string): DatabaseSecrets {
  const folder = join(dataFolder, 'secrets');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  const file = join(folder, 'database.json');
  const kept = new Map<string, string>(existsSync(file) ? Object.entries(readPasswords(file)) : []);
  const passwordOf = (name: string): string => {
    const known = kept.get(name);
    if (known !== undefined) return known;
    const made = newPassword();
    kept.set(name, made);
    writeFileSync(`${file}.new`, `${JSON.stringify(Object.fromEntries(kept), null, 2)}\n`, { mode: 0o600 });
    renameSync(`${file}.new`, file);
    return made;
  };
  return { admin: passwordOf('admin'), passwordOf };
}

function readPasswords(file: string): Record<string, string> {
  const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (typeof value !== 'object' || value === null || !Object.values(value).every((entry) => typeof entry === 'string')) {
    throw new Error(`${file} does not hold database passwords`);
  }
  return value as Record<string, string>;
}

/** What PostgreSQL keeps of a password (RFC 5802, RFC 7677); sent instead of the password, so that no server log can show it. */
export function scramVerifier(password: string, salt: Uint8Array = randomBytes(16)): string {
  const salted = pbkdf2Sync(password, salt, SCRAM_ITERATIONS, 32, 'sha256');
  const clientKey = createHmac('sha256', salted).update('Client Key').digest();
  const storedKey = createHash('sha256').update(clientKey).digest('base64');
  const serverKey = createHmac('sha256', salted).update('Server Key').digest('base64');
  return `SCRAM-SHA-256$${SCRAM_ITERATIONS}:${Buffer.from(salt).toString('base64')}$${storedKey}:${serverKey}`;
}
