import { readFileSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { PlainDate, unwrap } from '#kernel';
import { createPrinter, mergePdfs, type PrintInput } from '#print';
import { qrSvg } from '../../src/print/qr.ts';
import { templateData } from '../../src/print/view.ts';
import { type Lap, LONG_RECORDS, SAMPLE_EVERY } from './print-lap.ts';

const BYTES_PER_MB = 1_048_576;
type Print = () => Promise<void>;

/** Ours: everything a copy of the portal goes through. */
async function ours(inputs: readonly PrintInput[]): Promise<Print> {
  const printer = createPrinter();
  return async () => {
    for (const input of inputs) unwrap(await printer.print(input));
  };
}

const rssMb: number[] = [];
let fileBytes = 0;
/** A school in one file: the records flow through the printer into the merged file, and nothing keeps them. */
async function long(inputs: readonly PrintInput[]): Promise<Print> {
  const printer = createPrinter();
  async function* records(): AsyncGenerator<Uint8Array> {
    for (let i = 1; i <= LONG_RECORDS; i++) {
      yield unwrap(await printer.print(inputs[i % inputs.length]!));
      if (i % SAMPLE_EVERY === 0) rssMb.push(process.memoryUsage.rss() / BYTES_PER_MB);
    }
  }
  return async () => {
    for await (const chunk of mergePdfs(records(), 'Học bạ')) fileBytes += chunk.length;
  };
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
  return {
    data: JSON.stringify({ ...data, years }).normalize('NFC'),
    creationTimestamp: PlainDate.startInVietnam(input.years[0].hocBa.createdOn) / 1000,
  };
}

async function lapOf(print: Print): Promise<Lap> {
  const from = process.cpuUsage();
  await print();
  const { user, system } = process.cpuUsage(from);
  return { cpuUs: user + system, peakRssMb: process.resourceUsage().maxRSS / 1024, rssMb, fileMb: fileBytes / BYTES_PER_MB };
}

const CONTESTANTS = { bare, ours, long } as const;
// The first message brings the records; each further one asks for a lap.
let print: Print | undefined;
process.on('message', async ({ inputs }: { readonly inputs?: readonly PrintInput[] }) => {
  if (inputs !== undefined) print = await CONTESTANTS[process.argv[2] as keyof typeof CONTESTANTS](inputs);
  process.send!(inputs !== undefined || print === undefined ? 'ready' : await lapOf(print));
});
