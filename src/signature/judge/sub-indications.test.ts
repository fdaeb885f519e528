import 'reflect-metadata';
import { ExtendedKeyUsageExtension, Extension } from '@peculiar/x509';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fromUtf8, type Instant, unwrap, utf8 } from '#kernel';
import { FINDINGS, gatherSlots, judgeSignatures, parseCertificate, PATH_REASONS, PDF_FINDINGS, TIMESTAMP_REASONS, worst, type JudgePolicy, type SlotLike, type SubIndication, type TrustMaterial, type Verdict } from '#signature';
import { nodePrimitives } from '#signature/node';
import { signSlots, softSigner, type Signer } from '#signature/signers';
import { childNamed, readXml } from '#xml';
import { authorityExtensions, instant, makeActor, makeCrl, signerExtensions, type Actor, type CertificateOrder } from '../../../test/actors/authority.ts';
import { JUDGED_AT, openSigningRoom, POLICY, type SigningRoom } from '../../../test/builders/signed-record.ts';
import { der } from '../der/index.ts';

const MESSAGE = '<GOI_TIN xmlns="urn:vn:edu:hoc-ba-so:1"><NOI_DUNG Id="goitin">nội dung</NOI_DUNG><KY_DON_VI></KY_DON_VI></GOI_TIN>';
const SEAL: SlotLike = { claimedRole: 'KY_DON_VI', signatureId: 'sig-donvi', path: '/GOI_TIN/KY_DON_VI', references: [{ id: 'goitin' }], slot: (d) => childNamed(d.root, 'KY_DON_VI') };
const SIGNED_AT = instant('2024-05-31T09:00:00Z');

let room: SigningRoom, root: Actor, issuing: Actor, signer: Actor, rootList: Uint8Array, list: Uint8Array;
beforeAll(async () => {
  room = await openSigningRoom();
  root = await makeActor({ subject: 'CN=Gốc', extensions: authorityExtensions() });
  issuing = await makeActor({ subject: 'CN=Cấp', issuer: root, extensions: authorityExtensions(0) });
  signer = await person({});
  [rootList, list] = await Promise.all([makeCrl(root), makeCrl(issuing)]);
});
afterAll(() => room.stop());

const person = (order: Partial<CertificateOrder>): Promise<Actor> => makeActor({ subject: 'CN=Cô Hoa', issuer: issuing, extensions: signerExtensions, ...order });
const revoking = (authority: Actor, who: Actor, at: string) => makeCrl(authority, { revoked: [{ who: unwrap(parseCertificate(who.der)).serialHex, at }] });

interface Signing { readonly by?: Actor; readonly claimed?: Instant; readonly stamped?: boolean }
async function signed({ by = signer, claimed = SIGNED_AT, stamped = false }: Signing = {}): Promise<string> {
  const seal: Signer = softSigner(by.pkcs8, [by.der]);
  room.clock = SIGNED_AT;
  const [bytes] = await signSlots([{ bytes: utf8(MESSAGE), slot: SEAL }], { signer: seal, signingTime: claimed, primitives: nodePrimitives, ...(stamped && { tsaUrl: room.tsa.url }) });
  return unwrap(fromUtf8(unwrap(bytes!)));
}

interface Given { readonly document: string; readonly trust?: Partial<TrustMaterial>; readonly at?: Instant; readonly policy?: JudgePolicy }

/** The authorities of the signer beside those of the time-stamp. */
function verdictOn({ document: text, trust = {}, at = JUDGED_AT, policy = POLICY }: Given) {
  const document = unwrap(readXml(utf8(text)));
  const all: TrustMaterial = { anchors: [root.der, ...room.trust.anchors], intermediates: [issuing.der, ...room.trust.intermediates], crls: [rootList, list, ...room.trust.crls], ocsps: room.trust.ocsps, ...trust };
  const filled = gatherSlots({ document, slots: [SEAL], places: { goitin: childNamed(document.root, 'NOI_DUNG') }, freeAttributes: new Set(), knownCertificates: [], rules: policy.rules }, nodePrimitives);
  return worst(filled.ok ? judgeSignatures({ document, facts: filled.value.map(({ facts }) => facts), trust: all, at, policy }, nodePrimitives).flatMap(({ findings }) => findings) : filled.error);
}

