import { writeFile } from 'node:fs/promises';
import { describe, type Refusal } from '#domain';
import { Instant, type Result } from '#kernel';
import { addValidationData, evidenceFor, stampPdf } from '#print';
import { nodePrimitives } from '#signature/node';
import { type Command, EXIT, UsageError } from '../command.ts';
import { JUDGE_OPTIONS, readArguments, readInput, readMoment, readTrust } from '../material.ts';

/**
 * `hocba pdf extend F.pdf --out G.pdf --trust … [--tsa URL]`: keeps a signed PDF verifiable: adds the evidence its signatures need (B-LT) and, with a
 * time-stamping authority, a document time-stamp over everything (B-LTA); done again before that expires, for another period. What was there stays as it is.
 */
export const pdfExtend: Command = async (args, console) => {
  const { json: _json, ...options } = JUDGE_OPTIONS;
  const {
    values,
    positionals: [file, ...more],
  } = readArguments(args, { ...options, out: { type: 'string' }, tsa: { type: 'string' } });
  const { out, tsa } = values;
  if (file === undefined || more.length > 0 || out === undefined || values.trust === undefined)
    throw new UsageError('Cần đúng một tệp PDF đã ký, --out TỆP.pdf và --trust.');
  if (tsa !== undefined && !/^https?:\/\//.test(tsa))
    throw new UsageError('--tsa phải là địa chỉ http hoặc https của dịch vụ cấp dấu thời gian.');
  const bytes = await readInput(file);
  const trust = await readTrust(values);
  const lasting = addValidationData(bytes, {
    evidence: evidenceFor(bytes, trust, nodePrimitives),
    anchors: trust.anchors,
    at: readMoment(values.at, Instant.of(Date.now())),
    primitives: nodePrimitives,
  });
  const kept: Result<Uint8Array, Refusal> = lasting.ok && tsa !== undefined ? await stampPdf(lasting.value, tsa) : lasting;
  if (!kept.ok) {
    const { publicCode, code, message, remedy } = describe(kept.error);
    console.err(`${publicCode ?? code}: ${message} ${remedy}`);
    return EXIT.refused;
  }
  await writeFile(out, kept.value);
  console.out(`Đã ghi ${out} (${tsa === undefined ? 'B-LT' : 'B-LTA'}, ${kept.value.length} byte).`);
  return EXIT.done;
};
