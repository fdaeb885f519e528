/** States what only we could break. */
export function assert(condition: unknown, claim: string): asserts condition {
  if (!condition) throw new Error(`broken promise: ${claim}`);
}

/** Marks a branch the compiler has proved unreachable. */
export function assertNever(value: never): never {
  throw new Error(`unexpected value ${JSON.stringify(value)}`);
}
