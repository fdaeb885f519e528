import { cleanText, PlainDate } from '#kernel';
import { remembered } from '../remembered.ts';
import type { Report } from '../problem.ts';
import { type Cell, shown } from '../sheet/rows.ts';

const EPOCH_1900 = '1899-12-30' as PlainDate;
const EPOCH_1904 = '1904-01-01' as PlainDate;
/** Serial numbers of 1/1/1950 and 31/12/2099: outside of them a number in a date column is not a date. */
const FIRST_SERIAL = 18_264;
const LAST_SERIAL = 73_050;
const DAY_FIRST = /^(?:ngày )?(\d{1,2})(?:\s*[/.\\-]\s*| tháng )(\d{1,2})(?:\s*[/.\\-]\s*| năm )(\d{4})(?:[ T]0{1,2}:00(?::00)?(?: AM)?)?$/;
const YEAR_FIRST = /^(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})(?:[ T]00:00(?::00(?:\.0+)?)?Z?)?$/;

function fromSerial(serial: number, from1904: boolean): PlainDate | undefined {
  const days = Math.floor(serial);
  const since1900 = days + (from1904 ? 1462 : 0);
  return since1900 >= FIRST_SERIAL && since1900 <= LAST_SERIAL ? PlainDate.addDays(from1904 ? EPOCH_1904 : EPOCH_1900, days) : undefined;
}

/** Whole sheets are born within a few hundred days. */
const fromText = remembered((text): PlainDate | undefined => {
  const dayFirst = DAY_FIRST.exec(text);
  const yearFirst = YEAR_FIRST.exec(text);
  const parsed = dayFirst
    ? PlainDate.of(Number(dayFirst[3]), Number(dayFirst[2]), Number(dayFirst[1]))
    : yearFirst
      ? PlainDate.of(Number(yearFirst[1]), Number(yearFirst[2]), Number(yearFirst[3]))
      : undefined;
  return parsed?.ok ? parsed.value : undefined;
});

/**
 * A day: `dd/mm/yyyy`, `3 tháng 7 năm 2017` or `2017-7-3` as text, a date cell or an Excel serial number. Day and month are never swapped to make a date possible, and a
 * two-digit year is never completed. Undefined for a blank cell and for one that has been reported.
 */
export function readDate(cell: Cell | undefined, who: string, report: Report): PlainDate | undefined {
  if (!cell || cell.raw === null || cell.raw === '') return undefined;
  const raw = cell.raw;
  if (raw instanceof Date) {
    const day = Number.isNaN(raw.getTime()) ? undefined : PlainDate.parse(raw.toISOString().slice(0, 10));
    if (day?.ok) return day.value;
  }
  const text = cleanText(shown(raw)).replace(/^'/, '');
  if (text === '') return undefined;
  const serial = typeof raw === 'number' ? raw : /^\d{5}$/.test(text) ? Number(text) : undefined;
  const date = serial === undefined ? fromText(text) : fromSerial(serial, cell.from1904);
  if (!date) {
    report.problem('workbook/bad-date', cell.place, { label: cell.label, pupil: who });
    return undefined;
  }
  const vietnamese = PlainDate.toVietnamese(date);
  if (vietnamese !== shown(raw))
    report.change(cell.place, shown(raw), vietnamese, serial === undefined ? 'ngày viết dạng dd/mm/yyyy' : 'ngày dạng số của Excel');
  return date;
}
