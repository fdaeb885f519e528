import type { Refusal } from '#domain';
import type { Result } from '#kernel';
import type { XmlElement } from '#xml';
import type { Content } from './field.ts';

/**
 * The same content seen as another value. `fromWire` checks what a sequence of elements cannot say (equal values, numbering);
 * what it drops it has compared.
 */
export function mapped<W, T>(
  inner: Content<W>,
  toWire: (value: T) => W,
  fromWire: (wire: W, at: XmlElement) => Result<T, Refusal>,
): Content<T> {
  return {
    write: (value, path) => inner.write(toWire(value), path),
    read: (element) => {
      const wire = inner.read(element);
      return wire.ok ? fromWire(wire.value, element) : wire;
    },
  };
}
