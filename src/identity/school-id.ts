import { createHash } from 'node:crypto';
import type { SchoolCode } from '#domain';

const NAMESPACE = 'hoc-ba-so/school/';

/**
 * The tenant key of a school: a uuid version 8 (RFC 9562 §5.8) made of its sector code alone, so that every tier, every machine
 * and every restored backup arrives at the same key without asking anybody.
 */
export function schoolIdOf(code: SchoolCode): string {
  const bytes = createHash('sha256')
    .update(NAMESPACE + code)
    .digest()
    .subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
