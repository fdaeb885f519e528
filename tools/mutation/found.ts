import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { MutantResult } from '@stryker-mutator/api/core';
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import type { Reporter } from '@stryker-mutator/api/report';
import { excerpt, fromZero } from './mutants.ts';

const NOTES: Readonly<Partial<Record<MutantResult['status'], string>>> = { Survived: '', NoCoverage: ' (no test)', Timeout: ' (timeout)' };
const oneLine = (code: string): string => {
  const text = code.replace(/\s+/g, ' ');
  return text.length > 100 ? `${text.slice(0, 99)}…` : text;
};

/** Says what was not killed by a failing test as soon as it is known: place, kind, original and replacement. */
class FoundReporter implements Reporter {
  onMutantTested({ status, mutatorName, fileName, location, replacement }: MutantResult): void {
    const note = NOTES[status];
    if (note === undefined) return;
    const { start } = location;
    process.stdout.write(
      `${relative(process.cwd(), fileName)}:${start.line}:${start.column} ${mutatorName}${note}\n  - ${oneLine(excerpt(readFileSync(fileName, 'utf8').split('\n'), fromZero(location)))}\n  + ${oneLine(replacement)}\n`,
    );
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.Reporter, 'found', FoundReporter)];
