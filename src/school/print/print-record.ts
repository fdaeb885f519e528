import { LookupCode, type Refusal, refusal, SchoolYear } from '#domain';
import { err, ok, type Result } from '#kernel';
import type { PrintedYear, Product } from '#print';
import { currentYear, inSchool, type SchoolContext } from '../context.ts';
import { findPupil } from '../desk/examine.ts';
import type { Actor } from '../model.ts';
import { logAccess } from '../postgres/access-log.ts';
import { pupilOfCode } from '../postgres/pupil-years.ts';
import { openDraftRoom } from '../sign/draft.ts';
import { printedYears, yearOf } from './printed-years.ts';

interface PdfFile {
  readonly bytes: Uint8Array;
  readonly fileName: string;
}

/** The official form of a record as it stands: signed octets where there are some, else the data of the year, marked as a preview. `code` is the pupil's sector code or look-up code. */
export const previewPdf = (context: SchoolContext, who: Actor, code: string): Promise<Result<PdfFile, Refusal>> =>
  printRecord(context, who, code, { product: 'hocBa' });

/** The extract (trích lục) of one year, by default the current one. */
export const extractPdf = (
  context: SchoolContext,
  who: Actor,
  code: string,
  schoolYear: string | undefined,
): Promise<Result<PdfFile, Refusal>> => printRecord(context, who, code, { product: 'extract', schoolYear });

async function printRecord(
  context: SchoolContext,
  who: Actor,
  code: string,
  order: { readonly product: Product; readonly schoolYear?: string | undefined },
): Promise<Result<PdfFile, Refusal>> {
  const trust = (await context.trust()).material;
  const at = context.clock.now();
  const years = await inSchool(
    context,
    who.schoolCode,
    async (scope): Promise<Result<readonly [PrintedYear, ...PrintedYear[]], Refusal>> => {
      const now = await currentYear(scope, who.schoolCode);
      if (!now.ok) return now;
      const lookupCode = LookupCode.parseTyped(code);
      const pupilId = (lookupCode.ok ? await pupilOfCode(scope, lookupCode.value) : undefined) ?? code;
      const found = await findPupil(scope, who, now.value.schoolYear, pupilId);
      if (!found.ok) return found;
      await logAccess(scope, {
        entryId: context.ids.uuid(),
        at,
        who: who.name,
        what: order.product === 'extract' ? 'extract' : 'preview',
        pupilId,
      });
      const all = await printedYears(context, scope, found.value, {
        draft: await openDraftRoom(scope, now.value.school, [found.value]),
        trust,
        at,
      });
      if (!all.ok || order.product === 'hocBa') return all;
      const wanted = SchoolYear.parse(order.schoolYear ?? now.value.schoolYear);
      const year = wanted.ok ? yearOf(all.value, wanted.value) : undefined;
      return year === undefined
        ? err(
            refusal('print/year-not-found', {
              pupil: found.value.file.year.identity.fullName,
              schoolYear: order.schoolYear ?? now.value.schoolYear,
            }),
          )
        : ok([year]);
    },
  );
  if (!years.ok) return years;
  const printed = await context.printer.print(printInputOf(context, order.product, years.value));
  const last = years.value[years.value.length - 1]!.hocBa.schoolYear;
  return printed.ok
    ? ok({ bytes: printed.value, fileName: order.product === 'extract' ? `trich-luc-hoc-ba-${last}.pdf` : `hoc-ba-${last}.pdf` })
    : printed;
}

/** A record that is not issued yet is a preview on every page. */
export function printInputOf(
  { lookUpUrl, clock, standing }: Pick<SchoolContext, 'lookUpUrl' | 'clock' | 'standing'>,
  product: Product,
  years: readonly [PrintedYear, ...PrintedYear[]],
) {
  const { hocBa } = years[years.length - 1]!;
  return {
    product,
    years,
    lookUpUrl: `${lookUpUrl}${hocBa.lookupCode.toUpperCase()}`,
    convertedAt: clock.now(),
    converter: hocBa.school.name,
    test: standing.testData || standing.testSignatures || standing.virtualClock,
    preview: years.some(({ packet }) => packet === undefined),
  } as const;
}
