import { assert, Instant, unwrap } from '#kernel';
import { parseCertificate, type RevocationReason, type TrustMaterial } from '#signature';
import { softSigner, type Signer } from '#signature/signers';
import { issueCertificate, issueCrl, serialOf, type Issuer, type Revocation } from './certificates.ts';
import { generateKey, toSigningKeys } from './keys.ts';
import {
  authoritySubject,
  CRL_BASE_URL,
  holderSubject,
  OCSP_BASE_URL,
  timestampSubject,
  VALIDITY,
  type AuthorityName,
  type DemoHolder,
} from './profile.ts';

/** A certificate with its private key (PKCS#8 DER). `chain` is DER, own certificate first, then the issuing authority. */
export interface Credential {
  readonly id: string;
  readonly certificate: Uint8Array;
  readonly chain: readonly Uint8Array[];
  readonly pkcs8: Uint8Array;
}

export interface NamedCrl {
  readonly name: AuthorityName;
  readonly der: Uint8Array;
}

/** What must be kept to open the same authorities again: keys, certificates, revocations. */
export interface DemoPkiState {
  readonly authorities: Readonly<
    Record<AuthorityName, { readonly certificate: Uint8Array; readonly pkcs8: Uint8Array; readonly revocations: readonly Revocation[] }>
  >;
  readonly tsa: Credential;
  readonly holders: readonly Credential[];
}

/** A complete trial hierarchy: root, issuing authority, time-stamping authority, and the credentials of everybody who signs. */
export interface DemoPki {
  readonly root: Uint8Array;
  readonly issuing: Uint8Array;
  readonly tsaAuthority: Uint8Array;
  readonly tsa: Credential;
  readonly holders: ReadonlyMap<string, Credential>;
  /** The credential of a holder that was asked for at creation or issued later. */
  credential(id: string): Credential;
  signer(id: string): Signer;
  /** Issues a credential for somebody new, or a further one for the same `id` (the older certificate stays valid until revoked). */
  issue(holder: DemoHolder): Promise<Credential>;
  /** Revokes a certificate of any of the three authorities from `at` on; it appears on lists with `thisUpdate` ≥ `at`. */
  revoke(certificate: Uint8Array, at: Instant, reason: RevocationReason): void;
  /** One list per authority. `nextUpdate` is 35 days after `thisUpdate` unless given. */
  makeCrls(thisUpdate: Instant, nextUpdate?: Instant): Promise<readonly NamedCrl[]>;
  /** Anchors, intermediates and the lists of `thisUpdate`, as a judge takes them. */
  trust(thisUpdate: Instant, nextUpdate?: Instant): Promise<TrustMaterial>;
  state(): DemoPkiState;
}

const CRL_LIFETIME_MS = 35 * 24 * 3_600_000;
const AUTHORITY_NAMES: readonly AuthorityName[] = ['root', 'issuing', 'tsa'];
const crlUrl = (name: AuthorityName) => `${CRL_BASE_URL}/${name}.crl`;

/** Makes a fresh hierarchy with the given holders. Keys are new each time, dates are fixed. */
export async function createDemoPki(options: { readonly holders: readonly DemoHolder[] }): Promise<DemoPki> {
  const { holders } = options;
  assert(new Set(holders.map(({ id }) => id)).size === holders.length, 'holder ids are distinct');
  const [keys, tsaKey, holderKeys] = await Promise.all([
    Promise.all(AUTHORITY_NAMES.map(() => generateKey('rsa-2048'))),
    generateKey('rsa-2048'),
    Promise.all(holders.map(({ key }) => generateKey(key))),
  ]);
  const [root, issuing, tsaAuthority] = await Promise.all(
    AUTHORITY_NAMES.map(async (name, i): Promise<Issuer> => ({ subject: authoritySubject(name), keys: await toSigningKeys(keys[i]!) })),
  );
  assert(root !== undefined && issuing !== undefined && tsaAuthority !== undefined, 'there are three authorities');
  const certificates = {
    root: await issueCertificate(
      { subject: root.subject, validity: VALIDITY.root, publicKey: root.keys.publicKey, usage: 'authority', pathLength: 1 },
      root,
    ),
    issuing: await issueCertificate(authorityRequest(issuing), root),
    tsa: await issueCertificate(authorityRequest(tsaAuthority), root),
  };
  const { publicKey } = await toSigningKeys(tsaKey);
  const tsaCertificate = await issueCertificate(
    { subject: timestampSubject, validity: VALIDITY.timestamping, publicKey, usage: 'timestamping', crlUrl: crlUrl('tsa') },
    tsaAuthority,
  );
  const credentials = await Promise.all(holders.map((holder, i) => issueTo(holder, holderKeys[i]!, issuing, certificates.issuing)));
  return openDemoPki({
    authorities: {
      root: { certificate: certificates.root, pkcs8: keys[0]!, revocations: [] },
      issuing: { certificate: certificates.issuing, pkcs8: keys[1]!, revocations: [] },
      tsa: { certificate: certificates.tsa, pkcs8: keys[2]!, revocations: [] },
    },
    tsa: { id: 'tsa', certificate: tsaCertificate, chain: [tsaCertificate, certificates.tsa], pkcs8: tsaKey },
    holders: credentials,
  });
}

