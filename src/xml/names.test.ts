import { describe, expect, test } from 'vitest';
import { utf8 } from '#kernel';
import { nameIn, uniqueNamespace } from './names.ts';

const name = (text: string) => nameIn(utf8(`<${text}>`), 1, utf8(text).length + 1);

describe('a name is looked at once while it is remembered', () => {
  test.each(['a', 'p:a', 'Đố', 'x'.repeat(64)])('%s', (text) => {
    expect(name(text)).toBe(name(text));
    expect(name(text)?.text).toBe(text);
  });
  test('beyond 64 octets it is read again, so that memory does not grow with a hostile document', () => {
    expect(name('x'.repeat(65))).not.toBe(name('x'.repeat(65)));
    expect(name('x'.repeat(65))).toEqual(name('x'.repeat(65)));
  });
  test.each<readonly [string, string]>([['abcdefgh', 'aXcdefgh'], ['abcdefgh', 'abcdeXgh'], ['abcdefgh', 'abcdefXh'], ['p:bcdefgh', 'pXbcdefgh'], ['Đabcdefgh', 'Đabcdefgi'], ['a', 'b'], ['aĐ', 'aĐa']])('%s is not taken for %s, which may be remembered at its place', (one, other) => {
    for (const text of [one, other, one]) expect(name(text)?.text).toBe(text);
  });
});

describe('qualified names (Namespaces in XML 1.0 §4)', () => {
  test.each<readonly [string, { readonly prefix: string; readonly local: string } | undefined, boolean]>([
    ['a', { prefix: '', local: 'a' }, false], ['p:a', { prefix: 'p', local: 'a' }, false], [':a', undefined, false], ['p:', undefined, false], ['p:q:a', undefined, false], ['p:-a', undefined, false], ['p:1', undefined, false], ['p:Đ', { prefix: 'p', local: 'Đ' }, false],
    ['xmlns', { prefix: '', local: 'xmlns' }, true], ['xmlns:p', { prefix: 'xmlns', local: 'p' }, true], ['xmlnsp', { prefix: '', local: 'xmlnsp' }, false], ['p:xmlns', { prefix: 'p', local: 'xmlns' }, false],
  ])('%s is %j, declares a namespace: %j', (text, qualified, declares) => expect(name(text)).toMatchObject({ qualified, declares }));
  test.each(['-a', '1a', '.a', '\u00b7a', '\u00d7', 'a\u00d7', '\u0300a', '\u203fa', 'a\u2040\u2041'])('%s is no name', (text) => expect(name(text)).toBeUndefined());
});

test('namespace names keep their characters, however many there are and however long they are', () => {
  for (const uri of ['', 'urn:a', 'u'.repeat(500), ...Array.from({ length: 600 }, (_, i) => `urn:${i}`), 'urn:a']) expect(uniqueNamespace(uri)).toBe(uri);
});
