import { failed, FINDINGS, findingOf, open, type Finding, type FindingRow, type ParamsOf } from '../judge/findings.ts';

/** What only a PDF can get wrong; the rest is said with the findings every signature shares. */
export const PDF_FINDINGS = {
  'signature/pdf-kind': failed('FORMAT_FAILURE', 'subFilter'),
  'signature/pdf-byte-range': failed('FORMAT_FAILURE', 'detail'),
  'signature/pdf-changed-later': failed('FORMAT_FAILURE', 'detail'),
  'signature/pdf-not-permitted': failed('FORMAT_FAILURE', 'detail'),
  'signature/pdf-overlay': open('SIG_CONSTRAINTS_FAILURE', 'detail'),
  'signature/not-pades': failed('SIG_CONSTRAINTS_FAILURE'),
  'signature/pdf-certificates': open('CERTIFICATE_CHAIN_GENERAL_FAILURE'),
  'signature/pdf-signer': open('SIG_CONSTRAINTS_FAILURE', 'signer'),
  'signature/pdf-without-packet': open('SIG_CONSTRAINTS_FAILURE'),
} as const satisfies Readonly<Record<string, FindingRow>>;
const ALL = { ...FINDINGS, ...PDF_FINDINGS };

export function pdfFinding<C extends keyof typeof ALL>(code: C, where: string, ...[params]: ParamsOf<(typeof ALL)[C]>): Finding {
  return findingOf(code, ALL[code], where, params);
}
