import fc from 'fast-check';
import { XmlC14NMode, XmlDocument as Libxml } from 'libxml2-wasm';
import { describe, expect, test } from 'vitest';
import { fromUtf8, unwrap, utf8 } from '#kernel';
import { joinBases } from './base.ts';
import { C14N, type C14nUri, canonicalize, childElements, descendants, readXml } from './index.ts';

/** Canonical XML 1.1 §2.4 and RFC 3986 §5.4, which the recommendation builds on. */
test.each([
  ['abc/', '../', ''], ['../', '..', '../../'], ['..', '..', '../../'], ['..', 'a', '../a'], ['a/b', 'c', 'a/c'], ['a/b/', 'c', 'a/b/c'], ['a', 'b/', 'b/'], ['a/./b', 'c', 'a/c'], ['a//b', 'c', 'a/c'], ['/a/b', '../../../c', '/c'],
  ['http://h/a/b', 'c', 'http://h/a/c'], ['http://h/a/b/', 'c/', 'http://h/a/b/c/'], ['http://h', 'c', 'http://h/c'], ['http://h/a/b/', '../c', 'http://h/a/c'], ['http://h/a/b/', '..', 'http://h/a/'], ['http://h/a', '/c', 'http://h/c'],
  ['http://h/a', '//i/c', 'http://i/c'], ['http://h/a', 'https://i/c', 'https://i/c'], ['http://h/a', 'urn:x', 'urn:x'], ['http://h/a?q', '', 'http://h/a?q'], ['http://h/a?q', '?r', 'http://h/a?r'], ['http://h/a', '#f', 'http://h/a#f'], ['http://h/a#f', 'b', 'http://h/b'],
])('%s and below it %s: %s', (outer, inner, joined) => expect(joinBases(outer, inner)).toBe(joined));

const MODE: readonly (readonly [C14nUri, (typeof XmlC14NMode)[keyof typeof XmlC14NMode]])[] = [[C14N.inclusive, XmlC14NMode.XML_C14N_1_0], [C14N.inclusive11, XmlC14NMode.XML_C14N_1_1], [C14N.exclusive, XmlC14NMode.XML_C14N_EXCLUSIVE_1_0]];

/** Our octets and libxml2's of every element of a document, by its number. */
function compare(text: string): void {
  const ours = unwrap(readXml(utf8(text))), theirs = Libxml.fromString(text);
  try {
    const elements = theirs.find('//*');
    for (const [i, element] of descendants(ours.root).entries()) {
      for (const [algorithm, mode] of MODE) expect(unwrap(fromUtf8(canonicalize(ours, element, { algorithm }))), `${algorithm} ${i}`).toBe(elements[i]!.canonicalizeToString({ mode }));
    }
  } finally {
    theirs.dispose();
  }
}

// Folders that no `..` below ever leaves, and no names like `urn:x`: libxml2 loses a step of `../` + `../`, keeps `/..`, and does not join queries, names and last dot segments as RFC 3986 does.
const DEEP = '1/2/3/4/5/6/7/8/9/10/11/12/';
const around = fc.constantFrom(`http://a.vn/${DEEP}`, `http://a.vn/${DEEP}x`, `https://b.vn:81/${DEEP}`, `file:///${DEEP}`, DEEP);
const below = fc.constantFrom('x', 'x/', 'x/y', '../x/', './x', '../../x/y', `/${DEEP}`, `http://c.vn/${DEEP}`);
const attributes = (base: fc.Arbitrary<string>, ...requiredKeys: readonly 'base'[]) => fc.record({ base, lang: fc.constantFrom('vi', 'en'), space: fc.constant('preserve'), id: fc.uuid(), free: fc.constantFrom('1', '&lt;"') }, { requiredKeys: [...requiredKeys] })
  .map(({ base: at, lang, space, id, free }) => [[' xml:base', at], [' xml:lang', lang], [' xml:space', space], [' xml:id', id && `i${id}`], [' p:a', free?.replace('"', '&quot;')]].map(([name, value]) => (value === undefined ? '' : `${name}="${value}"`)).join(''));
const tree: fc.Memo<string> = fc.memo((depth) => fc.tuple(fc.constantFrom('e', 'p:e', 'q:e'), fc.constantFrom('', ' xmlns="urn:e"', ' xmlns=""', ' xmlns:q="urn:other"'), attributes(below), depth > 1 ? fc.array(tree(), { maxLength: 2 }).map((list) => list.join('\n')) : fc.constantFrom('', 'chữ &amp; số'))
  .map(([name, declared, held, inner]) => `<${name}${declared}${held}>${inner}</${name}>`));

describe('every part of a document as libxml2 writes it', () => {
  test('with bases, languages, ids and namespaces around it', () => {
    fc.assert(fc.property(attributes(around, 'base'), tree(4), (held, inner) => compare(`<r xmlns:p="urn:p" xmlns:q="urn:q"${held}>${inner}</r>`)), { numRuns: 60, seed: 11 });
  });
  test('a base joined to nothing is left out, and one that nothing is joined to stays as it is', () => {
    const { root, ...document } = unwrap(readXml(utf8('<r xml:base="a/"><e xml:base="../"/><f xml:base="b"/></r>')));
    const [e, f] = childElements(root);
    const written = (element: typeof e, algorithm: C14nUri) => unwrap(fromUtf8(canonicalize({ root, ...document }, element!, { algorithm })));
    expect(written(e, C14N.inclusive11)).toBe('<e></e>');
    expect(written(f, C14N.inclusive11)).toBe('<f xml:base="a/b"></f>');
    expect(written(f, C14N.inclusive)).toBe('<f xml:base="b"></f>');
    expect(written(f, C14N.exclusive)).toBe('<f xml:base="b"></f>');
  });
});
