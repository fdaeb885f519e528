import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concatBytes, unwrap, utf8 } from '#kernel';
import { attributeOf, childElements, childNamed, DEFAULT_LIMITS, descendants, readXml, textOf, WSU_NAMESPACE, type XmlDocument, type XmlLimits } from './index.ts';

const read = (text: string | Uint8Array, limits?: Partial<XmlLimits>) => readXml(typeof text === 'string' ? utf8(text) : text, limits);
const good = (text: string | Uint8Array): XmlDocument => unwrap(read(text));
const codeOf = (text: string | Uint8Array, limits?: Partial<XmlLimits>): string | undefined => { const result = read(text, limits); return result.ok ? undefined : result.error.code; };
const BOM = Uint8Array.from([0xef, 0xbb, 0xbf]);

describe('what is never let in', () => {
  test.each<readonly [string, string | Uint8Array, string]>([
    ['a document type', '<!DOCTYPE a><a/>', 'doctype'], ['one with an internal subset', '<!DOCTYPE a [<!ELEMENT a ANY>]><a/>', 'doctype'], ['one in small letters', '<!doctype a><a/>', 'doctype'], ['one after a comment', '<!--x--><!DOCTYPE a><a/>', 'doctype'],
    ['one inside the root', '<a><!DOCTYPE a></a>', 'doctype'], ['one after the root', '<a/><!DOCTYPE a>', 'doctype'], ['an external one', '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', 'doctype'],
    ['a billion laughs', '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><l>&b;</l>', 'doctype'], ['an entity nobody declared', '<a>&ha;</a>', 'entity'], ['an HTML entity', '<a>&nbsp;</a>', 'entity'], ['one in an attribute', '<a b="&ha;"/>', 'entity'],
    ['a name of JavaScript as an entity', '<a>&constructor;</a>', 'entity'], ['AMP in capitals', '<a>&AMP;</a>', 'entity'],
  ])('%s', (_, text, reason) => expect(codeOf(text)).toBe(`xml/${reason}`));
});

describe('the octets', () => {
  test.each<readonly [string, Uint8Array, string]>([
    ['windows-1258', Uint8Array.from([0x3c, 0x61, 0x3e, 0xea, 0x3c, 0x2f, 0x61, 0x3e]), 'not-utf8'], ['UTF-16', Uint8Array.from([0xff, 0xfe, 0x3c, 0, 0x61, 0, 0x2f, 0, 0x3e, 0]), 'not-utf8'],
    ['an overlong <', concatBytes(Uint8Array.from([0xc0, 0xbc]), utf8('a/>')), 'not-utf8'], ['half a surrogate pair', concatBytes(utf8('<a>'), Uint8Array.from([0xed, 0xa0, 0x80]), utf8('</a>')), 'not-utf8'],
    ['a letter cut off at the end', concatBytes(utf8('<a/>'), Uint8Array.from([0xe1, 0xba])), 'not-utf8'], ['two byte order marks', concatBytes(BOM, BOM, utf8('<a/>')), 'malformed'],
  ])('%s', (_, bytes, reason) => expect(codeOf(bytes)).toBe(`xml/${reason}`));
  test('a byte order mark before the document is passed over; inside it is a letter', () => {
    expect(good(concatBytes(BOM, utf8('<a>b</a>'))).root.contentStart).toBe(6);
    expect(textOf(good('<a>\ufeffb</a>').root)).toBe('\ufeffb');
  });
  test.each(['UTF-8', 'utf-8', 'Utf-8'])('encoding %s may be stated', (name) => expect(codeOf(`<?xml version="1.0" encoding="${name}"?><a/>`)).toBeUndefined());
  test.each(['UTF-16', 'ISO-8859-1', 'utf8', 'windows-1258'])('encoding %s may not', (name) => expect(codeOf(`<?xml version="1.0" encoding="${name}"?><a/>`)).toBe('xml/not-utf8'));
});

