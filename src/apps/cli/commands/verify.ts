import { Instant } from '#kernel';
import { nodePrimitives } from '#signature/node';
import { verifyFile, type FileAnswer, type FileOptions } from '#verifier';
import { EXIT, JSON_INDENT, UsageError, type Command, type ExitCode } from '../command.ts';
import { isFolder, JUDGE_OPTIONS, readArguments, readEvidence, readInput, readMoment, readTrust } from '../material.ts';
import { verifyFolder } from './verify-folder.ts';

const OPTIONS = { ...JUDGE_OPTIONS, signers: { type: 'string' }, evidence: { type: 'string', multiple: true }, confirmation: { type: 'string' }, schema: { type: 'string' }, 'crypto-only': { type: 'boolean' } } as const;
const EXIT_OF: Readonly<Record<FileAnswer['verdict'], ExitCode>> = { 'TOTAL-PASSED': EXIT.done, 'TOTAL-FAILED': EXIT.refused, INDETERMINATE: EXIT.indeterminate };

/** `hocba verify FILE|FOLDER`: judges a file, or each file of a folder, offline, with nothing but what the arguments give. */
export const verify: Command = async (args, console) => {
  const { values, positionals: [file, ...more] } = readArguments(args, OPTIONS);
  if (file === undefined || more.length > 0) throw new UsageError('Cần đúng một tệp hoặc một thư mục để kiểm tra.');
  const { schema = 'hbs-1' } = values;
  if (schema !== 'hbs-1' && schema !== 'none') throw new UsageError(`--schema là hbs-1 hoặc none, không phải "${schema}".`);
  const options: FileOptions = {
    trust: await readTrust(values), at: readMoment(values.at, Instant.of(Date.now())), schema, cryptoOnly: values['crypto-only'] === true,
    ...(values.signers !== undefined && { signers: await readInput(values.signers) }), ...(values.confirmation !== undefined && { confirmation: await readInput(values.confirmation) }),
  };
  if (await isFolder(file)) {
    if (values.evidence !== undefined) throw new UsageError('--evidence chỉ dùng khi kiểm tra một tệp.');
    return verifyFolder(file, options, (name, line) => (values.json === true ? JSON.stringify({ file: name, ...line }) : oneLine(name, line)), console);
  }
  const bytes = await readInput(file), judge = (evidence: readonly Uint8Array[]) => verifyFile(bytes, { ...options, evidence }, nodePrimitives);
  // A folder holds the evidence of many: which packets the file has is known once it has been read.
  const answer = judge(values.evidence === undefined ? [] : await readEvidence(values.evidence, () => judge([]).packets));
  console.out(values.json === true ? JSON.stringify(answer, null, JSON_INDENT) : forPeople(answer));
  return EXIT_OF[answer.verdict];
};

const VERDICT: Readonly<Record<string, string>> = { 'TOTAL-PASSED': 'HỢP LỆ', INDETERMINATE: 'CHƯA XÁC ĐỊNH', 'TOTAL-FAILED': 'KHÔNG HỢP LỆ' };

const oneLine = (name: string, { verdict, errors }: Pick<FileAnswer, 'verdict' | 'errors'>): string => [`${name}: ${VERDICT[verdict]!}`, ...errors.map(({ code, message }) => `  ${code}: ${message}`)].join('\n');

function forPeople({ verdict, subIndication, signatures, errors, notes }: FileAnswer): string {
  const moment = (iso: string | null): string => {
    const instant = iso === null ? undefined : Instant.parse(iso);
    return instant?.ok === true ? Instant.toVietnamese(instant.value) : 'không rõ';
  };
  return [
    `Kết luận: ${VERDICT[verdict]!}${subIndication === null ? '' : ` (${subIndication})`}`,
    ...(signatures.length === 0 ? [] : ['', 'Chữ ký:']),
    ...signatures.map((one) => `  ${one.role ?? 'chữ ký'}: ${one.signer}: ${VERDICT[one.verdict]!.toLowerCase()}; ký lúc ${moment(one.signingTime)}${one.bestSignatureTime === null ? '' : `, dấu thời gian ${moment(one.bestSignatureTime)}`}; ${one.level}, ${one.algorithm}`),
    ...(errors.length === 0 ? [] : ['', 'Lý do:']),
    ...errors.map(({ code, message, where }) => `  ${code}: ${message}${where === undefined ? '' : ` [${where}]`}`),
    ...(notes.length === 0 ? [] : ['', ...notes.map((note) => `Lưu ý: ${note}`)]),
  ].join('\n');
}
