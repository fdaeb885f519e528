import { describe, expect, test } from 'vitest';
import { failureOf, unreached } from './failures.ts';

describe('what a service said (CSC API v2 §10.1, §11; RFC 6749 §5.2)', () => {
  test.each([
    ['access_denied', '', 'signer/refused'], ['authorization_denied', '', 'signer/refused'], ['invalid_authentication_data', '', 'signer/wrong-pin'], ['invalid_otp', '', 'signer/wrong-pin'], ['invalid_pin', '', 'signer/wrong-pin'],
    ['server_error', '', 'signer/unavailable'], ['temporarily_unavailable', '', 'signer/unavailable'], ['expired_token', '', 'signer/timed-out'], ['access_denied', 'Credential locked', 'signer/refused'],
    ['invalid_request', 'SAD expired', 'signer/authorization-expired'], ['invalid_request', 'Hash is not authorized by the SAD', 'signer/authorization-expired'], ['invalid_request', 'Invalid parameter SAD', 'signer/authorization-expired'],
    ['invalid_request', 'Credential locked', 'signer/locked'], ['invalid_request', 'PIN locked', 'signer/locked'], ["invalid_request", "Signing key 'k1' is disabled", 'signer/locked'], ['invalid_request', 'Credential suspended', 'signer/locked'],
    ['invalid_request', 'The PIN is invalid', 'signer/wrong-pin'], ['invalid_request', 'The OTP is invalid', 'signer/wrong-pin'],
    ['invalid_request', "Signing certificate 'O=Trường,CN=Cô Hoa' is expired", 'signer/wrong-certificate'], ['invalid_request', 'the certificate is revoked', 'signer/wrong-certificate'], ['invalid_request', 'Missing parameter certificates; is expired', 'signer/not-permitted'],
    ['invalid_request', 'cancelled', 'signer/refused'], ['invalid_request', 'Rejected by holder', 'signer/refused'], ['invalid_request', 'declined', 'signer/refused'], ['invalid_request', 'Denied by the user', 'signer/refused'],
    ['invalid_request', 'timeout', 'signer/timed-out'], ['invalid_request', 'Time-out', 'signer/timed-out'], ['invalid_request', 'timed out', 'signer/timed-out'], ['invalid_request', 'Numbers of signatures is too high', 'signer/unsupported'],
    ['invalid_request', 'Invalid parameter credentialID', 'signer/not-permitted'], ['invalid_client', '', 'signer/not-permitted'],
  ])('%s, %s: %s', (error, description, code) => expect(failureOf(400, error, description).code).toBe(code));
  test.each([[400, 'signer/not-permitted'], [428, 'signer/not-permitted'], [429, 'signer/unavailable'], [430, 'signer/not-permitted'], [499, 'signer/not-permitted'], [500, 'signer/unavailable'], [503, 'signer/unavailable']])('nothing known, with status %i: %s', (status, code) => {
    expect(failureOf(status, `HTTP ${status}`)).toEqual({ code, detail: `HTTP ${status}` });
  });
  test('its words are one short line without controls', () => {
    expect(failureOf(400, 'invalid_request', ' khoá\u0000\u200b \r\n bị\u202e khoá ').detail).toBe('invalid_request: khoá bị khoá');
    expect(failureOf(400, 'x'.repeat(500)).detail).toBe('x'.repeat(160));
  });
});

test.each([
  ['remote/url-refused', 'signer/not-permitted'], ['remote/unreachable', 'signer/unavailable'], ['remote/timed-out', 'signer/unavailable'], ['remote/status', 'signer/unavailable'], ['remote/content-type', 'signer/malformed-answer'], ['remote/too-large', 'signer/malformed-answer'],
] as const)('a service that is not reached, %s: %s', (code, expected) => expect(unreached({ code, detail: 'đứt\nmạng' })).toEqual({ code: expected, detail: 'đứt mạng' }));
