import { err, ok } from '../../src/kernel/index.ts';
import { CSC_LIMITS, type CscClient, type CscClock, type CscLimits, type SignerFailure } from '../../src/signature/signers/index.ts';

/** What a service answers to an operation: content, or why there is none. */
export type Scripted = { readonly says: unknown } | { readonly fails: SignerFailure };
export interface Call { readonly operation: string; readonly body: Readonly<Record<string, unknown>> }

/** A clock that only moves when somebody waits, or when it is moved. */
export function stillClock(): CscClock & { at: number } {
  const clock = { at: 0, now: () => clock.at, wait: async (ms: number) => { clock.at += ms; } };
  return clock;
}

/** A client whose service says what is written down for each operation, one after the other and the last again and again. What it says is read as from the wire. */
export function scriptedCsc(script: Readonly<Record<string, readonly Scripted[]>>, limits: Partial<CscLimits> = {}): { readonly client: CscClient; readonly calls: readonly Call[]; readonly clock: CscClock & { at: number } } {
  const calls: Call[] = [], clock = stillClock();
  const client: CscClient = {
    limits: { ...CSC_LIMITS, ...limits }, clock,
    async call(operation, body, reader) {
      const lines = script[operation]!, line = lines[Math.min(calls.filter((call) => call.operation === operation).length, lines.length - 1)]!;
      calls.push({ operation, body: body as Call['body'] });
      return 'says' in line ? ok(reader.parse(line.says)) : err(line.fails);
    },
  };
  return { client, calls, clock };
}
