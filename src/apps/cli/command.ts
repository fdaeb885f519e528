/** What a command says to the shell (docs: exit codes of `hocba`). */
export const EXIT = { done: 0, refused: 1, indeterminate: 2, usage: 64, fault: 70 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Where a command speaks: results go to `out`, complaints to `err`. */
export interface Console {
  out(text: string): void;
  err(text: string): void;
}

/** Runs with the arguments after its own name and answers the exit code; an exception is a fault of ours. */
export type Command = (args: readonly string[], console: Console) => Promise<ExitCode>;

/** The caller gave arguments that make no sense; the sentence says what to do. */
export class UsageError extends Error {}

export const JSON_INDENT = 2;
