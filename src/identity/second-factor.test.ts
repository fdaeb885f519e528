import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import type { Clock } from '#database';
import { Instant, unwrap } from '#kernel';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestTier, testTier } from '../../test/support/database.ts';
import type { Role } from './index.ts';
import { storedIdentity } from './postgres/index.ts';
import { newRecoveryCodes, offerOf, openSecret, readCode, sealSecret, stepOf } from './second-factor.ts';

const MINUTE = 60_000, STEP = 30_000, PASSWORD = 'cây đa bến nước sân đình', KEY = new Uint8Array(randomBytes(32));
const START = Instant.of(Date.UTC(2026, 5, 1, 1));

/** RFC 4226 §5.3 and RFC 6238 §4 once more, so that both must be right: the code of a device that shows the same secret. */
function codeAt(base32: string, at: number): string {
  const bits = [...base32].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const secret = Buffer.from(bits.match(/.{8}/g)!.map((octet) => Number.parseInt(octet, 2))), counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / STEP)));
  const mac = createHmac('sha1', secret).update(counter).digest(), offset = mac[19]! & 0xf;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

describe('codes of a device', () => {
  /** RFC 6238 Appendix B, SHA-1: the last six of the eight digits. */
  const secret = new TextEncoder().encode('12345678901234567890');
  test.each([[59, '287082'], [1_111_111_109, '081804'], [1_111_111_111, '050471'], [1_234_567_890, '005924'], [2_000_000_000, '279037'], [20_000_000_000, '353130']])('at second %i: %s', (seconds, code) => {
    expect(stepOf(secret, code, Instant.of(seconds * 1000))).toBe(Math.floor(seconds / 30));
  });
  test.each([[-31, false], [-30, true], [0, true], [30, true], [60, false]])('a clock %i seconds off: %s', (off, taken) => {
    expect(stepOf(secret, '050471', Instant.of((1_111_111_111 - 1 + off) * 1000)) !== undefined).toBe(taken);
  });
  test('the offer is what authenticator apps read', () => {
    const { uri, secret: text } = offerOf(secret, 'gv.4a2.a');
    expect([text, uri]).toEqual(['GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', 'otpauth://totp/Hoc%20ba%20so:gv.4a2.a?issuer=Hoc%20ba%20so&secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&algorithm=SHA1&digits=6&period=30']);
  });
});

test.each([['123 456', 'device', '123456'], ['123456', 'device', '123456'], ['ABCD-efgh-2345-6723', 'recovery', 'abcdefgh23456723'], ['12345', 'recovery', '12345']] as const)('%s is a %s code', (typed, kind, code) => expect(readCode(typed)).toEqual({ kind, code }));
test('recovery codes are ten, all different, of sixteen letters', () => {
  const codes = newRecoveryCodes();
  expect(new Set(codes).size).toBe(10);
  for (const code of codes) expect(code).toMatch(/^([a-z2-7]{4}-){3}[a-z2-7]{4}$/);
});
test('a sealed secret opens with its key, in its row, unchanged; nothing else opens it', () => {
  const account = randomUUID(), secret = new Uint8Array(randomBytes(20)), sealed = sealSecret(KEY, account, secret);
  expect(openSecret(KEY, account, sealed)).toEqual(secret);
  expect(sealed.includes(Buffer.from(secret))).toBe(false);
  const changed = Buffer.from(sealed);
  changed[15]! ^= 1;
  for (const [key, row, octets] of [[randomBytes(32), account, sealed], [KEY, randomUUID(), sealed], [KEY, account, changed]] as const) expect(() => openSecret(key, row, octets)).toThrow();
});

let database: TestTier;
beforeAll(async () => { database = await testTier('school'); });
afterAll(() => database.close());

