import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromUtf8, unwrap, utf8 } from '#kernel';
import { C14N, type C14nOptions, type C14nUri, canonicalize, descendants, isC14nUri, readXml, type XmlDocument, type XmlElement } from './index.ts';

const document = (text: string): XmlDocument => unwrap(readXml(utf8(text)));
const named = (doc: XmlDocument, name: string): XmlElement => [...descendants(doc.root)].find((element) => element.name === name)!;
/** The canonical text of a whole document, or of the first element of a name. */
function c14n(text: string, algorithm: C14nUri, apex?: string, options: Omit<C14nOptions, 'algorithm' | 'omit'> & { readonly omit?: string } = {}): string {
  const doc = document(text), { omit, ...rest } = options;
  return unwrap(fromUtf8(canonicalize(doc, apex === undefined ? 'document' : named(doc, apex), { algorithm, ...rest, ...(omit !== undefined && { omit: new Set([named(doc, omit)]) }) })));
}
const ALL: readonly C14nUri[] = Object.values(C14N);

describe('Canonical XML 1.0 §3, the examples of the recommendation (without their DTDs, which are refused)', () => {
  const PROLOG = '<?xml version="1.0"?>\n\n<?xml-stylesheet   href="doc.xsl"\n   type="text/xsl"   ?>\n\n<doc>Hello, world!<!-- Comment 1 --></doc>\n\n<?pi-without-data     ?>\n\n<!-- Comment 2 -->\n\n<!-- Comment 3 -->\n';
  test.each<readonly [string, C14nUri, string]>([
    ['3.1 PIs and comments around the root, no comments', C14N.inclusive, '<?xml-stylesheet href="doc.xsl"\n   type="text/xsl"   ?>\n<doc>Hello, world!</doc>\n<?pi-without-data?>'],
    ['3.1 with comments', C14N.inclusiveWithComments, '<?xml-stylesheet href="doc.xsl"\n   type="text/xsl"   ?>\n<doc>Hello, world!<!-- Comment 1 --></doc>\n<?pi-without-data?>\n<!-- Comment 2 -->\n<!-- Comment 3 -->'],
    ['3.1 exclusive, with comments', C14N.exclusiveWithComments, '<?xml-stylesheet href="doc.xsl"\n   type="text/xsl"   ?>\n<doc>Hello, world!<!-- Comment 1 --></doc>\n<?pi-without-data?>\n<!-- Comment 2 -->\n<!-- Comment 3 -->'],
  ])('%s', (_, algorithm, canonical) => expect(c14n(PROLOG, algorithm)).toBe(canonical));
  test.each<readonly [string, C14nUri, string]>([
    ['comments before the root leave no line behind', C14N.inclusive, '<?p?>\n<a></a>\n<?q?>'], ['and have one each when they are written', C14N.inclusiveWithComments, '<!--1-->\n<?p?>\n<!--2-->\n<a></a>\n<!--3-->\n<?q?>\n<!--4-->'], ['exclusive as well', C14N.exclusive, '<?p?>\n<a></a>\n<?q?>'],
  ])('%s', (_, algorithm, canonical) => expect(c14n('<!--1--><?p?><!--2--><a/><!--3--><?q?><!--4-->', algorithm)).toBe(canonical));
  test('of a part, only what is in it', () => expect(c14n('<!--1--><a><!--2--><b><!--3--></b></a>', C14N.exclusiveWithComments, 'b')).toBe('<b><!--3--></b>'));

  const TAGS = '<doc>\n   <e1   />\n   <e2   ></e2>\n   <e3   name = "elem3"   id="elem3"   />\n   <e4   name="elem4"   id="elem4"   ></e4>\n   <e5 a:attr="out" b:attr="sorted" attr2="all" attr="I\'m"\n      xmlns:b="http://www.ietf.org"\n      xmlns:a="http://www.w3.org"\n      xmlns="http://example.org"/>\n'
    + '   <e6 xmlns="" xmlns:a="http://www.w3.org">\n      <e7 xmlns="http://www.ietf.org">\n         <e8 xmlns="" xmlns:a="http://www.w3.org">\n            <e9 xmlns="" xmlns:a="http://www.ietf.org"/>\n         </e8>\n      </e7>\n   </e6>\n</doc>';
  const ONE_TO_FIVE = '<doc>\n   <e1></e1>\n   <e2></e2>\n   <e3 id="elem3" name="elem3"></e3>\n   <e4 id="elem4" name="elem4"></e4>\n   <e5 xmlns="http://example.org" xmlns:a="http://www.w3.org" xmlns:b="http://www.ietf.org" attr="I\'m" attr2="all" b:attr="sorted" a:attr="out"></e5>\n';
  test.each<readonly [string, C14nUri, string]>([
    ['3.3 start and end tags', C14N.inclusive, `${ONE_TO_FIVE}   <e6 xmlns:a="http://www.w3.org">\n      <e7 xmlns="http://www.ietf.org">\n         <e8 xmlns="">\n            <e9 xmlns:a="http://www.ietf.org"></e9>\n         </e8>\n      </e7>\n   </e6>\n</doc>`],
    ['3.3 exclusive: prefixes nobody uses are gone', C14N.exclusive, `${ONE_TO_FIVE}   <e6>\n      <e7 xmlns="http://www.ietf.org">\n         <e8 xmlns="">\n            <e9></e9>\n         </e8>\n      </e7>\n   </e6>\n</doc>`],
  ])('%s', (_, algorithm, canonical) => expect(c14n(TAGS, algorithm)).toBe(canonical));

  test.each<readonly [string, string, string]>([
    ['3.2 white space in content is kept', '<doc>\n   <clean>   </clean>\n   <mixed>\n      A\n      <clean>   </clean>\n      B\n   </mixed>\n</doc>', '<doc>\n   <clean>   </clean>\n   <mixed>\n      A\n      <clean>   </clean>\n      B\n   </mixed>\n</doc>'],
    ['3.4 characters', '<doc>\n   <text>First line&#x0d;&#10;Second line</text>\n   <value>&#x32;</value>\n   <compute><![CDATA[value>"0" && value<"10" ?"valid":"error"]]></compute>\n   <compute expr=\'value>"0" &amp;&amp; value&lt;"10" ?"valid":"error"\'>valid</compute>\n   <norm attr=\' &apos;   &#x20;&#13;&#xa;&#9;   &apos; \'/>\n</doc>',
      '<doc>\n   <text>First line&#xD;\nSecond line</text>\n   <value>2</value>\n   <compute>value&gt;"0" &amp;&amp; value&lt;"10" ?"valid":"error"</compute>\n   <compute expr="value>&quot;0&quot; &amp;&amp; value&lt;&quot;10&quot; ?&quot;valid&quot;:&quot;error&quot;">valid</compute>\n   <norm attr=" \'    &#xD;&#xA;&#x9;   \' "></norm>\n</doc>'],
    ['3.6 always UTF-8', '<?xml version="1.0" encoding="UTF-8"?>\n<doc>&#169;&#272;</doc>', '<doc>©Đ</doc>'],
  ])('%s', (_, text, canonical) => { for (const algorithm of ALL) expect(c14n(text, algorithm), algorithm).toBe(canonical); });
});

