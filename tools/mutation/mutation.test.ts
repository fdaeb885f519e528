import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { isForPeople, mutantsOf, sampleOf } from './mutants.ts';
import { margin, percent, scores, table } from './score.ts';

describe('text for people is not mutated, what machines read is', () => {
  test.each([
    ["'Học bạ của em {pupil}'", '', true], ["'sector code'", 'throw new RangeError(', true], ["'sector code'", 'throw new Error( ', true],
    ["'1.2.840.113549.1.7.2'", '', false], ["'content/final'", 'refusal(', false], ["'http://www.w3.org/2000/09/xmldsig#'", '', false], ["'HBS-403'", '', false], ["'sector'", 'return of(', false],
    ["'sector'", 'throw new RangeError(', true], ["'name constraints'", 'bounded(nodes, readOne, ', true], ["'der/malformed'", 'fail(', false],
  ])('%s after %j: %j', (original, before, expected) => expect(isForPeople(original, before)).toBe(expected));
});

describe('the mutants of a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hocba-mutants-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  test('are named by place, kind and replacement; types and sentences have none', async () => {
    writeFileSync(join(folder, 'a.ts'), "type Kind = 'a' | 'b';\nexport const pass = (mark: number): Kind => (mark >= 5 ? 'a' : 'b');\nexport const text = 'Đạt';\n");
    const keys = await mutantsOf(folder, ['a.ts']);
    expect(keys).toContain('a.ts:1:45-1:54 EqualityOperator mark > 5');
    expect(keys).toContain('a.ts:1:57-1:60 StringLiteral ""');
    expect(keys.filter((key) => !key.startsWith('a.ts:1:'))).toEqual([]);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('a sample', () => {
  const keys = Array.from({ length: 1000 }, (_, i) => `a.ts:${i}`);
  test('is the same for the same seed and another for another', () => {
    expect(sampleOf(keys.toReversed(), 50, 7)).toEqual(sampleOf(keys, 50, 7));
    expect(sampleOf(keys, 50, 8)).not.toEqual(sampleOf(keys, 50, 7));
  });
  test('holds as many as were asked for, none twice, all when there are fewer', () => {
    expect(new Set(sampleOf(keys, 50, 1)).size).toBe(50);
    expect(sampleOf(keys, Number.POSITIVE_INFINITY, 1).toSorted()).toEqual(keys.toSorted());
  });
  test('is spread: every tenth of the list has its share', () => {
    const chosen = new Set(sampleOf(keys, 500, 1));
    for (let tenth = 0; tenth < 10; tenth += 1) expect(keys.slice(tenth * 100, tenth * 100 + 100).filter((key) => chosen.has(key)).length).toBeGreaterThan(30);
  });
});

describe('the score', () => {
  const rows = scores('xml', [
    { folder: 'xml/b', status: 'Killed' }, { folder: 'xml/b', status: 'Timeout' }, { folder: 'xml/a', status: 'Survived' }, { folder: 'xml/a', status: 'NoCoverage' }, { folder: 'xml/a', status: 'Killed' },
  ]);
  test('has a row per folder, the whole last; a mutant no test reaches was not noticed', () => expect(rows).toEqual([
    { name: 'xml/a', mutants: 3, killed: 1, timeout: 0, survived: 1, uncovered: 1 }, { name: 'xml/b', mutants: 2, killed: 1, timeout: 1, survived: 0, uncovered: 0 }, { name: 'xml', mutants: 5, killed: 2, timeout: 1, survived: 1, uncovered: 1 },
  ]));
  test('is what was noticed out of all', () => expect(rows.map(percent).map(Math.round)).toEqual([33, 100, 60]));
  test('reads as a table', () => expect(table(rows).split('\n').at(-1)).toBe('| xml | 5 | 2 | 1 | 1 | 1 | 60.0 % |'));
  const found = { name: 'x', mutants: 500, killed: 425, timeout: 0, survived: 75, uncovered: 0 };
  test('of everything is exact, of a sample is off by up to ± 3', () => {
    expect(margin(found, 500)).toBe(0);
    expect(margin(found, 100_000)).toBeCloseTo(3.1, 1);
  });
});
