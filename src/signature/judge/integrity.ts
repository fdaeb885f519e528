import { equalBytes, ok } from '#kernel';
import { CanonicalTooLong, canonicalize, type XmlDocument, type XmlElement } from '#xml';
import type { SignatureAlgorithm } from '../algorithms.ts';
import type { Primitives } from '../primitives.ts';
import { certificateDigest } from '../x509/fingerprint.ts';
import { parseCertificate, parsePublicKey, PATH_REASONS, weaknessOf, type Certificate } from '../x509/index.ts';
import { digestAlgorithmOf, signatureAlgorithmOf } from '../xades/names.ts';
import { contains } from '../xades/prepare.ts';
import { isPropertiesReference, type XmlSignature } from '../xades/read.ts';
import type { CertificateReference } from '../xades/read-properties.ts';
import { finding, pathFinding, type Finding } from './findings.ts';
import { isReadable, octetsOf, omitted, readingOf, resolve, withoutComments, type ResolvedReference, type Target } from './references.ts';
import { c14nOf, type SignatureRules } from './rules.ts';

/** The facts about one signature that need no trust: what it covers, whether that is unchanged, who it says made it. */
export interface SignatureFacts {
  readonly signature: XmlSignature;
  readonly where: string;
  readonly algorithm: SignatureAlgorithm | undefined;
  /** The certificate the signature is bound to. */
  readonly certificate: Certificate | undefined;
  /** Every reference, as far as it could be resolved. */
  readonly references: readonly ResolvedReference[];
  /** Data objects that are covered and unchanged; the signature's own properties are not among them. */
  readonly covered: readonly Target[];
  /** What was left out of data objects that hold it: the signature itself, or all signatures. */
  readonly without: ReadonlySet<XmlElement>;
  /** Empty when the signature is intact. */
  readonly findings: readonly Finding[];
}

export interface FactsInput {
  readonly document: XmlDocument;
  readonly signature: XmlSignature;
  readonly where: string;
  readonly rules: SignatureRules;
  /** Certificates beside KeyInfo in which the named one may be found. */
  readonly knownCertificates: readonly Uint8Array[];
  /** Digests of this document that were computed before: signatures that cover the same element share one. */
  readonly digests?: DigestMemo;
  /** What all signatures of the document together may still cost. */
  readonly budget?: DigestBudget;
}

/** Canonical octets that may still be digested; a document can ask for every part of it again and again. */
export interface DigestBudget {
  octets: number;
}

/** By target; by algorithms inside. Lives no longer than one judgement of one document. */
export type DigestMemo = Map<Target, Map<string, Uint8Array>>;

/** Whether what one signature covers holds an element. A target around the signature itself was digested without it (enveloped), so nothing inside it is covered. */
export function isCoveredBy(element: XmlElement, { covered, without }: Pick<SignatureFacts, 'covered' | 'without'>): boolean {
  const around = [...without].filter((omission) => contains(omission, element));
  return covered.some(
    (target) =>
      (target === 'document' || contains(target, element)) &&
      !around.some((omission) => target === 'document' || contains(target, omission)),
  );
}

/** RSA keys of 8192 bits have about 1,100 octets; far longer ones only keep a library busy. */
const SPKI_BYTES_MAX = 2_048;