const authorityRequest = (authority: Issuer) =>
  ({
    subject: authority.subject,
    validity: VALIDITY.authority,
    publicKey: authority.keys.publicKey,
    usage: 'authority',
    pathLength: 0,
    crlUrl: crlUrl('root'),
  }) as const;

async function issueTo(holder: DemoHolder, pkcs8: Uint8Array, issuer: Issuer, issuerCertificate: Uint8Array): Promise<Credential> {
  const { publicKey } = await toSigningKeys(pkcs8);
  const certificate = await issueCertificate(
    {
      subject: holderSubject(holder),
      validity: VALIDITY.holder,
      publicKey,
      usage: 'holder',
      crlUrl: crlUrl('issuing'),
      ocspUrl: `${OCSP_BASE_URL}/issuing`,
    },
    issuer,
  );
  return { id: holder.id, certificate, chain: [certificate, issuerCertificate], pkcs8 };
}

/** Opens a hierarchy from its kept state. */
export function openDemoPki(state: DemoPkiState): DemoPki {
  const holders = new Map(state.holders.map((credential) => [credential.id, credential]));
  const revocations = {
    root: [...state.authorities.root.revocations],
    issuing: [...state.authorities.issuing.revocations],
    tsa: [...state.authorities.tsa.revocations],
  };
  const certificateOf = (name: AuthorityName) => state.authorities[name].certificate;
  const issuerOf = async (name: AuthorityName): Promise<Issuer> => ({
    subject: authoritySubject(name),
    keys: await toSigningKeys(state.authorities[name].pkcs8),
  });
  const credential = (id: string): Credential => {
    const found = holders.get(id);
    assert(found !== undefined, `there is a credential for ${id}`);
    return found;
  };
  const makeCrls: DemoPki['makeCrls'] = (thisUpdate, nextUpdate = Instant.of(thisUpdate + CRL_LIFETIME_MS)) =>
    Promise.all(
      AUTHORITY_NAMES.map(async (name) => ({
        name,
        der: await issueCrl({ thisUpdate, nextUpdate, revocations: revocations[name] }, await issuerOf(name)),
      })),
    );
  return {
    root: certificateOf('root'),
    issuing: certificateOf('issuing'),
    tsaAuthority: certificateOf('tsa'),
    tsa: state.tsa,
    holders,
    credential,
    makeCrls,
    signer: (id) => softSigner(credential(id).pkcs8, credential(id).chain),
    async issue(holder) {
      const issued = await issueTo(holder, await generateKey(holder.key), await issuerOf('issuing'), certificateOf('issuing'));
      holders.set(holder.id, issued);
      return issued;
    },
    revoke(certificate, at, reason) {
      const { issuer } = unwrap(parseCertificate(certificate));
      const name = AUTHORITY_NAMES.find((candidate) => unwrap(parseCertificate(certificateOf(candidate))).subject.key === issuer.key);
      assert(name !== undefined, 'only certificates of this hierarchy are revoked');
      const serialHex = serialOf(certificate);
      revocations[name] = [...revocations[name].filter((earlier) => earlier.serialHex !== serialHex), { serialHex, at, reason }];
    },
    trust: async (thisUpdate, nextUpdate) => ({
      anchors: [certificateOf('root')],
      intermediates: [certificateOf('issuing'), certificateOf('tsa')],
      crls: (await makeCrls(thisUpdate, nextUpdate)).map(({ der }) => der),
      ocsps: [],
    }),
    state: () => ({
      authorities: {
        root: { ...state.authorities.root, revocations: revocations.root },
        issuing: { ...state.authorities.issuing, revocations: revocations.issuing },
        tsa: { ...state.authorities.tsa, revocations: revocations.tsa },
      },
      tsa: state.tsa,
      holders: [...holders.values()],
    }),
  };
}
