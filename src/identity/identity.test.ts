import { type Clock, SQLSTATE, sqlState } from '#database';
import { SchoolCode } from '#domain';
import { type Identity, type NewAccount, schoolIdOf } from '#identity';
import { storedIdentity } from '#identity/postgres';
import { Instant, unwrap } from '#kernel';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestTier, testTier } from '../../test/support/database.ts';
import { roleLabel } from './role.ts';
import { SESSION_LIMITS, sessionAge, sessionEnd } from './session.ts';

const MINUTE = 60_000;
const START = Instant.of(Date.UTC(2026, 5, 1, 1));
const PASSWORD = 'cây đa bến nước sân đình';
const teacher: NewAccount = {
  username: 'GV.4A2.a', password: PASSWORD, fullName: 'Đỗ Thị  Ngân', role: 'homeroomTeacher', organisation: { code: '22205411', name: 'Trường Tiểu học Minh Hoạ A' }, classrooms: ['4A2'],
};

let database: TestTier;
beforeAll(async () => {
  database = await testTier('school');
});
afterAll(() => database.close());

/** Each test has names of its own in the one database, and a clock of its own. */
let serial = 0;
async function fresh(account: Partial<NewAccount> = {}): Promise<{ identity: Identity; username: string; pass: (ms: number) => void; logIn: (password?: string) => ReturnType<Identity['logIn']> }> {
  let now = START + serial * 86_400_000;
  const clock: Clock = { now: () => Instant.of(now) };
  const identity = storedIdentity(database.tier, 'school', { clock });
  const username = `gv.${++serial}`;
  unwrap(await identity.createAccount({ ...teacher, username, ...account }));
  return { identity, username, pass: (ms) => void (now += ms), logIn: (password = PASSWORD) => identity.logIn({ username, password, address: `10.0.0.${serial}` }) };
}