/** Judges form, coverage, digests and value of one signature, in this order. Trust plays no part. */
export function gatherFacts(input: FactsInput, primitives: Primitives): SignatureFacts {
  const { signature, where, rules } = input;
  const findings: Finding[] = [];
  const algorithm = signatureAlgorithmOf(signature.signatureMethod);
  const infoC14n = c14nOf(signature.canonicalization.uri, rules);
  if (algorithm === undefined)
    findings.push(finding('signature/algorithm-refused', where, { algorithm: signature.signatureMethod || 'không nêu thuật toán' }));
  if (infoC14n === undefined || (signature.canonicalization.prefixes.length > 0 && !rules.inclusivePrefixes))
    findings.push(finding('signature/reference-refused', where, { detail: signature.canonicalization.uri }));
  if (!rules.otherObjects && signature.otherObjects.length > 0)
    findings.push(finding('signature/unsigned-content', where, { element: 'ds:Object' }));
  if (rules.xades) findings.push(...xadesFindings(input));
  const resolved = resolveAll(input, findings);
  if (findings.length > 0 || algorithm === undefined || infoC14n === undefined)
    return { signature, where, algorithm, certificate: undefined, references: resolved, covered: [], without: new Set(), findings };
  const covered: Target[] = [];
  for (const item of resolved) {
    const intact = isIntact(item, input, primitives);
    const target = item.reference.uri || 'toàn bộ tài liệu';
    if (intact === undefined)
      findings.push(finding('signature/reference-refused', where, { detail: `${target}: quá nhiều dữ liệu phải băm` }));
    else if (!intact) findings.push(finding('signature/hash', where, { target }));
    else if (!isPropertiesReference(item.reference)) covered.push(item.target);
  }
  const octets = canonicalize(input.document, signature.signedInfo, {
    algorithm: infoC14n,
    inclusivePrefixes: signature.canonicalization.prefixes,
  });
  const verifies = (spki: Uint8Array): boolean =>
    spki.length <= SPKI_BYTES_MAX && primitives.verify(algorithm, spki, octets, signature.value);
  const signer = rules.xades ? findSigner(input, primitives, findings) : plainSigner(signature, verifies);
  if (signer === undefined && !rules.xades) findings.push(finding('signature/certificate-missing', where));
  const weakness = signer && faultOfKey(signer);
  if (weakness !== undefined) findings.push(finding('signature/algorithm-refused', where, { algorithm: weakness }));
  else if (signer !== undefined && !verifies(signer.spki))
    findings.push(valueFinding(algorithm, where, primitives.verifyAnySalt(algorithm, signer.spki, octets, signature.value)));
  const without = new Set([
    signature.element,
    ...resolved.flatMap(({ reading }) => (reading.omits === 'signatures' ? [...omitted(reading, input.document, signature.element)] : [])),
  ]);
  return { signature, where, algorithm, certificate: signer?.certificate, references: resolved, covered, without, findings };
}

/** EN 319 132-1 §6.3: the properties are signed, and they name the signer's certificate. */
function xadesFindings({ document, signature, where }: FactsInput): readonly Finding[] {
  const { properties, references } = signature;
  if (properties === undefined || properties.signingCertificates.length === 0) return [finding('signature/not-xades', where)];
  const own = references.filter(isPropertiesReference);
  const isSigned =
    own.length === 1 &&
    own[0]!.uri === `#${properties.signedPropertiesId}` &&
    document.elementById(properties.signedPropertiesId) === properties.signedProperties;
  return isSigned ? [] : [finding('signature/not-xades', where)];
}

function resolveAll({ document, signature, where, rules }: FactsInput, findings: Finding[]): readonly ResolvedReference[] {
  if (signature.references.length > rules.referencesMax)
    findings.push(finding('signature/coverage', where, { slot: signature.properties?.claimedRoles[0] ?? where }));
  return signature.references.flatMap((reference) => {
    const found = resolve(document, reference.uri, rules);
    const reading = readingOf(reference.transforms, rules);
    if (found === undefined) findings.push(finding('signature/reference-refused', where, { detail: reference.uri ?? '' }));
    else if (digestAlgorithmOf(reference.digestUri) === undefined)
      findings.push(finding('signature/algorithm-refused', where, { algorithm: reference.digestUri }));
    else if (reading === undefined || !isReadable(found.target, reading))
      findings.push(
        finding('signature/reference-refused', where, {
          detail: reference.transforms.map(({ uri, expression = '' }) => `${uri} ${expression}`.trim()).join(' '),
        }),
      );
    else if (found.target !== 'document' && contains(found.target, signature.element) && reading.omits === 'nothing')
      findings.push(finding('signature/reference-refused', where, { detail: reference.uri ?? '' }));
    else return [{ reference, target: found.target, reading: found.keepsComments ? reading : withoutComments(reading) }];
    return [];
  });
}

/** Undefined when finding out would cost too much. */
function isIntact(
  item: ResolvedReference,
  { document, signature, digests, budget = { octets: Number.POSITIVE_INFINITY } }: FactsInput,
  primitives: Primitives,
): boolean | undefined {
  const {
    reference,
    target,
    reading: { as, omits },
  } = item;
  const digest = digestAlgorithmOf(reference.digestUri);
  if (digest === undefined) return false;
  const compute = () => {
    const octets = octetsOf(item, document, signature.element);
    if (octets === undefined) return undefined;
    budget.octets -= octets.length;
    return primitives.digest(digest, octets);
  };
  if (budget.octets < 0) return undefined;
  try {
    // What a signature leaves out is its own, so such a digest is nobody else's.
    const name = [digest, omits, ...(as.kind === 'canonical' ? [as.algorithm, ...as.prefixes] : [as.kind])].join(' ');
    const value = digests === undefined || omits === 'itself' ? compute() : shared(digests, target, name, compute);
    return value !== undefined && equalBytes(value, reference.digest);
  } catch (fault) {
    if (fault instanceof CanonicalTooLong) return undefined;
    throw fault;
  }
}

