import type { HocBa, Sha256Hex } from '#domain';
import { Instant, PlainDate, toHex } from '#kernel';
import { messageKindOf, type Confirmation, type EvidenceFile, type RegisteredSigner, type SignersExtract } from '#packet';
import {
  GENERAL_POLICY,
  INTEGRITY_POLICY,
  pdf,
  policyAt,
  weigh,
  worst,
  type PathCache,
  type PolicyFile,
  type PolicyInForce,
  type Primitives,
  type TrustMaterial,
} from '#signature';
import { inUtf8, readXml, type XmlDocument } from '#xml';
import { errorAnswer, placed, signatureAnswer, type AnswerError, type DocumentAnswer, type FileAnswer } from './answer.ts';
import { bindingOfConfirmation, bindingOfSigners, firstBinding, type Binding } from './binding.ts';
import { confirmationIn, extractIn, type ProvinceWord } from './evidence.ts';
import { verifyForeign, verifyIntegrity } from './general.ts';
import { verifyMessage } from './message.ts';
import { verifyPacketDocument } from './packet.ts';
import { readAttachments, type Attachment } from './pdf/attachments.ts';
import { judgePdfSignatures, pdfAnswer, signerFindings, type PdfSignatures } from './pdf/signatures.ts';
import { openPreserved, preservationFindings, withPreserved } from './preserved.ts';
import { HOCBA_POLICY } from './policy.ts';
import { refusalOf, xmlRefusal, type JudgedRefusal } from './refusals.ts';
import { within, type SubjectAnswer } from './report/answers.ts';
import { citizenAnswer } from './report/citizen.ts';
import { evidenceReport, exchangeReport, unreadReport } from './report/kinds.ts';
import type { SealedJudgement } from './sealed.ts';
import { inOrder, trustInOrder } from './trust-order.ts';

export interface FileOptions {
  /** Anchors are what the caller trusts as it stands; a document of the province counts only if its own certificate is among them. */
  readonly trust: TrustMaterial;
  readonly at: Instant;
  /** `none` judges documents of others under the general policy. */
  readonly schema: 'hbs-1' | 'none';
  /** Only whether each signature is intact. */
  readonly cryptoOnly: boolean;
  /** The approved signers, where the caller keeps their register itself. */
  readonly registered?: readonly RegisteredSigner[];
  /** The province's signed extract of the approved signers. */
  readonly signers?: Uint8Array;
  /** The province's confirmation of the packet. */
  readonly confirmation?: Uint8Array;
  /** Evidence files of the packets (docs/evidence.md), as many as the caller has. */
  readonly evidence?: readonly Uint8Array[];
  /** A policy of the caller's own, of the scope that `schema` and `cryptoOnly` mean; otherwise the product's. */
  readonly policy?: PolicyFile;
}

/** The options with the evidence read and its parts among the rest of what may help. */
interface Opened extends Omit<FileOptions, 'evidence' | 'policy' | 'signers'> {
  readonly policy: PolicyInForce;
  /** What a document of the province is judged in: without another one of the province's. */
  readonly bare: FileContext;
  /** The extract of signers, judged when it is first asked for. */
  readonly extract: () => ProvinceWord<SignersExtract> | undefined;
}

/** What is the same for every document of one file. */
export interface FileContext {
  readonly trust: TrustMaterial;
  readonly at: Instant;
  readonly cache: PathCache;
  readonly binding: Binding;
  readonly confirmations: readonly Confirmation[];
  readonly preserved: readonly EvidenceFile[];
  readonly policy: PolicyInForce;
}

/** The product's policy for a question. */
export const policyFor = ({ schema, cryptoOnly }: Pick<FileOptions, 'schema' | 'cryptoOnly'>): PolicyFile =>
  cryptoOnly ? INTEGRITY_POLICY : schema === 'none' ? GENERAL_POLICY : HOCBA_POLICY;

/**
 * Judges a file offline: a packet, a batch, any message of the exchange, or a PDF of ours with its attachments. Pure: same input, same answer, whatever the
 * order in which certificates, revocation data and evidence are given.
 */
export function verifyFile(bytes: Uint8Array, { evidence, ...options }: FileOptions, primitives: Primitives): FileAnswer {
  return openFileJudge(options, primitives)(bytes, evidence);
}

