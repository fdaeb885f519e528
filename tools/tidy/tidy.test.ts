import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { RULES } from './rules.ts';
import { areaOf, importsOf, readTree } from './source.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const TREE = readTree(ROOT, ['src', 'test', 'tools', 'web']);

describe('the house rules hold', () => {
  test('the whole tree is looked at', () => expect(TREE.length).toBeGreaterThan(250));
  test('every source file belongs to an area', () => expect(TREE.filter(({ path }) => path.startsWith('src/') && areaOf(path) === undefined).map(({ path }) => path)).toEqual([]));
  test.each(Object.entries(RULES))('%s', (_, rule) => expect(TREE.flatMap(rule)).toEqual([]));
});

/** A rule that cannot fail is no rule: each of these must be found. */
const PLANTED: readonly (readonly [keyof typeof RULES, string, string])[] = [
  ['arrows', 'src/domain/x.ts', `import { openTier } from '#database';`],
  ['arrows', 'src/signature/x.ts', `import type { HocBa } from '#domain';`],
  ['arrows', 'src/school/x.ts', `import { registry } from '#province/registry';`],
  ['arrows', 'src/kernel/x.ts', `export * from '#domain';`],
  ['arrows', 'src/verifier/x.ts', `const a = await import('#print');`],
  ['noRelativeEscape', 'src/packet/x.ts', `import { ok } from '../kernel/result.ts';`],
  ['noRelativeEscape', 'src/portal/http/x.ts', `import { a } from '../../print/index.ts';`],
  ['pureImports', 'src/domain/x.ts', `import { readFileSync } from 'node:fs';`],
  ['pureImports', 'src/xml/x.ts', `import { unzipSync } from 'fflate';`],
  ['noClock', 'src/domain/x.ts', `const now = Date.now();`],
  ['noClock', 'src/translog/x.ts', `const salt = Math.random();`],
  ['noClock', 'src/packet/x.ts', `const d = new Date();`],
  ['bannedWords', 'src/school/x.ts', `const classTeacher = 1;`],
  ['bannedWords', 'src/domain/x.ts', `function lockRecord() {}`],
  ['ministryNames', 'src/school/x.ts', `const name = '<DU_LIEU_HOC_BA>';`],
  ['fileLength', 'src/domain/x.ts', '\n'.repeat(401)],
  ['leftovers', 'src/domain/x.test.ts', `test.only('x', () => {});`],
  ['leftovers', 'web/x.tsx', `const a = b as any;`],
];

describe('each rule finds what is planted', () => {
  test.each(PLANTED)('%s in %s', (name, path, text) => expect(RULES[name]!({ path, text }).length).toBeGreaterThan(0));
  test.each([[`import a, { b } from 'x';`, 'x'], [`import type {\n  A,\n} from '#kernel';`, '#kernel'], [`export * from './y.ts';`, './y.ts'], [`import 'z';`, 'z'], [`const q = import("lazy");`, 'lazy']])('an import is seen: %j', (text, specifier) => {
    expect(importsOf(text).map((found) => found.specifier)).toEqual([specifier]);
  });
});
