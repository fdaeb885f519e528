import { describe, expect, test } from 'vitest';
import { isTemporary, nextTemporary, PupilId } from '../index.ts';

describe('a pupil without a code of the sector (R96)', () => {
  test.each([['TAM-0001', true], ['TAM-12345', true], ['TAM-1', false], ['TAM-', false], ['tam-0001', false], ['TAM-000A', false], ['XTAM-0001', false], ['2200123456', false], ['TAM-0001 ', false], ['', false]])('`%s` is temporary: %s', (code, is) => expect(isTemporary(code)).toBe(is));
  test.each<readonly [readonly string[], string]>([[[], 'TAM-0001'], [['2200123456'], 'TAM-0001'], [['TAM-0001'], 'TAM-0002'], [['TAM-0007', 'TAM-0003'], 'TAM-0008'], [['TAM-9999'], 'TAM-10000']])('after %j comes %s', (used, next) => {
    expect(nextTemporary(used)).toBe(next);
    expect(PupilId.parse(next)).toEqual({ ok: true, value: next });
    expect(isTemporary(next)).toBe(true);
  });
});
