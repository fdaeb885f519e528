import { fieldNamed } from '../labels/fields.ts';
import { foldHeader } from '../labels/fold-header.ts';
import type { Report } from '../problem.ts';
import { cellAddress, columnLetters, type RawSheet, type RawValue, type Sheet, type TextRun } from '../sheet/read-sheets.ts';
import {
  encodingOfFont,
  isUnicodeOnly,
  judgeByFont,
  judgeBytes,
  LEGACY_NAME,
  type LegacyEncoding,
  type LegacyReading,
  needsWeighing,
  signCount,
} from './readings.ts';
import { remembered } from '../remembered.ts';

/** A text that could be Unicode or an old encoding; messages say both readings. */
export interface Doubt {
  readonly encoding: string;
  readonly reading: string;
}

interface Judged {
  readonly row: number;
  readonly column: number;
  readonly text: string;
  readonly verdict: ReturnType<typeof judgeBytes>;
}

type Known = LegacyEncoding | 'unicode';
interface Place {
  readonly row: number;
  readonly column: number;
}

/** The rows that are in an encoding for certain. */
interface Rows {
  readonly count: number;
  readonly first: number;
  readonly last: number;
}
type Findings = Map<Known, Rows>;

/** What the unmistakable cells of a column, or of a sheet, say about the others. */
class Evidence {
  private readonly found = new Map<string, Findings>();
  private readonly texts = new Set<string>();
  private words: ReadonlySet<string> | undefined;
  private of(key: string): Findings {
    const known: Findings = this.found.get(key) ?? new Map();
    this.found.set(key, known);
    return known;
  }
  add({ row, column }: Place, encoding: Known, text: string): void {
    for (const key of ['', String(column)]) {
      const findings = this.of(key);
      const before = findings.get(encoding);
      findings.set(encoding, { count: (before?.count ?? 0) + 1, first: before?.first ?? row, last: row });
    }
    this.texts.add(text);
  }
  get sheet(): ReadonlySet<Known> {
    return new Set(this.of('').keys());
  }
  /** The column decides; one that says nothing is like its sheet. */
  private nearest(column: number): Findings {
    const own = this.of(String(column));
    return [...own.keys()].some((known) => known !== 'unicode') ? own : this.of('');
  }
  around(column: number): ReadonlySet<Known> {
    const own = this.of(String(column));
    return new Set((own.size > 0 ? own : this.of('')).keys());
  }
  /** Whether the rows from the first in this encoding on are all in it: Unicode stands only above, in the headers. */
  isSystematic({ row, column }: Place, encoding: LegacyEncoding): boolean {
    const findings = this.nearest(column);
    const own = findings.get(encoding);
    if (!own || own.count < SYSTEMATIC) return false;
    const headers = (findings.get('unicode')?.last ?? -1) < Math.min(own.first, row);
    return headers && [...findings.keys()].every((known) => known === 'unicode' || known === encoding);
  }
  /** Whether every marked word occurs in a cell whose encoding is certain: `Lâm` may, `Lõm` does not. */
  knows(text: string): boolean {
    this.words ??= new Set([...this.texts].flatMap(markedWords));
    return markedWords(text).every((word) => this.words!.has(word));
  }
}

const SYSTEMATIC = 3;
const markedWords = (text: string): readonly string[] =>
  (
    text
      .normalize('NFC')
      .toLowerCase()
      .match(/\p{L}+/gu) ?? []
  ).filter((word) => /[^a-z]/.test(word));

const UNMISTAKABLE_SIGNS = 2;

/** Characters of different texts that would have to be weighed: an honest file has the words of one school, a hostile one anything. */
export function charactersToWeigh(sheets: readonly RawSheet[]): number {
  const texts = new Set<string>();
  for (const { rows } of sheets) for (const row of rows) for (const value of row) if (typeof value === 'string') texts.add(value);
  let characters = 0;
  for (const text of texts) if (needsWeighing(text)) characters += text.length;
  return characters;
}

/** The text of a cell in old fonts, run by run: letters that one font draws are read together. */
function byFonts(runs: readonly TextRun[]): { text: string; fonts: readonly string[] } {
  const fonts: string[] = [];
  const joined: TextRun[] = [];
  for (const run of runs) {
    const last = joined.at(-1);
    if (last && last.font === run.font) joined.splice(-1, 1, { text: last.text + run.text, font: run.font });
    else joined.push(run);
  }
  const text = joined
    .map((run) => {
      const old = encodingOfFont(run.font);
      const verdict = old ? judgeByFont(run.text, old.encoding) : undefined;
      if (verdict?.is !== 'legacy' && !(old?.capitals && !isUnicodeOnly(run.text))) return run.text;
      if (!fonts.includes(run.font!)) fonts.push(run.font!);
      const letters = verdict?.is === 'legacy' ? verdict.reading.text : run.text;
      return old!.capitals ? letters.toUpperCase() : letters;
    })
    .join('');
  return { text, fonts };
}

