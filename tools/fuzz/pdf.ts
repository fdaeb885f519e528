import { Instant, unwrap } from '#kernel';
import { append, makePackedPdf, makePdf, PLAIN } from '../../test/actors/pdf.ts';
import { openHostileRoom } from '../../test/hostile/room.ts';
import { nodePrimitives } from '#signature/node';
import { signPdf } from '../../src/print/pades/index.ts';
import { mutateBytes, wordsOf } from './bytes.ts';
import { ask, isThere } from './oracles.ts';
import { bisect, type Accepted, type Target } from './target.ts';

const WORDS = wordsOf('obj', 'endobj', 'stream\n', 'endstream', 'xref\n', 'trailer', 'startxref\n', '%%EOF\n', '/ByteRange [0 1 2 3]', '/Contents <00>', '/Type/Sig', '/Prev 0', '/XRefStm 9', '<<', '>>', '[', ']', '(', ')', '<', '>', '1 0 R', '99999999999', '-1', '/Filter/FlateDecode', '/Length 9999999', '%', '\r', '\0', '#41', 'null', 'true');

/** Signed PDFs, changed at random or by a further revision; what is still valid is held against `pdfsig`. */
export async function pdfTarget(): Promise<Target> {
  const room = await openHostileRoom();
  await room.stop();
  const sign = async (bytes: Uint8Array) => unwrap(await signPdf(bytes, { signer: room.pki.signer('22205411'), signingTime: unwrap(Instant.parse('2024-05-31T09:00:00Z')), primitives: nodePrimitives }));
  const once = await sign(makePdf()), signed = [once, await sign(once)];
  const genuine = [...signed, makePdf(), makePackedPdf()];
  const hasOracle = isThere('pdfsig');
  const seen = new Set(signed.map((bytes) => Buffer.from(bytes).toString('latin1')));
  return {
    name: 'pdf', batch: 20,
    generate(random) {
      const base = random.pick(genuine);
      if (random.once(8)) return append(base, { [1 + random.below(12)]: random.pick([...Object.values(PLAIN), null, 'null', '<</Type/Catalog/Pages 2 0 R>>']) });
      return mutateBytes(base, random, WORDS, random.pick(genuine));
    },
    run(input) {
      const { verdict } = room.verify(input, { schema: 'none' });
      const text = Buffer.from(input).toString('latin1');
      if (verdict !== 'TOTAL-PASSED' || seen.has(text)) return {};
      return { accepted: { input, facts: {} } };
    },
    ask: (items) => (hasOracle ? bisect(items, pdfsig) : items.map(() => undefined)),
    close: () => Promise.resolve(),
  };
}

function pdfsig(items: readonly Accepted[]): string | undefined {
  for (const { input } of items) {
    const { out, err } = ask('pdfsig', ['-nocert', 'a.pdf'], { 'a.pdf': input });
    const answers = [...out.toString('latin1').matchAll(/Signature Validation: ([^\n]*)/g)].map(([, said]) => said);
    if (answers.length === 0 || answers.some((said) => said !== 'Signature is Valid.')) return `pdfsig: ${answers.join(' ')} ${err.slice(0, 200)}`;
  }
  return undefined;
}
