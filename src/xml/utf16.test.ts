import { describe, expect, test } from 'vitest';
import { utf8 } from '#kernel';
import { describeXmlFault, inUtf8, readXml } from './index.ts';

const little = (text: string): Uint8Array => new Uint8Array(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]));
const big = (text: string): Uint8Array => new Uint8Array(Buffer.from(little(text)).swap16());
const read = (bytes: Uint8Array): string => new TextDecoder().decode(inUtf8(bytes));

test.each<[string, Uint8Array, string]>([
  ['low octet first', little('<a>Hoà 😀</a>'), '<a>Hoà 😀</a>'], ['high octet first', big('<a>Hoà</a>'), '<a>Hoà</a>'],
  ['with its declaration', little("<?xml version='1.0' encoding='utf-16'?><a/>"), "<?xml version='1.0' encoding='UTF-8'?><a/>"],
])('UTF-16 %s', (_, bytes, text) => expect(read(bytes)).toBe(text));

describe('the encoding that is declared (XML 1.0 §2.8, §4.3.3)', () => {
  test.each([
    '<?xml version="1.0" encoding="UTF-16"?><a/>', '<?xml version="1.0" encoding="UTF-16LE"?><a/>', '<?xml version="1.0" encoding="utf-16be"?><a/>', '<?xml version="1.0"  encoding  =  "UTF-16" ?><a/>', '<?xml\tversion="1.0"\nencoding=\r\n"UTF-16"?><a/>', '<?xml version="1.0" encoding="UTF-16" standalone="yes"?><a/>', '<?xml version="1.0" encoding="UTF-16"?><a encoding="UTF-16"/>',
  ])('%s', (text) => expect(read(little(text))).toBe(text.replace(/(["'])utf-16(?:le|be)?/i, '$1UTF-8')));
  test.each(['<?xml version="1.0"?><a/>', '<?xml version="1.0"?><a encoding="UTF-16"/>', '<a encoding="UTF-16"/>', '<!-- <?xml version="1.0" encoding="UTF-16"?> --><a/>', '<?xml version="1.0" xencoding="UTF-16"?><a/>'])('none in %s', (text) => expect(read(little(text))).toBe(text));
  test.each(['UTF-8', 'UTF-16XE', 'XUTF-16', 'UTF-161', 'UTF-32', 'u'])('as %s: other programs read another document', (name) => {
    const bytes = little(`<?xml version="1.0" encoding="${name}"?><a/>`);
    expect(inUtf8(bytes)).toBe(bytes);
  });
});

test.each<[string, Uint8Array]>([
  ['UTF-8', utf8('<a/>')], ['UTF-16 without its mark', new Uint8Array(Buffer.from('<a/>', 'utf16le'))], ['a half letter', little('<a/>').subarray(0, -1)], ['half a pair', little('<a>\ud83d</a>')],
  ['another declaration', little('<?xml version="1.0" encoding="UTF-8"?><a/>')],
])('left as it is: %s', (_, bytes) => expect(inUtf8(bytes)).toBe(bytes));

describe('what is wrong is said in Vietnamese', () => {
  test.each<[string, string | Uint8Array]>([
    ['malformed', '<a'], ['not-utf8', Uint8Array.of(0x3c, 0xff)], ['doctype', '<!DOCTYPE a><a/>'], ['entity', '<a>&x;</a>'], ['namespace', '<a xmlns:b=""/>'], ['undeclared-prefix', '<b:a/>'], ['duplicate-attribute', '<a b="" b=""/>'],
    ['illegal-character', '<a>\u0001</a>'], ['too-deep', '<a>'.repeat(70)], ['too-many-attributes', `<a ${Array.from({ length: 70 }, (_, i) => `a${i}=""`).join(' ')}/>`],
  ])('%s', (reason, document) => {
    const found = readXml(typeof document === 'string' ? utf8(document) : document);
    expect(found).toMatchObject({ ok: false, error: { code: `xml/${reason}` } });
    expect(describeXmlFault(`xml/${reason}`)).not.toContain(reason);
  });
  test('what nobody has words for is told by its code', () => expect(describeXmlFault('xml/unheard-of')).toBe('xml/unheard-of'));
});