describe('characters (XML 1.0 §2.2)', () => {
  test.each(['\0', '\u0001', '\u0008', '\u000b', '\u000c', '\u000e', '\u001b', '\u001f', '\ufffe', '\uffff'])('%j stands nowhere', (character) => {
    for (const text of [`<a>${character}</a>`, `<a b="${character}"/>`, `<a><!--${character}--></a>`, `<a><![CDATA[${character}]]></a>`, `<a><?p ${character}?></a>`]) expect(codeOf(text), JSON.stringify(text)).toBe('xml/illegal-character');
  });
  test.each(['&#0;', '&#x0;', '&#11;', '&#x1F;', '&#xFFFE;', '&#xFFFF;', '&#xD800;', '&#xDFFF;', '&#x110000;', '&#99999999999999999999;'])('%s is no character', (reference) => {
    expect(codeOf(`<a>${reference}</a>`)).toBe('xml/illegal-character');
    expect(codeOf(`<a b="${reference}"/>`)).toBe('xml/illegal-character');
  });
  test.each([['&#9;&#10;&#13;', '\t\n\r'], ['&#x20;', ' '], ['&#xD7FF;&#xE000;&#xFFFD;', '\ud7ff\ue000\ufffd'], ['&#x10FFFF;', '\u{10ffff}'], ['&#272;&#x110;&#x0110;', 'ĐĐĐ'], ['&lt;&gt;&amp;&quot;&apos;', '<>&"\''], ['&amp;lt;', '&lt;'], ['\u007f\u0085\u2028', '\u007f\u0085\u2028'], ['\u{1F600}', '\u{1F600}']])('%j reads %j', (text, value) => {
    expect(textOf(good(`<a>${text}</a>`).root)).toBe(value);
  });
  test.each(['&', '&;', '&amp', '&#;', '&#x;', '&#xG;', '&#1A;', '&#X41;', '&a b;', '& lt;', '&#-1;'])('`%s` is no reference', (text) => {
    expect(codeOf(`<a>${text}</a>`)).toBe('xml/malformed');
    expect(codeOf(`<a b="${text}"/>`)).toBe('xml/malformed');
  });
});

describe('a document that calls itself XML 1.1 is read as 1.0 (§2.8)', () => {
  const xml11 = (text: string) => `<?xml version="1.1"?><a>${text}</a>`;
  test('NEL and LINE SEPARATOR are letters, not line ends', () => expect(textOf(good(xml11('x\u0085y\u2028z')).root)).toBe('x\u0085y\u2028z'));
  test('control characters do not come in as references', () => expect(codeOf(xml11('&#1;'))).toBe('xml/illegal-character'));
});

describe('well-formed, or not (XML 1.0 §2 and §3)', () => {
  test.each([
    '', ' ', 'a', '<', '<a', '<a>', '</a>', '<a></b>', '<a></A>', '<a><b></a></b>', '<a/><b/>', '<a/>text', 'text<a/>', '<a></a >>', '<a></ a>', '< a/>', '<a/ >', '<a></a', '<a></a b="1">', '<1a/>', '<-a/>', '<.a/>', '<a!/>', '<a b/>', '<a b=1/>', '<a b="1/>', '<a b="1" c/>',
    '<a b="1"c="2"/>', '<a b="<"/>', '<a b=\'1"/>', '<a ="1"/>', '<a b=""1"/>', '<a>]]></a>', '<a>x]]>y</a>', '<a><!-- -- --></a>', '<a><!-- ---></a>', '<a><!--></a>', '<a><!-->--</a>', '<a><!-- </a>', '<!-- <a/>', '<a><![CDATA[x]]</a>', '<a><![CDATA[x</a>', '<![CDATA[x]]><a/>',
    '<a><?xml version="1.0"?></a>', '<a><?XML x?></a>', ' <?xml version="1.0"?><a/>', '<?xml?><a/>', '<?xml encoding="UTF-8"?><a/>', '<?xml version="1.0" standalone="maybe"?><a/>', '<?xml version="1.0" encoding="UTF-8"standalone="yes"?><a/>', '<?xml version="1.0"><a/>', '<?xml version=\'1.0"?><a/>',
    '<?xml version="1"?><a/>', '<?xml version="1."?><a/>', '<?xml version="2.0"?><a/>', '<?xml version="1.0"?>', '<a><?p', '<a><??></a>', '<a><? p?></a>', '<a><?a:b c?></a>', '<a><?p?x?></a', '<?p<a/>', 'xa/>', '=a></a>',
  ])('refused: %j', (text) => expect(codeOf(text)).toBe(text === '<![CDATA[x]]><a/>' ? 'xml/doctype' : 'xml/malformed'));
  test.each([
    '<a/>', '<a />', '<a></a>', '<a></a\n>', '<a\n/>', '<Đố/>', '<_a/>', '<a.b-c1/>', "<a b='\"'/>", '<a b=">"/>', '<a b = "1"\tc\n=\n"2"/>', '<a>]]</a>', '<a>]]&gt;</a>', '<a>></a>', '<a>"\'</a>', '<a><!----></a>', '<a><!-- - --></a>', '<a><!-- <b> & --></a>', '<a><![CDATA[]]></a>', '<a><![CDATA[<b>&]]]]></a>',
    '<a><?p?></a>', '<a><?p x?y?></a>', '<?xml version="1.0"?><a/>', '<?xml\n version  =  "1.0"  encoding="UTF-8"\n\nstandalone="yes"?><a/>', "<?xml version = '1.0' encoding='UTF-8' standalone='no' ?>\n<a/>", '<!--x--><?p?>\n<a/> <!--y-->\n<?q?>\n', '<?xml-stylesheet href="a"?><a/>', '<\u{10000}/>', '<ÿ/>', '<a>]></a>', '<a>x]></a>',
  ])('read: %j', (text) => expect(read(text)).toMatchObject({ ok: true }));
});

