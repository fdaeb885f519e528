import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromUtf8, unwrap, utf8 } from '#kernel';
import { C14N, canonicalize, element, isElement, readXml, serialize, serializeDocument, textOf, type XmlElement, type XmlTree } from './index.ts';

const readBack = (text: string): XmlElement => unwrap(readXml(utf8(text))).root;
const treeOf = (node: XmlElement): XmlTree => ({
  name: node.name, attributes: Object.fromEntries([...node.declarations.map(({ prefix, uri }) => [prefix === '' ? 'xmlns' : `xmlns:${prefix}`, uri]), ...node.attributes.map(({ name, value }) => [name, value])]),
  children: node.children.map((child) => (isElement(child) ? treeOf(child) : child.kind === 'text' ? child.value : '')),
});

describe('building a tree', () => {
  test('what is absent is left out, lists are flattened, empty text stays', () => {
    expect(element('a', { b: '1' }, undefined, null, false, 'x', [element('c'), undefined, 'y'], '')).toEqual({ name: 'a', attributes: { b: '1' }, children: ['x', { name: 'c', attributes: {}, children: [] }, 'y', ''] });
  });
});

describe('writing', () => {
  test.each<readonly [string, XmlTree, string]>([
    ['no self-closing tags', element('a'), '<a></a>'],
    ['text is escaped once, here', element('a', {}, '<b>&amp;"\'\r\n\t'), '<a>&lt;b&gt;&amp;amp;"\'&#xD;\n\t</a>'],
    ['attributes as well, with their own rules', element('a', { b: '<b>&"\'\r\n\t' }), '<a b="&lt;b>&amp;&quot;\'&#xD;&#xA;&#x9;"></a>'],
    ['attributes in the order given', element('a', { z: '1', b: '2' }), '<a z="1" b="2"></a>'],
    ['no white space between elements', element('a', {}, element('b'), 'x', element('c', {}, element('d'))), '<a><b></b>x<c><d></d></c></a>'],
    ['the end of a CDATA section is harmless', element('a', {}, ']]>'), '<a>]]&gt;</a>'],
    ['letters are written as they are', element('Đố', {}, 'Nguyễn \u{1F600}'), '<Đố>Nguyễn \u{1F600}</Đố>'],
  ])('%s', (_, tree, text) => expect(serialize(tree)).toBe(text));
  test('a whole document has its declaration and one line end', () => expect(serializeDocument(element('a'))).toBe('<?xml version="1.0" encoding="UTF-8"?>\n<a></a>'));
});

const LEGAL = fc.oneof(fc.string({ unit: fc.constantFrom(...'aĐ<>&"\'\r\n\t ]-', ']]>', '&amp;', '\u0085', '\ufeff', '\u{1F600}') }), fc.string({ unit: 'binary' })).filter((text) => !/[\0-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(text) && text.isWellFormed());
const names = fc.constantFrom('a', 'HOC_BA', 'Đố', 'b-1', 'p:c');
const trees: fc.Memo<XmlTree> = fc.memo((depth) => fc.tuple(names, fc.array(LEGAL, { minLength: 0, maxLength: 3 }), fc.array(depth > 1 ? fc.oneof(LEGAL, trees()) : LEGAL, { maxLength: 3 })).map(([name, values, children]) => ({
  name, attributes: Object.fromEntries(values.map((value, i) => [['Id', 'b', 'c'][i]!, value])),
  // Neighbouring texts are one text to a reader, and an empty one is none.
  children: children.reduce<(XmlTree | string)[]>((kept, child) => { if (typeof child === 'string' && typeof kept.at(-1) === 'string') kept.push(`${kept.pop() as string}${child}`); else if (child !== '') kept.push(child); return kept; }, []),
})));
const rooted = trees(4).map((tree): XmlTree => element('p:r', { 'xmlns:p': 'urn:p' }, tree));

describe('any text that XML can carry', () => {
  test('is read back as it was given, in text and in attributes', () => {
    fc.assert(fc.property(LEGAL, LEGAL, (text, value) => {
      const root = readBack(serialize(element('a', { b: value }, text)));
      expect([textOf(root), root.attributes[0]!.value]).toEqual([text, value]);
    }), { numRuns: 1000 });
  });
  test('a tree is read back as the same tree', () => {
    fc.assert(fc.property(rooted, (tree) => { expect(treeOf(readBack(serializeDocument(tree)))).toEqual(tree); }), { numRuns: 500 });
  });
  test('is written as C14N writes it, so that what we sign is what we send', () => {
    fc.assert(fc.property(rooted, (tree) => {
      const document = unwrap(readXml(utf8(serializeDocument(tree))));
      for (const algorithm of [C14N.inclusive, C14N.exclusive]) expect(unwrap(fromUtf8(canonicalize(document, 'document', { algorithm })))).toBe(serialize(tree));
    }), { numRuns: 500 });
  });
});
