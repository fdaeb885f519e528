import { describe, expect, test } from 'vitest';
import { unwrap, utf8 } from '#kernel';
import { attributeOf, childElements, childNamed, childrenNamed, descendants, findElement, hasText, isBlank, namespaceInScope, pathOf, readXml, textOf } from './index.ts';

const { root } = unwrap(readXml(utf8('<h xmlns="u" xmlns:p="v" p:Id="2" Id="1">a<m>1</m><!--c--><m>2</m><p:m>3</p:m><n xmlns=""><m>4</m></n>b</h>')));

describe('finding one’s way in a tree', () => {
  test('child elements, in order, without text and comments', () => expect(childElements(root).map(({ name }) => name)).toEqual(['m', 'm', 'p:m', 'n']));
  test.each<readonly [string, string | undefined, string | undefined]>([['m', 'v', '3'], ['m', undefined, undefined], ['n', '', ''], ['n', undefined, undefined], ['x', undefined, undefined], ['m', 'w', undefined]])('the only child %s in %s is `%s`: one of two is nobody, and the namespace counts', (local, ns, text) => {
    const found = ns === undefined ? childNamed(root, local) : childNamed(root, local, ns);
    expect(found && textOf(found)).toBe(text);
  });
  test('all children of a name', () => {
    expect(childrenNamed(root, 'm').map(textOf)).toEqual(['1', '2']);
    expect(childrenNamed(root, 'm', 'v').map(textOf)).toEqual(['3']);
    expect(childrenNamed(root, 'x')).toEqual([]);
  });
  test('an attribute is the one without a namespace', () => expect([attributeOf(root, 'Id'), attributeOf(root, 'x')]).toEqual(['1', undefined]));
  test('text directly inside', () => expect(textOf(root)).toBe('ab'));
  test('the whole subtree in the order of the document, the element first', () => expect([...descendants(root)].map(({ name }) => name)).toEqual(['h', 'm', 'm', 'p:m', 'n', 'm']));
  test.each<readonly [string, string | undefined]>([['h', 'h'], ['m', 'm 1'], ['p:m', 'p:m 3'], ['n', 'n '], ['x', undefined]])('the first element of the subtree named %s, itself included, in the order of the document', (name, expected) => {
    const found = findElement(root, (element) => element.name === name);
    expect(found && (name === 'h' ? found.name : `${found.name} ${textOf(found)}`)).toBe(expected);
  });
  test('the first deep inside comes before a later one further out', () => {
    const { root: deep } = unwrap(readXml(utf8('<h><a/><b><c><m>1</m></c></b><m>2</m></h>')));
    expect(textOf(findElement(deep, ({ name }) => name === 'm')!)).toBe('1');
  });
  test.each<readonly [string, boolean]>([['<a>x</a>', true], ['<a><b/> x</a>', true], ['<a> \n</a>', false], ['<a><b>x</b></a>', false], ['<a><!--x--></a>', false], ['<a><![CDATA[x]]></a>', true], ['<a>\u00a0</a>', true]])('%s has text of its own: %s', (text, expected) => expect(hasText(unwrap(readXml(utf8(text))).root)).toBe(expected));
  test('a path people can follow: counted only where there are several', () => expect([...descendants(root)].map(pathOf)).toEqual(['/h', '/h/m[1]', '/h/m[2]', '/h/p:m', '/h/n', '/h/n/m']));
  test.each([['', 'u', ''], ['p', 'v', 'v'], ['xml', 'http://www.w3.org/XML/1998/namespace', 'http://www.w3.org/XML/1998/namespace'], ['q', undefined, undefined]])('prefix `%s` stands for %s at the root and %s inside n', (prefix, outer, inner) => {
    expect([namespaceInScope(root, prefix), namespaceInScope(childNamed(root, 'n', '')!, prefix)]).toEqual([outer, inner]);
  });
  test('without any declaration the default namespace is empty', () => expect(namespaceInScope(unwrap(readXml(utf8('<a/>'))).root, '')).toBe(''));
});

test.each<readonly [string, boolean]>([['', true], [' ', true], ['\t\r\n ', true], ['\u00a0', false], ['\u2028', false], [' a', false], ['a ', false], [' \n.\n ', false]])('%j is white space of XML (§2.3): %s', (text, blank) => expect(isBlank(text)).toBe(blank));
