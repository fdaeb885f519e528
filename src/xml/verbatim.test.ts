import { describe, expect, test } from 'vitest';
import { unwrap, utf8 } from '#kernel';
import { C14N, type C14nUri, canonicalize, descendants, readXml, type XmlDocument } from './index.ts';

const document = (text: string): XmlDocument => unwrap(readXml(utf8(text)));

describe('a start tag is copied when it is written as Canonical XML 1.0 §2.3 writes it, and only then', () => {
  test.each<readonly [string, string, string]>([
    ['nothing but the name', '<a></a>', '<a ></a>'], ['an empty element is a pair of tags', '<a></a>', '<a/>'], ['and with attributes', '<a b="1"></a>', '<a b="1"/>'], ['nothing before the end', '<a b="1"></a>', '<a b="1" ></a>'],
    ['one space before an attribute', '<a b="1"></a>', '<a  b="1"></a>'], ['which is U+0020: no tab', '<a b="1"></a>', '<a\tb="1"></a>'], ['no line end', '<a b="1"></a>', '<a\nb="1"></a>'], ['one space before each', '<a b="1" c="2"></a>', '<a b="1"  c="2"></a>'], ['no line end before the second', '<a b="1" c="2"></a>', '<a b="1"\nc="2"></a>'], ['nor before the first of two', '<a b="1" c="2"></a>', '<a\nb="1" c="2"></a>'],
    ['no space before =', '<a b="1"></a>', '<a b ="1"></a>'], ['no space after =', '<a b="1"></a>', '<a b= "1"></a>'], ['an untidy attribute is not mended by a tidy one', '<a b="1" c="2"></a>', "<a b='1' c=\"2\"></a>"],
    ['double quotes', '<a b="1"></a>', "<a b='1'></a>"], ['even around a reference', '<a b="&amp;"></a>', "<a b='&amp;'></a>"], ['an apostrophe as it is', '<a b="\'"></a>', '<a b="&apos;"></a>'], ['> as it is', '<a b=">"></a>', '<a b="&gt;"></a>'],
    ['& by its name', '<a b="&amp;"></a>', '<a b="&#38;"></a>'], ['< by its name', '<a b="&lt;"></a>', '<a b="&#60;"></a>'], ['" by its name', '<a b="&quot;"></a>', '<a b="&#34;"></a>'], ['TAB in hexadecimal', '<a b="&#x9;"></a>', '<a b="&#9;"></a>'], ['LF in capitals', '<a b="&#xA;"></a>', '<a b="&#xa;"></a>'], ['CR without zeros', '<a b="&#xD;"></a>', '<a b="&#x0D;"></a>'],
    ['a tab is a space (§3.3.3)', '<a b="1 2"></a>', '<a b="1\t2"></a>'], ['so is a line end', '<a b="1 2"></a>', '<a b="1\r\n2"></a>'], ['next to a reference as well', '<a b="&amp; "></a>', '<a b="&amp;\n"></a>'], ['letters as they are', '<a b="Đ"></a>', '<a b="&#272;"></a>'], ['and beside a reference', '<a b="Đ&amp;😀"></a>', '<a b="Đ&amp;&#x1F600;"></a>'],
    ['attributes in order', '<a b="1" c="2"></a>', '<a c="2" b="1"></a>'], ['those with a namespace behind', '<a b="1" xml:a="2"></a>', '<a xml:a="2" b="1"></a>'], ['the last two as well', '<a b="1" c="2" d="3"></a>', '<a b="1" d="3" c="2"></a>'],
    ['declarations before attributes', '<a xmlns="u" b="1"></a>', '<a b="1" xmlns="u"></a>'], ['the default first', '<a xmlns="u" xmlns:p="v"></a>', '<a xmlns:p="v" xmlns="u"></a>'], ['by prefix', '<a xmlns:p="v" xmlns:q="u"></a>', '<a xmlns:q="u" xmlns:p="v"></a>'],
  ])('%s: %s, not %s', (_, canonical, other) => expect([document(canonical).root.verbatimTags, document(other).root.verbatimTags]).toEqual([true, false]));
});

describe('text is copied when it is written as Canonical XML 1.0 §2.3 writes it, and only then', () => {
  const verbatim = (text: string): boolean => { const [child] = document(`<a>${text}</a>`).root.children; return child?.kind === 'text' && child.verbatim; };
  test.each<readonly [string, string]>([
    ['&amp;', '&#38;'], ['&lt;', '&#x3C;'], ['&gt;', '>'], ['1&gt;', '&amp;1>'], ['"', '&quot;'], ["'", '&apos;'], ['&#xD;', '&#13;'], ['&#xD;\n', '\r\n'], ['1\n2', '1\r2'], ['1\n&amp;', '1\r&amp;'], ['\t', '&#9;'], ['\n', '&#xA;'], ['Đ😀', 'Đ&#x1F600;'], ['Đ&amp;😀', '&amp;&#272;'], [']]&gt;', ']]&#62;'], ['1', '<![CDATA[1]]>'],
  ])('%s, not %s', (canonical, other) => expect([verbatim(canonical), verbatim(other)]).toEqual([true, false]));
});

