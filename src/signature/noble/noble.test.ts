import { describe, expect, test } from 'vitest';
import { utf8 } from '#kernel';
import { nodePrimitives } from '#signature/node';
import { signatureVectors } from '../../../test/builders/signature-vectors.ts';
import { noblePrimitives } from './index.ts';

/** The same vectors are put to OpenSSL (node.test.ts) and run in a real browser (test/browser/core.test.ts). */
test.each(signatureVectors())('$name: $valid, $anySalt', ({ algorithm, spki, data, signature, valid, anySalt }) =>
  expect([noblePrimitives.verify(algorithm, spki, data, signature), noblePrimitives.verifyAnySalt(algorithm, spki, data, signature)]).toEqual([valid, anySalt]));

test.each(['sha256', 'sha384', 'sha512'] as const)('%s', (name) => {
  for (const data of [utf8('học bạ số'), new Uint8Array(0), new Uint8Array(1_000).fill(7)]) expect(noblePrimitives.digest(name, data)).toEqual(nodePrimitives.digest(name, data));
});
