import { expect, test } from 'vitest';
import { unwrap, utf8 } from '#kernel';
import { childElements, readXml } from '#xml';
import { isCoveredBy } from './integrity.ts';

const { root } = unwrap(readXml(utf8('<a><b/><s><k><t/></k></s></a>')));
const [b, s] = childElements(root), [k] = childElements(s!), [t] = childElements(k!);
const without = new Set([s!]);

/** `s` is the signature; a token of it must not date what somebody put inside it later. */
test.each([
  ['the document', ['document'], [true, false, false]],
  ['the root around the signature', [root], [true, false, false]],
  ['a part beside it', [b!], [true, false, false]],
  ['a part inside it', [k!], [false, true, true]],
  ['both', [root, k!], [true, true, true]],
  ['nothing', [], [false, false, false]],
] as const)('what a signature covers of its surroundings, its object and what stands in that: %s', (_, covered, expected) => {
  expect([b!, k!, t!].map((element) => isCoveredBy(element, { covered, without }))).toEqual(expected);
});
