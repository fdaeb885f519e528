import { X509Certificate } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { Instant, toHex, unwrap, utf8 } from '#kernel';
import { displayName, isTestCertificate, parseCertificate, parseCrl, validatePath, valuesOf, type Certificate } from '#signature';
import { nodePrimitives } from '#signature/node';
import { hasOpenssl, openssl, opensslVerify, toPem } from '../../../../test/actors/openssl.ts';
import { createDemoPki, loadDemoPki, saveDemoPki, type DemoPki } from './index.ts';

const AT = unwrap(Instant.parse('2024-05-27T08:00:00+07:00'));
const day = (text: string) => unwrap(Instant.parse(text));
let pki: DemoPki;

beforeAll(async () => {
  pki = await createDemoPki({ holders: [
    { id: 'GV0001', kind: 'person', name: 'Nguyễn Thị Hoà', organisation: 'Trường Tiểu học Minh Hoạ A', title: 'Giáo viên', key: 'ec-p256' },
    { id: 'HT0001', kind: 'person', name: 'Trần Văn Đức', organisation: 'Trường Tiểu học Minh Hoạ A', title: 'Hiệu trưởng', identifier: '000123456789', key: 'rsa-2048' },
    { id: '22205411', kind: 'organisation', name: 'Trường Tiểu học Minh Hoạ A', organisation: 'Uỷ ban nhân dân', key: 'rsa-2048' },
  ] });
});

const read = (der: Uint8Array): Certificate => unwrap(parseCertificate(der));
const all = () => [pki.root, pki.issuing, pki.tsaAuthority, pki.tsa.certificate, ...[...pki.holders.values()].map(({ certificate }) => certificate)];
const judge = async (id: string, at = AT, listed = at) => validatePath({ certificate: pki.credential(id).certificate, ...await pki.trust(listed), at, purpose: 'documentSigning' }, nodePrimitives);

describe('the trial hierarchy', () => {
  test.each<readonly [string, () => Uint8Array, string, string]>([
    ['root', () => pki.root, '2020-01-01T00:00:00+07:00', '2045-12-31T23:59:59+07:00'],
    ['issuing authority', () => pki.issuing, '2022-01-01T00:00:00+07:00', '2037-12-31T23:59:59+07:00'],
    ['time-stamping', () => pki.tsa.certificate, '2023-01-01T00:00:00+07:00', '2034-12-31T23:59:59+07:00'],
    ['people', () => pki.credential('GV0001').certificate, '2023-09-01T00:00:00+07:00', '2028-08-31T23:59:59+07:00'],
  ])('validity of %s', (_, der, from, to) => {
    const { notBefore, notAfter } = read(der());
    expect([Instant.toIso(notBefore), Instant.toIso(notAfter)]).toEqual([from, to]);
  });

  test('everybody’s path is accepted from the first to the last day', async () => {
    for (const id of pki.holders.keys()) {
      for (const at of [day('2023-09-01T00:00:00+07:00'), AT, day('2028-08-31T23:59:59+07:00')]) expect(await judge(id, at)).toMatchObject({ verdict: 'PASSED' });
      expect((await judge(id, day('2023-08-31T23:59:59+07:00'))).reason).toBe('not-yet-valid');
      expect((await judge(id, day('2028-09-01T00:00:00+07:00'))).reason).toBe('expired');
    }
  });

  test('profile of a person and of an organisation', () => {
    const person = read(pki.credential('GV0001').certificate), head = read(pki.credential('HT0001').certificate), seal = read(pki.credential('22205411').certificate);
    expect(displayName(person.subject)).toBe('Nguyễn Thị Hoà');
    expect(valuesOf(person.subject, '0.9.2342.19200300.100.1.1')[0]).toMatch(/^CCCD:000\d{9}$/);
    expect(valuesOf(head.subject, '0.9.2342.19200300.100.1.1')).toEqual(['CCCD:000123456789']);
    expect(valuesOf(seal.subject, '0.9.2342.19200300.100.1.1')[0]).toMatch(/^MST:000\d{9}$/);
    expect(person.publicKey).toMatchObject({ kind: 'ec', curve: 'P-256' });
    expect(seal.publicKey).toMatchObject({ kind: 'rsa', bits: 2048 });
    for (const certificate of [person, head, seal]) {
      expect([...certificate.keyUsage!]).toEqual([0, 1]);
      expect(certificate.keyPurposes).toEqual(['1.3.6.1.5.5.7.3.4', '1.3.6.1.5.5.7.3.2']);
      expect(certificate.basicConstraints).toEqual({ ca: false, pathLength: undefined });
      expect(certificate.crlDistributionPoints[0]?.name?.fullName).toEqual([{ kind: 'uri', text: 'http://crl.hoc-ba-so.invalid/issuing.crl' }]);
      expect(toHex(certificate.authorityKeyIdentifier!.keyIdentifier!)).toBe(toHex(read(pki.issuing).subjectKeyIdentifier!));
    }
  });

  test('every certificate says that it is for trials', () => {
    for (const der of all()) expect(isTestCertificate(read(der))).toBe(true);
  });

  test('our reader and the one of Node read the same', () => {
    for (const der of all()) {
      const ours = read(der), theirs = new X509Certificate(der);
      expect(ours.serialHex).toBe(theirs.serialNumber.toLowerCase());
      expect([ours.notBefore, ours.notAfter]).toEqual([theirs.validFromDate.getTime(), theirs.validToDate.getTime()]);
      expect(toHex(ours.publicKey.spki)).toBe(theirs.publicKey.export({ type: 'spki', format: 'der' }).toString('hex'));
      expect(ours.basicConstraints?.ca).toBe(theirs.ca);
      for (const text of [displayName(ours.subject)]) expect(theirs.subject).toContain(`CN=${text}`);
    }
  });

  test('a revocation shows on the lists from its day on', async () => {
    const { certificate } = await pki.issue({ id: 'GV0009', kind: 'person', name: 'Lê Văn Nghỉ', organisation: 'Trường', key: 'ec-p256' });
    pki.revoke(certificate, day('2024-06-10T00:00:00+07:00'), 'affiliationChanged');
    expect((await judge('GV0009', AT)).verdict).toBe('PASSED');
    expect((await judge('GV0009', day('2024-06-11T00:00:00+07:00')))).toMatchObject({ verdict: 'FAILED', reason: 'revoked' });
    const later = day('2024-08-26T00:00:00+07:00');
    const before = validatePath({ certificate, ...await pki.trust(later), at: AT, validationTime: later, purpose: 'documentSigning' }, nodePrimitives);
    expect(before).toMatchObject({ verdict: 'PASSED', revocation: [{ kind: 'revoked-later', reason: 'affiliationChanged' }, { kind: 'good' }] });
  });

  test('one list per authority, with the dates asked for', async () => {
    const crls = await pki.makeCrls(day('2024-08-26T00:00:00+07:00'), day('2024-09-30T00:00:00+07:00'));
    expect(crls.map(({ name }) => name)).toEqual(['root', 'issuing', 'tsa']);
    for (const { der } of crls) expect(unwrap(parseCrl(der))).toMatchObject({ thisUpdate: day('2024-08-26T00:00:00+07:00'), nextUpdate: day('2024-09-30T00:00:00+07:00') });
  });

  test('only our own certificates are revoked', () => {
    expect(() => pki.revoke(Uint8Array.of(1), AT, 'superseded')).toThrow();
  });
});

