import { equalBytes, type Instant } from '#kernel';
import type { SignatureAlgorithm } from '../algorithms.ts';
import { CMS } from '../cms/oids.ts';
import { cmsFailure, type CmsFailure, schemeOfSigner } from '../cms/signature.ts';
import { isNamedBy, readSignedData, singleAttribute, type SignedData, type SignerInfo } from '../cms/signed-data.ts';
import { identifies, readSigningCertificate } from '../cms/signing-certificate.ts';
import { bytesOf, childrenOf, contentOf, decodeDer, isContext, timeOf, type DerNode } from '../der/index.ts';
import type { Finding } from '../judge/findings.ts';
import type { Primitives } from '../primitives.ts';
import { digestOf, type AlgorithmIdentifier } from '../x509/algorithm-identifier.ts';
import { parseCertificate, type Certificate } from '../x509/certificate.ts';
import { weaknessOf } from '../x509/public-key.ts';
import { refusedName } from '../x509/refused-names.ts';
import { algorithmNamed } from '../x509/scheme-names.ts';
import { checkShape, namesIssuer } from './cms-shape.ts';
import { pdfFinding } from './findings.ts';
import { PASSIVE_ATTRIBUTES, PDF_CMS, SIGNED_TIMESTAMPS } from './oids.ts';
import { archivedEvidence } from './revocation-archival.ts';

/** The facts about one CMS signature that need no trust. */
export interface CmsFacts {
  readonly certificate: Certificate | undefined;
  readonly algorithm: SignatureAlgorithm | undefined;
  /** As the signed attributes claim it; the PAdES baseline has none (EN 319 142-1 §6.3). */
  readonly signingTime: Instant | undefined;
  /** The signer's certificate is named by a signed attribute. */
  readonly bound: boolean;
  /** What a signature time-stamp is over. */
  readonly value: Uint8Array;
  readonly tokens: readonly Uint8Array[];
  readonly certificates: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
  readonly ocsps: readonly Uint8Array[];
  readonly findings: readonly Finding[];
}

export interface CmsInput {
  readonly contents: Uint8Array;
  readonly content: Uint8Array;
  readonly where: string;
  /** `ETSI.CAdES.detached` demands that the certificate is bound by a signed attribute. */
  readonly isPades: boolean;
  readonly knownCertificates: readonly Uint8Array[];
}

const NOTHING: Omit<CmsFacts, 'findings'> = {
  certificate: undefined,
  algorithm: undefined,
  signingTime: undefined,
  bound: false,
  value: new Uint8Array(0),
  tokens: [],
  certificates: [],
  crls: [],
  ocsps: [],
};

/** Judges a detached CMS signature (RFC 5652 §5.4, EN 319 142-1 §6.2.1): one signer, DER, content type, digest, certificate, value. Trust plays no part. */
export function cmsFacts(input: CmsInput, primitives: Primitives): CmsFacts {
  const read = decodeDer(input.contents, (node) => {
    const data = readSignedData(node);
    const issuer = checkShape(node);
    const [signer, ...more] = data.signers;
    if (signer === undefined || more.length > 0) return malformed(input, 'phải có đúng một người ký');
    if (data.content !== undefined || data.contentType !== PDF_CMS.data) return malformed(input, 'chữ ký CMS phải tách khỏi nội dung');
    return signerFacts(data, { ...signer, issuer }, input, primitives);
  });
  return read.ok ? read.value : malformed(input, `CMS: ${read.error.what}`);
}

const malformed = ({ where }: CmsInput, detail: string): CmsFacts => ({
  ...NOTHING,
  findings: [pdfFinding('signature/malformed', where, { detail })],
});

const FAILURES: Readonly<Record<CmsFailure, (where: string) => Finding>> = {
  'attributes-missing': (where) =>
    pdfFinding('signature/malformed', where, { detail: 'thiếu thuộc tính đã ký (loại nội dung, giá trị băm)' }),
  'algorithm-refused': (where) =>
    pdfFinding('signature/algorithm-refused', where, { algorithm: 'thuật toán ký và thuật toán băm trong CMS dùng hai hàm băm khác nhau' }),
  'content-changed': (where) => pdfFinding('signature/hash', where, { target: 'tệp PDF' }),
  'signature-wrong': (where) => pdfFinding('signature/value', where),
  'weak-key': (where) => pdfFinding('signature/algorithm-refused', where, { algorithm: 'RSA < 2048' }),
};

interface NamedSigner extends SignerInfo {
  readonly issuer: Uint8Array | undefined;
}

