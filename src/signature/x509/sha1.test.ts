import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { toHex, utf8 } from '#kernel';
import { sha1 } from './sha1.ts';

test('as FIPS 180-4 has it, for every length up to three blocks', () => {
  for (let length = 0; length <= 192; length++) {
    const data = Uint8Array.from({ length }, (_, i) => (i * 131 + length) & 0xff);
    expect(toHex(sha1(data)), `${length} octets`).toBe(createHash('sha1').update(data).digest('hex'));
  }
});

test.each([['abc', 'a9993e364706816aba3e25717850c26c9cd0d89d'], ['', 'da39a3ee5e6b4b0d3255bfef95601890afd80709'], ['a'.repeat(1_000_000), '34aa973cd4c4daa4f61eeb2bdbad27316534016f']])('the standard’s examples: %.3s', (text, expected) => {
  expect(toHex(sha1(utf8(text)))).toBe(expected);
});