describe('namespaces', () => {
  test.each<readonly [string, string, string]>([
    ['an attribute twice', '<a b="1" b="2"/>', 'duplicate-attribute'], ['a declaration twice', '<a xmlns:p="u" xmlns:p="u"/>', 'duplicate-attribute'], ['one name under two prefixes', '<a xmlns:p="u" xmlns:q="u" p:b="1" q:b="2"/>', 'duplicate-attribute'],
    ['the same, declared further out', '<x xmlns:p="u"><a xmlns:q="u" p:b="1" q:b="2"/></x>', 'duplicate-attribute'], ['a prefix nobody declared', '<p:a/>', 'undeclared-prefix'], ['on an attribute', '<a p:b="1"/>', 'undeclared-prefix'],
    ['declared in a sibling', '<a><b xmlns:p="u"/><p:c/></a>', 'undeclared-prefix'], ['a prefix of nothing', '<a xmlns:p=""/>', 'namespace'], ['xmlns as a prefix', '<a xmlns:xmlns="u"/>', 'namespace'], ['an element xmlns:a', '<xmlns:a/>', 'namespace'],
    ['xml bound elsewhere', '<a xmlns:xml="u"/>', 'namespace'], ['another prefix for xml', '<a xmlns:p="http://www.w3.org/XML/1998/namespace"/>', 'namespace'], ['another prefix for xmlns (Namespaces in XML 1.0 §3)', '<a xmlns:p="http://www.w3.org/2000/xmlns/"/>', 'namespace'], ['xml as default', '<a xmlns="http://www.w3.org/XML/1998/namespace"/>', 'namespace'], ['xmlns as default', '<a xmlns="http://www.w3.org/2000/xmlns/"/>', 'namespace'],
    ['two colons', '<a:b:c xmlns:a="u"/>', 'namespace'], ['a colon in front', '<:a/>', 'namespace'], ['a colon behind', '<a: xmlns:a="u"/>', 'namespace'], ['a local part that begins with a digit', '<p:1a xmlns:p="u"/>', 'namespace'], ['with a hyphen, on an attribute', '<a xmlns:p="u" p:-b="1"/>', 'namespace'],
    ['a prefix that begins with a digit', '<a xmlns:1p="u"/>', 'namespace'], ['an empty prefix', '<a xmlns:="u"/>', 'namespace'], ['a prefix with a colon', '<a xmlns:p:q="u"/>', 'namespace'],
  ])('refused: %s', (_, text, reason) => expect(codeOf(text)).toBe(`xml/${reason}`));

  test.each<readonly [string, string, readonly string[]]>([
    ['no namespace', '<a><b/></a>', ['', '']], ['the default holds for elements inside', '<a xmlns="u"><b/></a>', ['u', 'u']], ['and is taken back', '<a xmlns="u"><b xmlns=""/></a>', ['u', '']],
    ['a prefix is declared again', '<p:a xmlns:p="u"><p:b xmlns:p="v"/></p:a>', ['u', 'v']], ['xml needs no declaration', '<a><xml:b/></a>', ['', 'http://www.w3.org/XML/1998/namespace']], ['xml may be declared as what it is', '<a xmlns:xml="http://www.w3.org/XML/1998/namespace"><b/></a>', ['', '']],
  ])('%s', (_, text, uris) => expect([...descendants(good(text).root)].map(({ ns }) => ns)).toEqual(uris));
  test('the default namespace does not reach attributes', () => expect(good('<a xmlns="u" b="1" xmlns:p="u" p:b="2"/>').root.attributes.map(({ name, ns }) => [name, ns])).toEqual([['b', ''], ['p:b', 'u']]));
});

