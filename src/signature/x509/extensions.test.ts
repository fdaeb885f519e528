import { describe, expect, test } from 'vitest';
import { unwrap, utf8 } from '#kernel';
import { certificateOf, extension, name } from '../../../test/builders/certificate-parts.ts';
import { decodeDer, der } from '../der/index.ts';
import { parseCertificate, type Certificate } from './certificate.ts';
import { generalNameKey, readGeneralName } from './general-name.ts';

const read = (oid: string, value: Uint8Array) => parseCertificate(certificateOf({ extensions: [extension(oid, value, false)] }));
const NULL = der.nullValue(), OTHER = der.sequence(NULL, NULL);
const email = der.implicit(1, utf8('a@b.vn')), dns = der.implicit(2, utf8('b.vn')), uri = der.implicit(6, utf8('http://b.vn/')), ip = der.implicit(7, Uint8Array.of(10, 0, 0, 1)), registered = der.implicit(8, Uint8Array.of(0x2a, 3));
const directory = der.explicit(4, name(['2.5.4.3', der.utf8String('Khác')])), otherName = der.encode(0xa0, der.oid('1.2.3'), der.explicit(0, der.utf8String('x'))), x400 = der.encode(0xa3, NULL), edi = der.encode(0xa5, NULL);
const P1 = der.oid('1.2.3.4'), P2 = der.oid('1.2.3.5');
const list = (length: number, one: Uint8Array) => der.sequence(...Array.from({ length }, () => one));

/** Each value by itself in a certificate: the field it is found in, and what is read. */
type Read = readonly [title: string, oid: string, value: Uint8Array, field: keyof Certificate, expected: unknown];
const EXTENSIONS: readonly Read[] = [
  ['basic constraints: nothing said is no authority', '2.5.29.19', der.sequence(), 'basicConstraints', { ca: false, pathLength: undefined }],
  ['basic constraints: an authority', '2.5.29.19', der.sequence(der.boolean(true)), 'basicConstraints', { ca: true, pathLength: undefined }],
  ['basic constraints: and how many below it', '2.5.29.19', der.sequence(der.boolean(true), der.integer(3)), 'basicConstraints', { ca: true, pathLength: 3 }],
  ['key usage', '2.5.29.15', Uint8Array.of(3, 2, 1, 6), 'keyUsage', new Set([5, 6])],
  ['key purposes', '2.5.29.37', der.sequence(P1, P2), 'keyPurposes', ['1.2.3.4', '1.2.3.5']],
  ['the key’s own identifier', '2.5.29.14', der.octetString(Uint8Array.of(1, 2)), 'subjectKeyIdentifier', Uint8Array.of(1, 2)],
  ['the authority’s key: identifier', '2.5.29.35', der.sequence(der.implicit(0, Uint8Array.of(1, 2))), 'authorityKeyIdentifier', { keyIdentifier: Uint8Array.of(1, 2) }],
  ['the authority’s key: issuer and serial number', '2.5.29.35', der.sequence(der.encode(0xa1, dns), der.implicit(2, Uint8Array.of(7))), 'authorityKeyIdentifier', { issuer: [{ kind: 'dns', text: 'b.vn' }], serial: Uint8Array.of(7) }],
  ['the authority’s key: nothing said', '2.5.29.35', der.sequence(), 'authorityKeyIdentifier', {}],
  ['permitted names', '2.5.29.30', der.sequence(der.explicit(0, der.sequence(dns), der.sequence(email))), 'nameConstraints', { permitted: [{ kind: 'dns', text: 'b.vn' }, { kind: 'email', text: 'a@b.vn' }], excluded: [] }],
  ['excluded names', '2.5.29.30', der.sequence(der.explicit(1, der.sequence(dns))), 'nameConstraints', { permitted: [], excluded: [{ kind: 'dns', text: 'b.vn' }] }],
  ['a subtree whose minimum of 0 is written out', '2.5.29.30', der.sequence(der.explicit(1, der.sequence(dns, der.implicit(0, Uint8Array.of(0))))), 'nameConstraints', { permitted: [], excluded: [{ kind: 'dns', text: 'b.vn' }] }],
  ['policies, qualifiers passed over', '2.5.29.32', der.sequence(der.sequence(P1, OTHER), der.sequence(P2)), 'policies', ['1.2.3.4', '1.2.3.5']],
  ['mappings', '2.5.29.33', der.sequence(der.sequence(P1, P2)), 'policyMappings', [{ issuer: '1.2.3.4', subject: '1.2.3.5' }]],
  ['policy constraints', '2.5.29.36', der.sequence(der.implicit(0, Uint8Array.of(2)), der.implicit(1, Uint8Array.of(1))), 'policyConstraints', { requireExplicitPolicy: 2, inhibitPolicyMapping: 1 }],
  ['policy constraints: one of two', '2.5.29.36', der.sequence(der.implicit(1, Uint8Array.of(1))), 'policyConstraints', { inhibitPolicyMapping: 1 }],
  ['any-policy inhibited', '2.5.29.54', der.integer(4), 'inhibitAnyPolicy', 4],
  ['distribution points: by names', '2.5.29.31', der.sequence(der.sequence(der.explicit(0, der.encode(0xa0, uri, dns)))), 'crlDistributionPoints', [{ name: { fullName: [{ kind: 'uri', text: 'http://b.vn/' }, { kind: 'dns', text: 'b.vn' }] } }]],
  ['distribution points: by a part of a name', '2.5.29.31', der.sequence(der.sequence(der.explicit(0, der.encode(0xa1, der.sequence(der.oid('2.5.4.11'), der.utf8String('phần')))))), 'crlDistributionPoints', [{ name: { relativeName: [{ oid: '2.5.4.11', text: 'phần' }] } }]],
  ['distribution points: reasons and issuer', '2.5.29.31', der.sequence(der.sequence(der.implicit(1, Uint8Array.of(5, 0x60)), der.encode(0xa2, dns)), der.sequence()), 'crlDistributionPoints', [{ reasons: new Set([1, 2]), crlIssuer: [{ kind: 'dns', text: 'b.vn' }] }, {}]],
  ['access to the authority', '1.3.6.1.5.5.7.1.1', der.sequence(der.sequence(der.oid('1.3.6.1.5.5.7.48.1'), uri)), 'authorityInfoAccess', [{ method: '1.3.6.1.5.5.7.48.1', location: { kind: 'uri', text: 'http://b.vn/' } }]],
  ['alternative names of every form', '2.5.29.17', der.sequence(otherName, email, dns, x400, directory, edi, uri, ip, registered), 'subjectAltNames', [
    { kind: 'other', tag: 0, der: otherName }, { kind: 'email', text: 'a@b.vn' }, { kind: 'dns', text: 'b.vn' }, { kind: 'other', tag: 3, der: x400 }, { kind: 'directory', name: expect.objectContaining({ relativeNames: [[{ oid: '2.5.4.3', text: 'Khác' }]] }) },
    { kind: 'other', tag: 5, der: edi }, { kind: 'uri', text: 'http://b.vn/' }, { kind: 'ip', bytes: Uint8Array.of(10, 0, 0, 1) }, { kind: 'registeredId', oid: '1.2.3' },
  ]],
];

