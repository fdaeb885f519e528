import { type Refusal, refusal } from '#domain';
import { err, type Instant, type Result } from '#kernel';
import type { Printer } from '#print';
import type { JudgedYear } from './judged-year.ts';
import { printedSignatures } from './signatures.ts';
import type { PortalSite } from './site.ts';
import { isShown } from './status.ts';

/** The printed form of one year with the exact packet and the confirmation inside (Luật Giao dịch điện tử 20/2023/QH15 Điều 12). */
export async function printCopy(printer: Printer, site: PortalSite, { year, status, hocBa, signatures }: JudgedYear, now: Instant): Promise<Result<Uint8Array, Refusal>> {
  if (hocBa === undefined || !isShown(status)) return err(refusal('portal/copy-not-allowed'));
  const { testData, testSignatures, virtualClock } = site.bar();
  return printer.print({
    years: [{
      hocBa,
      packet: year.packet,
      signatures: printedSignatures(signatures),
      ...(year.confirmation ? { confirmation: { bytes: year.confirmation, issuer: site.shortName, effectiveDate: year.effectiveDate } } : {}),
    }],
    lookUpUrl: qrAddress(site, hocBa.lookupCode),
    convertedAt: now,
    converter: site.fullName,
    test: testData || testSignatures || virtualClock,
    preview: false,
  });
}

/** In capitals throughout: QR codes pack such text as alphanumeric. */
export const qrAddress = (site: PortalSite, code: string): string => `${site.lookUpUrl}${code.toUpperCase()}`;