describe('values', () => {
  test.each([
    ['line ends are LF (§2.11)', '<a>x\r\ny\rz\n</a>', 'x\ny\nz\n'], ['a CR that is written out stays', '<a>x&#13;&#10;y</a>', 'x\r\ny'], ['CDATA is text, references in it are not', '<a>1<![CDATA[<&lt;>\r\n]]>2</a>', '1<&lt;>\n2'],
    ['in CDATA a CR alone is LF too', '<a><![CDATA[x\ry\r\nz]]></a>', 'x\ny\nz'], ['text of inner elements is not the element’s own', '<a>1<b>2</b>3</a>', '13'], ['comments and instructions are no text', '<a>1<!--2--><?p 3?>4</a>', '14'],
  ])('%s', (_, text, value) => expect(textOf(good(text).root)).toBe(value));
  test.each([['a\tb\nc', 'a b c'], ['a\r\nb\rc', 'a b c'], ['&#9;&#10;&#13;', '\t\n\r'], ['  a  ', '  a  '], ["&quot;'", '"\''], ['&amp;#38;', '&#38;'], ['\u00a0', '\u00a0']])('an attribute written %j is %j (§3.3.3)', (written, value) => expect(attributeOf(good(`<a b="${written}"/>`).root, 'b')).toBe(value));
  test('line ends in comments and instructions are LF', () => expect(good('<!--x\ry\r\nz--><?p x\ry\r\nz?><a/>').prolog).toEqual([{ kind: 'comment', value: 'x\ny\nz' }, { kind: 'instruction', target: 'p', value: 'x\ny\nz' }]));
  test('what stands around the root is kept in order', () => {
    const document = good('<?xml version="1.0"?>\n<?p  q r ?><!-- c --><a/>\n<!--d-->');
    expect(document.prolog).toEqual([{ kind: 'instruction', target: 'p', value: 'q r ' }, { kind: 'comment', value: ' c ' }]);
    expect(document.epilog).toEqual([{ kind: 'comment', value: 'd' }]);
  });
  test.each<readonly [string, readonly boolean[]]>([['<a/>', [false, false, false]], ['<a><!--x--></a>', [true, false, false]], ['<a/><!--x-->', [true, false, false]], ['<a><?p?></a>', [false, true, false]], ['<?xml version="1.0"?><a/>', [false, false, false]], ['<a><![CDATA[]]></a>', [false, false, true]]])('%s has comments, instructions, CDATA: %j', (text, has) => {
    const { hasComments, hasProcessingInstructions, hasCdata } = good(text);
    expect([hasComments, hasProcessingInstructions, hasCdata]).toEqual(has);
  });
});

