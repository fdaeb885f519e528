import { toBase64, unwrap, utf8 } from '#kernel';
import { nodePrimitives } from '#signature/node';
import { isSignatureElement } from '#signature';
import { verifyFile, type FileAnswer } from '#verifier';
import { C14N, canonicalize, descendants, hasText, readXml, type XmlDocument, type XmlElement } from '#xml';
import { instant } from '../../test/actors/authority.ts';
import { toPem } from '../../test/actors/openssl.ts';
import {
  addProperty,
  addValidationData,
  addValues,
  counterSign,
  ENVELOPED,
  type LongTerm,
  openLongTermPki,
  signLongTerm,
  type SignOrder,
  stampArchive,
  stampSignature,
  transform,
  written,
} from '../../test/builders/long-term.ts';
import { randomMutant, sceneOf } from '../../test/hostile/mutator.ts';
import { mutateBytes, wordsOf } from './bytes.ts';
import { askAll, isThere } from './oracles.ts';
import type { Random } from './random.ts';
import { bisect, type Accepted, type Target } from './target.ts';
import { isComparable } from './xml.ts';

const DS = 'http://www.w3.org/2000/09/xmldsig#';
const XADES = 'http://uri.etsi.org/01903/v1.3.2#';
const XPATH = 'http://www.w3.org/TR/1999/REC-xpath-19991116';
const FILTER = 'http://www.w3.org/2002/06/xmldsig-filter2';
const xpath = (expression: string): string => transform(XPATH, `<ds:XPath>${expression}</ds:XPath>`);
const filter = (expression: string, kind = 'subtract'): string =>
  transform(FILTER, `<f:XPath xmlns:f="${FILTER}" Filter="${kind}">${expression}</f:XPath>`);

/** Ways to leave signatures out, those that are read and those that are not. */
const OMITTING = [
  ENVELOPED,
  xpath('not(ancestor-or-self::ds:Signature)'),
  xpath('count(ancestor-or-self::ds:Signature | here()/ancestor::ds:Signature[1]) > count(ancestor-or-self::ds:Signature)'),
  filter('/descendant::ds:Signature'),
  filter('//ds:Signature'),
  filter('here()/ancestor::ds:Signature[1]'),
] as const;
const OTHER = [
  ...OMITTING,
  '',
  xpath('true()'),
  xpath('not(self::ds:Signature)'),
  xpath('not(ancestor-or-self::ds:Object)'),
  xpath('not(ancestor-or-self::ds:Signature) and true()'),
  xpath('ancestor-or-self::phan'),
  xpath('not(ancestor-or-self::f:Signature)'),
  filter('/', 'intersect'),
  filter('//*', 'union'),
  filter('//phan'),
  transform(`${DS}base64`),
  written('inclusive'),
  written('inclusive11'),
  written('exclusive'),
  transform('http://www.w3.org/TR/1999/REC-xslt-19991116'),
  ENVELOPED + ENVELOPED,
] as const;
const URIS = [
  '',
  '#data',
  '#s',
  '#s-v',
  '#s-p',
  '#c',
  '#c-v',
  '#x',
  '#xpointer(/)',
  "#xpointer(id('data'))",
  "#xpointer(id('s-v'))",
] as const;
const WORDS = wordsOf(
  ...OTHER,
  ...URIS,
  '<ds:Object>x</ds:Object>',
  '<xades:CounterSignature>',
  '</xades:CounterSignature>',
  ' Id="data"',
  ' Id="s-v"',
  ' xml:id="s"',
  '<!-- -->',
  ' diem="10"',
  '10',
  ' ',
  '\n',
  'AAAA',
);

/** Elements whose order and presence archive time-stamps speak of. */
const PARTS =
  /<(xades:(?:SignatureTimeStamp|CertificateValues|RevocationValues|CounterSignature)|xades141:(?:ArchiveTimeStamp|TimeStampValidationData)|ds:(?:Signature|Object|KeyInfo|Reference|SignedInfo))[ >].*?<\/\1>/gs;

type Change = (text: string, random: Random, other: string) => string;
function pieces(text: string, random: Random): readonly [one: string, two: string] {
  const found = text.match(PARTS) ?? [''];
  return [random.pick(found), random.pick(found)];
}

