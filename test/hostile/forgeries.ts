import 'reflect-metadata';
import { X509Certificate } from '@peculiar/x509';
import { toBase64, utf8 } from '#kernel';
import { packetSlots } from '#packet';
import { type Signer, softSigner } from '#signature/signers';
import { toSigningKeys } from '../../src/apps/demo/pki/keys.ts';
import { type Actor, authorityExtensions, makeActor, signerExtensions } from '../actors/authority.ts';
import { hocBa } from '../builders/hoc-ba.ts';
import { type HostileRoom, textOf } from './room.ts';

/**
 * What must come of a forgery: the sub-indication in `hbs-1` and under the general policy, and whether the mathematics alone are intact. `passed` is said only
 * where the general policy does not ask the question (who may sign in which role).
 */
export interface Outcome { readonly packet: string; readonly general: string; readonly intact: boolean }
type Change = (signature: string) => string;
export type Forgery = readonly [name: string, forge: (room: HostileRoom) => string | Promise<string>, outcome: Outcome];

export const signatureOf = (text: string, id: string): string => new RegExp(`<ds:Signature [^>]*Id="${id}">.*?</ds:Signature>`, 's').exec(text)![0];
export const within = (text: string, id: string, change: (signature: string) => string): string => text.replace(signatureOf(text, id), (whole) => change(whole));
const valueOf = (bytes: Uint8Array) => (signature: string): string => signature.replace(/(<ds:SignatureValue [^>]*>)[^<]*/, (_, tag: string) => tag + toBase64(bytes));
/** References the general policy follows; what they lead to is not what was signed. */
const UNDERSTOOD: Readonly<Record<string, string>> = { '': 'HASH_FAILURE', '#thongtinhocba': 'HASH_FAILURE', '#xpointer(/)': 'HASH_FAILURE', "#xpointer(id('data'))": 'SIG_CRYPTO_FAILURE' };

const broken = (packet: string, general = packet): Outcome => ({ packet, general, intact: false });
const subjectOf = (der: Uint8Array): string => new X509Certificate(Uint8Array.from(der)).subject;

/** Takes the seal off and puts on another one, made by `signer` as the product would make it. */
export async function resealed(room: HostileRoom, signer: Signer, packet = room.packet): Promise<string> {
  const text = textOf(packet);
  return textOf(await room.sign(utf8(text.replace(signatureOf(text, 'sig-phathanh'), '')), packetSlots(hocBa()).orgSignature, signer));
}

const TEACHER = 'sig-gvcn', HEAD = 'sig-cbql', SEAL = 'sig-phathanh';
const RSA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256', EC256 = 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256';
const method = (uri: string) => (signature: string): string => signature.replace(/(<ds:SignatureMethod Algorithm=")[^"]*/, (_, tag: string) => tag + uri);
const zeros = (length: number) => new Uint8Array(length);
const order = Buffer.from('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551', 'hex');

const CRYPTO_CONFUSION: readonly Forgery[] = (([
  ['ECDSA r = s = 0 (CVE-2022-21449)', TEACHER, valueOf(zeros(64))],
  ['ECDSA r = s = the order of the curve', TEACHER, valueOf(Uint8Array.from([...order, ...order]))],
  ['ECDSA r = 1, s = 0', TEACHER, valueOf(Uint8Array.from([...zeros(31), 1, ...zeros(32)]))],
  ['ECDSA as DER instead of r and s', TEACHER, valueOf(Uint8Array.from([0x30, 6, 2, 1, 1, 2, 1, 1]))],
  ['ECDSA value of one octet', TEACHER, valueOf(Uint8Array.of(0))],
  ['ECDSA value of a megabyte', TEACHER, valueOf(zeros(1 << 20))],
  ['RSA value 0', HEAD, valueOf(zeros(256))],
  ['RSA value 1', HEAD, valueOf(Uint8Array.from([...zeros(255), 1]))],
  ['RSA value all ones, above the modulus', HEAD, valueOf(new Uint8Array(256).fill(0xff))],
  ['RSA value of a megabyte', HEAD, valueOf(new Uint8Array(1 << 20).fill(7))],
  ['an RSA signature said to be ECDSA', HEAD, method(EC256)],
  ['an ECDSA signature said to be RSA', TEACHER, method(RSA256)],
  ['PKCS#1 said to be PSS', HEAD, method('http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1')],
  ['SHA-512 instead of SHA-256', HEAD, method('http://www.w3.org/2001/04/xmldsig-more#rsa-sha512')],
]) satisfies readonly (readonly [string, string, Change])[]).map(([name, id, change]) => [name, ({ packet }) => within(textOf(packet), id, change), broken('SIG_CRYPTO_FAILURE')]);

