import { nodePrimitives } from '#signature/node';
import { Instant, unwrap } from '#kernel';
import { append, bodyOf, makeHybridPdf, makePdf, PLAIN, stream } from '../../test/actors/pdf.ts';
import { PADES_ENTRIES, signOddly } from '../../test/actors/pdf-signer.ts';
import { openHostileRoom } from '../../test/hostile/room.ts';
import { signPdf } from '../../src/print/pades/index.ts';
import { mutateBytes, wordsOf } from './bytes.ts';
import { ask, isThere } from './oracles.ts';
import { appendRevisions, exchangeOctets } from './pdf-revisions.ts';
import { firstSignedEnd, seenIn } from './pdf-seen.ts';
import { bisect, type Accepted, type Target } from './target.ts';

const WORDS = wordsOf(
  'obj',
  'endobj',
  'stream\n',
  'endstream',
  'xref\n',
  'trailer',
  'startxref\n',
  '%%EOF\n',
  '/ByteRange [0 1 2 3]',
  '/Contents <00>',
  '/Type/Sig',
  '/Prev 0',
  '/XRefStm 9',
  '<<',
  '>>',
  '[',
  ']',
  '(',
  ')',
  '<',
  '>',
  '1 0 R',
  '99999999999',
  '-1',
  '/Filter/FlateDecode',
  '/Length 9999999',
  '%',
  '\r',
  '\0',
  '#41',
  'null',
  'true',
);
const certified = (level: number): string =>
  `${PADES_ENTRIES}/Reference[<</Type/SigRef/TransformMethod/DocMDP/TransformParams<</P ${level}/V/1.2>>>>]`;
const XMP = '<x:xmpmeta xmlns:x="adobe:ns:meta/"><xmp:ModifyDate>2024</xmp:ModifyDate><dc:title>x</dc:title></x:xmpmeta>';
const plus = (body: string, more: string): string => body.replace(/>>$/, `${more}>>`);
/** `pdfsig` takes a tenth of a second; what all accepted files are held against is quick. */
const ASKED_OF = 40;

/** Signed PDFs with further revisions whose offsets are right; what is still valid must show what was signed, and is held against `pdfsig`. */
export async function pdfTarget(): Promise<Target> {
  const room = await openHostileRoom();
  await room.stop();
  const signer = room.pki.signer('22205411');
  const sign = async (bytes: Uint8Array) =>
    unwrap(await signPdf(bytes, { signer, signingTime: unwrap(Instant.parse('2024-05-31T09:00:00Z')), primitives: nodePrimitives }));
  const info = makePdf({ ...PLAIN, 8: '<</ModDate(D:1)/Title(x)>>' }, '/Info 8 0 R/ID[<00><00>]');
  const waiting = makePdf({
    ...PLAIN,
    1: plus(PLAIN[1]!, '/AcroForm<</Fields[8 0 R]>>'),
    3: plus(PLAIN[3]!, '/Annots[8 0 R]'),
    8: '<</Type/Annot/Subtype/Widget/FT/Sig/T(Sau)/Rect[0 0 0 0]>>',
  });
  const described = makePdf({ ...PLAIN, 1: plus(PLAIN[1]!, '/Metadata 8 0 R'), 8: stream(XMP, '/Type/Metadata/Subtype/XML') });
  const once = await sign(makePdf());
  const signed = [
    once,
    once,
    once,
    await sign(once),
    await sign(info),
    await sign(waiting),
    await sign(described),
    await signOddly(makeHybridPdf([5, 6]), signer, { entries: PADES_ENTRIES }),
    await signOddly(makeHybridPdf([4]), signer, { entries: PADES_ENTRIES }),
    ...(await Promise.all([1, 2, 3].map((level) => signOddly(makePdf(), signer, { entries: certified(level) })))),
  ];
  const withEvidence = append(once, { 20: '<</Length 1>>\nstream\nx\nendstream', 1: plus(bodyOf(once, 1), '/DSS<</Certs[20 0 R]>>') });
  const genuine = [...signed, withEvidence, await sign(withEvidence)];
  const seen = new Set(genuine.map((bytes) => Buffer.from(bytes).toString('latin1')));
  const hasOracle = isThere('pdfsig');
  return {
    name: 'pdf',
    batch: 200,
    generate(random) {
      const base = random.pick(genuine);
      const way = random.below(16);
      if (way < 14) return appendRevisions(base, random);
      if (way < 15) return exchangeOctets(random.once(2) ? base : appendRevisions(base, random), random);
      return mutateBytes(base, random, WORDS, random.pick(genuine));
    },
    run(input) {
      const { verdict } = room.verify(input, { schema: 'none' });
      if (verdict !== 'TOTAL-PASSED' || seen.has(Buffer.from(input).toString('latin1'))) return {};
      const end = firstSignedEnd(input);
      const wrong =
        end === undefined
          ? 'no signature that can be found'
          : seenIn(input) === seenIn(input.subarray(0, end))
            ? undefined
            : 'shows something else than what was signed';
      return { accepted: { input, facts: {} }, ...(wrong !== undefined && { wrong }) };
    },
    ask: (items) => (hasOracle ? bisect(items, (some) => pdfsig(some.filter((_, i) => i % ASKED_OF === 0))) : items.map(() => undefined)),
    close: () => Promise.resolve(),
  };
}

function pdfsig(items: readonly Accepted[]): string | undefined {
  for (const { input } of items) {
    const { out, err } = ask('pdfsig', ['-nocert', 'a.pdf'], { 'a.pdf': input });
    const answers = [...out.toString('latin1').matchAll(/Signature Validation: ([^\n]*)/g)].map(([, said]) => said);
    if (answers.length === 0 || answers.some((said) => said !== 'Signature is Valid.'))
      return `pdfsig: ${answers.join(' ')} ${err.slice(0, 200)}`;
  }
  return undefined;
}
