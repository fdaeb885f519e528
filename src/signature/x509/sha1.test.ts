import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { toHex } from '#kernel';
import { sha1 } from './sha1.ts';

test('as FIPS 180-4 has it, for every length up to three blocks', () => {
  for (let length = 0; length <= 192; length++) {
    const data = Uint8Array.from({ length }, (_, i) => (i * 131 + length) & 0xff);
    expect(toHex(sha1(data)), `${length} octets`).toBe(createHash('sha1').update(data).digest('hex'));
  }
});