let serial = 0;
async function person({ requiredOf = [], role = 'schoolHead' }: { readonly requiredOf?: readonly Role[]; readonly role?: Role } = {}) {
  let now = START + ++serial * 86_400_000;
  const clock: Clock = { now: () => Instant.of(now) }, username = `ht.${serial}`;
  const identity = storedIdentity(database.tier, 'school', { clock, secondFactor: { key: KEY, requiredOf } });
  const { accountId } = unwrap(await identity.createAccount({ username, password: PASSWORD, fullName: 'Vũ Thị Mai', role, organisation: { code: '22205411', name: 'TH A' } }));
  const logIn = (code?: string, password = PASSWORD) => identity.logIn({ username, password, code, address: `10.1.0.${serial}` });
  const pass = (ms: number) => void (now += ms);
  let secret = '';
  /** Sets it up as a person does; afterwards the step of the first code is over. */
  const turnOn = async (token = '') => {
    secret = unwrap(await identity.offerSecondFactor(accountId)).secret;
    const { recoveryCodes } = unwrap(await identity.confirmSecondFactor(accountId, codeAt(secret, now), token));
    pass(STEP);
    return recoveryCodes;
  };
  return { identity, username, accountId, logIn, pass, turnOn, code: (off = 0) => codeAt(secret, now + off) };
}
const NEEDED = { ok: false, error: { code: 'identity/second-factor-needed' } }, WRONG = { ok: false, error: { code: 'identity/second-factor-wrong' } };

describe('an account with a second factor', () => {
  test('is opened by password and code together', async () => {
    const { logIn, turnOn, code } = await person();
    await turnOn();
    expect(await logIn()).toMatchObject(NEEDED);
    expect(await logIn('000000')).toMatchObject(WRONG);
    expect(unwrap(await logIn(code())).session.secondFactor).toBe('on');
  });
  test('says nothing of it to whoever does not know the password', async () => {
    const { logIn, turnOn, code } = await person();
    await turnOn();
    for (const typed of [undefined, '000000', code()]) expect(await logIn(typed, 'không phải mật khẩu')).toMatchObject({ ok: false, error: { code: 'identity/wrong-credentials' } });
  });
  test('takes each code once, also of two log-ins at the same moment', async () => {
    const { logIn, turnOn, code, pass } = await person();
    await turnOn();
    const twice = await Promise.all([logIn(code()), logIn(code())]);
    expect(twice.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await logIn(code(-STEP))).toMatchObject(WRONG);
    pass(STEP);
    expect((await logIn(code())).ok).toBe(true);
  });
  test('eight wrong codes, and the right one waits for the next quarter of an hour', async () => {
    const { logIn, turnOn, code, pass } = await person();
    await turnOn();
    for (let tried = 0; tried < 8; tried++) expect(await logIn('000000')).toMatchObject(WRONG);
    expect((await logIn(code())).ok).toBe(false);
    pass(15 * MINUTE);
    expect((await logIn(code())).ok).toBe(true);
  });
  test('each recovery code opens it once', async () => {
    const { identity, accountId, logIn, turnOn } = await person(), [first, second] = await turnOn();
    expect((await logIn(first!.toUpperCase().replaceAll('-', ' '))).ok).toBe(true);
    expect(await logIn(first)).toMatchObject(WRONG);
    expect((await logIn(second)).ok).toBe(true);
    expect(await identity.secondFactor(accountId)).toEqual({ offered: true, isOn: true, recoveryCodesLeft: 8 });
  });
  test('keeps no code and no secret that could be read', async () => {
    const { accountId, turnOn } = await person(), codes = await turnOn();
    const { rows } = await database.tier.pool.query<{ kept: string }>(`select encode(sealed_secret, 'base64') || (select string_agg(encode(code_sha256, 'base64'), '') from recovery_code r where r.account_id = f.account_id) as kept from second_factor f where account_id = $1`, [accountId]);
    expect(rows[0]!.kept.length).toBeGreaterThan(400);
    for (const code of codes) expect(rows[0]!.kept).not.toContain(readCode(code).code);
  });
  test('is turned off with a code only; then the password alone opens it', async () => {
    const { identity, accountId, logIn, turnOn, code } = await person();
    await turnOn();
    expect(await identity.endSecondFactor(accountId, '000000')).toMatchObject(WRONG);
    expect((await identity.endSecondFactor(accountId, code())).ok).toBe(true);
    expect((await logIn()).ok).toBe(true);
  });
  test('cannot be given another device in silence', async () => {
    const { identity, accountId, turnOn, logIn, code } = await person();
    await turnOn();
    expect(await identity.offerSecondFactor(accountId)).toMatchObject({ ok: false, error: { code: 'identity/second-factor-is-on' } });
    expect((await logIn(code())).ok).toBe(true);
  });
  test('of which the operator lets go has no session left, and needs no code any more', async () => {
    const { identity, username, logIn, turnOn, code } = await person();
    await turnOn();
    const { token } = unwrap(await logIn(code()));
    unwrap(await identity.resetSecondFactor(username));
    expect(await identity.resume(token)).toBeUndefined();
    expect((await logIn()).ok).toBe(true);
    expect(await identity.resetSecondFactor('không.có')).toMatchObject({ ok: false, error: { code: 'identity/account-not-found' } });
  });
  test('lets nobody in where the key of the tier is gone', async () => {
    const { turnOn, username, code } = await person();
    await turnOn();
    const without = storedIdentity(database.tier, 'school');
    await expect(without.logIn({ username, password: PASSWORD, code: code(), address: '10.2.0.1' })).rejects.toThrow();
  });
});

