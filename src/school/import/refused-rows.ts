import { type Refusal, refusal } from '#domain';
import { err, ok, type Result } from '#kernel';
import { refusedSheets, writeWorkbook } from '#workbook';
import { mayDo } from '../authority.ts';
import { inSchool, type SchoolContext } from '../context.ts';
import type { ExportedFile } from '../export/service.ts';
import type { Actor } from '../model.ts';
import { logAccess } from '../postgres/access-log.ts';
import { findImport, loadImportDetail, loadImportFiles } from '../postgres/imports.ts';
import { mappingsOf } from './read-again.ts';

/** The refused rows of one file of a run (by its place among the files) as a workbook to be corrected and brought in again. */
export async function refusedRows(
  context: SchoolContext,
  who: Actor,
  importId: string,
  number: number,
): Promise<Result<ExportedFile, Refusal>> {
  const allowed = mayDo(who, 'import');
  if (!allowed.ok) return allowed;
  return inSchool(context, who.schoolCode, async (scope) => {
    const [detail, run] = [await loadImportDetail(scope, importId), await findImport(scope, importId)];
    if (detail === undefined || run === undefined) return err(refusal('school/import-unknown'));
    const files = await loadImportFiles(scope, importId);
    const file = files[number];
    if (files.length === 0) return err(refusal('school/import-files-gone'));
    const refused = file === undefined ? [] : detail.refused.filter((row) => row.file === file.name);
    const sheets =
      file === undefined || refused.length === 0 ? undefined : await refusedSheets(file, refused, await mappingsOf(scope, run.layouts));
    if (file === undefined || sheets === undefined || !sheets.ok || sheets.value.length === 0)
      return err(refusal('school/import-no-refused-rows'));
    await logAccess(scope, { entryId: context.ids.uuid(), at: context.clock.now(), who: who.name, what: 'export' });
    return ok({ stream: writeWorkbook(sheets.value), fileName: `${file.name.replace(/\.[^.]+$/, '')}_dong-bi-tu-choi.xlsx` });
  });
}
