import { concatBytes, utf8 } from '#kernel';
import { C14N, type C14nUri, canonicalize, descendants, readXml, type XmlDocument } from '#xml';
import { mutateBytes, wordsOf } from './bytes.ts';
import { askAll, isThere } from './oracles.ts';
import type { Random } from './random.ts';
import { bisect, type Accepted, type Target } from './target.ts';

const NAMES = ['a', 'b', 'HO_TEN', 'n:a', 'n:b', 'm:a', 'xml:a', 'điểm', 'a-b.c', '_', 'A1'] as const;
const ATTRIBUTES = [
  'a',
  'b',
  'Id',
  'id',
  'xml:id',
  'xml:lang',
  'xml:space',
  'n:a',
  'm:a',
  'n:b',
  'xmlns',
  'xmlns:n',
  'xmlns:m',
  'xmlns:xml',
] as const;
const URIS = [
  'urn:a',
  'urn:b',
  'http://a.example/',
  '',
  'http://www.w3.org/XML/1998/namespace',
  'http://www.w3.org/2000/09/xmldsig#',
] as const;
const TEXTS = [
  '',
  ' ',
  '\n',
  '\t',
  '\r\n',
  '\r',
  '9',
  'Nguyễn Thị Hoà',
  '&amp;',
  '&lt;',
  '&#13;',
  '&#xD;',
  '&#9;',
  '&quot;',
  '>',
  ']]',
  '&#x1F600;',
  '\u{1F600}',
  '\ufeff',
  '\u0085',
  '\u2028',
  'e\u0301',
  '"',
  "'",
  '&#x10FFFF;',
  '\u00a0',
] as const;
const WORDS = wordsOf(
  ...TEXTS,
  ...NAMES,
  '<',
  '>',
  '/>',
  '</',
  '<!--',
  '-->',
  '<![CDATA[',
  ']]>',
  '<?',
  '?>',
  '<!DOCTYPE a [',
  '<!ENTITY x "y">',
  '&x;',
  '&#0;',
  '&#xFFFE;',
  '&#xD800;',
  ' xmlns="urn:a"',
  ' xmlns:n="urn:a"',
  ' xmlns:n=""',
  ' xmlns=""',
  '<?xml version="1.0" encoding="UTF-8"?>',
  '<?xml version="1.1"?>',
  ' standalone="yes"',
  ' encoding="utf-16"',
  '\0',
  '\u0001',
  '\ufffe',
  '\uffff',
  ' a="1"',
  " a='1'",
  '--',
  'xml',
  'XML',
  ':',
);

