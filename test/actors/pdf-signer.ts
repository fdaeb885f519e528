import { type Instant, unwrap } from '#kernel';
import { GENERAL_POLICY, gatherPdf, judgePdf, pdf, pdfFinding, policyAt, worst, type Finding } from '#signature';
import { nodePrimitives } from '#signature/node';
import type { Signer } from '#signature/signers';
import { prepareCms } from '../../src/print/pades/cms.ts';
import { inflate } from '../../src/print/pades/open.ts';
import { prepareField } from '../../src/print/pades/signature-field.ts';
import { signPdf } from '../../src/print/pades/sign-pdf.ts';
import { JUDGED_AT, type SigningRoom } from '../builders/signed-record.ts';

export interface PdfSignOrder {
  /** Instead of the entries of a PAdES signature. */
  readonly entries?: string;
  /** Certificates put in after the signature was made. */
  readonly certificates?: readonly Uint8Array[];
  /** Makes the whole value instead. */
  readonly contents?: (toSign: Uint8Array) => Uint8Array;
}
export const PADES_ENTRIES = "/Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/M(D:20240531160000+07'00')";

export const seal = async (room: SigningRoom, bytes: Uint8Array, who = '22205411', stamped = true): Promise<Uint8Array> =>
  unwrap(await signPdf(bytes, { signer: room.pki.signer(who), signingTime: room.clock, primitives: nodePrimitives, ...(stamped && { tsaUrl: room.tsa.url }) }));

/** Signs in another way than the product does. */
export async function signOddly(bytes: Uint8Array, signer: Signer, { entries = PADES_ENTRIES, certificates, contents }: PdfSignOrder): Promise<Uint8Array> {
  const prepared = prepareField(unwrap(pdf.readPdf(bytes, inflate)), { entries, contentsBytes: 8_192 });
  if (contents !== undefined) return prepared.complete(contents(prepared.toSign))!;
  const given = [...signer.certificates], cms = prepareCms(prepared.toSign, given, signer.algorithm, nodePrimitives);
  const [value] = await signer.sign([{ data: cms.toSign, digest: cms.digest }]);
  if (certificates !== undefined) given.splice(0, given.length, ...certificates);
  return prepared.complete(cms.complete(unwrap(value!)))!;
}

export interface PdfVerdict { readonly verdict: string; readonly codes: readonly string[]; readonly levels: readonly string[]; readonly details: string }

/** The worst about a PDF and everything found, with each finding's field. */
export function verdictOf(room: Pick<SigningRoom, 'trust'>, bytes: Uint8Array, at: Instant = JUDGED_AT): PdfVerdict {
  const facts = gatherPdf({ bytes, inflate, knownCertificates: [] }, nodePrimitives);
  if (!facts.ok) return { verdict: 'TOTAL-FAILED', codes: ['signature/pdf-unreadable'], levels: [], details: facts.error };
  const judged = judgePdf({ facts: facts.value, trust: room.trust, at, policy: policyAt(GENERAL_POLICY, at) }, nodePrimitives);
  const none: readonly Finding[] = judged.length + facts.value.findings.length === 0 ? [pdfFinding('signature/none', 'PDF')] : [];
  const findings = [...none, ...facts.value.findings, ...judged.flatMap((one) => one.findings)];
  return {
    verdict: worst(findings).verdict, codes: [...new Set(findings.map(({ code }) => code))], levels: judged.map(({ level }) => level),
    details: findings.map(({ where, code, params }) => `${where} ${code} ${JSON.stringify(params)}`).join('; '),
  };
}
