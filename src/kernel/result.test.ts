import { describe, expect, test } from 'vitest';
import { assert, assertNever, err, ok, unwrap } from './index.ts';

describe('a result is a value or a refusal; a broken promise is an exception', () => {
  test('the value comes out, even when it is nothing', () => {
    expect(unwrap(ok('a'))).toBe('a');
    expect(unwrap(ok(undefined))).toBeUndefined();
  });
  test('a refusal nobody looked at is told, not swallowed', () => expect(() => unwrap(err({ code: 'content/final' }))).toThrow('content/final'));
  test.each([true, 1, 'a', {}])('%j holds', (condition) => expect(() => assert(condition, 'x')).not.toThrow());
  test.each([false, 0, '', null, undefined, Number.NaN])('%j does not', (condition) => expect(() => assert(condition, 'the tree grows')).toThrow('broken promise: the tree grows'));
  test('a case the compiler ruled out names the value', () => expect(() => assertNever('SAI' as never)).toThrow('"SAI"'));
});
