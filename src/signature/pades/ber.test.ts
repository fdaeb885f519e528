import { describe, expect, test } from 'vitest';
import { toHex } from '#kernel';
import { DER_DEPTH_MAX } from '../der/limits.ts';
import { derOfIndefinite } from './ber.ts';

const derOf = (hex: string): string | undefined => {
  const found = derOfIndefinite(Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex')));
  return found && toHex(found);
};
const hex = (text: string) => text.replaceAll(' ', '');
const filler = 'ab'.repeat(128);

describe('a value of indefinite length (X.690 §8.1.3.6)', () => {
  test.each([
    ['one member', '30 80 02 01 05 00 00', '30 03 02 01 05'],
    ['none', '30 80 00 00', '30 00'],
    ['one inside another', '30 80 a0 80 04 01 aa 00 00 05 00 00 00', '30 07 a0 03 04 01 aa 05 00'],
    ['zeros behind it', '30 80 02 01 05 00 00 00 00 00', '30 03 02 01 05'],
    ['a member longer than 127 octets', `30 80 04 81 80 ${filler} 00 00`, `30 81 83 04 81 80 ${filler}`],
    ['a length in four octets, taken as it stands', '30 80 04 84 00 00 00 01 aa 00 00', '30 07 04 84 00 00 00 01 aa'],
    ['a member of definite length is not looked into', '30 80 30 02 80 00 00 00', '30 04 30 02 80 00'],
  ])('%s', (_, written, expected) => expect(derOf(written)).toBe(hex(expected)));
  test.each([
    ['definite', '30 03 02 01 05'],
    ['of another kind', '31 80 02 01 05 00 00'],
    ['without end', '30 80 02 01 05'],
    ['with half an end', '30 80 02 01 05 00'],
    ['with something behind it', '30 80 02 01 05 00 00 01'],
    ['a member that reaches past it', '30 80 02 05 05 00 00'],
    ['a length in five octets', '30 80 04 85 00 00 00 00 01 aa 00 00'],
    ['a primitive one', '30 80 04 80 aa 00 00 00 00'],
    ['a tag in several octets', '30 80 bf 80 00 00 00 00'],
    ['nothing', ''],
  ])('%s is none', (_, written) => expect(derOf(written)).toBeUndefined());
  test('1,024 members and no more', () => {
    const many = (count: number) => `3080${'0500'.repeat(count)}0000`;
    expect([derOf(many(1_024)) === undefined, derOf(many(1_025)) === undefined]).toEqual([false, true]);
  });
  test('as deep as DER and no deeper', () => {
    const deep = (depth: number) => `${'3080'.repeat(depth)}0500${'0000'.repeat(depth)}`;
    expect([derOf(deep(DER_DEPTH_MAX)) === undefined, derOf(deep(DER_DEPTH_MAX + 1)) === undefined]).toEqual([false, true]);
  });
});