describe('Exclusive XML Canonicalization 1.0 §2.2: the same element in two envelopes', () => {
  const LOCAL = '<n0:local xmlns:n0="foo:bar" xmlns:n3="ftp://example.org">\n  <n1:elem2 xmlns:n1="http://example.net" xml:lang="en">\n    <n3:stuff xmlns:n3="ftp://example.org"/>\n  </n1:elem2>\n</n0:local>';
  const PDU = '<n2:pdu xmlns:n1="http://example.com" xmlns:n2="http://foo.example" xml:lang="fr" xml:space="retain">\n  <n1:elem2 xmlns:n1="http://example.net" xml:lang="en">\n    <n3:stuff xmlns:n3="ftp://example.org"/>\n  </n1:elem2>\n</n2:pdu>';
  const SAME = '<n1:elem2 xmlns:n1="http://example.net" xml:lang="en">\n    <n3:stuff xmlns:n3="ftp://example.org"></n3:stuff>\n  </n1:elem2>';
  test.each<readonly [string, string, C14nUri, string]>([
    ['inclusive, first', LOCAL, C14N.inclusive, '<n1:elem2 xmlns:n0="foo:bar" xmlns:n1="http://example.net" xmlns:n3="ftp://example.org" xml:lang="en">\n    <n3:stuff></n3:stuff>\n  </n1:elem2>'],
    ['inclusive, second', PDU, C14N.inclusive, '<n1:elem2 xmlns:n1="http://example.net" xmlns:n2="http://foo.example" xml:lang="en" xml:space="retain">\n    <n3:stuff xmlns:n3="ftp://example.org"></n3:stuff>\n  </n1:elem2>'],
    ['exclusive, first', LOCAL, C14N.exclusive, SAME],
    ['exclusive, second', PDU, C14N.exclusive, SAME],
  ])('%s', (_, text, algorithm, canonical) => expect(c14n(text, algorithm, 'n1:elem2')).toBe(canonical));
});

