import { type Refusal, refusal } from '#domain';
import { err, ok, type Result } from '#kernel';
import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

const PLACE = { params: 'đường dẫn', query: 'tham số', body: 'nội dung' } as const;
const TYPE: Readonly<Record<string, string>> = {
  string: 'chữ',
  number: 'số',
  int: 'số nguyên',
  boolean: 'đúng/sai',
  array: 'danh sách',
  object: 'nhóm trường',
  date: 'ngày',
};
const UNIT: Readonly<Record<string, string>> = { string: ' ký tự', array: ' mục' };

const SENTENCE: { readonly [code in Issue['code']]?: (issue: Extract<Issue, { code: code }>) => string } = {
  invalid_type: (issue) => `cần ${TYPE[issue.expected] ?? issue.expected}`,
  too_small: (issue) => `ít nhất ${issue.minimum}${UNIT[issue.origin] ?? ''}`,
  too_big: (issue) => `nhiều nhất ${issue.maximum}${UNIT[issue.origin] ?? ''}`,
  invalid_value: (issue) => `chỉ nhận ${issue.values.map(String).join(', ')}`,
  invalid_format: () => 'sai dạng',
  unrecognized_keys: (issue) => `có trường lạ: ${issue.keys.join(', ')}`,
};

function sentenceOf(issue: Issue, whole: unknown): string {
  if (issue.code === 'invalid_type' && valueAt(whole, issue.path) === undefined) return 'còn thiếu';
  const sentence = SENTENCE[issue.code] as ((issue: Issue) => string) | undefined;
  return sentence?.(issue) ?? 'không hợp lệ';
}

function valueAt(whole: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined),
    whole,
  );
}

/**
 * Reads one part of a request through its schema. Nothing that was sent is repeated in the answer: it may be a name or a
 * password.
 */
export function readPart<T>(schema: z.ZodType<T>, part: keyof typeof PLACE, value: unknown): Result<T, readonly [Refusal, ...Refusal[]]> {
  const read = schema.safeParse(value);
  if (read.success) return ok(read.data);
  const refusals = read.error.issues.slice(0, 20).map((issue) => {
    const field = issue.path.map(String).join('.') || PLACE[part];
    return refusal(
      'transport/input-invalid',
      { field, problem: sentenceOf(issue, value) },
      `${part}${issue.path.length > 0 ? `.${issue.path.map(String).join('.')}` : ''}`,
    );
  });
  return err(refusals as [Refusal, ...Refusal[]]);
}