/** Whether the cells around allow a reading: the same encoding for certain, and no other old one. */
const supported = (reading: LegacyReading, around: ReadonlySet<string>) =>
  around.has(reading.encoding) && [...around].every((other) => other === 'unicode' || other === reading.encoding);

/** It is Vietnamese twice. The words of the sheet may know one reading and not the other; if not, a person has to say. */
function weigh(cell: Judged, [reading]: readonly LegacyReading[], evidence: Evidence): Settled {
  // `Tên` above the rows is the name of a column, whatever its signs would be in an old font.
  if (!reading || fieldNamed(foldHeader(cell.text)) !== undefined) return {};
  const asUnicode = evidence.knows(cell.text);
  const asLegacy = evidence.knows(reading.text);
  const systematic = evidence.isSystematic(cell, reading.encoding);
  if (asLegacy && !asUnicode) return { convert: reading };
  if (asUnicode && !asLegacy) return systematic ? { doubt: reading } : {};
  return systematic ? { convert: reading } : { doubt: reading };
}

interface Settled {
  readonly convert?: LegacyReading;
  readonly doubt?: LegacyReading;
}

function settle(cell: Judged, evidence: Evidence): Settled {
  const { text, column, verdict } = cell;
  if (verdict.is === 'unicode') return {};
  if (verdict.is === 'legacy') {
    const sure = signCount(text) >= UNMISTAKABLE_SIGNS || supported(verdict.reading, evidence.sheet);
    return sure ? { convert: verdict.reading } : { doubt: verdict.reading };
  }
  const readings = verdict.readings.filter((reading) =>
    supported(reading, verdict.is === 'both' ? evidence.around(column) : evidence.sheet),
  );
  if (verdict.is === 'both') return weigh(cell, readings, evidence);
  const [only, second] = readings;
  return only && !second && only.sense.good === only.sense.words ? { convert: only } : { doubt: only ?? verdict.readings[0]! };
}

/**
 * The sheet in Unicode. Text in TCVN3 or VNI is converted where its font says so, and where its bytes make no Vietnamese in any other
 * reading; every conversion is listed with before and after. What could be two things stays as it is and is marked: whoever needs the
 * cell asks.
 */
export function modernise(sheet: RawSheet, report: Report): Sheet {
  const rows: (readonly RawValue[])[] = [...sheet.rows];
  const doubts = new Map<string, Doubt>();
  const evidence = new Evidence();
  const judged: Judged[] = [];
  const judge = remembered((text) => ({ verdict: judgeBytes(text), unicodeOnly: isUnicodeOnly(text) }));
  const change = (row: number, column: number, from: string, to: string, rule: string) => {
    rows[row] = rows[row]!.with(column, to);
    report.change({ file: sheet.file, sheet: sheet.name, row: row + 1, column: columnLetters(column) }, from, to, rule);
  };
  for (const [row, values] of sheet.rows.entries()) {
    for (let column = 0; column < values.length; column++) {
      const text = values[column];
      if (typeof text !== 'string' || text === '') continue;
      const runs = sheet.fonts.size === 0 ? undefined : sheet.fonts.get(cellAddress(row, column));
      const shown = runs && byFonts(runs);
      if (shown && shown.text !== text) {
        for (const font of shown.fonts) evidence.add({ row, column }, encodingOfFont(font)!.encoding, shown.text);
        change(row, column, text, shown.text, `phông cũ ${shown.fonts.join(', ')} → Unicode`);
      } else {
        const { verdict, unicodeOnly } = judge(text);
        if (unicodeOnly) evidence.add({ row, column }, 'unicode', text);
        if (verdict.is === 'legacy' && signCount(text) >= UNMISTAKABLE_SIGNS)
          evidence.add({ row, column }, verdict.reading.encoding, verdict.reading.text);
        if (verdict.is !== 'unicode') judged.push({ row, column, text, verdict });
      }
    }
  }
  for (const cell of judged) {
    const { convert, doubt } = settle(cell, evidence);
    if (convert) change(cell.row, cell.column, cell.text, convert.text, `${LEGACY_NAME[convert.encoding]} → Unicode`);
    if (doubt) doubts.set(cellAddress(cell.row, cell.column), { encoding: LEGACY_NAME[doubt.encoding], reading: doubt.text });
  }
  const { fonts: _, ...rest } = sheet;
  return { ...rest, rows, doubts };
}