const REFUSED_ALGORITHMS: readonly Forgery[] = [
  ...['http://www.w3.org/2000/09/xmldsig#hmac-sha1', 'http://www.w3.org/2001/04/xmldsig-more#hmac-sha256', 'http://www.w3.org/2000/09/xmldsig#rsa-sha1', 'http://www.w3.org/2000/09/xmldsig#dsa-sha1', 'http://www.w3.org/2001/04/xmldsig-more#rsa-md5', '', 'none', `${RSA256} `, RSA256.toUpperCase()]
    .map((uri): Forgery => [`signature method “${uri}”`, ({ packet }) => within(textOf(packet), SEAL, method(uri)), broken('CRYPTO_CONSTRAINTS_FAILURE')]),
  ...['http://www.w3.org/2000/09/xmldsig#sha1', 'http://www.w3.org/2001/04/xmldsig-more#md5', ''].map((uri): Forgery => [`digest method “${uri}”`, ({ packet }) => within(textOf(packet), SEAL, (t) => t.replace('http://www.w3.org/2001/04/xmlenc#sha256', uri)), broken('CRYPTO_CONSTRAINTS_FAILURE')]),
];

/** Nothing outside the document is ever fetched; what a program would fetch is refused as it stands. */
const REFERENCES: readonly Forgery[] = [
  ...['http://169.254.169.254/latest/meta-data/', 'file:///etc/passwd', 'https://crl.example/a.xml#data', 'ftp://a.example/', '//a.example/x', '#xpointer(/)', "#xpointer(id('data'))", '#element(/1/1)', '#', '#data#data', '#da%74a', ' #data', '#DATA', 'data', '#thongtinhocba', '']
    .map((uri): Forgery => [`reference to “${uri}”`, ({ packet }) => within(textOf(packet), SEAL, (t) => t.replace('URI="#data"', `URI="${uri}"`)), broken('FORMAT_FAILURE', UNDERSTOOD[uri] ?? 'FORMAT_FAILURE')]),
  ...['http://www.w3.org/TR/1999/REC-xslt-19991116', 'http://www.w3.org/TR/1999/REC-xpath-19991116', 'http://www.w3.org/2002/06/xmldsig-filter2', 'http://www.w3.org/2000/09/xmldsig#base64', 'http://www.w3.org/2002/07/decrypt#XML', '']
    .map((uri): Forgery => [`transform “${uri}”`, ({ packet }) => within(textOf(packet), SEAL, (t) => t.replace('<ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#">', `<ds:Transform Algorithm="${uri}">`)), broken('FORMAT_FAILURE')]),
  ['the enveloped transform', ({ packet }) => within(textOf(packet), SEAL, (t) => t.replace('<ds:Transforms>', '<ds:Transforms><ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"></ds:Transform>')), broken('FORMAT_FAILURE', 'SIG_CRYPTO_FAILURE')],
  ['a RetrievalMethod in KeyInfo', ({ packet }) => within(textOf(packet), SEAL, (t) => t.replace('<ds:KeyInfo>', '<ds:KeyInfo><ds:RetrievalMethod URI="http://169.254.169.254/" Type="http://www.w3.org/2000/09/xmldsig#rawX509Certificate"></ds:RetrievalMethod>')), { packet: 'FORMAT_FAILURE', general: 'passed', intact: true }],
  ['a KeyName in KeyInfo', ({ packet }) => within(textOf(packet), SEAL, (t) => t.replace('<ds:KeyInfo>', '<ds:KeyInfo><ds:KeyName>Điểm 10</ds:KeyName>')), { packet: 'FORMAT_FAILURE', general: 'passed', intact: true }],
  ['a Manifest instead of the data', ({ packet }) => within(textOf(packet), SEAL, (t) => t.replace('URI="#data"', 'Type="http://www.w3.org/2000/09/xmldsig#Manifest" URI="#data"')), broken('FORMAT_FAILURE', 'SIG_CRYPTO_FAILURE')],
];

