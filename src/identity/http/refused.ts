import type { Refusal } from '#domain';

/** Carries refusals out of Fastify's hooks and parsers to the one error handler. Only thrown inside this folder. */
export class Refused extends Error {
  readonly refusals: readonly [Refusal, ...Refusal[]];
  constructor(first: Refusal, ...rest: readonly Refusal[]) {
    super(first.code);
    this.refusals = [first, ...rest];
  }
}
