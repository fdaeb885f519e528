import { type Instant, err, ok, type Result } from '#kernel';
import type { SignatureAlgorithm } from '../algorithms.ts';
import type { Finding } from '../judge/findings.ts';
import type { Primitives } from '../primitives.ts';
import { parseTimestampToken } from '../timestamp/token.ts';
import { verifyTimestampToken } from '../timestamp/verify.ts';
import type { Certificate } from '../x509/certificate.ts';
import { derOfIndefinite } from './ber.ts';
import { coverageOf, signedOctets, unpadded, type Coverage } from './byte-range.ts';
import { laterChanges, type ChangeKind } from './changes.ts';
import { cmsFacts, type CmsFacts } from './cms.ts';
import { hasShape } from './cms-shape.ts';
import { dateOf } from './date.ts';
import { looksLikeSignature, permissionsOf, signatureFields, type SignatureField } from './fields.ts';
import { guardPdf, type PdfFile, readPdf } from './file.ts';
import { pdfFinding } from './findings.ts';
import { firstMentions, layOut } from './layout.ts';
import { PDF_SIGNATURES_MAX, PDF_UNPACKED_BYTES_MAX } from './limits.ts';
import type { Inflate } from './stream.ts';
import { isDictionary, isReference, nameIn, PdfFault, type PdfDictionary } from './syntax.ts';
import { sameValue } from './write.ts';

/** Facts about one signature of a PDF that need no trust. */
export interface PdfSignatureFacts {
  /** Name of its field. */
  readonly where: string;
  readonly kind: 'signature' | 'timestamp';
  /** `ETSI.CAdES.detached` with the attributes the baseline asks for and none it forbids (EN 319 142-1 §6.3). */
  readonly baseline: boolean;
  readonly coverage: Coverage | undefined;
  readonly certificate: Certificate | undefined;
  readonly algorithm: SignatureAlgorithm | undefined;
  /** Moments the signer claims; they prove nothing. */
  readonly claims: readonly Instant[];
  readonly cms: Pick<CmsFacts, 'value' | 'tokens' | 'certificates' | 'crls' | 'ocsps' | 'bound'>;
  /** The token of a document time-stamp. */
  readonly token: Uint8Array | undefined;
  /** What the signature is over, computed anew at each call. */
  readonly signed: () => Uint8Array;
  /** Empty when the signature is intact and nothing but what is allowed came after it. */
  readonly findings: readonly Finding[];
}

/** Evidence a PDF carries (EN 319 142-1 §5.4); it helps to judge and is never trusted. */
export interface PdfEvidence {
  readonly certificates: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
  readonly ocsps: readonly Uint8Array[];
}

export interface PdfFacts {
  /** By the end of what they cover, the earliest first. */
  readonly signatures: readonly PdfSignatureFacts[];
  readonly evidence: PdfEvidence;
  /** About the file as a whole. */
  readonly findings: readonly Finding[];
}

export interface PdfInput {
  readonly bytes: Uint8Array;
  readonly inflate: Inflate;
  /** Certificates beside those in the file among which a signer's may be. */
  readonly knownCertificates: readonly Uint8Array[];
}

/**
 * Finds every signature of a PDF, in whatever revision, and judges form, coverage, later revisions, digest and value of each. A file without signatures
 * has none in its answer. Whatever cannot be read strictly is refused as a whole.
 */
export function gatherPdf({ bytes, inflate, knownCertificates }: PdfInput, primitives: Primitives): Result<PdfFacts, string> {
  const read = readPdf(bytes, inflate);
  if (!read.ok) return read;
  const file = read.value;
  const found = guardPdf(() => findSignatures(file));
  if (!found.ok) return err(found.error);
  const { filled, strays, mentions } = found.value;
  const evidence = guardPdf(() => evidenceOf(file));
  if (!evidence.ok) return err(evidence.error);
  const known = [...evidence.value.certificates, ...knownCertificates];
  const signatures = filled
    .map((field) => signatureFacts({ file, field, known, mentions }, primitives))
    .sort((a, b) => (a.coverage?.end ?? 0) - (b.coverage?.end ?? 0));
  return ok({ signatures, evidence: evidence.value, findings: strays > 0 ? [pdfFinding('signature/stray-signature', 'PDF')] : [] });
}

