import { expect, test } from 'vitest';
import { unwrap, utf8 } from '#kernel';
import { C14N, descendants, readXml } from '#xml';
import { DS, XADES } from '../xades/names.ts';
import { archiveImprint } from './archive.ts';
import type { SignatureFacts } from './integrity.ts';

test('an archive time-stamp is about 4,096 parts and no more, however small they are', () => {
  const imprint = (properties: number) => {
    const document = unwrap(readXml(utf8(`<s:Signature xmlns:s="${DS}" xmlns="${XADES}"><s:Object><P>${'<Q/>'.repeat(properties)}<ArchiveTimeStamp/></P></s:Object></s:Signature>`)));
    const facts = { signature: { element: document.root }, references: [] } as unknown as SignatureFacts;
    return archiveImprint(descendants(document.root).at(-1)!, C14N.exclusive, facts, document, { octets: 1 << 30 });
  };
  // The object beside is a part too: nothing in it is of XAdES properties.
  expect([imprint(4_095)?.length, imprint(4_096), imprint(300_000)]).toEqual([expect.any(Number), undefined, undefined]);
});