describe('the key of a school', () => {
  const code = (text: string) => unwrap(SchoolCode.parse(text));

  test('is a lower-case uuid version 8, the same everywhere', () => {
    expect(schoolIdOf(code('22205411'))).toBe(schoolIdOf(code('22205411')));
    expect(schoolIdOf(code('22205411'))).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
  test('differs from school to school', () => {
    expect(new Set(Array.from({ length: 500 }, (_, index) => schoolIdOf(code(`222${index}`)))).size).toBe(500);
  });
});

describe('what people call themselves', () => {
  test.each([
    ['homeroomTeacher', ['4A2'], 'GVCN 4A2'],
    ['schoolHead', [], 'Hiệu trưởng'],
    ['clerk', [], 'Văn thư'],
    ['provinceOfficer', [], 'Chuyên viên Sở GD&ĐT'],
  ] as const)('%s %j is %s', (role, classrooms, label) => expect(roleLabel(role, classrooms)).toBe(label));
});

describe('how long a session lasts', () => {
  const at = (createdMinutes: number, seenMinutes: number) => sessionAge({ createdAt: Instant.of(START - createdMinutes * MINUTE), seenAt: Instant.of(START - seenMinutes * MINUTE) }, START);
  test.each([
    [0, 0, 'live'], [10, 0.5, 'live'], [10, 1, 'touch'], [40, 29.9, 'touch'], [40, 30, 'expired'], [719, 0, 'live'], [720, 0, 'expired'],
  ] as const)('opened %d and seen %d minutes ago: %s', (created, seen, age) => expect(at(created, seen)).toBe(age));
  test('ends after idle time, at the latest after the absolute time', () => {
    expect(sessionEnd({ createdAt: START, seenAt: START })).toBe(START + SESSION_LIMITS.idleMs);
    expect(sessionEnd({ createdAt: START, seenAt: Instant.of(START + SESSION_LIMITS.absoluteMs - MINUTE) })).toBe(START + SESSION_LIMITS.absoluteMs);
  });
});

describe('accounts', () => {
  test('the same name in other letters is the same account', async () => {
    const { identity, username } = await fresh();
    const again = await identity.createAccount({ ...teacher, username: ` ${username.toUpperCase()} ` });
    expect(again).toMatchObject({ ok: false, error: { code: 'identity/username-taken' } });
  });
  test.each([['ngắn', 'short password'], ['gv.ten.dai.dai', 'the name itself']])('%s is no password: %s', async (password) => {
    const { identity } = await fresh();
    expect(await identity.createAccount({ ...teacher, username: 'gv.ten.dai.dai', password })).toMatchObject({ ok: false, error: { code: 'identity/password-weak' } });
  });
  test('a school makes no officer of the province', async () => {
    const { identity } = await fresh();
    expect(await identity.createAccount({ ...teacher, username: 'so.gia', role: 'provinceOfficer' })).toMatchObject({ ok: false, error: { code: 'identity/role-foreign' } });
  });
  test('the password is not kept: only an argon2id hash', async () => {
    const { username } = await fresh();
    const { rows } = await database.tier.pool.query<{ password_hash: string }>('select password_hash from account where username = $1', [username]);
    expect(rows[0]?.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });
  test('the program cannot rename an account or give it another role or school', async () => {
    for (const column of ['username', 'role', 'organisation_code']) {
      const failure = await database.tier.pool.query(`update account set ${column} = 'x'`).then(() => undefined, (error: unknown) => error);
      expect(sqlState(failure)).toBe(SQLSTATE.insufficientPrivilege);
    }
  });
});

describe('log-in', () => {
  test('opens a session with the school of the account', async () => {
    const { identity, logIn } = await fresh();
    const { token, session } = unwrap(await logIn());
    expect(session).toMatchObject({ fullName: 'Đỗ Thị Ngân', role: 'homeroomTeacher', tier: 'school', schoolCode: '22205411', schoolId: schoolIdOf(session.schoolCode!), classrooms: ['4A2'] });
    expect(await identity.resume(token)).toEqual(session);
  });
  test('each log-in is a session of its own; only its digest is kept', async () => {
    const { identity, logIn } = await fresh();
    const [one, two] = [unwrap(await logIn()), unwrap(await logIn())];
    expect(one.token).not.toBe(two.token);
    const { rows } = await database.tier.pool.query<{ all: string }>(`select coalesce(string_agg(encode(token_sha256, 'base64'), ' '), '') as all from session`);
    expect(rows[0]?.all).not.toContain(one.token);
    await identity.logOut(one.token);
    expect(await identity.resume(one.token)).toBeUndefined();
    expect(await identity.resume(two.token)).toBeDefined();
  });
  test('a composed and a decomposed password are the same', async () => {
    const { logIn } = await fresh();
    expect((await logIn(PASSWORD.normalize('NFD'))).ok).toBe(true);
  });
  test('wrong password, unknown name and closed account get one and the same answer', async () => {
    const { identity, username, logIn } = await fresh();
    const wrong = await logIn('không phải mật khẩu');
    const unknown = await identity.logIn({ username: 'không.có', password: PASSWORD, address: '10.9.9.9' });
    unwrap(await identity.setActive(username, false));
    const closed = await logIn();
    expect(wrong).toMatchObject({ ok: false, error: { code: 'identity/wrong-credentials' } });
    expect([unknown, closed]).toEqual([wrong, wrong]);
  });
  test('after eight wrong tries even the right password waits for the next quarter of an hour', async () => {
    const { pass, logIn } = await fresh();
    for (let tried = 0; tried < 8; tried++) expect((await logIn('sai')).ok).toBe(false);
    expect(await logIn()).toMatchObject({ ok: false, error: { code: 'identity/wrong-credentials' } });
    pass(15 * MINUTE);
    expect((await logIn()).ok).toBe(true);
  });
  test('right log-ins spend nothing', async () => {
    const { logIn } = await fresh();
    for (let done = 0; done < 10; done++) expect((await logIn()).ok).toBe(true);
  });
  test('thirty tries at once: no more than eight are looked at', async () => {
    const { identity, username } = await fresh();
    const tries = await Promise.all(Array.from({ length: 30 }, () => identity.budget.spend(`test/${username}`, { limit: 8, windowMs: MINUTE })));
    expect(tries.filter(Boolean)).toHaveLength(8);
  });
});

describe('a session ends', () => {
  test('after half an hour without use, but not while it is used', async () => {
    const { identity, pass, logIn } = await fresh();
    const { token } = unwrap(await logIn());
    for (let step = 0; step < 4; step++) {
      pass(29 * MINUTE);
      expect(await identity.resume(token)).toBeDefined();
    }
    pass(30 * MINUTE);
    expect(await identity.resume(token)).toBeUndefined();
  });
  test('after twelve hours in any case', async () => {
    const { identity, pass, logIn } = await fresh();
    const { token } = unwrap(await logIn());
    for (let step = 0; step < 28; step++) {
      pass(25 * MINUTE);
      expect(await identity.resume(token)).toBeDefined();
    }
    pass(20 * MINUTE);
    expect(await identity.resume(token)).toBeUndefined();
  });
  test('when the account is closed or gets another password', async () => {
    const { identity, username, logIn } = await fresh();
    const { token } = unwrap(await logIn());
    unwrap(await identity.setPassword(username, 'một mật khẩu khác hẳn'));
    expect(await identity.resume(token)).toBeUndefined();
    const { token: other } = unwrap(await logIn('một mật khẩu khác hẳn'));
    unwrap(await identity.setActive(username, false));
    expect(await identity.resume(other)).toBeUndefined();
  });
  test('a token nobody gave out is nobody', async () => {
    const { identity } = await fresh();
    expect(await identity.resume('A'.repeat(43))).toBeUndefined();
  });
});

describe('programs of other organisations', () => {
  test('get a token for a quarter of an hour', async () => {
    const { identity, pass } = await fresh();
    const { secret } = await identity.createClient('22205411');
    const { token, expiresInSeconds } = unwrap(await identity.issueToken({ clientId: '22205411', secret }));
    expect(expiresInSeconds).toBe(900);
    expect(await identity.clientOf(token)).toEqual({ clientId: '22205411', tier: 'school' });
    pass(15 * MINUTE);
    expect(await identity.clientOf(token)).toBeUndefined();
  });
  test('may have two secrets while they change them; revoking ends all at once', async () => {
    const { identity } = await fresh();
    const [old, next] = [await identity.createClient('22205999'), await identity.createClient('22205999')];
    const tokens = [unwrap(await identity.issueToken({ clientId: '22205999', ...old })), unwrap(await identity.issueToken({ clientId: '22205999', ...next }))];
    await identity.revokeClient('22205999');
    for (const { token } of tokens) expect(await identity.clientOf(token)).toBeUndefined();
    expect(await identity.issueToken({ clientId: '22205999', ...next })).toMatchObject({ ok: false, error: { code: 'identity/wrong-client-secret' } });
  });
  test('a secret of one school opens nothing for another', async () => {
    const { identity } = await fresh();
    const { secret } = await identity.createClient('22205000');
    expect((await identity.issueToken({ clientId: '22205001', secret })).ok).toBe(false);
  });
});

test('what has expired is removed, what lives stays', async () => {
  const { identity, pass, logIn } = await fresh();
  const gone = unwrap(await logIn());
  pass(31 * MINUTE);
  const here = unwrap(await logIn());
  await identity.sweep();
  expect(await identity.resume(gone.token)).toBeUndefined();
  expect(await identity.resume(here.token)).toBeDefined();
});

describe('the token of a program of one’s own', () => {
  const account = async () => {
    const made = await fresh();
    return { ...made, accountId: unwrap(await made.logIn()).session.accountId };
  };
  test('stands for its owner, in the uses it was given for, and nowhere else', async () => {
    const { identity, accountId, username } = await account();
    const { token } = await identity.issueAccessToken(accountId, ['import'], 7);
    expect(await identity.resumeFor(token, 'import')).toMatchObject({ username });
    expect(await identity.resumeFor(token, 'print')).toBeUndefined();
    expect(await identity.resume(token)).toBeUndefined();
  });
  test.each([[7, 7], [30, 30], [400, 30]])('asked for %i days it lasts %i', async (asked, days) => {
    const { identity, accountId, pass } = await account();
    const { token } = await identity.issueAccessToken(accountId, ['print'], asked);
    pass(days * 1440 * MINUTE - 1);
    expect(await identity.resumeFor(token, 'print')).toBeDefined();
    pass(1);
    expect(await identity.resumeFor(token, 'print')).toBeUndefined();
    expect(await identity.accessTokens(accountId)).toEqual([]);
  });
  test('taken back it is nobody, and only its owner can take it back; a closed account takes it along', async () => {
    const { identity, accountId, username } = await account();
    const [one, two] = [await identity.issueAccessToken(accountId, ['print'], 7), await identity.issueAccessToken(accountId, ['print'], 7)];
    await identity.revokeAccessToken((await account()).accountId, one.tokenId);
    expect(await identity.resumeFor(one.token, 'print')).toBeDefined();
    await identity.revokeAccessToken(accountId, one.tokenId);
    expect(await identity.resumeFor(one.token, 'print')).toBeUndefined();
    unwrap(await identity.setActive(username, false));
    expect(await identity.resumeFor(two.token, 'print')).toBeUndefined();
  });
});