interface Sought {
  readonly file: PdfFile;
  readonly field: FilledField;
  readonly known: readonly Uint8Array[];
  readonly mentions: ReadonlyMap<number, number>;
}
interface FilledField extends SignatureField {
  readonly value: NonNullable<SignatureField['value']>;
}

/** A signature that no field shows, or that two show, or that was taken out of its field by a later revision, is a trick or damage. */
function findSignatures(file: PdfFile): {
  readonly filled: readonly FilledField[];
  readonly strays: number;
  readonly mentions: ReadonlyMap<number, number>;
} {
  const objects = layOut(file);
  const likely = objects.filter(({ value }) => looksLikeSignature(value));
  const filled = signatureFields(file).filter((field): field is FilledField => field.value !== undefined);
  if (Math.max(likely.length, filled.length) > PDF_SIGNATURES_MAX) throw new PdfFault('too many signatures');
  const current = new Map(filled.map(({ value }) => [value.object, file.entries.get(value.object)]));
  const strays = likely.filter(({ number, offset, packed }) => {
    const entry = current.get(number);
    return packed || entry?.kind !== 'at' || entry.offset !== offset;
  });
  return {
    filled,
    strays: strays.length + filled.length - current.size,
    mentions: filled.length === 0 ? new Map() : firstMentions(objects),
  };
}

function evidenceOf(file: PdfFile): PdfEvidence {
  const store = file.resolve(file.catalogue.entries.get('DSS'));
  const streams = (key: string): readonly Uint8Array[] =>
    (isDictionary(store) ? file.array(store.entries.get(key)) : []).map((item) => {
      if (!isReference(item)) throw new PdfFault('evidence that is no stream');
      return file.unpacked(item, PDF_UNPACKED_BYTES_MAX / 2);
    });
  return { certificates: streams('Certs'), crls: streams('CRLs'), ocsps: streams('OCSPs') };
}

const NO_CMS: PdfSignatureFacts['cms'] = { value: new Uint8Array(0), tokens: [], certificates: [], crls: [], ocsps: [], bound: false };
const NO_FACTS: Omit<PdfSignatureFacts, 'where' | 'kind' | 'findings'> = {
  baseline: false,
  coverage: undefined,
  certificate: undefined,
  algorithm: undefined,
  claims: [],
  cms: NO_CMS,
  token: undefined,
  signed: () => new Uint8Array(0),
};

const KINDS: Readonly<Record<string, { readonly type: 'Sig' | 'DocTimeStamp'; readonly isPades: boolean }>> = {
  'ETSI.CAdES.detached': { type: 'Sig', isPades: true },
  'adbe.pkcs7.detached': { type: 'Sig', isPades: false },
  'ETSI.RFC3161': { type: 'DocTimeStamp', isPades: true },
};

function signatureFacts(sought: Sought, primitives: Primitives): PdfSignatureFacts {
  const { file, field, known } = sought;
  const where = field.name === '' ? `PDF ${field.object}` : field.name;
  const dictionary = file.resolve(field.value);
  const refuse = (found: Finding): PdfSignatureFacts => ({ ...NO_FACTS, where, kind: 'signature', findings: [found] });
  if (!isDictionary(dictionary)) return refuse(pdfFinding('signature/malformed', where, { detail: 'ô ký không chứa từ điển chữ ký' }));
  const subFilter = nameIn(dictionary, 'SubFilter') ?? 'không ghi';
  const kind = Object.hasOwn(KINDS, subFilter) ? KINDS[subFilter]! : undefined;
  if (kind === undefined || (nameIn(dictionary, 'Type') ?? 'Sig') !== kind.type)
    return refuse(pdfFinding('signature/pdf-kind', where, { subFilter }));
  const coverage = coverageOf(dictionary, file.bytes);
  if (typeof coverage === 'string') return refuse(pdfFinding('signature/pdf-byte-range', where, { detail: coverage }));
  // ISO 32000-2 §12.8.3.3.1 asks for DER too, and every reader takes what libraries write; EN 319 142-1 §6.2.1 means it.
  const { octets } = coverage.contents;
  const contents = unpadded(octets) ?? (kind.isPades ? undefined : derOfIndefinite(octets));
  if (contents === undefined)
    return refuse(pdfFinding('signature/malformed', where, { detail: 'giá trị chữ ký không phải DER, hoặc phần đệm có nội dung' }));
  const later = laterFindings(sought, dictionary, coverage, where);
  const signed = () => signedOctets(file.bytes, coverage);
  if (kind.type === 'DocTimeStamp') return stampFacts({ where, coverage, contents, signed, later }, primitives);
  const { findings, certificate, algorithm, signingTime, ...cms } = cmsFacts(
    { contents, content: signed(), where, isPades: kind.isPades, knownCertificates: known },
    primitives,
  );
  const claims = [dateOf(dictionary.entries.get('M')), signingTime].filter((claim) => claim !== undefined);
  return {
    where,
    kind: 'signature',
    baseline: kind.isPades && signingTime === undefined,
    coverage,
    certificate,
    algorithm,
    claims,
    cms,
    token: undefined,
    signed,
    findings: [...later, ...findings],
  };
}

