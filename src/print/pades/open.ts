import { inflateSync } from 'node:zlib';
import { type Refusal, refusal } from '#domain';
import { err, ok, type Result } from '#kernel';
import { pdf } from '#signature';

export function inflate(data: Uint8Array, bytesMax: number): Uint8Array | undefined {
  try {
    return new Uint8Array(inflateSync(data, { maxOutputLength: Math.max(bytesMax, 1) }));
  } catch {
    return undefined;
  }
}

/** Opens a PDF to add a revision to it. Only files with cross-reference tables, as our printer writes them: an update in another form would make a hybrid. */
export function openPdf(bytes: Uint8Array): Result<pdf.PdfFile, Refusal> {
  const file = pdf.readPdf(bytes, inflate);
  if (!file.ok) return err(refusal('signature/pdf-unreadable', { reason: file.error }));
  return file.value.sections.every(({ form }) => form === 'table')
    ? ok(file.value)
    : err(refusal('signature/pdf-not-extendable', { reason: 'bảng tham chiếu dạng luồng' }));
}