describe('declarations that come from outside stand behind the name', () => {
  const LONG = `urn:${'x'.repeat(300)}`;
  test.each<readonly [string, string, C14nUri, string, string]>([
    ['before the attributes', '<r xmlns:p="u"><p:e a="1" p:b="2">x</p:e></r>', C14N.exclusive, 'p:e', '<p:e xmlns:p="u" a="1" p:b="2">x</p:e>'],
    ['one element inside another', '<r xmlns:p="u"><p:e><p:f/><p:g a="1"></p:g></p:e></r>', C14N.exclusive, 'p:e', '<p:e xmlns:p="u"><p:f></p:f><p:g a="1"></p:g></p:e>'],
    ['several, in order', '<r xmlns:q="v" xmlns:p="u" xmlns="d"><e p:a="1" q:b="2">x</e></r>', C14N.inclusive, 'e', '<e xmlns="d" xmlns:p="u" xmlns:q="v" p:a="1" q:b="2">x</e>'],
    ['a name longer in octets than in characters', '<r xmlns:p="u"><p:Điểm a="1">x</p:Điểm></r>', C14N.exclusive, 'p:Điểm', '<p:Điểm xmlns:p="u" a="1">x</p:Điểm>'],
    ['a prefix and a namespace beyond ASCII', '<r xmlns:đ="lớp"><đ:e a="1">x</đ:e></r>', C14N.exclusive, 'đ:e', '<đ:e xmlns:đ="lớp" a="1">x</đ:e>'],
    ['an end tag that is not canonical', '<r xmlns:p="u"><p:e a="1">x</p:e ></r>', C14N.exclusive, 'p:e', '<p:e xmlns:p="u" a="1">x</p:e>'],
    ['a start tag that is not canonical', '<r xmlns:p="u"><p:e  a=\'1\'>x</p:e></r>', C14N.exclusive, 'p:e', '<p:e xmlns:p="u" a="1">x</p:e>'],
    ['beside its own', '<r xmlns:p="u"><p:e xmlns:q="v" q:a="1">x</p:e></r>', C14N.exclusive, 'p:e', '<p:e xmlns:p="u" xmlns:q="v" q:a="1">x</p:e>'],
    ['a namespace with characters that are escaped', '<r xmlns:p="a&amp;b"><p:e>x</p:e></r>', C14N.exclusive, 'p:e', '<p:e xmlns:p="a&amp;b">x</p:e>'],
    ['a long one', `<r xmlns:p="${LONG}"><p:e>x</p:e></r>`, C14N.exclusive, 'p:e', `<p:e xmlns:p="${LONG}">x</p:e>`],
  ])('%s', (_, text, algorithm, apex, canonical) => expect(c14n(text, algorithm, apex)).toBe(canonical));
  test('more different ones than are remembered, each twice', () => {
    for (const round of [1, 2]) for (let i = 0; i < 600; i++) expect(c14n(`<r xmlns:p${i % 3}="urn:${i}"><p${i % 3}:e>x</p${i % 3}:e></r>`, C14N.exclusive, `p${i % 3}:e`), `${round}, ${i}`).toBe(`<p${i % 3}:e xmlns:p${i % 3}="urn:${i}">x</p${i % 3}:e>`);
  });
});

