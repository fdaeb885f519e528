import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { openApiDocument } from '#contract';
import { CATALOGUE, describe as describeRefusal } from '#domain';
import { withChecks } from './checks-document.ts';
import { errorsDocument } from './errors-document.ts';
import { readTree } from './source.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string) => readFileSync(`${ROOT}/${path}`, 'utf8');
const SOURCES = readTree(ROOT, ['src']).filter(({ path }) => !path.startsWith('src/domain/refusal/') && !/\.test\.ts$/.test(path));
const CODE = /'([a-z][a-z-]*\/[a-z][a-z0-9-]*)'/g;

describe('documents are what the code says', () => {
  test('docs/errors.md lists the catalogue, no more and no less', () => expect(read('docs/errors.md')).toBe(errorsDocument()));
  test('docs/verification-report.md lists every check', () => expect(read('docs/verification-report.md')).toBe(withChecks(read('docs/verification-report.md'))));
  test('openapi.json is the contract', () => expect(JSON.parse(read('openapi.json'))).toEqual(JSON.parse(JSON.stringify(openApiDocument()))));
});

describe('refusals', () => {
  const used = new Set(SOURCES.flatMap(({ text }) => [...text.matchAll(CODE)].map((match) => match[1]!)));
  // The workbook area keeps reasons and puts its name in front when it reports.
  const everything = SOURCES.map(({ text }) => text).join('\n');
  const isUsed = (code: string) => used.has(code) || (code.startsWith('workbook/') && everything.includes(`'${code.slice(9)}'`)) || /^workbook\/no-(pupils|staff)-list$/.test(code);
  const areas = new Set(Object.keys(CATALOGUE).map((code) => code.split('/')[0]!));
  test('every refusal in the code has its row', () => {
    const unknown = SOURCES.flatMap(({ path, text }) => [...text.matchAll(/\b(?:refusal|refuse|finding)\(\s*'([a-z][a-z-]*\/[a-z][a-z0-9-]*)'/g)].map((match) => match[1]!).filter((code) => !(code in CATALOGUE)).map((code) => `${path} ${code}`));
    expect(unknown).toEqual([]);
    expect(areas.size).toBeGreaterThan(8);
  });
  test('every row is used', () => expect(Object.keys(CATALOGUE).filter((code) => !isUsed(code))).toEqual([]));
  test.each(Object.entries(CATALOGUE))('%s says what happened and what to do, in Vietnamese', (code, entry) => {
    expect(entry.message).toMatch(/[\u00c0-\u1ef9]|^\{\w+\}/);
    expect(entry.remedy.length).toBeGreaterThan(5);
    expect(entry.message.normalize('NFC')).toBe(entry.message);
    expect(describeRefusal({ code }).code).toBe(code);
  });
  test('a code that is in no table is our fault and says so', () => expect(describeRefusal({ code: 'no/such' })).toMatchObject({ publicCode: 'HBS-999', retryable: true }));
});
