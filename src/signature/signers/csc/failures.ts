import type { RemoteError } from '#signature/remote';
import type { SignerFailure } from '../port.ts';

type Code = SignerFailure['code'];
const DETAIL_MAX = 160;

/** Error codes of CSC API v2 §10.1 and §11, and of OAuth (RFC 6749 §5.2). */
const BY_ERROR: Readonly<Record<string, Code>> = {
  access_denied: 'signer/refused',
  authorization_denied: 'signer/refused',
  invalid_authentication_data: 'signer/wrong-pin',
  invalid_otp: 'signer/wrong-pin',
  invalid_pin: 'signer/wrong-pin',
  server_error: 'signer/unavailable',
  temporarily_unavailable: 'signer/unavailable',
  expired_token: 'signer/timed-out',
};

/** Most of what goes wrong shares `invalid_request`; the sentences of the standard tell it apart (§11.6, §11.7, §11.10). */
const BY_DESCRIPTION: readonly (readonly [RegExp, Code])[] = [
  [/SAD expired|not authorized by the SAD|Invalid parameter SAD/i, 'signer/authorization-expired'],
  [/(credential|PIN) locked|is disabled|suspended/i, 'signer/locked'],
  [/(PIN|OTP) is invalid/i, 'signer/wrong-pin'],
  [/certificate\b.{0,200} is (expired|revoked)/i, 'signer/wrong-certificate'],
  [/cancel|reject|declin|denied by the user/i, 'signer/refused'],
  [/timed?.?out/i, 'signer/timed-out'],
  [/signatures is too high/i, 'signer/unsupported'],
];

/** What a service said, as one of our failures; a service that is itself in trouble is tried again later. */
export function failureOf(status: number, error: string, description = ''): SignerFailure {
  const code =
    BY_ERROR[error] ??
    BY_DESCRIPTION.find(([words]) => words.test(description))?.[1] ??
    (status === 429 || status >= 500 ? 'signer/unavailable' : 'signer/not-permitted');
  return { code, detail: printable(description === '' ? error : `${error}: ${description}`) };
}

const BY_REMOTE: Readonly<Record<RemoteError['code'], Code>> = {
  'remote/url-refused': 'signer/not-permitted',
  'remote/unreachable': 'signer/unavailable',
  'remote/timed-out': 'signer/unavailable',
  'remote/status': 'signer/unavailable',
  'remote/content-type': 'signer/malformed-answer',
  'remote/too-large': 'signer/malformed-answer',
};
export const unreached = ({ code, detail }: RemoteError): SignerFailure => ({ code: BY_REMOTE[code], detail: printable(detail) });

/** Words of the other side end up on a screen: one short line without controls. */
const printable = (said: string): string =>
  said
    .replace(/[\p{C}\p{Z}]+/gu, ' ')
    .trim()
    .slice(0, DETAIL_MAX);