const CHANGE_CODES = {
  changed: 'signature/pdf-changed-later',
  overlay: 'signature/pdf-overlay',
  'not-permitted': 'signature/pdf-not-permitted',
} as const satisfies Readonly<Record<ChangeKind, string>>;

/** The revision a signature closes, read as a file of its own, must hold that very signature; and what came after it must be allowed. */
function laterFindings({ file, field, mentions }: Sought, dictionary: PdfDictionary, { end }: Coverage, where: string): readonly Finding[] {
  const found = guardPdf(() => {
    const signed = file.upTo(end);
    const then = signatureFields(signed).find(({ object }) => object === field.object);
    const isThere =
      then?.value?.object === field.value.object && then.name === field.name && sameValue(signed.resolve(then.value), dictionary);
    if (!isThere) return [pdfFinding('signature/pdf-byte-range', where, { detail: 'phiên bản được ký không chứa ô ký này' })];
    const changes = laterChanges({
      before: signed,
      after: file,
      permissions: permissionsOf(signed, dictionary, then.dictionary),
      mentions,
    });
    // The first of each kind says enough.
    return [...new Map(changes.map((change) => [change.kind, change] as const).reverse()).values()].map(({ kind, detail }) =>
      pdfFinding(CHANGE_CODES[kind], where, { detail }),
    );
  });
  return found.ok
    ? found.value
    : [pdfFinding('signature/malformed', where, { detail: `phiên bản được ký không đọc được (${found.error})` })];
}

interface Stamp {
  readonly where: string;
  readonly coverage: Coverage;
  readonly contents: Uint8Array;
  readonly signed: () => Uint8Array;
  readonly later: readonly Finding[];
}

/** A document time-stamp (EN 319 142-1 §5.4.3). Without trust only what is definitely wrong with it can be said. */
function stampFacts({ where, coverage, contents, signed, later }: Stamp, primitives: Primitives): PdfSignatureFacts {
  const judgement = verifyTimestampToken(contents, signed(), { anchors: [], intermediates: [], crls: [], ocsps: [] }, primitives);
  const token = parseTimestampToken(contents);
  const findings =
    judgement.verdict === 'FAILED' || !hasShape(contents, judgement.tsaCertificate)
      ? [
          {
            code: 'signature/timestamp-invalid',
            verdict: 'TOTAL-FAILED',
            subIndication: judgement.subIndication ?? 'SIG_CONSTRAINTS_FAILURE',
            params: { detail: judgement.sentence ?? '' },
            where,
            reason: judgement.reason ?? 'timestamp-malformed',
          } as const,
        ]
      : [];
  return {
    ...NO_FACTS,
    where,
    kind: 'timestamp',
    baseline: true,
    coverage,
    certificate: judgement.tsaCertificate,
    signed,
    token: contents,
    findings: [...later, ...findings],
    cms: { ...NO_CMS, ...(token.ok && { certificates: token.value.signedData.certificates, crls: token.value.signedData.crls }) },
  };
}