describe('namespaces of a subtree', () => {
  const DOC = '<a xmlns="u" xmlns:p="v" xmlns:q="w"><b q:x="1"><c/><p:d xmlns=""><e/></p:d></b></a>';
  test.each<readonly [string, C14nUri, readonly string[], string, string]>([
    ['exclusive: the default where an element uses it, once', C14N.exclusive, [], 'b', '<b xmlns="u" xmlns:q="w" q:x="1"><c></c><p:d xmlns:p="v"><e xmlns=""></e></p:d></b>'],
    ['inclusive: everything in scope at the apex', C14N.inclusive, [], 'b', '<b xmlns="u" xmlns:p="v" xmlns:q="w" q:x="1"><c></c><p:d xmlns=""><e></e></p:d></b>'],
    ['inclusive apex where the default was taken back', C14N.inclusive, [], 'p:d', '<p:d xmlns:p="v" xmlns:q="w"><e></e></p:d>'],
    ['exclusive: no xmlns="" where nothing was declared in the output', C14N.exclusive, [], 'e', '<e></e>'],
    ['a prefix of the PrefixList is treated inclusively', C14N.exclusive, ['p'], 'b', '<b xmlns="u" xmlns:p="v" xmlns:q="w" q:x="1"><c></c><p:d><e xmlns=""></e></p:d></b>'],
    ['#default in the PrefixList', C14N.exclusive, ['#default'], 'b', '<b xmlns="u" xmlns:q="w" q:x="1"><c></c><p:d xmlns="" xmlns:p="v"><e></e></p:d></b>'],
    ['a prefix of the list that is not in scope is nothing', C14N.exclusive, ['zz'], 'c', '<c xmlns="u"></c>'],
  ])('%s', (_, algorithm, inclusivePrefixes, apex, canonical) => expect(c14n(DOC, algorithm, apex, { inclusivePrefixes })).toBe(canonical));
  test('a prefix that changes its meaning inside is declared again, and again on the way back', () => {
    expect(c14n('<p:a xmlns:p="u"><p:b xmlns:p="v"><p:c xmlns:p="u"/></p:b><p:d/></p:a>', C14N.exclusive)).toBe('<p:a xmlns:p="u"><p:b xmlns:p="v"><p:c xmlns:p="u"></p:c></p:b><p:d></p:d></p:a>');
  });
  test('a prefix of the PrefixList is declared where it comes into scope, used there or not', () => {
    expect(c14n('<a xmlns="u"><b xmlns:p="v"><c></c></b></a>', C14N.exclusive, undefined, { inclusivePrefixes: ['p'] })).toBe('<a xmlns="u"><b xmlns:p="v"><c></c></b></a>');
  });
  test.each([
    ['a declaration after an attribute', '<a b="1" xmlns="u"></a>', '<a xmlns="u" b="1"></a>'], ['one with a prefix', '<a b="1" xmlns:p="u"></a>', '<a xmlns:p="u" b="1"></a>'], ['between two', '<a b="1" xmlns="u" c="2"></a>', '<a xmlns="u" b="1" c="2"></a>'],
    ['declarations out of order', '<a xmlns:q="v" xmlns:p="u"></a>', '<a xmlns:p="u" xmlns:q="v"></a>'], ['the default last', '<a xmlns:p="u" xmlns="v"></a>', '<a xmlns="v" xmlns:p="u"></a>'],
  ])('a start tag that is tidy but for its order is put in order: %s', (_, text, canonical) => expect(c14n(text, C14N.inclusive)).toBe(canonical));
  test('another prefix for the same namespace is another declaration', () => expect(c14n('<a xmlns:p="u"><p:b xmlns:q="u"></p:b></a>', C14N.exclusive, 'p:b')).toBe('<p:b xmlns:p="u"></p:b>'));
  test('siblings do not see each other’s declarations', () => expect(c14n('<a xmlns:p="u"><p:b/><p:c/></a>', C14N.exclusive)).toBe('<a><p:b xmlns:p="u"></p:b><p:c xmlns:p="u"></p:c></a>'));
  test('attributes stand by namespace URI, then by name; declarations by prefix, in code points and not in UTF-16 units', () => {
    expect(c14n('<a z="1" q:b="2" p:c="3" p:b="4" xmlns:q="u1" xmlns:p="u2"/>', C14N.exclusive)).toBe('<a xmlns:p="u2" xmlns:q="u1" z="1" q:b="2" p:b="4" p:c="3"></a>');
    expect(c14n('<a xmlns:\u{10000}="u" xmlns:\uf900="v" \u{10000}:c="1" \uf900:c="2"></a>', C14N.exclusive)).toBe('<a xmlns:\uf900="v" xmlns:\u{10000}="u" \u{10000}:c="1" \uf900:c="2"></a>');
    expect(c14n('<a \u{10000}="1" \uf900="2"></a>', C14N.exclusive)).toBe('<a \uf900="2" \u{10000}="1"></a>');
  });
  test('the xml prefix is never declared', () => { for (const algorithm of ALL) expect(c14n('<a xmlns:xml="http://www.w3.org/XML/1998/namespace" xml:lang="vi"></a>', algorithm)).toBe('<a xml:lang="vi"></a>'); });
});