describe('setting it up', () => {
  test('counts only from the first right code on', async () => {
    const { identity, accountId, logIn } = await person();
    unwrap(await identity.offerSecondFactor(accountId));
    expect(await identity.confirmSecondFactor(accountId, '000000', '')).toMatchObject(WRONG);
    expect(unwrap(await logIn()).session.secondFactor).toBe('off');
  });
  test('ends what the password alone opened: the other sessions and the tokens of programs, of nobody else', async () => {
    const { identity, accountId, logIn, turnOn } = await person(), other = await person();
    const open = async (from: typeof logIn) => unwrap(await from()).token;
    const [here, elsewhere, foreign] = [await open(logIn), await open(logIn), await open(other.logIn)];
    const program = await identity.issueAccessToken(accountId, ['print'], 7), foreignProgram = await other.identity.issueAccessToken(other.accountId, ['print'], 7);
    await turnOn(here);
    expect((await identity.resume(here))?.secondFactor).toBe('on');
    expect([await identity.resume(elsewhere), await identity.resumeFor(program.token, 'print')]).toEqual([undefined, undefined]);
    expect([await other.identity.resume(foreign), await other.identity.resumeFor(foreignProgram.token, 'print')]).not.toContain(undefined);
  });
  test('an offer that was not taken up is replaced by the next', async () => {
    const { identity, accountId, turnOn, logIn, code } = await person();
    unwrap(await identity.offerSecondFactor(accountId));
    await turnOn();
    expect((await logIn(code())).ok).toBe(true);
  });
  test('is not to be had in a tier without a key', async () => {
    const { accountId } = await person(), without = storedIdentity(database.tier, 'school');
    expect(await without.offerSecondFactor(accountId)).toMatchObject({ ok: false, error: { code: 'identity/second-factor-not-offered' } });
    expect(await without.confirmSecondFactor(accountId, '123456', '')).toMatchObject({ ok: false, error: { code: 'identity/second-factor-not-begun' } });
  });
  test.each([['schoolHead', 'due'], ['homeroomTeacher', 'off']] as const)('where it is wanted of heads, %s without one is %s', async (role, state) => {
    const { logIn, turnOn, code } = await person({ requiredOf: ['schoolHead'], role });
    expect(unwrap(await logIn()).session.secondFactor).toBe(state);
    await turnOn();
    expect(unwrap(await logIn(code())).session.secondFactor).toBe('on');
  });
});
