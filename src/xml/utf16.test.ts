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
});