/** `verifyFile` for many files: the extract and the paths of certificates, judged for one file, are known for the next. */
export function openFileJudge(
  { policy: own, signers, ...given }: Omit<FileOptions, 'evidence'>,
  primitives: Primitives,
): (bytes: Uint8Array, evidence?: readonly Uint8Array[]) => FileAnswer {
  const policy = policyAt(own ?? policyFor(given), given.at);
  const ordered = trustInOrder(given.trust);
  const open = (preserved: readonly EvidenceFile[]): Opened => {
    const trust = withPreserved(ordered, preserved);
    const bare: FileContext = {
      trust,
      at: given.at,
      cache: new Map(),
      binding: () => ({ kind: 'unknown' }),
      confirmations: [],
      preserved,
      policy,
    };
    let extract: ProvinceWord<SignersExtract> | undefined;
    return {
      ...given,
      trust,
      policy,
      bare,
      extract: () => (signers === undefined ? undefined : (extract ??= extractIn(signers, bare, primitives))),
    };
  };
  const alone = open([]);
  return (bytes, evidence = []) => {
    const { files, judgements } = openPreserved(inOrder(evidence));
    const refusals = judgements.flatMap((one) => one.refusals);
    const judged = judgeFile(bytes, files.length === 0 ? alone : open(files), primitives);
    const answer = withLent(judged, {
      judgements,
      errors: refusals.map((refusal) => errorAnswer(refusal, 'bằng chứng')),
      warnings: [],
      checks: evidenceReport(refusals, policy),
    });
    const { verdict, subIndication, ...rest } = answer;
    const {
      file: { id, title, octets },
      from,
    } = policy;
    return {
      verdict,
      subIndication,
      citizen: citizenAnswer(answer, policy),
      policy: { id, title, from, sha256: toHex(primitives.digest('sha256', octets)) },
      ...rest,
    };
  };
}

function judgeFile(bytes: Uint8Array, options: Opened, primitives: Primitives): DocumentAnswer {
  const { policy } = options;
  if (pdf.isPdf(bytes)) return verifyPdf(bytes, options, primitives);
  const document = readXml(options.cryptoOnly || options.schema === 'none' ? inUtf8(bytes) : bytes);
  if (!document.ok) return failure('document', [xmlRefusal(document.error)], policy);
  if (options.cryptoOnly) return verifyIntegrity(document.value, policy, primitives);
  if (options.schema === 'none')
    return verifyForeign({ document: document.value, trust: options.trust, at: options.at, policy }, primitives);
  const lent = openContext(options, [], primitives);
  return withLent(verifyDocument(bytes, document.value, lent.context, primitives), lent);
}

/** What the caller lends, judged: what does not count is left out of the context, and the answer says so. */
interface Lent {
  readonly context: FileContext;
  readonly judgements: readonly SealedJudgement[];
  readonly errors: readonly AnswerError[];
  readonly warnings: readonly AnswerError[];
  readonly checks: readonly SubjectAnswer[];
}

/** Extract and confirmations are judged first, without each other. */
function openContext(
  { registered, confirmation, policy, bare, extract: extractOf }: Opened,
  attached: readonly Attachment[],
  primitives: Primitives,
): Lent {
  const extract = extractOf();
  const given = [...(confirmation === undefined ? [] : [{ name: 'xác nhận', bytes: confirmation }]), ...attached].map(
    ({ name, bytes }) => ({ name, word: confirmationIn(bytes, bare, primitives) }),
  );
  const confirmations = given.flatMap(({ word }) => word.value ?? []);
  const bindings = [
    ...(registered === undefined ? [] : [bindingOfSigners(registered)]),
    ...(extract?.value === undefined ? [] : [bindingOfSigners(extract.value.signers)]),
    ...confirmations.map(bindingOfConfirmation),
  ];
  const words = [...(extract === undefined ? [] : [{ name: 'trích lục người ký', word: extract }]), ...given];
  return {
    context: { ...bare, binding: firstBinding(bindings), confirmations },
    judgements: words.map(({ word }) => word.judgement),
    errors: words.flatMap(({ name, word }) => word.judgement.refusals.map((refusal) => errorAnswer(refusal, name))),
    warnings: words.flatMap(({ name, word }) => word.judgement.notices.map((notice) => errorAnswer(notice, name))),
    checks: words.flatMap(({ name, word }, i) =>
      within(`lent[${i}]`, name, exchangeReport({ ...word.judgement, more: [], isRecord: false }, policy)),
    ),
  };
}

/** Nothing that was lent and does not verify is passed over. */
function withLent(answer: DocumentAnswer, { judgements, errors, warnings, checks }: Omit<Lent, 'context'>): DocumentAnswer {
  const { verdict, subIndication } = worst([
    { verdict: answer.verdict, ...(answer.subIndication !== null && { subIndication: answer.subIndication }) },
    ...judgements,
  ]);
  const { record, ...rest } = answer;
  return {
    ...rest,
    verdict,
    subIndication: subIndication ?? null,
    ...(record !== undefined && verdict !== 'TOTAL-FAILED' && { record }),
    errors: [...answer.errors, ...errors],
    warnings: [...answer.warnings, ...warnings],
    checks: [...answer.checks, ...checks],
  };
}

