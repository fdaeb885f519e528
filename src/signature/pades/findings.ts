import { finding, FINDINGS, type Finding } from '../judge/findings.ts';

const failed = (subIndication: Finding['subIndication']) => ({ verdict: 'TOTAL-FAILED', subIndication }) as const;
const open = (subIndication: Finding['subIndication']) => ({ verdict: 'INDETERMINATE', subIndication }) as const;

/** What only a PDF can get wrong; the rest is said with the findings every signature shares. */
const PDF_FINDINGS = {
  'signature/pdf-kind': failed('FORMAT_FAILURE'),
  'signature/pdf-byte-range': failed('FORMAT_FAILURE'),
  'signature/pdf-changed-later': failed('FORMAT_FAILURE'),
  'signature/pdf-not-permitted': failed('FORMAT_FAILURE'),
  'signature/pdf-overlay': open('SIG_CONSTRAINTS_FAILURE'),
  'signature/not-pades': failed('SIG_CONSTRAINTS_FAILURE'),
  'signature/pdf-certificates': open('CERTIFICATE_CHAIN_GENERAL_FAILURE'),
  'signature/pdf-signer': open('SIG_CONSTRAINTS_FAILURE'),
  'signature/pdf-without-packet': open('SIG_CONSTRAINTS_FAILURE'),
} as const satisfies Readonly<Record<string, { readonly verdict: Finding['verdict']; readonly subIndication: Finding['subIndication'] }>>;
type PdfCode = keyof typeof PDF_FINDINGS;

export function pdfFinding(code: PdfCode | keyof typeof FINDINGS, where: string, params?: Finding['params']): Finding {
  if (code in FINDINGS) return finding(code as keyof typeof FINDINGS, where, params);
  return { code, ...PDF_FINDINGS[code as PdfCode], where, ...(params !== undefined && { params }) };
}