describe('the hierarchy is kept', () => {
  test('saved and loaded it is the same, and still signs, issues and revokes', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'hocba-pki-'));
    try {
      expect(await loadDemoPki(folder)).toBeUndefined();
      await saveDemoPki(pki, folder);
      const again = (await loadDemoPki(folder))!;
      expect(toHex(again.root)).toBe(toHex(pki.root));
      expect([...again.holders.keys()]).toEqual([...pki.holders.keys()]);
      const [signature] = await again.signer('GV0001').sign([{ data: utf8('x'), digest: nodePrimitives.digest('sha256', utf8('x')) }]);
      expect(nodePrimitives.verify('ecdsa-sha256', read(pki.credential('GV0001').certificate).publicKey.spki, utf8('x'), unwrap(signature!))).toBe(true);
      await saveDemoPki(again, folder);
      const renewed = await again.issue({ id: 'GV0001', kind: 'person', name: 'Nguyễn Thị Hoà', organisation: 'Trường', key: 'ec-p256' });
      await saveDemoPki(again, folder);
      const third = (await loadDemoPki(folder))!;
      expect(toHex(third.credential('GV0001').certificate)).toBe(toHex(renewed.certificate));
      expect(toHex(third.credential('GV0001').pkcs8)).toBe(toHex(renewed.pkcs8));
      const late = await again.issue({ id: 'GV0010', kind: 'person', name: 'Phạm Mới', organisation: 'Trường', key: 'ec-p256' });
      expect(validatePath({ certificate: late.certificate, ...await pki.trust(AT), at: AT, purpose: 'documentSigning' }, nodePrimitives).verdict).toBe('PASSED');
      expect(again.state().authorities.issuing.revocations).toEqual(pki.state().authorities.issuing.revocations);
      for (const file of await readdir(folder)) if (file.endsWith('.p8')) expect(await readFile(join(folder, file), 'utf8')).toContain('ENCRYPTED');
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe.runIf(hasOpenssl)('openssl agrees', () => {
  test('about every path', async () => {
    const trust = await pki.trust(AT);
    for (const { certificate } of pki.holders.values()) expect(opensslVerify({ certificate, ...trust, at: AT })).toMatchObject({ accepted: true });
    expect(opensslVerify({ certificate: pki.tsa.certificate, ...trust, at: AT, args: ['-purpose', 'timestampsign'] })).toMatchObject({ accepted: true });
  });
  test('about every list', async () => {
    for (const { name, der } of await pki.makeCrls(AT)) {
      const issuer = { root: pki.root, issuing: pki.issuing, tsa: pki.tsaAuthority }[name];
      expect(openssl(['crl', '-in', 'list.pem', '-CAfile', 'ca.pem', '-noout'], { 'list.pem': toPem('X509 CRL', der), 'ca.pem': toPem('CERTIFICATE', issuer) }).output).toContain('verify OK');
    }
  });
});
