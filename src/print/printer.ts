import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { setImmediate as turn } from 'node:timers/promises';
import { NodeCompiler, type NodeTypstCompileResult, type NodeTypstDocument } from '@myriaddreamin/typst-ts-node-compiler';
import { type Refusal, refusal } from '#domain';
import { err, ok, PlainDate, type Result } from '#kernel';
import type { ClassSheet } from './class-sheet/model.ts';
import { sheetData } from './class-sheet/view.ts';
import type { PrintInput, Product } from './model.ts';
import { qrSvg } from './qr.ts';
import { templateData } from './view.ts';

const TEMPLATES = fileURLToPath(new URL('../../templates', import.meta.url));
const FONTS = ['Regular', 'Bold', 'Italic', 'BoldItalic'].map((style) => `${TEMPLATES}/fonts/Tinos-${style}.ttf`);

/** The main file of each product, and its pages before the two of each year. */
const TEMPLATE_OF = {
  hocBa: { file: 'hoc-ba.typ', pagesBefore: 3 },
  extract: { file: 'trich-luc.typ', pagesBefore: 1 },
} as const satisfies Readonly<Record<Product, unknown>>;

const SHEET_FILE = { summary: 'bang-tong-hop.typ', handover: 'ban-giao.typ' } as const satisfies Readonly<
  Record<ClassSheet['kind'], string>
>;

/** Renders học bạ, and sheets of a class, to PDF/A-3a, one at a time. Same input, same bytes. */
export interface Printer {
  print(input: PrintInput): Promise<Result<Uint8Array, Refusal>>;
  /** `print/sheet-failed`, `print/sheet-missing-glyph` with the class. */
  printSheet(sheet: ClassSheet): Promise<Result<Uint8Array, Refusal>>;
}

/**
 * One compiler serves all records. Its native memory is given back only when the event loop turns, so each record ends with
 * one turn and a cache eviction: memory stays flat over a whole school.
 */
export function createPrinter(): Printer {
  const compiler = NodeCompiler.create({ workspace: TEMPLATES, fontArgs: [{ fontBlobs: FONTS.map((path) => readFileSync(path)) }] });
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work, work);
    last = next.catch(() => undefined);
    return next;
  };
  return { print: (input) => inTurn(() => printOne(compiler, input)), printSheet: (sheet) => inTurn(() => printClass(compiler, sheet)) };
}

async function printOne(compiler: NodeCompiler, input: PrintInput): Promise<Result<Uint8Array, Refusal>> {
  const data = templateData(input);
  const shadows = new Map<string, Uint8Array>([['qr.svg', new TextEncoder().encode(await qrSvg(input.lookUpUrl))]]);
  input.years.forEach((year, i) => {
    if (year.packet) shadows.set(data.years[i]!.packetFile, year.packet.bytes);
    if (year.confirmation) shadows.set(data.years[i]!.confirmationFile, year.confirmation.bytes);
  });
  const pupil = data.pupil.name;
  try {
    for (const [name, bytes] of shadows) compiler.mapShadow(`${TEMPLATES}/${name}`, Buffer.from(bytes));
    const { file, pagesBefore } = TEMPLATE_OF[input.product];
    const compiled = compiler.compile({
      mainFilePath: `${TEMPLATES}/hoc-ba/${file}`,
      inputs: { data: JSON.stringify(data).normalize('NFC') },
    });
    if (!compiled.result) return err(compileRefusal(diagnostics(compiler, compiled), pupil));
    const expectedPages = pagesBefore + 2 * input.years.length;
    if (compiled.result.numOfPages !== expectedPages) return err(refusal('print/overflow', { pupil, cell: 'trang học bạ' }));
    const createdOn = input.years[input.years.length - 1]!.hocBa.createdOn;
    return exportPdf(compiler, compiled.result, PlainDate.startInVietnam(createdOn) / 1000, (text) =>
      text === undefined ? refusal('print/failed', { pupil }) : refusal('print/missing-glyph', { pupil, text }),
    );
  } finally {
    for (const name of shadows.keys()) compiler.unmapShadow(`${TEMPLATES}/${name}`);
    compiler.evictCache(0);
    await turn();
  }
}

async function printClass(compiler: NodeCompiler, sheet: ClassSheet): Promise<Result<Uint8Array, Refusal>> {
  const { classroom, printedAt } = sheet.head;
  try {
    const compiled = compiler.compile({
      mainFilePath: `${TEMPLATES}/lop/${SHEET_FILE[sheet.kind]}`,
      inputs: { data: JSON.stringify(sheetData(sheet)).normalize('NFC') },
    });
    if (!compiled.result) return err(refusal('print/sheet-failed', { classroom }));
    return exportPdf(compiler, compiled.result, printedAt / 1000, (text) =>
      text === undefined ? refusal('print/sheet-failed', { classroom }) : refusal('print/sheet-missing-glyph', { classroom, text }),
    );
  } finally {
    compiler.evictCache(0);
    await turn();
  }
}

/** PDF/A forbids glyphs the fonts do not have, so the exporter refuses and names the text. */
function exportPdf(
  compiler: NodeCompiler,
  document: NodeTypstDocument,
  createdAtSeconds: number,
  refused: (missing: string | undefined) => Refusal,
): Result<Uint8Array, Refusal> {
  try {
    return ok(new Uint8Array(compiler.pdf(document, { pdfStandard: 'a-3a', creationTimestamp: createdAtSeconds })));
  } catch (error) {
    const message = String(error instanceof Error ? error.message : error);
    const glyphs = [...message.matchAll(/the text `\\?"(.+?)\\?"` could not be displayed/g)].map((match) => match[1]!);
    return err(refused(glyphs.length > 0 ? glyphs.join(' ') : undefined));
  }
}

function diagnostics(compiler: NodeCompiler, compiled: NodeTypstCompileResult): string {
  const error = compiled.takeDiagnostics();
  return error ? JSON.stringify(compiler.fetchDiagnostics(error)) : '';
}

/** The template reports an overflowing box as `overflow|WHERE`; a glyph the fonts do not have is reported by the PDF/A check. */
function compileRefusal(text: string, pupil: string): Refusal {
  const overflow = /overflow\|([^"\\]+)/.exec(text);
  if (overflow) return refusal('print/overflow', { pupil, cell: overflow[1]! });
  return refusal('print/failed', { pupil });
}