function shared(digests: DigestMemo, target: Target, name: string, compute: () => Uint8Array | undefined): Uint8Array | undefined {
  const ofTarget = digests.get(target) ?? new Map<string, Uint8Array>();
  digests.set(target, ofTarget);
  const value = ofTarget.get(name) ?? compute();
  if (value !== undefined) ofTarget.set(name, value);
  return value;
}

/** RFC 9231 §2.3.10 wants the salt of RSASSA-PSS as long as the digest; RFC 8017 §9.1 leaves it open, and software that is not told makes another. */
const valueFinding = (algorithm: SignatureAlgorithm, where: string, isOtherSalt: boolean): Finding =>
  isOtherSalt
    ? finding('signature/algorithm-refused', where, { algorithm: `${algorithm} có muối không dài bằng giá trị băm` })
    : finding('signature/value', where);

interface Signer {
  readonly spki: Uint8Array;
  readonly certificate: Certificate | undefined;
}

/** What is wrong with a key: one whose private half can be found, or that needs none (exponent 1), says nothing of who signed or of what was signed. */
function faultOfKey({ spki, certificate }: Signer): string | undefined {
  const key = certificate === undefined ? parsePublicKey(spki) : ok(certificate.publicKey);
  if (key.ok && weaknessOf(key.value) === undefined) return undefined;
  return key.ok && key.value.kind === 'rsa'
    ? `khoá RSA ${key.value.bits} bit${key.value.exponentUsable ? '' : ' với số mũ không an toàn'}`
    : 'loại khoá';
}

/** The certificate the signed properties name. */
function findSigner({ signature, where, knownCertificates }: FactsInput, primitives: Primitives, findings: Finding[]): Signer | undefined {
  const named = signature.properties?.signingCertificates ?? [];
  const refused = named.find(({ digestUri }) => digestAlgorithmOf(digestUri) === undefined);
  if (refused !== undefined) {
    findings.push(finding('signature/algorithm-refused', where, { algorithm: refused.digestUri }));
    return undefined;
  }
  const pick = (pool: readonly Uint8Array[]) => pool.find((der) => isNamed(der, named[0]!, primitives));
  const der = pick(signature.certificates) ?? pick(signature.properties?.certificateValues ?? []) ?? pick(knownCertificates);
  const certificate = der === undefined ? undefined : parseCertificate(der);
  if (certificate?.ok === false) {
    findings.push(
      pathFinding({ ...PATH_REASONS['certificate-malformed'], reason: 'certificate-malformed', chain: [], revocation: [] }, true, where)!,
    );
    return undefined;
  }
  if (certificate === undefined) {
    findings.push(finding(signature.certificates.length > 0 ? 'signature/certificate-differs' : 'signature/certificate-missing', where));
    return undefined;
  }
  const { serial, issuerKey } = named[0]!;
  if (
    (serial !== undefined && serial !== BigInt(`0x${certificate.value.serialHex || '0'}`)) ||
    (issuerKey !== undefined && issuerKey !== certificate.value.issuer.key)
  )
    findings.push(finding('signature/certificate-differs', where));
  return { spki: certificate.value.publicKey.spki, certificate: certificate.value };
}

/** The first certificate named is the signer's, the others belong to its path. */
function isNamed(der: Uint8Array, reference: CertificateReference, primitives: Primitives): boolean {
  const digest = digestAlgorithmOf(reference.digestUri);
  return digest !== undefined && equalBytes(certificateDigest(der, digest, primitives), reference.digest);
}

/** Where nothing need be bound there is only what the signature offers: the key that fits, whoever holds it. */
function plainSigner({ certificates, keyValue, properties }: XmlSignature, verifies: (spki: Uint8Array) => boolean): Signer | undefined {
  const held = [...certificates, ...(properties?.certificateValues ?? [])]
    .map(parseCertificate)
    .flatMap((parsed): Signer[] => (parsed.ok ? [{ spki: parsed.value.publicKey.spki, certificate: parsed.value }] : []));
  const offered = keyValue === undefined ? held : [...held, { spki: keyValue, certificate: undefined }];
  return offered.find(({ spki }) => verifies(spki)) ?? offered[0];
}
