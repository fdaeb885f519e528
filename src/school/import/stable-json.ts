/** JSON with sorted keys and without what is undefined: what went through the database and what did not read the same. */
export function stableJson(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(stableJson).join(',')}]`;
  const part = value as Readonly<Record<string, unknown>>;
  return `{${Object.keys(part).filter((key) => part[key] !== undefined).sort().map((key) => `${JSON.stringify(key)}:${stableJson(part[key])}`).join(',')}}`;
}

/** Whether two values of plain data say the same; absent and undefined are one. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || Array.isArray(a) !== Array.isArray(b)) return false;
  const one = a as Readonly<Record<string, unknown>>, other = b as Readonly<Record<string, unknown>>;
  for (const key in one) if (!sameValue(one[key], other[key])) return false;
  for (const key in other) if (other[key] !== undefined && one[key] === undefined) return false;
  return true;
}