/** A document that is often well-formed. */
function grammar(random: Random): string {
  const text = () => Array.from({ length: random.few(3) }, () => random.pick(TEXTS)).join('');
  const misc = (): string => (random.once(12) ? random.pick(['<!-- c -->', '<?p i?>', '<?p?>', '\n', ' ']) : '');
  const value = () => text().replace(/[<"]/g, '');
  const attribute = (): string => {
    const name = random.pick(ATTRIBUTES);
    const quote = random.once(4) ? "'" : '"';
    const equals = random.once(8) ? ' = ' : '=';
    return `${random.once(8) ? '\n ' : ' '}${name}${equals}${quote}${name.startsWith('xmlns') ? random.pick(URIS) : value().replaceAll(quote, '')}${quote}`;
  };
  const element = (depth: number, outer: string): string => {
    const name = random.pick(NAMES);
    const declared = outer === '' ? ' xmlns:n="urn:n" xmlns:m="urn:m"' : '';
    const open = `${name}${declared}${Array.from({ length: random.few(4) }, () => attribute())
      .filter(
        (one, i, all) =>
          all.findIndex((two) => two.trim().split(/[ =]/)[0] === one.trim().split(/[ =]/)[0]) === i &&
          !(declared !== '' && /xmlns:[nm]/.test(one)),
      )
      .join('')}`;
    if (random.once(4)) return `<${open}${random.once(3) ? ' ' : ''}/>`;
    let inside = '';
    for (let i = random.few(5); i > 0; i--)
      inside +=
        random.once(2) && depth < 8
          ? element(depth + 1, name)
          : random.once(6)
            ? random.pick(['<!-- c -->', '<?p i?>', '<![CDATA[<&]]>', '<![CDATA[]]>'])
            : text();
    return `<${open}>${inside}</${name}${random.once(10) ? ' ' : ''}>`;
  };
  return `${random.once(20) ? '\ufeff' : ''}${random.once(3) ? '<?xml version="1.0" encoding="UTF-8"?>' : ''}${misc()}${element(0, '')}${misc()}${misc()}`;
}

const FORMS: readonly (readonly [option: string, algorithm: C14nUri])[] = [
  ['--exc-c14n', C14N.exclusiveWithComments],
  ['--c14n', C14N.inclusiveWithComments],
  ['--c14n11', C14N.inclusive11WithComments],
];

/** The reader and all three canonical forms of whole documents, against libxml2 (`xmllint`). */
export function xmlTarget(): Target {
  const hasOracle = isThere('xmllint');
  let last: Uint8Array = utf8('<a/>');
  return {
    name: 'xml',
    batch: 1000,
    generate(random) {
      const whole = utf8(grammar(random));
      const out = random.once(3) ? whole : mutateBytes(whole, random, WORDS, last);
      last = whole;
      return out;
    },
    run(input) {
      const document = readXml(input);
      if (!document.ok) return {};
      const facts = Object.fromEntries(
        FORMS.map(([option, algorithm]) => [option, canonicalize(document.value, 'document', { algorithm })]),
      );
      const again = readXml(facts['--exc-c14n']!);
      if (!again.ok) return { wrong: `canonical form cannot be read: ${again.error.code}` };
      if (!Buffer.from(canonicalize(again.value, 'document', { algorithm: C14N.exclusiveWithComments })).equals(facts['--exc-c14n']!))
        return { wrong: 'canonical form of the canonical form differs' };
      return isComparable(document.value) ? { accepted: { input, facts } } : {};
    },
    ask(items) {
      if (!hasOracle) return items.map(() => undefined);
      return bisect(items, (some) => compare(some));
    },
    close: () => Promise.resolve(),
  };
}

/**
 * Not compared: namespace names that are no absolute URI, which libxml2 does not canonicalise (Canonical XML 1.0 §1.3) or writes without their references,
 * and documents that say they are of another version.
 */
export function isComparable({ root, bytes }: XmlDocument): boolean {
  for (const { declarations } of descendants(root))
    if (
      declarations.some(
        ({ uri }) => uri !== '' && !/^(?:urn:[A-Za-z0-9.-]+|http:\/\/[A-Za-z0-9.-]+\/[A-Za-z0-9/._-]*#?[A-Za-z0-9]*)$/.test(uri),
      )
    )
      return false;
  return !/^(?:\ufeff)?<\?xml\s+version\s*=\s*["']1\.(?!0["'])/.test(
    new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(0, 64)),
  );
}

/** xmllint writes the canonical forms of many files one after the other. */
function compare(items: readonly Accepted[]): string | undefined {
  const files = Object.fromEntries(items.map(({ input }, i) => [`${i}.xml`, input]));
  const answers = askAll(
    'xmllint',
    FORMS.map(([option]) => ['--nonet', option, ...Object.keys(files)]),
    files,
  );
  for (const [i, [option]] of FORMS.entries()) {
    const { out, err } = answers[i]!;
    const ours = Buffer.from(concatBytes(...items.map(({ facts }) => facts[option] as Uint8Array)));
    if (!out.equals(ours))
      return items.length > 1
        ? 'differs'
        : `${option}: ${err === '' ? 'other octets' : err.slice(0, 200)}\n--- ours\n${ours.toString().slice(0, 300)}\n--- theirs\n${out.toString().slice(0, 300)}`;
  }
  return undefined;
}
