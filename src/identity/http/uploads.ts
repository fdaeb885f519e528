import { refusal } from '#domain';
import { cleanText } from '#kernel';
import type { FastifyRequest } from 'fastify';
import { Refused } from './refused.ts';

export interface UploadedFile {
  /** Last part of the name the browser sent, NFC. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface Uploads {
  readonly files: readonly UploadedFile[];
  readonly fields: Readonly<Record<string, string>>;
}

export interface UploadLimits {
  readonly files: number;
  readonly fileBytes: number;
}

/** Reads a multipart body into memory, within its limits; a file that was cut off at a limit is refused, never used. */
export async function readUploads(request: FastifyRequest, limits: UploadLimits): Promise<Uploads> {
  if (!request.isMultipart()) throw new Refused(refusal('transport/media-type'));
  const files: UploadedFile[] = [];
  const fields: Record<string, string> = Object.create(null);
  for await (const part of request.parts({ limits: { files: limits.files, fileSize: limits.fileBytes, parts: limits.files + 20 } })) {
    if (part.type === 'file') files.push({ name: fileName(part.filename), bytes: await part.toBuffer() });
    else if (typeof part.value === 'string') fields[part.fieldname] = part.value;
  }
  return { files, fields };
}

const fileName = (sent: string | undefined): string => cleanText((sent ?? '').split(/[/\\]/).at(-1) ?? '').slice(0, 200) || 'tệp không tên';