describe('extensions of RFC 5280 §4.2', () => {
  test.each(EXTENSIONS)('%s', (_, oid, value, field, expected) => expect(unwrap(read(oid, value))[field]).toEqual(expected));
  test('none of them is there unless it is written', () => {
    const bare = unwrap(parseCertificate(certificateOf({ extensions: null })));
    expect(['basicConstraints', 'keyUsage', 'keyPurposes', 'subjectKeyIdentifier', 'authorityKeyIdentifier', 'nameConstraints', 'policies', 'policyMappings', 'policyConstraints', 'inhibitAnyPolicy'].filter((field) => bare[field as keyof Certificate] !== undefined)).toEqual([]);
    expect([bare.crlDistributionPoints, bare.subjectAltNames, bare.authorityInfoAccess, bare.unknownCritical]).toEqual([[], [], [], []]);
  });

  const TOO_MANY = 1_025;
  test.each<readonly [string, string, Uint8Array]>([
    ['basic constraints of three members', '2.5.29.19', der.sequence(der.boolean(true), der.integer(1), NULL)], ['basic constraints in another order', '2.5.29.19', der.sequence(der.integer(1), der.boolean(true))], ['no key purpose', '2.5.29.37', der.sequence()], ['more key purposes than anybody has', '2.5.29.37', list(TOO_MANY, P1)],
    ['a key identifier in bits', '2.5.29.14', der.bitString(Uint8Array.of(1))], ['an authority key of another kind', '2.5.29.35', der.sequence(der.implicit(3, Uint8Array.of(1)))], ['an authority key without its issuer’s names', '2.5.29.35', der.sequence(der.encode(0xa1))],
    ['name constraints with something behind', '2.5.29.30', der.sequence(der.explicit(0, der.sequence(dns)), NULL)], ['no permitted name', '2.5.29.30', der.sequence(der.explicit(0))], ['a subtree with a maximum', '2.5.29.30', der.sequence(der.explicit(0, der.sequence(dns, der.implicit(1, Uint8Array.of(0)))))],
    ['no policy', '2.5.29.32', der.sequence()], ['a policy without identifier', '2.5.29.32', der.sequence(der.sequence())], ['no mapping', '2.5.29.33', der.sequence()], ['a mapping of three', '2.5.29.33', der.sequence(der.sequence(P1, P2, P2))], ['a mapping of one', '2.5.29.33', der.sequence(der.sequence(P1))],
    ['policy constraints with something behind', '2.5.29.36', der.sequence(der.implicit(0, Uint8Array.of(2)), NULL)], ['a negative number of certificates', '2.5.29.36', der.sequence(der.implicit(0, Uint8Array.of(0xff)))], ['any-policy inhibited for less than none', '2.5.29.54', Uint8Array.of(2, 1, 0xff)],
    ['no distribution point', '2.5.29.31', der.sequence()], ['a distribution point with something behind', '2.5.29.31', der.sequence(der.sequence(NULL))], ['a point by two names', '2.5.29.31', der.sequence(der.sequence(der.explicit(0, der.encode(0xa0, uri), der.encode(0xa0, uri))))], ['a point by an unknown kind of name', '2.5.29.31', der.sequence(der.sequence(der.explicit(0, der.encode(0xa2, uri))))],
    ['a point without a name', '2.5.29.31', der.sequence(der.sequence(der.explicit(0, der.encode(0xa0))))], ['a point by an empty part of a name', '2.5.29.31', der.sequence(der.sequence(der.explicit(0, der.encode(0xa1))))], ['access to nothing', '1.3.6.1.5.5.7.1.1', der.sequence()], ['access of three members', '1.3.6.1.5.5.7.1.1', der.sequence(der.sequence(P1, uri, NULL))],
    ['no alternative name', '2.5.29.17', der.sequence()], ['more alternative names than anybody has', '2.5.29.17', list(TOO_MANY, dns)], ['a mail address in parts', '2.5.29.17', der.sequence(der.encode(0xa1, der.utf8String('a')))], ['a mail address beyond ASCII', '2.5.29.17', der.sequence(der.implicit(1, utf8('hoà@b.vn')))], ['a name that is no name', '2.5.29.17', der.sequence(P1)], ['two directory names in one', '2.5.29.17', der.sequence(der.explicit(4, name(), name()))],
  ])('refused: %s', (_, oid, value) => expect(read(oid, value)).toMatchObject({ ok: false, error: { code: 'der/malformed' } }));
  test.each([['as many key purposes as are allowed', '2.5.29.37', list(TOO_MANY - 1, P1), 'keyPurposes'], ['as many alternative names', '2.5.29.17', list(TOO_MANY - 1, dns), 'subjectAltNames']] as const)('%s', (_, oid, value, field) => expect(unwrap(read(oid, value))[field]).toHaveLength(TOO_MANY - 1));

  const numbered = (count: number) => Array.from({ length: count }, (_, i) => extension(`1.2.3.${i}`, NULL, i % 2 === 0));
  test('64 extensions and no more, and which critical ones nobody here knows', () => {
    expect(parseCertificate(certificateOf({ extensions: numbered(65) })).ok).toBe(false);
    expect(unwrap(parseCertificate(certificateOf({ extensions: numbered(64) }))).unknownCritical).toHaveLength(32);
  });
  test.each(['2.5.29.15', '2.5.29.17', '2.5.29.18', '2.5.29.19', '2.5.29.30', '2.5.29.31', '2.5.29.32', '2.5.29.33', '2.5.29.36', '2.5.29.54', '2.5.29.37', '2.5.29.35', '2.5.29.14'])('critical, and processed: %s', (oid) => {
    const [, , value = der.sequence(dns)] = EXTENSIONS.find(([, other]) => other === oid) ?? [];
    expect(unwrap(parseCertificate(certificateOf({ extensions: [extension(oid, value)] }))).unknownCritical).toEqual([]);
  });
});

test('two general names are the same when form and content are', () => {
  const names = [email, dns, uri, ip, directory, registered, otherName, x400, edi, der.implicit(2, utf8('a@b.vn')), der.implicit(7, Uint8Array.of(10, 0, 0, 11)), der.implicit(8, Uint8Array.of(0x2a, 4)), der.encode(0xa3, OTHER)];
  const keys = names.map((encoded) => generalNameKey(unwrap(decodeDer(encoded, readGeneralName))));
  expect(new Set(keys).size).toBe(names.length);
  expect(names.map((encoded) => generalNameKey(unwrap(decodeDer(encoded.slice(), readGeneralName))))).toEqual(keys);
});