function verifyDocument(bytes: Uint8Array, document: XmlDocument, context: FileContext, primitives: Primitives): DocumentAnswer {
  const kind = messageKindOf(document);
  const sha256 = toHex(primitives.digest('sha256', bytes)) as Sha256Hex;
  if (kind === 'packet') return verifyRecord(document, sha256, context, primitives);
  return verifyMessage({ document, kind, sha256, verifyItem: (item) => verifyItem(item, context, primitives) }, context, primitives);
}

/** A packet inside a batch. */
function verifyItem(bytes: Uint8Array, context: FileContext, primitives: Primitives): DocumentAnswer {
  const document = readXml(bytes);
  if (!document.ok) return failure('packet', [xmlRefusal(document.error)], context.policy);
  return verifyRecord(document.value, toHex(primitives.digest('sha256', bytes)) as Sha256Hex, context, primitives);
}

const verifyRecord = (document: XmlDocument, sha256: Sha256Hex, context: FileContext, primitives: Primitives): DocumentAnswer =>
  judgeRecord(document, sha256, context, primitives).answer;

/** An answer about a packet, and the certificate (DER) of the seal on it when that is intact. */
interface JudgedRecord {
  readonly answer: DocumentAnswer;
  readonly seal?: Uint8Array | undefined;
}

function judgeRecord(
  document: XmlDocument,
  sha256: Sha256Hex,
  { trust, at, binding, cache, confirmations, preserved, policy }: FileContext,
  primitives: Primitives,
): JudgedRecord {
  const { signatures, hocBa, ...judged } = verifyPacketDocument(document, sha256, { trust, at, binding, cache, policy }, primitives);
  const { findings, notices: more } = weigh(
    preservationFindings({ sha256, signatures, files: preserved, trust, at, policy }, primitives),
    policy,
  );
  const { verdict, subIndication } = worst([judged, ...findings]);
  const refusals = [...judged.refusals, ...findings.map(refusalOf)];
  const notices = [...judged.notices, ...more];
  const answer: DocumentAnswer = {
    verdict,
    subIndication: subIndication ?? null,
    kind: 'packet',
    signatures: signatures.map(signatureAnswer),
    ...(hocBa !== undefined && verdict !== 'TOTAL-FAILED' && { record: hocBa }),
    packets: [sha256],
    errors: refusals.map((refusal) => errorAnswer(refusal)),
    warnings: notices.map((notice) => errorAnswer(notice)),
    checks: exchangeReport(
      {
        signatures,
        refusals,
        notices,
        more: [
          ['content', hocBa !== undefined],
          ['evidence', preserved.length > 0],
        ],
        isRecord: true,
      },
      policy,
    ),
    notes: confirmations.filter((confirmation) => confirmation.sha256 === sha256).map(describeEvent),
  };
  return { answer, seal: signatures.find(({ role, facts }) => role === 'orgSignature' && facts.findings.length === 0)?.certificate?.der };
}

const EVENT: Readonly<Record<Confirmation['event'], string>> = {
  admitted: 'đã tiếp nhận',
  withdrawn: 'đã thu hồi',
  replaced: 'đã được thay thế bằng phiên bản khác',
  finalized: 'đã chốt',
};

function describeEvent({ event, at, effectiveDate }: Confirmation): string {
  const effective = effectiveDate === undefined ? '' : `, ngày hiệu lực ${PlainDate.toVietnamese(effectiveDate)}`;
  return `Sở xác nhận lúc ${Instant.toVietnamese(at)}: gói tin ${EVENT[event]}${effective}.`;
}

const PAGES_UNPROVEN =
  'Các trang in trong tệp PDF không được ký: chỉ tin nội dung của gói tin đính kèm nêu ở đây, và đối chiếu trang in với nội dung đó.';
const PAGES_DOUBTFUL = 'Chữ ký trên tệp PDF chưa đủ để tin các trang in: chỉ tin nội dung của gói tin đính kèm nêu ở đây.';
const PAGES_SIGNED = 'Các trang in và tệp đính kèm nằm trong phạm vi chữ ký số của tệp PDF; bản gốc vẫn là gói tin đính kèm.';

/**
 * The record of a PDF is the packet attached to it; its confirmation is beside it. Signatures of the PDF itself are judged besides, and both must agree:
 * the pages are proven only by whoever sealed the packet, or by the province. Without such a signature they are a view and prove nothing.
 */