describe('xml: attributes of ancestors that are left out', () => {
  const DOC = '<a xml:lang="vi" xml:id="i"><b xml:space="preserve"><c xml:lang="en"/><d/></b></a>';
  test.each<readonly [string, C14nUri, string, string]>([
    ['Canonical XML 1.0 §2.4 carries all of them', C14N.inclusive, 'd', '<d xml:id="i" xml:lang="vi" xml:space="preserve"></d>'],
    ['the nearest wins, the element’s own first', C14N.inclusive, 'c', '<c xml:id="i" xml:lang="en" xml:space="preserve"></c>'],
    ['Canonical XML 1.1 does not carry xml:id', C14N.inclusive11, 'd', '<d xml:lang="vi" xml:space="preserve"></d>'],
    ['exclusive carries none', C14N.exclusive, 'd', '<d></d>'],
    ['they are carried to the apex alone', C14N.inclusive, 'b', '<b xml:id="i" xml:lang="vi" xml:space="preserve"><c xml:lang="en"></c><d></d></b>'],
  ])('%s', (_, algorithm, apex, canonical) => expect(c14n(DOC, algorithm, apex)).toBe(canonical));
});

describe('the enveloped signature leaves itself out and nothing else', () => {
  const DOC = '<a>1<s xmlns:p="u"><p:x/></s>2<b/></a>';
  test.each<readonly [string, string | undefined, string, string]>([['from the document', undefined, 's', '<a>12<b></b></a>'], ['from the root', 'a', 's', '<a>12<b></b></a>'], ['it is not inside', 'b', 's', '<b></b>'], ['it is the whole', 's', 's', '']])('%s', (_, apex, omit, canonical) => expect(c14n(DOC, C14N.exclusive, apex, { omit })).toBe(canonical));
});

test.each<readonly [string, boolean]>([...ALL.map((uri) => [uri, true] as const), ['http://www.w3.org/2001/10/xml-exc-c14n', false], ['http://www.w3.org/2001/10/xml-exc-c14n#withcomments', false], ['http://www.w3.org/2006/12/xml-c14n11#', false], ['http://www.w3.org/TR/1999/REC-xpath-19991116', false], ['', false]])('%s is a canonicalisation we know: %s', (uri, known) => expect(isC14nUri(uri)).toBe(known));

