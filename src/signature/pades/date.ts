import { Instant } from '#kernel';
import { isString, textOf, type PdfValue } from './syntax.ts';

const DATE = /^D:(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(?:Z(?:00'?00'?)?|([+-]\d{2})'?(\d{2})'?)$/;

/** A date of ISO 32000-2 §7.9.4 with its offset; undefined for one that leaves anything open. */
export function dateOf(value: PdfValue | undefined): Instant | undefined {
  const found = isString(value) ? DATE.exec(textOf(value)) : null;
  if (found === null) return undefined;
  const [, year, month, day, hour, minute, second, offset, offsetMinutes] = found;
  const parsed = Instant.parse(
    `${year}-${month}-${day}T${hour}:${minute}:${second}${offset === undefined ? 'Z' : `${offset}:${offsetMinutes}`}`,
  );
  return parsed.ok ? parsed.value : undefined;
}

/** The same moment as a PDF has it, in Vietnam time and whole seconds. */
export const pdfDate = (at: Instant): string =>
  `D:${Instant.toIso(Instant.of(Math.floor(at / 1000) * 1000))
    .slice(0, 19)
    .replace(/[-:T]/g, '')}+07'00'`;