describe('names and text keep their letters', () => {
  test('names of one length and one hash are two names (31 · A + a = 31 · B + B)', () => {
    expect([...descendants(good('<Aa><BB/><Aa BB="" Aa=""/></Aa>').root)].map(({ name, attributes }) => [name, ...attributes.map((attribute) => attribute.name)])).toEqual([['Aa'], ['BB'], ['Aa', 'BB', 'Aa']]);
    expect(codeOf('<Aa></BB>')).toBe('xml/malformed');
  });
  test('letters of one, two, three and four octets before and after', () => {
    const root = good('<?p 😀?><Đố ẫ="😀Đ"><b x="é😀&amp;">a\u00e9ẫ😀</b>😀<Đố/>é<!--😀--><![CDATA[ẫ😀]]>z</Đố>').root;
    expect([textOf(root), attributeOf(root, 'ẫ'), childElements(root).map(({ name }) => name), textOf(childNamed(root, 'b')!), attributeOf(childNamed(root, 'b')!, 'x')]).toEqual(['😀éẫ😀z', '😀Đ', ['b', 'Đố'], 'aéẫ😀', 'é😀&']);
  });
});

describe('ids: a second element never hides behind another spelling', () => {
  test.each(['Id', 'ID', 'id', 'iD', 'xml:id'])('%s is an id', (name) => expect(good(`<a><b ${name}="x"/></a>`).elementById('x')?.name).toBe('b'));
  test('so is that of WS-Security, by any prefix', () => expect(good(`<a xmlns:w="${WSU_NAMESPACE}"><b w:Id="x"/></a>`).elementById('x')?.name).toBe('b'));
  test.each<readonly [string, string]>([['the same spelling', '<a><b Id="x"/><c Id="x"/></a>'], ['WS-Security', `<a xmlns:w="${WSU_NAMESPACE}"><b Id="x"/><c w:Id="x"/></a>`], ['two spellings', '<a><b Id="x"/><c id="x"/></a>'], ['xml:id', '<a><b ID="x"/><c xml:id="x"/></a>'], ['on one element', '<a><b Id="x" id="x"/></a>'], ['three times', '<a Id="x"><b Id="x"/><c Id="x"/></a>']])('twice, %s: nobody is x', (_, text) => {
    const document = good(text);
    expect(document.elementById('x')).toBeUndefined();
    expect(document.duplicateIds).toEqual(['x']);
  });
  test.each(['p:Id', 'ids', 'i'])('%s is none', (name) => expect(good(`<a xmlns:p="u"><b ${name}="x"/></a>`).elementById('x')).toBeUndefined());
  test('an id nobody has', () => {
    const document = good('<a Id="x"/>');
    expect([document.elementById('y'), document.elementById('constructor'), document.duplicateIds]).toEqual([undefined, undefined, []]);
  });
});

describe('limits, so that a hostile file costs no more than these', () => {
  const nested = (depth: number) => '<a>'.repeat(depth) + '</a>'.repeat(depth);
  const attributes = (count: number) => `<a ${Array.from({ length: count }, (_, i) => `b${i}=""`).join(' ')}/>`;
  test.each<readonly [string, Partial<XmlLimits>, string, string, string]>([
    ['declarations in scope', { declarationsInScopeMax: 2 }, '<a xmlns="u"><b xmlns:p="u"/><c xmlns:p="u"/></a>', '<a xmlns="u"><b xmlns:p="u"><c xmlns:q="u"/></b></a>', 'too-many-declarations'],
    ['a namespace name', { namespaceLengthMax: 4 }, '<a xmlns="urnx"/>', '<a xmlns="urnxy"/>', 'namespace'],
    ['octets', { bytesMax: 8 }, '<abcde/>', '<abcdef/>', 'too-large'], ['octets, not letters', { bytesMax: 8 }, '<aĐ1/>', '<aĐĐ1/>', 'too-large'], ['depth', { depthMax: 3 }, nested(3), nested(4), 'too-deep'], ['depth of an empty element', { depthMax: 2 }, '<a><b/></a>', '<a><b><c/></b></a>', 'too-deep'],
    ['nodes', { nodesMax: 3 }, '<a>x<b/></a>', '<a>x<b/>y</a>', 'too-many-nodes'], ['nodes: comments and instructions too', { nodesMax: 3 }, '<!--x--><?p?><a/>', '<!--x--><?p?><a/><!--y-->', 'too-many-nodes'], ['nodes: CDATA too', { nodesMax: 2 }, '<a><![CDATA[]]></a>', '<a><![CDATA[]]><![CDATA[]]></a>', 'too-many-nodes'],
    ['attributes of one element', { attributesPerElementMax: 3 }, attributes(3), attributes(4), 'too-many-attributes'],
  ])('%s', (_, limits, within, beyond, reason) => {
    expect(codeOf(within, limits)).toBeUndefined();
    expect(codeOf(beyond, limits)).toBe(`xml/${reason}`);
  });
  test('by default: depth 64, 64 attributes, and depth far beyond the stack is refused without a crash', () => {
    expect([codeOf(nested(64)), codeOf(nested(65)), codeOf(nested(200_000))]).toEqual([undefined, 'xml/too-deep', 'xml/too-deep']);
    expect([codeOf(attributes(64)), codeOf(attributes(65))]).toEqual([undefined, 'xml/too-many-attributes']);
    expect(DEFAULT_LIMITS.bytesMax).toBe(32 * 1024 * 1024);
  });
  test('one limit may be changed alone', () => expect(codeOf(nested(65), { bytesMax: 10_000 })).toBe('xml/too-deep'));
});

