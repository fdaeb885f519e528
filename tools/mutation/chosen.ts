import { relative } from 'node:path';
import { type Checker, type CheckResult, CheckStatus } from '@stryker-mutator/api/check';
import type { Mutant, StrykerOptions } from '@stryker-mutator/api/core';
import { commonTokens, declareClassPlugin, PluginKind, tokens } from '@stryker-mutator/api/plugin';
import { keyOf } from './mutants.ts';

/** Lets through the mutants named in the option `chosen`; the others are not run and counted nowhere. */
class ChosenChecker implements Checker {
  static readonly inject = tokens(commonTokens.options);
  private readonly chosen: ReadonlySet<string>;
  constructor(options: StrykerOptions) {
    this.chosen = new Set(options['chosen'] as readonly string[]);
  }
  async init(): Promise<void> {}
  async group(mutants: Mutant[]): Promise<string[][]> {
    return [mutants.map(({ id }) => id)];
  }
  async check(mutants: Mutant[]): Promise<Record<string, CheckResult>> {
    return Object.fromEntries(
      mutants.map((mutant) => [
        mutant.id,
        this.chosen.has(keyOf(relative(process.cwd(), mutant.fileName), mutant))
          ? { status: CheckStatus.Passed }
          : { status: CheckStatus.CompileError, reason: 'not chosen' },
      ]),
    );
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.Checker, 'chosen', ChosenChecker)];
