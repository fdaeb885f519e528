import { type Refusal, refusal } from '#domain';
import { err, ok, type Result } from '#kernel';
import type { XmlElement } from '#xml';
import { pathOf } from '#xml';
import { attribute, type Field, whole } from '../codec/index.ts';

/** `@Stt`: items are numbered from 1 in their order, so an answer can name them. */
export const NUMBER = attribute('Stt', whole(1, 60));

/** A list that numbers its items itself. */
export function numbered<T>(field: Field<readonly { readonly index: number; readonly item: T }[]>): Field<readonly T[]> {
  return {
    ...field,
    write: (items, path) =>
      field.write(
        items.map((item, i) => ({ index: i + 1, item })),
        path,
      ),
    read: (elements: readonly XmlElement[], from: number, to: number): Result<readonly T[], Refusal> => {
      const read = field.read(elements, from, to);
      if (!read.ok) return read;
      const wrong = read.value.findIndex(({ index }, i) => index !== i + 1);
      if (wrong >= 0)
        return err(
          refusal(
            'form/mismatch',
            { name: '@Stt', value: read.value[wrong]!.index, other: 'thứ tự của mục', expected: wrong + 1 },
            pathOf(elements[from + wrong]!),
          ),
        );
      return ok(read.value.map(({ item }) => item));
    },
  };
}
