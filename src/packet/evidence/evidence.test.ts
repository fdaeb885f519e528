import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Sha256Hex, VersionId } from '#domain';
import { fromUtf8, Instant, unwrap, utf8 } from '#kernel';
import { type EvidenceFile, readEvidence, writeEvidence } from '#packet';
import { readXml } from '#xml';

const hex = (length: number) => fc.uint8Array({ minLength: length, maxLength: length }).map((bytes) => Buffer.from(bytes).toString('hex'));
const anySha = hex(32) as fc.Arbitrary<Sha256Hex>;
const anyAt = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2060, 0) }).map(Instant.of);
const anyOctets = fc.uint8Array({ minLength: 1, maxLength: 80 });
const anyRenewal = fc.record({ origin: fc.constant('hoc-ba-so/22'), treeSize: fc.integer({ min: 1001, max: 5000 }), root: anySha, previous: anySha, token: anyOctets }, { requiredKeys: ['origin', 'treeSize', 'root', 'token'] });
const anyEvidence: fc.Arbitrary<EvidenceFile> = fc.record({
  sha256: anySha, at: anyAt, certificates: fc.array(anyOctets, { maxLength: 4 }), crls: fc.array(anyOctets, { maxLength: 4 }), ocsps: fc.array(anyOctets, { maxLength: 4 }),
  renewed: fc.record({
    versionId: fc.constant('a3d1e0c47b2f4e59b8c60d9f1e2a7b33' as VersionId), event: fc.constantFrom('admitted', 'withdrawn', 'replaced', 'finalized'), at: anyAt, index: fc.nat(1000), salt: hex(16),
    path: fc.array(anySha, { maxLength: 12 }), renewals: fc.array(anyRenewal, { minLength: 1, maxLength: 4 }),
  }),
}, { requiredKeys: ['sha256', 'at', 'certificates', 'crls', 'ocsps'] });

const read = (text: string) => {
  const document = readXml(utf8(text));
  return document.ok ? readEvidence(document.value) : document;
};
const SAMPLE: EvidenceFile = {
  sha256: 'ab'.repeat(32) as Sha256Hex, at: Instant.of(Date.UTC(2024, 5, 1)), certificates: [utf8('c')], crls: [utf8('l')], ocsps: [utf8('o')],
  renewed: { versionId: 'a3d1e0c47b2f4e59b8c60d9f1e2a7b33' as VersionId, event: 'finalized', at: Instant.of(Date.UTC(2024, 5, 1)), index: 3, salt: '0f'.repeat(16), path: [], renewals: [{ origin: 'hoc-ba-so/22', treeSize: 4, root: 'cd'.repeat(32) as Sha256Hex, token: utf8('t') }] },
};

describe('the evidence file', () => {
  test('is read back as it was written', () => {
    fc.assert(fc.property(anyEvidence, (value) => {
      expect(unwrap(readEvidence(unwrap(readXml(unwrap(writeEvidence(value))))))).toEqual(value);
    }));
  });

  test('one changed octet gives the same kind of value or a named refusal, never a fault', () => {
    const bytes = unwrap(writeEvidence(SAMPLE));
    fc.assert(fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, mask) => {
      const changed = Uint8Array.from(bytes);
      changed[at]! ^= mask;
      const document = readXml(changed);
      if (document.ok) expect(readEvidence(document.value)).toHaveProperty('ok');
    }));
  });

  test.each<readonly [string, string | RegExp, string, string]>([
    ['another namespace', 'urn:vn:edu:hoc-ba-so:1', 'urn:vn:edu:hoc-ba-so:2', 'form/version'],
    ['another version', 'PhienBan="1.0"', 'PhienBan="2.0"', 'form/version'],
    ['an element nobody knows', '<CRL>', '<LA></LA><CRL>', 'form/structure'],
    ['an attribute nobody knows', '<CRL>', '<CRL La="1">', 'form/structure'],
    ['no digest', /<BAM_SHA256>.*?<\/BAM_SHA256>/, '', 'form/structure'],
    ['a digest too short', /<BAM_SHA256>.*?</, '<BAM_SHA256>AAAA<', 'form/value'],
    ['a list that is not base64', '<CRL>', '<CRL>*', 'form/value'],
    ['an empty token', /<DAU_THOI_GIAN>.*?</, '<DAU_THOI_GIAN><', 'form/value'],
    ['a leaf outside the tree', '<KICH_THUOC>4', '<KICH_THUOC>3', 'form/mismatch'],
    ['no renewal at all', /<GIA_HAN>.*<\/GIA_HAN>/, '', 'form/structure'],
    ['a comment', '<CRL>', '<!-- --><CRL>', 'form/foreign-content'],
    ['a certificate too large', /<CHUNG_THU_SO>.*?</, `<CHUNG_THU_SO>${'AAAA'.repeat(22_000)}<`, 'form/value'],
    ['too many lists', /<CRL>.*?<\/CRL>/, '<CRL>AAAA</CRL>'.repeat(65), 'form/structure'],
  ])('%s is refused', (_, from, to, code) => {
    const text = unwrap(fromUtf8(unwrap(writeEvidence(SAMPLE))));
    const changed = text.replace(from, to);
    expect(changed).not.toBe(text);
    const answer = read(changed);
    expect(answer.ok ? 'read' : answer.error.code).toContain(code);
  });
});