function signerFacts(data: SignedData, signer: NamedSigner, input: CmsInput, primitives: Primitives): CmsFacts {
  const { where, content } = input;
  const findings: Finding[] = [];
  const identifiers = identifiersOf(signer);
  const named = [...data.certificates, ...input.knownCertificates]
    .map(parseCertificate)
    .flatMap((parsed) =>
      parsed.ok && isNamedBy(parsed.value, signer.signer) && namesIssuer(signer.issuer, parsed.value) ? [parsed.value] : [],
    );
  const certificate = named.find((candidate) => identifiers.every((identifier) => identifies(identifier, candidate, primitives)));
  const algorithm = algorithmOf(signer);
  if (input.isPades && identifiers.length === 0) findings.push(pdfFinding('signature/not-pades', where));
  if (certificate === undefined)
    findings.push(
      pdfFinding(
        named.length > 0 || data.certificates.length > 0 ? 'signature/certificate-differs' : 'signature/certificate-missing',
        where,
      ),
    );
  if (algorithm === undefined || digestOf(signer.digestAlgorithm) === undefined)
    findings.push(pdfFinding('signature/algorithm-refused', where, { algorithm: refusedName(refusedOf(signer)) }));
  else if (isConfused(signer))
    findings.push(pdfFinding('signature/algorithm-refused', where, { algorithm: 'thuật toán khác với thuật toán đã ký kèm' }));
  if (certificate !== undefined && findings.length === 0) {
    if (weaknessOf(certificate.publicKey) !== undefined)
      findings.push(pdfFinding('signature/algorithm-refused', where, { algorithm: 'RSA < 2048' }));
    const failure = cmsFailure(signer, PDF_CMS.data, content, certificate, primitives);
    if (failure !== undefined) findings.push(FAILURES[failure](where));
  }
  // Whatever is not known might be a time-stamp, which must not be passed over.
  const others = [...signer.unsignedAttributes.keys()].some((type) => type !== PDF_CMS.signatureTimestamp && !PASSIVE_ATTRIBUTES.has(type));
  if (others || [...signer.signedAttributes.keys()].some((type) => SIGNED_TIMESTAMPS.has(type)))
    findings.push(pdfFinding('signature/timestamp-not-judged', where));
  const time = singleAttribute(signer.signedAttributes, CMS.signingTime);
  const archived = archivedEvidence(signer);
  return {
    certificate,
    algorithm,
    signingTime: time === undefined ? undefined : timeOf(time),
    bound: identifiers.length > 0,
    value: signer.signature,
    tokens: (signer.unsignedAttributes.get(PDF_CMS.signatureTimestamp) ?? []).map(bytesOf),
    certificates: data.certificates,
    crls: [...data.crls, ...archived.crls],
    ocsps: archived.ocsps,
    findings,
  };
}

/** ESSCertID and ESSCertIDv2 (RFC 5035): each that is there must mean the same certificate. */
function identifiersOf({ signedAttributes }: SignerInfo) {
  const versions = [
    [CMS.signingCertificate, 1],
    [CMS.signingCertificateV2, 2],
  ] as const;
  return versions.flatMap(([type, version]) => (signedAttributes.get(type) ?? []).map((value) => readSigningCertificate(value, version)));
}

function algorithmOf(signer: SignerInfo): SignatureAlgorithm | undefined {
  const scheme = schemeOfSigner(signer);
  return scheme === undefined ? undefined : algorithmNamed(scheme);
}

/** Whichever is outside the list, the digest first: the algorithm may be no more than the kind of key. */
const refusedOf = ({ digestAlgorithm, signatureAlgorithm }: SignerInfo): AlgorithmIdentifier =>
  digestOf(digestAlgorithm) === undefined ? digestAlgorithm : signatureAlgorithm;

/** RFC 6211: the algorithms, signed, against another that verifies by accident or by design. */
function isConfused({ signedAttributes, digestAlgorithm, signatureAlgorithm }: SignerInfo): boolean {
  if (!signedAttributes.has(PDF_CMS.algorithmProtection)) return false;
  const value = singleAttribute(signedAttributes, PDF_CMS.algorithmProtection);
  const [digest, signature, ...more] = value === undefined ? [] : childrenOf(value);
  return (
    digest === undefined ||
    signature === undefined ||
    more.length > 0 ||
    !equalBytes(bytesOf(digest), digestAlgorithm.der) ||
    !isImplicitly(signature, signatureAlgorithm.der)
  );
}

/** `[1] IMPLICIT AlgorithmIdentifier`: the same content under another identifier octet. */
const isImplicitly = (node: DerNode, sequence: Uint8Array): boolean =>
  isContext(node, 1) &&
  equalBytes(contentOf(node), sequence.subarray(sequence.length - contentOf(node).length)) &&
  bytesOf(node).length === sequence.length;
