import { err, ok, type Result } from '#kernel';
import { descendants, findElement, hasText, pathOf, type XmlDocument, type XmlElement } from '#xml';
import type { Primitives } from '../primitives.ts';
import { XADES } from '../xades/names.ts';
import { contains } from '../xades/prepare.ts';
import { isSignatureElement, readSignature } from '../xades/read.ts';
import { finding, type Finding } from './findings.ts';
import { gatherFacts, isCoveredBy, type DigestMemo, type SignatureFacts } from './integrity.ts';
import type { SignatureRules } from './rules.ts';
import { firstUnsigned } from './unsigned.ts';

/** More signatures than any honest document has only slow a judge down. */
const SIGNATURES_MAX = 64;
const DIGESTED_BYTES_MAX = 128 * 1024 * 1024;

export interface DocumentInput {
  readonly document: XmlDocument;
  readonly rules: SignatureRules;
  readonly knownCertificates: readonly Uint8Array[];
}

/** Every signature of a document of unknown form, in document order, each with its facts. Nothing is said yet about what none of them covers. */
export function gatherAll(
  { document, rules, knownCertificates }: DocumentInput,
  primitives: Primitives,
): Result<readonly SignatureFacts[], readonly Finding[]> {
  const elements = descendants(document.root).filter(isSignatureElement);
  if (elements.length === 0) return err([finding('signature/none', '/')]);
  if (elements.length > SIGNATURES_MAX) return err([finding('signature/malformed', '/', { detail: 'quá nhiều chữ ký' })]);
  const read = elements.map((element) => readSignature(element));
  const malformed = read.flatMap((item) =>
    item.ok ? [] : [finding('signature/malformed', item.error.where, { detail: item.error.what })],
  );
  if (malformed.length > 0) return err(malformed);
  const digests: DigestMemo = new Map();
  const budget = { octets: DIGESTED_BYTES_MAX };
  return ok(
    read.flatMap((item) =>
      item.ok
        ? [
            gatherFacts(
              { document, signature: item.value, where: pathOf(item.value.element), rules, knownCertificates, digests, budget },
              primitives,
            ),
          ]
        : [],
    ),
  );
}

/** The general policy's question about a whole document: whether everything in it that says something is signed. A signature that covers no data at all is none. */
export function documentFindings({ document }: Pick<DocumentInput, 'document'>, facts: readonly SignatureFacts[]): readonly Finding[] {
  const findings = facts
    .filter(({ covered, findings: own }) => own.length === 0 && covered.length === 0)
    .map(({ where }) => finding('signature/coverage', where, { slot: where }));
  findings.push(
    ...facts
      .filter((one) => one.findings.length === 0 && isAstray(one, facts))
      .map(({ where }) => finding('signature/coverage', where, { slot: where })),
  );
  const keepers = facts
    .filter((one) => one.findings.length === 0)
    .map(commentedBy)
    .filter(({ covered }) => covered.length > 0);
  const split = findElement(document.root, (element) => isSplit(element) && !keepers.some((one) => isCoveredBy(element, one)));
  if (split !== undefined) findings.push(finding('signature/foreign-content', pathOf(split)));
  const bare = firstUnsigned(document, facts);
  if (bare !== undefined) findings.push(finding('signature/unsigned-content', pathOf(bare), { element: bare.name }));
  return findings;
}

/** A counter-signature is about the value of the signature it stands in (EN 319 132-1 §5.2.7.2); about anything else it says nothing there. */
function isAstray({ signature: { element }, covered }: SignatureFacts, facts: readonly SignatureFacts[]): boolean {
  const { parent } = element;
  if (parent === null || parent.ns !== XADES || parent.local !== 'CounterSignature') return false;
  const outer = facts
    .map(({ signature }) => signature)
    .filter((one) => one.element !== element && contains(one.element, element))
    .at(-1);
  return outer === undefined || !covered.includes(outer.valueElement);
}

/** A comment inside a text splits it, and some programs read only what stands before it. */
const isSplit = (element: XmlElement): boolean => element.children.some((child) => child.kind === 'comment') && hasText(element);

/** What a signature covers with its comments, so that nobody else can have put them there. */
function commentedBy({ references, without }: SignatureFacts): Pick<SignatureFacts, 'covered' | 'without'> {
  const covered = references
    .filter(({ reading: { as } }) => as.kind === 'canonical' && as.algorithm.endsWith('#WithComments'))
    .map(({ target }) => target);
  return { covered: [...new Set(covered)], without };
}
