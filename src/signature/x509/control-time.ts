import type { Instant } from '#kernel';

/**
 * The moment a path is judged for. It can only be compared, and it keeps account of the answers: every moment they are the same for has the same
 * judgement, so a path need not be judged again for each of them.
 */
export class ControlTime {
  readonly #at: Instant;
  #from = Number.NEGATIVE_INFINITY;
  #above = Number.NEGATIVE_INFINITY;
  #below = Number.POSITIVE_INFINITY;
  #until = Number.POSITIVE_INFINITY;

  constructor(at: Instant) {
    this.#at = at;
  }

  isBefore(moment: Instant): boolean {
    const answer = this.#at < moment;
    if (answer) this.#below = Math.min(this.#below, moment);
    else this.#from = Math.max(this.#from, moment);
    return answer;
  }

  isAfter(moment: Instant): boolean {
    const answer = this.#at > moment;
    if (answer) this.#above = Math.max(this.#above, moment);
    else this.#until = Math.min(this.#until, moment);
    return answer;
  }

  /** Whether every comparison so far would have been answered alike for another moment. */
  isLike(other: Instant): boolean {
    return other >= this.#from && other > this.#above && other < this.#below && other <= this.#until;
  }
}