describe('the place of a fault', () => {
  test.each([
    ['<a>\n  <b></c>\n</a>', 2, 9], ['<a>\n<b x="1" x="2"/></a>', 2, 15], ['<!DOCTYPE a><a/>', 1, 1], ['<a>Đố\u0001</a>', 1, 6], ['<a>\r\n\r\n<p:b/></a>', 3, 7],
  ])('%j: line %i, column %i, counted in letters', (text, line, column) => expect(read(text)).toMatchObject({ ok: false, error: { line, column } }));
});

describe('whatever comes in', () => {
  const SAMPLE = '<?xml version="1.0"?>\n<p:a xmlns:p="u" xmlns="v" b=\'1&amp;\'><b Id="x">Đ&#13;<![CDATA[<]]></b><!--c--><?q r?><c/></p:a>\n';
  const piece = fc.constantFrom('<', '>', '/', '&', ';', '"', "'", '=', '!', '?', '-', '[', ']', ':', 'a', 'xmlns', ' ', '\n', '\0', 'Đ', '<!--', ']]>', '<![CDATA[', '&amp;', '<a>', '</a>', '#x');
  test('any octets are read or refused, never thrown at us', () => {
    fc.assert(fc.property(fc.oneof(fc.uint8Array({ maxLength: 60 }), fc.array(piece, { maxLength: 15 }).map((pieces) => utf8(pieces.join('')))), (bytes) => {
      const result = readXml(bytes);
      if (!result.ok) expect(result.error).toEqual({ code: expect.stringMatching(/^xml\/[a-z0-9-]+$/), line: expect.any(Number), column: expect.any(Number) });
    }), { numRuns: 1500 });
  });
  test('a good document with one piece put in or cut out: what is still read keeps its bounds', () => {
    fc.assert(fc.property(fc.nat(SAMPLE.length), fc.nat(6), piece, (at, cut, put) => {
      const bytes = utf8(SAMPLE.slice(0, at) + put + SAMPLE.slice(at + cut));
      const result = readXml(bytes);
      if (!result.ok) return;
      for (const element of descendants(result.value.root)) {
        expect([bytes[element.start], bytes[element.contentStart - 1], bytes[element.end - 1]]).toEqual([60, 62, 62]);
        expect(element.start < element.contentStart && element.contentStart <= element.contentEnd && element.contentEnd <= element.end).toBe(true);
        for (const child of childElements(element)) expect([child.parent, child.start >= element.contentStart, child.end <= element.contentEnd]).toEqual([element, true, true]);
      }
    }), { numRuns: 1500 });
  });
  test('a document cut short anywhere is refused', () => {
    const bytes = utf8(SAMPLE.trimEnd());
    for (let end = 0; end < bytes.length; end++) expect(codeOf(bytes.subarray(0, end)), `${end}`).toBeDefined();
    expect(childNamed(good(SAMPLE).root, 'b', 'v')?.name).toBe('b');
  });
});
