import { describe, expect, test } from 'vitest';
import { err, unwrap } from '#kernel';
import { interned } from './interned.ts';

interface Value { readonly der: Uint8Array }
/** Reads whatever does not begin with 0, and counts how often. */
function reader(capacity = 100, bytesMax = 1_000) {
  const reads: number[] = [];
  const read = interned<Value>(capacity, bytesMax, (der) => {
    reads.push(der.length);
    return der[0] === 0 ? err({ code: 'der/malformed', what: 'x', offset: 0 }) : { ok: true, value: { der } };
  });
  return { reads, read, of: (...octets: readonly number[]) => unwrap(read(Uint8Array.from(octets))) };
}
/** Eight octets that differ in the first alone: nothing but the whole tells them apart. */
const twin = (first: number): readonly number[] => [first, 2, 3, 4, 5, 6, 7, 8];

describe('the same octets are read once', () => {
  test.each<readonly [string, readonly number[]]>([['one octet', [1]], ['six', [1, 2, 3, 4, 5, 6]], ['more', twin(1)]])('%s', (_, octets) => {
    const { reads, of } = reader();
    expect(of(...octets)).toBe(of(...octets));
    expect([of(...octets).der, reads]).toEqual([Uint8Array.from(octets), [octets.length]]);
  });
  test('as the value itself has them, too', () => {
    const { reads, read, of } = reader();
    const value = of(...twin(1));
    expect(unwrap(read(value.der))).toBe(value);
    expect(reads).toHaveLength(1);
  });
  test('whatever the caller does with its octets afterwards', () => {
    const { read, of } = reader(), octets = Uint8Array.from(twin(1));
    const value = unwrap(read(octets));
    octets[0] = 9;
    expect(value.der).toEqual(Uint8Array.from(twin(1)));
    expect(of(...twin(1))).toBe(value);
    expect(unwrap(read(octets)).der[0]).toBe(9);
  });
  test('others are others, however much alike', () => {
    const { of } = reader(), firsts = [1, 2, 3, 4, 5, 6, 7, 8];
    const values = firsts.map((first) => of(...twin(first)));
    expect(firsts.map((first) => of(...twin(first)))).toEqual(values);
    for (const [i, first] of firsts.entries()) expect(of(...twin(first))).toBe(values[i]);
    expect(values.map(({ der }) => der[0])).toEqual(firsts);
  });
});

describe('and no more is remembered than was asked for', () => {
  test('eight that are alike, then the ninth alone', () => {
    const { of, reads } = reader();
    for (let first = 1; first <= 9; first++) of(...twin(first));
    of(...twin(9));
    expect(reads).toHaveLength(9);
    of(...twin(1));
    expect(reads).toHaveLength(10);
  });
  test('as many as the capacity, then from the start', () => {
    const { of, reads } = reader(3);
    for (const octet of [1, 2, 3, 1, 2, 3]) of(octet);
    expect(reads).toHaveLength(3);
    for (const octet of [4, 4, 1, 2, 3]) of(octet);
    expect(reads).toHaveLength(7);
  });
  test('32 MiB together, however few they are', () => {
    const { read, reads } = reader(100, 1 << 25), large = (last: number) => new Uint8Array(17 << 20).fill(1, 0, 1).fill(last, -1);
    for (const last of [1, 1, 2, 2, 1]) expect(read(large(last)).ok).toBe(true);
    expect(reads).toHaveLength(3);
  });
  test('what is refused is read again', () => {
    const { read, reads } = reader();
    for (let i = 0; i < 2; i++) expect(read(Uint8Array.of(0, 1))).toMatchObject({ ok: false, error: { code: 'der/malformed' } });
    expect(reads).toHaveLength(2);
  });
  test('what is too long is not read at all', () => {
    const { read, reads } = reader(100, 8);
    expect([read(Uint8Array.from(twin(1))).ok, read(Uint8Array.from([...twin(1), 9]))]).toEqual([true, { ok: false, error: { code: 'der/too-large', what: expect.any(String), offset: 0 } }]);
    expect(reads).toEqual([8]);
  });
});
