import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { CATALOGUE } from '#domain';
import { FINDINGS, PDF_FINDINGS } from '#signature';
import { isTest, readTree } from './source.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SOURCES = readTree(ROOT, ['src', 'web']).filter(({ path }) => !isTest(path) && !path.startsWith('src/domain/refusal/'));

const placeholders = (code: string): readonly string[] => {
  const { message = '', remedy = '' } = CATALOGUE[code] ?? {};
  return [...new Set([...`${message} ${remedy}`.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!))].sort();
};

/** The type of a finding asks for the params of its row; so a row that names what its sentence names leaves no placeholder open. */
describe('a finding cannot be made without what its sentence tells', () => {
  test.each(Object.entries({ ...FINDINGS, ...PDF_FINDINGS }))('%s', (code, { params }) => expect([...params].sort()).toEqual(placeholders(code)));
});

/** Calls `refusal('code')` and `refusal('code', { written: out })`; what is put together elsewhere cannot be read off the text. */
const CALL = /\brefusal\(\s*'([a-z-]+\/[a-z0-9-]+)'\s*(?:\)|,\s*(?:undefined\b|\{([^{}]*)\}))/g;
const unfilled = (text: string): readonly string[] => [...text.matchAll(CALL)].flatMap(([, code, params = '']) =>
  params.includes('...') ? [] : placeholders(code!).filter((name) => !new RegExp(`\\b${name}\\b`).test(params)).map((name) => `${code} {${name}}`));

describe('a refusal whose params stand beside it', () => {
  test('the calls are found', () => expect(SOURCES.flatMap(({ text }) => [...text.matchAll(CALL)]).length).toBeGreaterThan(150));
  test('none leaves a placeholder of its sentence open', () => expect(SOURCES.flatMap(({ path, text }) => unfilled(text).map((what) => `${path} ${what}`))).toEqual([]));
  test.each([["refusal('content/final')", ['content/final {pupil}']], ["refusal('form/count', { stated: 0 }, 'A1')", ['form/count {counted}']], ["refusal('form/count', { stated, counted: 3 })", []]])('%s', (text, found) => expect(unfilled(text)).toEqual(found));
});
