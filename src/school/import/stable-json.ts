/** JSON with sorted keys: what went through the database and what did not read the same. */
export function stableJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part);
}

/** Whether two values say the same; absent and undefined are one. */
export const sameValue = (a: unknown, b: unknown): boolean => a === b || (a !== undefined && b !== undefined && stableJson(a) === stableJson(b));