const crls = (...lists: readonly Uint8Array[]): Partial<TrustMaterial> => ({ crls: [...lists, ...room.trust.crls] });
/** An authority with its own list, and somebody it certifies. */
async function below(authority: Actor, order: Partial<CertificateOrder> = {}): Promise<Given> {
  return { document: await signed({ by: await person({ issuer: authority, ...order }) }), trust: { intermediates: [authority.der], crls: [rootList, await makeCrl(authority)] } };
}

/** The verdict the standard gives the sub-indication (EN 319 102-1 V1.3.1 §5.1.3, tables 5 and 6), ours, and what produces it. Where they differ see docs/adr/0012. */
interface Row { readonly standard: Exclude<Verdict, 'TOTAL-PASSED'>; readonly ours: Exclude<Verdict, 'TOTAL-PASSED'>; readonly title: string; readonly given: () => Promise<Given> }

const ROWS: Readonly<Record<SubIndication, Row>> = {
  FORMAT_FAILURE: { standard: 'TOTAL-FAILED', ours: 'TOTAL-FAILED', title: 'a slot without a signature', given: async () => ({ document: MESSAGE }) },
  HASH_FAILURE: { standard: 'TOTAL-FAILED', ours: 'TOTAL-FAILED', title: 'a word changed', given: async () => ({ document: (await signed()).replace('nội dung', 'nội dụng') }) },
  SIG_CRYPTO_FAILURE: { standard: 'TOTAL-FAILED', ours: 'TOTAL-FAILED', title: 'the value changed', given: async () => ({ document: (await signed()).replace(/(<ds:SignatureValue[^>]*>)(.)/, (_, tag: string, first: string) => tag + (first === 'A' ? 'B' : 'A')) }) },
  SIG_CONSTRAINTS_FAILURE: { standard: 'INDETERMINATE', ours: 'INDETERMINATE', title: 'signed later than it is judged', given: async () => ({ document: await signed({ claimed: instant('2024-06-03') }) }) },
  CRYPTO_CONSTRAINTS_FAILURE: { standard: 'INDETERMINATE', ours: 'TOTAL-FAILED', title: 'SHA-1', given: async () => ({ document: (await signed()).replace(/(<ds:SignatureMethod Algorithm=")[^"]*/, '$1http://www.w3.org/2000/09/xmldsig#rsa-sha1') }) },
  NO_SIGNING_CERTIFICATE_FOUND: { standard: 'INDETERMINATE', ours: 'INDETERMINATE', title: 'no certificate anywhere', given: async () => ({ document: (await signed()).replace(/<ds:KeyInfo>.*<\/ds:KeyInfo>/, '') }) },
  NO_CERTIFICATE_CHAIN_FOUND: { standard: 'INDETERMINATE', ours: 'INDETERMINATE', title: 'nothing is trusted', given: async () => ({ document: await signed(), trust: { anchors: [] } }) },
  CERTIFICATE_CHAIN_GENERAL_FAILURE: {
    standard: 'INDETERMINATE', ours: 'TOTAL-FAILED', title: 'a critical extension nobody knows',
    given: async () => ({ document: await signed({ by: await person({ extensions: [...signerExtensions, new Extension('1.3.6.1.4.1.99999.7', true, Uint8Array.from(der.nullValue()))] }) }) }),
  },
  CHAIN_CONSTRAINTS_FAILURE: { standard: 'INDETERMINATE', ours: 'TOTAL-FAILED', title: 'a certificate for web servers', given: async () => ({ document: await signed({ by: await person({ extensions: [...signerExtensions, new ExtendedKeyUsageExtension(['1.3.6.1.5.5.7.3.1'])] }) }) }) },
  POLICY_PROCESSING_ERROR: {
    standard: 'INDETERMINATE', ours: 'INDETERMINATE', title: 'an authority that requires an explicit policy',
    given: async () => below(await makeActor({ subject: 'CN=Cấp', issuer: root, extensions: [...authorityExtensions(0), new Extension('2.5.29.36', true, Uint8Array.from(der.sequence(der.implicit(0, Uint8Array.of(0)))))] })),
  },
  EXPIRED: {
    standard: 'TOTAL-FAILED', ours: 'TOTAL-FAILED', title: 'the token shows: after the certificate had expired',
    given: async () => ({ document: await signed({ by: await person({ to: '2024-05-31T08:30:00Z' }), claimed: instant('2024-05-31T08:00:00Z'), stamped: true }) }),
  },
  NOT_YET_VALID: {
    standard: 'TOTAL-FAILED', ours: 'TOTAL-FAILED', title: 'the token shows: before the certificate was valid',
    given: async () => ({ document: await signed({ by: await person({ from: '2024-05-31T09:30:00Z' }), claimed: instant('2024-05-31T10:00:00Z'), stamped: true }) }),
  },
  OUT_OF_BOUNDS_NO_POE: { standard: 'INDETERMINATE', ours: 'INDETERMINATE', title: 'everything has expired and nothing proves when', given: async () => ({ document: await signed(), at: instant('2031-01-01') }) },
  REVOKED: { standard: 'TOTAL-FAILED', ours: 'TOTAL-FAILED', title: 'the token shows: after the revocation', given: async () => ({ document: await signed({ stamped: true }), trust: crls(rootList, await revoking(issuing, signer, '2024-05-10')) }) },
  REVOKED_NO_POE: { standard: 'INDETERMINATE', ours: 'INDETERMINATE', title: 'revoked, and nothing proves when it was signed', given: async () => ({ document: await signed(), trust: crls(rootList, await revoking(issuing, signer, '2024-05-10')) }) },
  REVOKED_CA_NO_POE: { standard: 'INDETERMINATE', ours: 'INDETERMINATE', title: 'the authority is revoked', given: async () => ({ document: await signed(), trust: crls(list, await revoking(root, issuing, '2024-05-10')) }) },
  TRY_LATER: { standard: 'INDETERMINATE', ours: 'INDETERMINATE', title: 'no revocation data', given: async () => ({ document: await signed(), trust: { crls: [] } }) },
  CRYPTO_CONSTRAINTS_FAILURE_NO_POE: {
    standard: 'INDETERMINATE', ours: 'INDETERMINATE', title: 'algorithms that were accepted until the year before, and nothing proves when it was signed',
    given: async () => ({ document: await signed(), policy: { ...POLICY, algorithms: new Map([...POLICY.algorithms].map(([name, rule]) => [name, { ...rule, until: instant('2023-12-31') }])) } }),
  },
  TIMESTAMP_ORDER_FAILURE: { standard: 'INDETERMINATE', ours: 'TOTAL-FAILED', title: 'claimed two days before its token', given: async () => ({ document: await signed({ claimed: instant('2024-05-29'), stamped: true }) }) },
};