/** What is done to transforms, references, time-stamps and counter-signatures; each leaves well-formed XML. */
const CHANGES: readonly Change[] = [
  (text, random) =>
    text.replace(
      /(<ds:Transforms>).*?(?=<\/ds:Transforms>)/s,
      (_, open: string) => open + random.pick(OTHER) + (random.once(2) ? random.pick(OTHER) : ''),
    ),
  (text, random) => {
    const uris = text.match(/ URI="[^"]*"/g) ?? [''];
    return text.replace(random.pick(uris), () => ` URI="${random.pick(URIS)}"`);
  },
  (text, random) => text.replace(pieces(text, random)[0], ''),
  (text, random) => {
    const [one] = pieces(text, random);
    return text.replace(one, () => one + one);
  },
  (text, random) => {
    const [one, two] = pieces(text, random);
    return one.includes(two) || two.includes(one)
      ? text
      : text
          .replace(one, '\u0000')
          .replace(two, () => one)
          .replace('\u0000', () => two);
  },
  (text, random) => {
    const [one, two] = pieces(text, random);
    return one.includes(two) || two.includes(one) ? text : text.replace(one, '').replace(two, () => two + one);
  },
  (text, random, other) => {
    const theirs = pieces(other, random)[0];
    const like = /^<([\w:]+)/.exec(theirs)?.[1] ?? 'x';
    const mine = new RegExp(`<${like}[ >].*?</${like}>`, 's').exec(text)?.[0];
    return mine === undefined ? text : text.replace(mine, () => theirs);
  },
  (text, random, other) => {
    const theirs = pieces(other, random)[0];
    return text.replace(
      '</xades:UnsignedSignatureProperties>',
      (end) => (random.once(2) ? theirs : `<xades:CounterSignature>${theirs}</xades:CounterSignature>`) + end,
    );
  },
  (text, random) =>
    text.replace(
      /(<ds:CanonicalizationMethod Algorithm=")[^"]*(?="\/><xades:Enc)/,
      (_, open: string) => open + random.pick(Object.values(C14N)),
    ),
];

interface Base {
  readonly bytes: Uint8Array;
  readonly text: string;
  readonly scene: ReturnType<typeof sceneOf>;
  readonly words: string;
  readonly whole: string;
  readonly times: ReadonlySet<string | null>;
  readonly signers: ReadonlySet<string>;
}

/** What a reader takes from outside signatures: each text and attribute with the name it belongs to. */
function wordsOutside(root: XmlElement): string {
  const out: string[] = [];
  const walk = (element: XmlElement): void => {
    if (isSignatureElement(element)) return;
    if (hasText(element))
      out.push(`${element.ns} ${element.local} ${element.children.map((child) => (child.kind === 'text' ? child.value : '')).join('')}`);
    for (const child of element.children) if (child.kind === 'element') walk(child);
  };
  walk(root);
  return out.join('\n');
}
const wholeOf = (document: XmlDocument): string =>
  new TextDecoder().decode(
    canonicalize(document, 'document', { algorithm: C14N.exclusive, omit: new Set(descendants(document.root).filter(isSignatureElement)) }),
  );

/** Long-term documents of other software: transforms by XPath, archive time-stamps, counter-signatures; what is still valid says what was signed, by those who signed it, at a time that was proven. */
export async function foreignTarget(): Promise<Target> {
  const pki = await openLongTermPki();
  const at = instant('2027-01-01');
  const early = await pki.lists('2024-06-01');
  const middle = await pki.lists('2024-12-10');
  const late = await pki.lists('2026-12-20');
  const trust = { anchors: [pki.root.der], intermediates: [], crls: [...early, ...middle, ...late], ocsps: [] };
  const judge = (bytes: Uint8Array): FileAnswer => verifyFile(bytes, { trust, at, schema: 'none', cryptoOnly: false }, nodePrimitives);
  const stamped = (order: Partial<SignOrder>): LongTerm =>
    stampSignature(signLongTerm({ by: pki.signer, chain: [pki.issuing], ...order }), {
      by: pki.tsa.first,
      at: '2024-05-31T09:01:00Z',
      canonicalization: 'exclusive',
    });
  const lasting = (signed: LongTerm, mode: 'inclusive' | 'exclusive' = 'exclusive'): LongTerm =>
    stampArchive(addValues(signed, [pki.issuing, pki.tsa.first], early), {
      by: pki.tsa.second,
      at: '2024-12-01T00:00:00Z',
      canonicalization: mode,
    });
  const countered = (signed: LongTerm, uri = '#s-v'): LongTerm =>
    addProperty(
      signed,
      `<xades:CounterSignature>${counterSign(signed, { by: pki.other, chain: [pki.issuing], uri })}</xades:CounterSignature>`,
    );
  const orders: readonly Partial<SignOrder>[] = [
    {},
    ...OMITTING.map((steps) => ({ uri: '', transforms: steps + written('exclusive') })),
    { uri: '', transforms: ENVELOPED },
  ];
  const made = orders.flatMap((order) => [
    lasting(stamped(order)),
    lasting(countered(stamped(order)), 'inclusive'),
    addValidationData(lasting(countered(stamped(order))), [pki.tsa.second], middle),
  ]);
  const bases = made.map(({ text }): Base => {
    const bytes = utf8(text);
    const document = unwrap(readXml(bytes));
    const { verdict, errors, signatures } = judge(bytes);
    if (verdict !== 'TOTAL-PASSED') throw new Error(`the genuine document is not valid: ${JSON.stringify(errors[0])}`);
    return {
      bytes,
      text,
      scene: sceneOf(bytes),
      words: wordsOutside(document.root),
      whole: wholeOf(document),
      times: new Set(signatures.map(({ bestSignatureTime }) => bestSignatureTime)),
      signers: new Set(signatures.map(({ signer }) => signer)),
    };
  });
  const hasOracle = isThere('xmlsec1');
  const times = new Set(bases.flatMap((base) => [...base.times]));
  const signers = new Set(bases.flatMap((base) => [...base.signers]));
  const words = new Set(bases.map((base) => base.words));
  const whole = new Set(bases.map((base) => base.whole));
  const certificates = new Set(
    Object.values({ ...pki.tsa, root: pki.root, issuing: pki.issuing, signer: pki.signer, other: pki.other }).map(({ der }) =>
      toBase64(der),
    ),
  );
  return {
    name: 'foreign',
    batch: 200,
    generate(random) {
      const base = random.pick(bases);
      const other = random.pick(bases);
      const way = random.below(8);
      if (way < 5) {
        let text = base.text;
        for (let i = random.few(2); i >= 0; i--) text = random.pick(CHANGES)(text, random, other.text);
        return utf8(text);
      }
      return way < 7
        ? randomMutant(base.scene, other.scene, (count) => random.below(count))
        : mutateBytes(base.bytes, random, WORDS, other.bytes);
    },
    run(input) {
      const answer = judge(input);
      if (answer.verdict !== 'TOTAL-PASSED') return {};
      const document = unwrap(readXml(input));
      const wrong = objection(document, answer, { words, whole, times, signers });
      const known = descendants(document.root).every(
        (element) =>
          element.local !== 'X509Certificate' ||
          certificates.has(element.children.map((child) => (child.kind === 'text' ? child.value : '')).join('')),
      );
      const count = descendants(document.root).filter(isSignatureElement).length;
      // xmlsec1 does not read a document whose Ids are doubled, not even where nothing asks for them.
      return {
        ...(known &&
          document.duplicateIds.length === 0 &&
          isComparable(document) && { accepted: { input, facts: { count: String(count) } } }),
        ...(wrong !== undefined && { wrong }),
      };
    },
    ask: (items) => (hasOracle ? bisect(items, (some) => xmlsec(some, pki.root.der, [pki.issuing.der])) : items.map(() => undefined)),
    close: () => Promise.resolve(),
  };
}

interface Genuine {
  readonly words: ReadonlySet<string>;
  readonly whole: ReadonlySet<string>;
  readonly times: ReadonlySet<string | null>;
  readonly signers: ReadonlySet<string>;
}

/** Why an accepted document must not be; undefined when it may. */
function objection(document: XmlDocument, { signatures }: FileAnswer, genuine: Genuine): string | undefined {
  if (!genuine.words.has(wordsOutside(document.root))) return 'other words outside signatures';
  if (signatures.some(({ covers }) => covers.includes('')) && !genuine.whole.has(wholeOf(document)))
    return 'another document under a signature about the whole';
  const strange = signatures.find(({ bestSignatureTime, signer }) => !genuine.times.has(bestSignatureTime) || !genuine.signers.has(signer));
  return strange === undefined ? undefined : `signed by ${strange.signer} at ${strange.bestSignatureTime ?? 'no proven time'}`;
}

/** Each signature of each document; expressions xmlsec1 cannot follow are of documents that are asked by no one else. */
function xmlsec(items: readonly Accepted[], root: Uint8Array, intermediates: readonly Uint8Array[]): string | undefined {
  const files: Record<string, Uint8Array | string> = Object.fromEntries(items.map(({ input }, i) => [`${i}.xml`, input]));
  files['root.pem'] = toPem('CERTIFICATE', root);
  files['issuing.pem'] = intermediates.map((der) => toPem('CERTIFICATE', der)).join('');
  const most = Math.max(...items.map(({ facts }) => Number(facts['count'])));
  const ids = [`${DS}:Signature`, `${DS}:SignatureValue`, `${DS}:Object`, `${XADES}:SignedProperties`, 'urn:van-ban:phan'];
  const runs = Array.from({ length: most }, (_, k) => [
    '--verify',
    '--enabled-reference-uris',
    'empty,same-doc',
    ...ids.flatMap((name) => ['--id-attr:Id', name]),
    '--verification-gmt-time',
    '2024-06-02 00:00:00',
    '--trusted-pem',
    'root.pem',
    '--untrusted-pem',
    'issuing.pem',
    '--node-xpath',
    `(//*[namespace-uri()='${DS}' and local-name()='Signature'])[${k + 1}]`,
    ...items.flatMap(({ facts }, i) => (Number(facts['count']) > k ? [`${i}.xml`] : [])),
  ]);
  const failed = askAll('xmlsec1', runs, files).find(({ status }) => status !== 0);
  return failed === undefined ? undefined : `xmlsec1: ${failed.err.slice(0, 400)}`;
}
