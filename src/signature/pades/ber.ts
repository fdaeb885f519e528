import { concatBytes } from '#kernel';
import { der } from '../der/index.ts';
import { DER_DEPTH_MAX } from '../der/limits.ts';

/** Values directly inside one of indefinite length; the parts of signed data are six. */
const MEMBERS_MAX = 1_024;

interface Value {
  readonly der: Uint8Array;
  readonly end: number;
}

/**
 * The DER of a signature whose outer layers have indefinite lengths (X.690 §8.1.3.6), as common libraries write them, at the start of the padded Contents; undefined when it is none or
 * anything but zeros follows it. What is of definite length is taken as it stands, so everything that is signed or digested keeps its octets, and whoever reads it wants DER there.
 */
export function derOfIndefinite(octets: Uint8Array): Uint8Array | undefined {
  if (octets[0] !== 0x30 || octets[1] !== 0x80) return undefined;
  const value = valueAt(octets, 0, 0);
  return value !== undefined && octets.subarray(value.end).every((octet) => octet === 0) ? value.der : undefined;
}

function valueAt(octets: Uint8Array, at: number, depth: number): Value | undefined {
  const tag = octets[at];
  const first = octets[at + 1];
  if (tag === undefined || first === undefined || depth > DER_DEPTH_MAX) return undefined;
  if (first !== 0x80) return definiteAt(octets, at, first);
  if ((tag & 0x20) === 0 || (tag & 0x1f) === 0x1f) return undefined;
  const members: Uint8Array[] = [];
  let end = at + 2;
  while (octets[end] !== 0 || octets[end + 1] !== 0) {
    const member = members.length < MEMBERS_MAX ? valueAt(octets, end, depth + 1) : undefined;
    if (member === undefined) return undefined;
    members.push(member.der);
    end = member.end;
  }
  return { der: der.encode(tag, concatBytes(...members)), end: end + 2 };
}

function definiteAt(octets: Uint8Array, at: number, first: number): Value | undefined {
  const count = first < 0x80 ? 0 : first & 0x7f;
  let length = count === 0 ? first : 0;
  for (let i = 0; i < count; i++) length = length * 256 + (octets[at + 2 + i] ?? 0);
  const end = at + 2 + count + length;
  return count <= 4 && end <= octets.length ? { der: octets.subarray(at, end), end } : undefined;
}
