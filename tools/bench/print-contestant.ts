import { readFileSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { PlainDate, unwrap } from '#kernel';
import { createPrinter, type PrintInput } from '#print';
import { qrSvg } from '../../src/print/qr.ts';
import { templateData } from '../../src/print/view.ts';

/** What printing all records once took, and the most memory the process ever had. */
export interface Lap { readonly cpuUs: number; readonly peakRssMb: number }

type Print = () => Promise<void>;

/** Ours: everything a copy of the portal goes through. */
async function ours(inputs: readonly PrintInput[]): Promise<Print> {
  const printer = createPrinter();
  return async () => { for (const input of inputs) unwrap(await printer.print(input)); };
}

const TEMPLATES = fileURLToPath(new URL('../../templates', import.meta.url));

/** The renderer as it comes: same template, fonts and PDF standard, one QR code for all. It gives memory back as the printer does, or it would only grow. */
async function bare(inputs: readonly PrintInput[]): Promise<Print> {
  const fonts = ['Regular', 'Bold', 'Italic', 'BoldItalic'].map((style) => readFileSync(`${TEMPLATES}/fonts/Tinos-${style}.ttf`));
  const compiler = NodeCompiler.create({ workspace: TEMPLATES, fontArgs: [{ fontBlobs: fonts }] });
  compiler.mapShadow(`${TEMPLATES}/qr.svg`, Buffer.from(await qrSvg(inputs[0]!.lookUpUrl)));
  const documents = inputs.map(bareDocument);
  return async () => {
    for (const { data, creationTimestamp } of documents) {
      const { result } = compiler.compile({ mainFilePath: `${TEMPLATES}/hoc-ba/hoc-ba.typ`, inputs: { data } });
      if (!result) throw new Error('Typst does not compile the record');
      compiler.pdf(result, { pdfStandard: 'a-3a', creationTimestamp });
      compiler.evictCache(0);
      await turn();
    }
  };
}

/** The template attaches what has a name. */
function bareDocument(input: PrintInput): { readonly data: string; readonly creationTimestamp: number } {
  const data = templateData(input);
  const years = data.years.map((year) => ({ ...year, packetFile: '', confirmationFile: '' }));
  return { data: JSON.stringify({ ...data, years }).normalize('NFC'), creationTimestamp: PlainDate.startInVietnam(input.years[0].hocBa.createdOn) / 1000 };
}

async function lapOf(print: Print): Promise<Lap> {
  const from = process.cpuUsage();
  await print();
  const { user, system } = process.cpuUsage(from);
  return { cpuUs: user + system, peakRssMb: process.resourceUsage().maxRSS / 1024 };
}

// The first message brings the records; each further one asks for a lap.
let print: Print | undefined;
process.on('message', async ({ inputs }: { readonly inputs?: readonly PrintInput[] }) => {
  if (inputs !== undefined) print = await (process.argv[2] === 'bare' ? bare : ours)(inputs);
  process.send!(inputs !== undefined || print === undefined ? 'ready' : await lapOf(print));
});