describe('a subtree is copied whole when nothing in it depends on what stands around it', () => {
  const PLAIN = '<a><b>1</b></a>';
  test.each<readonly [string, string]>([
    ['a declaration', '<a><b xmlns="u">1</b></a>'], ['an attribute with a prefix', '<a><b xml:lang="vi">1</b></a>'], ['another prefix', '<a><xml:b>1</xml:b></a>'], ['a self-closing tag', '<a><b/></a>'], ['an untidy start tag', '<a><b >1</b></a>'], ['attributes out of order', '<a><b d="1" c="2">1</b></a>'], ['an untidy end tag', '<a><b>1</b ></a>'],
    ['text to be escaped', '<a><b>></b></a>'], ['CDATA', '<a><b><![CDATA[1]]></b></a>'], ['a comment', '<a><b><!--1--></b></a>'], ['an instruction', '<a><b><?p 1?></b></a>'],
    ['text to be escaped before a tidy element', '<a>><b>1</b></a>'], ['text behind it', '<a><b>1</b>></a>'], ['two generations below', '<a><b><c><d/></c></b></a>'], ['before a tidy brother', '<a><b><c/></b><b>1</b></a>'],
  ])('not with %s', (_, text) => expect([document(PLAIN).root.plain, document(text).root.plain]).toEqual([true, false]));
  test.each<readonly [string, string, boolean]>([
    ['attributes and references are no hindrance', '<x><b c="&lt;" d="Đ">1\n&amp;</b></x>', true], ['nor is the prefix, when it is one throughout', '<x xmlns:p="u"><p:b><p:c></p:c></p:b></x>', true], ['a declaration outside', '<x xmlns="u"><b></b></x>', true],
    ['what a brother has', '<x><c/><b></b></x>', true], ['what follows', '<x><b></b><!--1--></x>', true], ['what stands before', '<x>><b></b></x>', true], ['an attribute of an element around', '<x xml:lang="vi"><b></b></x>', true],
  ])('%s', (_, text, plain) => expect(descendants(document(text).root).find(({ local }) => local === 'b')!.plain).toBe(plain));
});

describe('what is canonical already is not written anew: the octets are those of the document itself', () => {
  /** First and last offset of the octets in the document; undefined when they are others. */
  const placeOf = (text: string, algorithm: C14nUri, local?: string): readonly [number, number] | undefined => {
    const doc = document(text), octets = canonicalize(doc, local === undefined ? 'document' : descendants(doc.root).find((element) => element.local === local)!, { algorithm });
    return octets.buffer === doc.bytes.buffer ? [octets.byteOffset - doc.bytes.byteOffset, octets.byteOffset - doc.bytes.byteOffset + octets.length] : undefined;
  };
  test.each<readonly [string, string]>([
    ['one element', '<a></a>'], ['text and references', '<a>1\n&amp;<b c="&lt;">Đ😀</b> </a>'], ['a default namespace', '<a xmlns="u"><b></b></a>'], ['a prefix', '<p:a xmlns:p="u" p:b="1"><p:c></p:c></p:a>'], ['declarations at several depths', '<a xmlns="u"><p:b xmlns:p="v"><p:c></p:c><d></d></p:b><e xmlns=""><f></f></e></a>'],
    ['a prefix between', '<a xmlns="u" xmlns:p="v" p:x="1"><p:b><c></c></p:b></a>'], ['xml: attributes', '<a xml:lang="vi"><b xml:space="preserve"></b></a>'],
  ])('%s', (_, text) => { for (const algorithm of [C14N.exclusive, C14N.inclusive, C14N.inclusive11]) expect(placeOf(text, algorithm), algorithm).toEqual([0, utf8(text).length]); });
  test.each<readonly [string, string, readonly [number, number] | undefined]>([
    ['an element that needs nothing from outside', '<x><a><b></b></a></x>', [3, 17]], ['one that brings its namespace', '<x><a xmlns="u"><b></b></a></x>', [3, 27]], ['one that takes it from outside', '<x xmlns="u"><a></a></x>', undefined], ['one with a comment, which is left out', '<x><a><!--1--></a></x>', undefined],
  ])('%s', (_, text, place) => expect(placeOf(text, C14N.exclusive, 'a')).toEqual(place));
  test('an xml: attribute from outside is written into the tag of the apex', () => {
    expect(placeOf('<x xml:lang="vi"><a></a></x>', C14N.inclusive, 'a')).toBeUndefined();
    expect(placeOf('<x xml:id="i"><a></a></x>', C14N.inclusive11, 'a')).toEqual([14, 21]);
  });
});
