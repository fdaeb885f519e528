import { type Refusal, refusal } from '#domain';
import { err, type Instant, ok, type Result } from '#kernel';
import { type CopySealer, type PrintedYear, type Printer, printedSignatures, type PrintInput, type Product } from '#print';
import type { JudgedYear } from './judged-year.ts';
import type { PortalSite } from './site.ts';
import { isShown } from './status.ts';

interface Copying {
  readonly printer: Pick<Printer, 'print'>;
  readonly site: PortalSite;
  /** The province's seal on the file itself; absent where copies go out without. */
  readonly sealer?: CopySealer;
}

export interface CopyOrder {
  readonly product: Product;
  /** In order of school year; for an extract the one year. What does not count (any more) is left out. */
  readonly years: readonly JudgedYear[];
  readonly now: Instant;
}

/**
 * The printed form with the exact packets and confirmations inside (Luật Giao dịch điện tử 20/2023/QH15 Điều 12), sealed where the portal has a seal. A copy
 * is made anew each time, so it never says what no longer holds. When the seal cannot be put on now, the copy says on each page that it has none.
 */
export async function printCopy(
  { printer, site, sealer }: Copying,
  { product, years, now }: CopyOrder,
): Promise<Result<Uint8Array, Refusal>> {
  const [first, ...more] = years.flatMap((judged) => printedYear(site, judged));
  if (first === undefined) return err(refusal('portal/copy-not-allowed'));
  const { testData, testSignatures, virtualClock } = site.bar();
  const input: PrintInput = {
    product,
    years: [first, ...more],
    lookUpUrl: qrAddress(site, first.hocBa.lookupCode),
    convertedAt: now,
    converter: site.fullName,
    test: testData || testSignatures || virtualClock,
    preview: false,
  };
  if (sealer === undefined) return printer.print(input);
  const printed = await printer.print({ ...input, seal: { by: sealer.by } });
  if (!printed.ok) return printed;
  const sealed = await sealer.seal(printed.value);
  return sealed.ok ? ok(sealed.value.bytes) : printer.print({ ...input, seal: 'missing' });
}

function printedYear(site: PortalSite, { year, status, hocBa, signatures }: JudgedYear): readonly PrintedYear[] {
  if (hocBa === undefined || !isShown(status)) return [];
  const confirmation = year.confirmation && { bytes: year.confirmation, issuer: site.shortName, effectiveDate: year.effectiveDate };
  return [{ hocBa, packet: year.packet, signatures: printedSignatures(signatures), ...(confirmation ? { confirmation } : {}) }];
}

/** In capitals throughout: QR codes pack such text as alphanumeric. */
export const qrAddress = (site: PortalSite, code: string): string => `${site.lookUpUrl}${code.toUpperCase()}`;
