import type { ImportRun } from '#contract';
import { Instant } from '#kernel';
import type { StoredImport } from '../postgres/imports.ts';

export type ImportHead = Omit<ImportRun, 'problems' | 'normalised' | 'changes'>;

export const importHead = (run: Omit<StoredImport, 'reading' | 'plan'>): ImportHead => ({
  importId: run.importId, state: run.state, createdAt: Instant.toIso(run.createdAt), files: run.report.files.map((file) => ({ ...file })), counts: { ...run.report.counts },
});

export const importView = (run: StoredImport): ImportRun => ({
  ...importHead(run),
  problems: run.report.problems.map((one) => ({ ...one })),
  normalised: run.report.normalised.map((one) => ({ ...one })),
  changes: run.report.changes.map((change) => ({ ...change, fields: change.fields.map((field) => ({ ...field })) })),
});