function verifyPdf(bytes: Uint8Array, options: Opened, primitives: Primitives): DocumentAnswer {
  const { policy } = options;
  const unreadable = (reason: string) => failure('pdf', [{ code: 'signature/pdf-unreadable', params: { reason } }], policy);
  const attachments = readAttachments(bytes);
  const signed = judgePdfSignatures(bytes, options, primitives);
  if (!attachments.ok) return unreadable(attachments.error);
  if (!signed.ok) return unreadable(signed.error);
  const read = attachments.value.map((attachment) => ({ attachment, document: readXml(attachment.bytes) }));
  const documents = read.flatMap(({ attachment, document }) => (document.ok ? [{ attachment, document: document.value }] : []));
  const kinds = documents.map((item) => ({ ...item, kind: messageKindOf(item.document) }));
  const packets = kinds.filter(({ kind }) => kind === 'packet');
  if (packets.length === 0 && !signed.value.isSigned) return failure('pdf', [{ code: 'signature/none' }], policy);
  const lent = openContext(
    options,
    kinds.filter(({ kind }) => kind === 'confirmation').map(({ attachment }) => attachment),
    primitives,
  );
  const isBare = options.cryptoOnly || options.schema === 'none';
  const judged = packets.map(({ attachment, document }) => ({
    name: attachment.name,
    ...judgeAttached(attachment, document, options, lent.context, primitives),
  }));
  const pages = pagesAnswer(signed.value, isBare ? undefined : judged.map(({ seal }) => seal), options);
  const answer = combine('pdf', [...judged, ...pages]);
  const whole = isBare ? answer : withLent(answer, lent);
  const note = !signed.value.isSigned
    ? PAGES_UNPROVEN
    : packets.length === 0
      ? undefined
      : pages.every((one) => one.answer.verdict === 'TOTAL-PASSED')
        ? PAGES_SIGNED
        : PAGES_DOUBTFUL;
  return { ...whole, notes: [...whole.notes, ...(note === undefined ? [] : [note])] };
}

function judgeAttached(
  { bytes }: Attachment,
  document: XmlDocument,
  options: Opened,
  context: FileContext,
  primitives: Primitives,
): JudgedRecord {
  if (options.cryptoOnly) return { answer: verifyIntegrity(document, options.policy, primitives) };
  if (options.schema === 'none') return { answer: verifyForeign({ document, ...options }, primitives) };
  return judgeRecord(document, toHex(primitives.digest('sha256', bytes)) as Sha256Hex, context, primitives);
}

/** What the signatures of the PDF say; `seals` of the attached packets when it must be a PDF of ours. */
function pagesAnswer(
  signed: PdfSignatures,
  seals: readonly (Uint8Array | undefined)[] | undefined,
  { trust: { anchors }, policy }: Opened,
): readonly { readonly name: string; readonly answer: DocumentAnswer }[] {
  if (!signed.isSigned) return [];
  return [{ name: 'PDF', answer: pdfAnswer(signed, seals === undefined ? [] : signerFindings(signed, seals, anchors), policy) }];
}

/** One answer for several documents: the worst verdict, every signature, every reason with the name of its document. */
function combine(
  kind: DocumentAnswer['kind'],
  answers: readonly { readonly name: string; readonly answer: DocumentAnswer }[],
): DocumentAnswer {
  const { verdict, subIndication } = worst(
    answers.map(({ answer }) => ({
      verdict: answer.verdict,
      ...(answer.subIndication !== null && { subIndication: answer.subIndication }),
    })),
  );
  const records = answers.flatMap(({ answer }): readonly HocBa[] =>
    answer.record === undefined ? [] : Array.isArray(answer.record) ? answer.record : [answer.record as HocBa],
  );
  const [only, ...others] = records;
  return {
    verdict,
    subIndication: subIndication ?? null,
    kind,
    signatures: answers.flatMap(({ answer }) => answer.signatures),
    ...(only !== undefined && verdict !== 'TOTAL-FAILED' && { record: others.length === 0 ? only : records }),
    packets: answers.flatMap(({ answer }) => answer.packets),
    errors: answers.flatMap(({ name, answer }) => answer.errors.map((error) => placed(name, error))),
    warnings: answers.flatMap(({ name, answer }) => answer.warnings.map((warning) => placed(name, warning))),
    checks: answers.flatMap(({ name, answer }) => within(name, name, answer.checks)),
    notes: answers.flatMap(({ answer }) => answer.notes),
  };
}

function failure(kind: DocumentAnswer['kind'], refusals: readonly JudgedRefusal[], policy: PolicyInForce): DocumentAnswer {
  return {
    verdict: 'TOTAL-FAILED',
    subIndication: 'FORMAT_FAILURE',
    kind,
    signatures: [],
    packets: [],
    errors: refusals.map((one) => errorAnswer(one)),
    warnings: [],
    checks: unreadReport(refusals, policy),
    notes: [],
  };
}
