import { type Refusal, refusal } from '#domain';
import { equalBytes, err, type Instant, ok, type Result } from '#kernel';
import { GENERAL_POLICY, gatherPdf, judgePdf, pdf, policyAt, type PdfEvidence, type Primitives } from '#signature';
import { inflate, openPdf } from './open.ts';
import { Revision } from './revision.ts';

export interface ValidationDataOptions {
  readonly evidence: PdfEvidence;
  readonly anchors: readonly Uint8Array[];
  readonly at: Instant;
  readonly primitives: Primitives;
}

/**
 * Adds a document security store (EN 319 142-1 §5.4.2), which raises B-T to B-LT. Refused unless the file then stands on its own: with the anchors and what
 * is inside it, and nothing else, every signature must pass.
 */
export function addValidationData(
  bytes: Uint8Array,
  { evidence, anchors, at, primitives }: ValidationDataOptions,
): Result<Uint8Array, Refusal> {
  const file = openPdf(bytes);
  if (!file.ok) return file;
  const written = pdf.guardPdf(() => write(file.value, evidence));
  if (!written.ok) return err(refusal('signature/pdf-unreadable', { reason: written.error }));
  const facts = gatherPdf({ bytes: written.value, inflate, knownCertificates: [] }, primitives);
  if (!facts.ok) return err(refusal('signature/pdf-unreadable', { reason: facts.error }));
  if (facts.value.signatures.length === 0) return err(refusal('signature/none'));
  const judged = judgePdf(
    { facts: facts.value, trust: { anchors, intermediates: [], crls: [], ocsps: [] }, at, policy: policyAt(GENERAL_POLICY, at) },
    primitives,
  );
  const failing = [...facts.value.findings, ...judged.flatMap(({ findings }) => findings)][0];
  if (failing !== undefined)
    return err(
      refusal('signature/pdf-evidence-incomplete', { detail: `${failing.where ?? 'PDF'}: ${failing.params?.['detail'] ?? failing.code}` }),
    );
  return ok(written.value);
}

const KEYS = { certificates: 'Certs', ocsps: 'OCSPs', crls: 'CRLs' } as const satisfies Readonly<Record<keyof PdfEvidence, string>>;

/** What is there already stays; nothing is stored twice. */
function write(file: pdf.PdfFile, evidence: PdfEvidence): Uint8Array {
  const revision = new Revision(file);
  const there = file.resolve(file.catalogue.entries.get('DSS'));
  const store = new Map<string, pdf.PdfValue>(pdf.isDictionary(there) ? there.entries : [['Type', { name: 'DSS' }]]);
  for (const [kind, key] of Object.entries(KEYS) as [keyof PdfEvidence, string][]) {
    const listed = file.array(store.get(key));
    const held = listed.map((item) => file.unpacked(item as pdf.PdfReference, 1 << 25));
    const fresh = evidence[kind].filter((one, i, all) => ![...held, ...all.slice(0, i)].some((other) => equalBytes(one, other)));
    if (listed.length + fresh.length > 0) store.set(key, [...listed, ...fresh.map((one) => revision.addStream(one))]);
  }
  revision.change(file.root, { DSS: { entries: store } });
  return revision.toBytes();
}
