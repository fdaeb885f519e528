import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { assert, type Instant } from '#kernel';
import type { Role } from './role.ts';

/** How a tier keeps second factors, and of whom it wants one. */
export interface SecondFactorSetting {
  /** 32 octets that the secrets of people's devices are sealed with; it lies beside the program, never in the database. */
  readonly key: Uint8Array;
  /** People of these roles get no further than setting it up. */
  readonly requiredOf: readonly Role[];
}

/** `due`: wanted of this role and not there yet. */
export type SecondFactorState = 'on' | 'off' | 'due';

/** What an authenticator app is given once, as text to type and as the address inside the QR code. */
export interface SecondFactorOffer {
  readonly secret: string;
  readonly uri: string;
}

const ISSUER = 'Hoc ba so';
const PERIOD_MS = 30_000;
const SECRET_OCTETS = 20;
/** A step before and after the present one: clocks of phones differ (RFC 6238 §5.2). */
const WINDOW = 1;

export const newDeviceSecret = (): Uint8Array => new Uint8Array(randomBytes(SECRET_OCTETS));

const totpOf = (secret: Uint8Array, label: string): TOTP =>
  new TOTP({
    issuer: ISSUER,
    label,
    algorithm: 'SHA1',
    digits: 6,
    period: PERIOD_MS / 1000,
    secret: new Secret({ buffer: new Uint8Array(secret).buffer }),
  });

/** RFC 6238 with SHA-1, six digits and thirty seconds: what every authenticator app can do. */
export function offerOf(secret: Uint8Array, username: string): SecondFactorOffer {
  const totp = totpOf(secret, username);
  return { secret: totp.secret.base32, uri: totp.toString() };
}

/** The number of the time step a code belongs to, or undefined when it is none of about now. A step is used once only (RFC 6238 §5.2). */
export function stepOf(secret: Uint8Array, code: string, now: Instant): number | undefined {
  const delta = totpOf(secret, '').validate({ token: code, timestamp: now, window: WINDOW });
  return delta === null ? undefined : Math.floor(now / PERIOD_MS) + delta;
}

const RECOVERY_CODES = 10;
const RECOVERY_OCTETS = 10;

/** Codes for the day the phone is lost, each for one log-in: 80 random bits, in groups of four. */
export const newRecoveryCodes = (): readonly string[] =>
  Array.from({ length: RECOVERY_CODES }, () =>
    new Secret({ buffer: new Uint8Array(randomBytes(RECOVERY_OCTETS)).buffer }).base32.toLowerCase().match(/.{4}/g)!.join('-'),
  );

/** Six digits are a device's code, anything else can only be a recovery code. Spaces and hyphens are how people write. */
export function readCode(typed: string): { readonly kind: 'device' | 'recovery'; readonly code: string } {
  const code = typed.replace(/[\s-]/g, '').toLowerCase();
  return { kind: /^\d{6}$/.test(code) ? 'device' : 'recovery', code };
}

const NONCE_OCTETS = 12;
const TAG_OCTETS = 16;

/** AES-256-GCM (NIST SP 800-38D), bound to the account: the secret of one person is no use in the row of another. */
export function sealSecret(key: Uint8Array, accountId: string, secret: Uint8Array): Buffer {
  const nonce = randomBytes(NONCE_OCTETS);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(accountId));
  return Buffer.concat([nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag()]);
}

/** Throws when the key is another one or the row was changed: that is for the operator, not for the person. */
export function openSecret(key: Uint8Array, accountId: string, sealed: Uint8Array): Uint8Array {
  assert(sealed.length > NONCE_OCTETS + TAG_OCTETS, 'a sealed secret has nonce and tag');
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_OCTETS))
    .setAAD(Buffer.from(accountId))
    .setAuthTag(sealed.subarray(-TAG_OCTETS));
  return new Uint8Array(Buffer.concat([decipher.update(sealed.subarray(NONCE_OCTETS, -TAG_OCTETS)), decipher.final()]));
}