const TRANSPLANTS: readonly Forgery[] = (['otherPupil', 'otherVersion'] as const).flatMap((donor): Forgery[] => [
  ...([[TEACHER, 'HASH_FAILURE'], [HEAD, 'HASH_FAILURE'], [SEAL, 'HASH_FAILURE']] as const).map(([id, sub]): Forgery => [`${id} of ${donor}`, (room) => within(textOf(room.packet), id, () => signatureOf(textOf(room[donor]), id)), broken(sub)]),
  [`everything the school issued of ${donor}`, (room) => textOf(room.packet).replace(/<PHAT_HANH_HOC_BA>.*/, () => /<PHAT_HANH_HOC_BA>.*/.exec(textOf(room[donor]))![0]), broken('HASH_FAILURE')],
  [`the record of ${donor}`, (room) => textOf(room.packet).replace(/<THONG_TIN_HOC_BA .*<\/THONG_TIN_HOC_BA>/, () => /<THONG_TIN_HOC_BA .*<\/THONG_TIN_HOC_BA>/.exec(textOf(room[donor]))![0]), broken('HASH_FAILURE')],
  [`one subject of ${donor}`, (room) => textOf(room.packet).replace(/<DIEM_TONG_KET Id="diem-1">.*?<\/DIEM_TONG_KET>/, () => /<DIEM_TONG_KET Id="diem-1">.*?<\/DIEM_TONG_KET>/.exec(textOf(room[donor]))![0]), broken('FORMAT_FAILURE', 'HASH_FAILURE')],
  [`the seal’s token of ${donor}`, (room) => within(textOf(room.packet), SEAL, (t) => t.replace(/(<xades:EncapsulatedTimeStamp>)[^<]*/, () => /<xades:EncapsulatedTimeStamp>[^<]*/.exec(signatureOf(textOf(room[donor]), SEAL))![0])), { packet: 'HASH_FAILURE', general: 'HASH_FAILURE', intact: true }],
]);

/** Somebody else’s key under a name that looks right. The data is genuine; who vouches for it is not. */
const LOOK_ALIKES: readonly Forgery[] = [
  ['a seal under authorities of the same names with other keys', async (room) => {
    const root = await makeActor({ subject: subjectOf(room.pki.root), extensions: authorityExtensions(1), from: '2020-01-01', to: '2045-01-01' });
    const issuing = await makeActor({ subject: subjectOf(room.pki.issuing), issuer: root, extensions: authorityExtensions(0) });
    const actor = await makeActor({ subject: subjectOf(room.pki.credential('22205411').certificate), issuer: issuing, extensions: signerExtensions, key: 'rsa-2048' });
    return resealed(room, softSigner(actor.pkcs8, [actor.der, issuing.der, root.der]));
  }, { packet: 'SIG_CONSTRAINTS_FAILURE', general: 'NO_CERTIFICATE_CHAIN_FOUND', intact: true }],
  ['a seal that vouches for itself', async (room) => {
    const actor = await makeActor({ subject: subjectOf(room.pki.credential('22205411').certificate), extensions: signerExtensions, key: 'rsa-2048' });
    return resealed(room, softSigner(actor.pkcs8, [actor.der]));
  }, { packet: 'SIG_CONSTRAINTS_FAILURE', general: 'NO_CERTIFICATE_CHAIN_FOUND', intact: true }],
  ['a seal issued by a teacher’s certificate', async (room) => {
    const { certificate, pkcs8 } = room.pki.credential('GV0017');
    const issuer: Actor = { subject: subjectOf(certificate), der: certificate, pkcs8, keys: await toSigningKeys(pkcs8) };
    const actor = await makeActor({ subject: subjectOf(room.pki.credential('22205411').certificate), issuer, extensions: signerExtensions, key: 'rsa-2048' });
    return resealed(room, softSigner(actor.pkcs8, [actor.der, certificate, room.pki.issuing]));
  }, { packet: 'CHAIN_CONSTRAINTS_FAILURE', general: 'CHAIN_CONSTRAINTS_FAILURE', intact: true }],
  ['a seal of a stranger with a genuine certificate', (room) => resealed(room, room.pki.signer('stranger')), { packet: 'SIG_CONSTRAINTS_FAILURE', general: 'passed', intact: true }],
  ['a seal by the head of the school', (room) => resealed(room, room.pki.signer('GV0001')), { packet: 'SIG_CONSTRAINTS_FAILURE', general: 'passed', intact: true }],
  ['a seal by the time-stamping authority', (room) => resealed(room, softSigner(room.pki.tsa.pkcs8, room.pki.tsa.chain)), { packet: 'CHAIN_CONSTRAINTS_FAILURE', general: 'CHAIN_CONSTRAINTS_FAILURE', intact: true }],
  ['a bare key beside the certificate', ({ packet }) => within(textOf(packet), SEAL, (t) => t.replace(/<ds:X509Data>.*<\/ds:X509Data>/, '<ds:KeyValue><ds:RSAKeyValue><ds:Modulus>AQAB</ds:Modulus><ds:Exponent>AQAB</ds:Exponent></ds:RSAKeyValue></ds:KeyValue>')), { packet: 'NO_SIGNING_CERTIFICATE_FOUND', general: 'NO_SIGNING_CERTIFICATE_FOUND', intact: false }],
];