/** A tree with its canonical text, and the same tree written carelessly in one of the many ways XML allows. */
interface Written { readonly canonical: string; readonly careless: string }
const joined = (parts: readonly Written[]): Written => ({ canonical: parts.map(({ canonical }) => canonical).join(''), careless: parts.map(({ careless }) => careless).join('') });
const asIs = (text: string): Written => ({ canonical: text, careless: text });
const gap = fc.constantFrom(' ', '  ', '\n', '\t', ' \r\n ');
const maybe = fc.constantFrom('', '', ' ', '\n');
const textPart = fc.oneof(
  fc.constantFrom('a', 'Đố', '\u{1F600}', ' ', '\n', '"', "'").map(asIs),
  fc.constantFrom<Written>({ canonical: '&amp;', careless: '&amp;' }, { canonical: '&amp;', careless: '&#38;' }, { canonical: '&lt;', careless: '&#x3C;' }, { canonical: '&gt;', careless: '>' }, { canonical: '\n', careless: '\r\n' }, { canonical: '\nb', careless: '\rb' }, { canonical: '&#xD;', careless: '&#13;' },
    { canonical: 'Đ', careless: '&#272;' }, { canonical: '\t', careless: '&#9;' }, { canonical: '&lt;b&gt;&amp;', careless: '<![CDATA[<b>&]]>' }, { canonical: '', careless: '<!--chú thích-->' }, { canonical: '', careless: '<![CDATA[]]>' }),
);
const valuePart = fc.oneof(
  fc.constantFrom('a', 'Đố', '\u{1F600}', ' ', '>').map(asIs),
  fc.constantFrom<Written>({ canonical: '&quot;', careless: '&#34;' }, { canonical: "'", careless: '&apos;' }, { canonical: ' ', careless: '\t' }, { canonical: ' ', careless: '\r\n' }, { canonical: '&#x9;', careless: '&#9;' }, { canonical: '&#xA;', careless: '&#10;' }, { canonical: '&#xD;', careless: '&#xd;' }, { canonical: '&lt;', careless: '&lt;' }, { canonical: '>', careless: '&gt;' }),
);
// In the canonical order: no namespace first, then by URI.
const NAMES = ['Id', 'b', 'c', 'Đ', 'z:d', 'xml:lang'] as const;
const attributes = fc.subarray([...NAMES]).chain((names) => fc.tuple(fc.shuffledSubarray(names, { minLength: names.length, maxLength: names.length }), fc.tuple(...names.map(() => fc.tuple(fc.array(valuePart, { maxLength: 4 }).map(joined), gap, maybe, maybe, fc.constantFrom('"', "'"))))).map(([order, parts]): Written => ({
  canonical: names.map((name, i) => ` ${name}="${parts[i]![0].canonical}"`).join(''),
  careless: order.map((name) => { const [value, before, left, right, quote] = parts[names.indexOf(name)]!; return `${before}${name}${left}=${right}${quote}${quote === "'" ? value.careless.replaceAll("'", '&apos;') : value.careless}${quote}`; }).join(''),
})));
const tree: fc.Memo<Written> = fc.memo((depth) => fc.tuple(fc.constantFrom('a', 'Đố', 'z:e'), attributes, maybe, maybe, fc.array(depth > 1 ? fc.oneof(textPart, tree()) : textPart, { maxLength: 4 }).map(joined), fc.boolean()).map(([name, held, inStart, inEnd, inner, selfClosing]) => ({
  canonical: `<${name}${held.canonical}>${inner.canonical}</${name}>`,
  careless: inner.careless === '' && selfClosing ? `<${name}${held.careless}${inStart}/>` : `<${name}${held.careless}${inStart}>${inner.careless}</${name}${inEnd}>`,
})));
/** The namespaces are declared at the root, which uses them all. */
const whole = tree(4).map(({ canonical, careless }): Written => ({ canonical: `<z:r xmlns="urn:b" xmlns:z="http://a.vn">${canonical}</z:r>`, careless: `<z:r  xmlns:z='http://a.vn'\nxmlns="urn:b" >${careless}</z:r >` }));

describe('however a document is written', () => {
  test.each<readonly [string, C14nUri]>([['inclusive', C14N.inclusive], ['1.1', C14N.inclusive11]])('%s: the careless form and the canonical form have the same octets, those of the canonical form', (_, algorithm) => {
    fc.assert(fc.property(whole, ({ canonical, careless }) => {
      expect(c14n(`<?xml version="1.0"?>\r\n${careless}\n`, algorithm)).toBe(canonical);
      expect(c14n(canonical, algorithm)).toBe(canonical);
    }), { numRuns: 300 });
  });
  test('exclusive: what is canonical stays, octet for octet, and both forms agree', () => {
    fc.assert(fc.property(whole, ({ canonical, careless }) => {
      const once = c14n(careless, C14N.exclusive);
      expect(c14n(once, C14N.exclusive)).toBe(once);
      expect(c14n(canonical, C14N.exclusive)).toBe(once);
    }), { numRuns: 300 });
  });
  test('the canonical text is read as the same document', () => {
    const bare = (element: XmlElement): unknown => [element.ns, element.local, Object.fromEntries(element.attributes.map(({ ns, local, value }) => [`${ns} ${local}`, value])), element.children.reduce<unknown[]>((kept, child) => {
      if (child.kind === 'element') kept.push(bare(child));
      else if (child.kind === 'text' && child.value !== '') kept.push((typeof kept.at(-1) === 'string' ? kept.pop() as string : '') + child.value);
      return kept;
    }, [])];
    fc.assert(fc.property(whole, fc.constantFrom(C14N.exclusive, C14N.inclusive), ({ careless }, algorithm) => { expect(bare(document(c14n(careless, algorithm)).root)).toEqual(bare(document(careless).root)); }), { numRuns: 300 });
  });
});