/** Sub-indications for which this product is stricter than the standard, whatever the row of the table above is. */
const STRICTER = ['CRYPTO_CONSTRAINTS_FAILURE', 'CERTIFICATE_CHAIN_GENERAL_FAILURE', 'CHAIN_CONSTRAINTS_FAILURE', 'SIG_CONSTRAINTS_FAILURE', 'TIMESTAMP_ORDER_FAILURE'];

describe('ETSI sub-indications', () => {
  test('a sound document has none', async () => expect(verdictOn({ document: await signed() })).toEqual({ verdict: 'TOTAL-PASSED' }));
  test.each(Object.entries(ROWS))('%s: $title', async (subIndication, { ours, given }) => expect(verdictOn(await given())).toEqual({ verdict: ours, subIndication }));
  test('every one a table can return has a row, and every row is returned by one', () => {
    const returned = [FINDINGS, PDF_FINDINGS, PATH_REASONS, TIMESTAMP_REASONS].flatMap((table) => Object.values(table).map(({ subIndication }) => subIndication));
    expect([...new Set(returned)].sort()).toEqual(Object.keys(ROWS).sort());
  });
  test('where the standard says TOTAL-FAILED so do we; where it leaves open we decide only what ADR 0012 names', () => {
    for (const [name, { standard, ours }] of Object.entries(ROWS)) if (standard !== ours) expect(STRICTER).toContain(name);
    for (const [code, { verdict, subIndication }] of Object.entries({ ...FINDINGS, ...PDF_FINDINGS })) {
      if (verdict === 'TOTAL-FAILED' && ROWS[subIndication].standard === 'INDETERMINATE') expect(STRICTER, code).toContain(subIndication);
      if (verdict === 'INDETERMINATE') expect(ROWS[subIndication].standard, code).toBe('INDETERMINATE');
    }
  });
});