/** A certificate or token that is no DER, and documents that are no XML worth reading. */
const MALFORMED: readonly Forgery[] = [
  ...([['cut off', (der) => der.subarray(0, -1)], ['with an octet more', (der) => Uint8Array.from([...der, 0])], ['in indefinite length', (der) => Uint8Array.from([0x30, 0x80, ...der.subarray(4), 0, 0])], ['in a longer length than needed', (der) => Uint8Array.from([0x30, 0x83, 0, ...der.subarray(2)])], ['of one octet', () => Uint8Array.of(0x30)]] as readonly (readonly [string, (der: Uint8Array) => Uint8Array])[])
    .map(([name, change]): Forgery => [`the seal’s certificate ${name}`, ({ packet, pki }) => within(textOf(packet), SEAL, (t) => t.replace(toBase64(pki.credential('22205411').certificate), (whole) => toBase64(change(new Uint8Array(Buffer.from(whole, 'base64')))))), broken('FORMAT_FAILURE', 'SIG_CONSTRAINTS_FAILURE')]),
  ['the seal’s token cut off', ({ packet }) => within(textOf(packet), SEAL, (t) => t.replace(/(<xades:EncapsulatedTimeStamp>)([^<]*)/, (_, tag: string, token: string) => tag + toBase64(new Uint8Array(Buffer.from(token, 'base64')).subarray(0, -9)))), { packet: 'FORMAT_FAILURE', general: 'FORMAT_FAILURE', intact: true }],
  ...(['<!DOCTYPE HOC_BA>', '<!DOCTYPE HOC_BA SYSTEM "http://169.254.169.254/x.dtd">', '<!DOCTYPE HOC_BA [<!ENTITY x SYSTEM "file:///etc/passwd">]>', `<!DOCTYPE HOC_BA [<!ENTITY a "aaaaaaaaaa">${Array.from({ length: 9 }, (_, i) => `<!ENTITY a${i} "${`&a${i === 0 ? '' : i - 1};`.repeat(10)}">`).join('')}]>`, '<!DOCTYPE HOC_BA [<!ATTLIST DIEM_KTDK sua CDATA "10">]>'])
    .map((doctype): Forgery => [`${doctype.slice(0, 60)}`, ({ packet }) => textOf(packet).replace('<HOC_BA ', `${doctype}<HOC_BA `), broken('FORMAT_FAILURE')]),
  ['an entity nobody declared', ({ packet }) => textOf(packet).replace('<HO_TEN>', '<HO_TEN>&ten;'), broken('FORMAT_FAILURE')],
  ['UTF-16', ({ packet }) => textOf(packet).replace('encoding="UTF-8"', 'encoding="UTF-16"'), broken('FORMAT_FAILURE')],
  ['two documents one after the other', ({ packet, otherPupil }) => textOf(packet) + textOf(otherPupil).replace(/^<\?xml[^>]*>\s*/, ''), broken('FORMAT_FAILURE')],
];

export const FORGERIES: readonly Forgery[] = [...CRYPTO_CONFUSION, ...REFUSED_ALGORITHMS, ...REFERENCES, ...TRANSPLANTS, ...LOOK_ALIKES, ...MALFORMED];
