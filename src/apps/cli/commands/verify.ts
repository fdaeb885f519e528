import { Instant } from '#kernel';
import { nodePrimitives } from '#signature/node';
import { readPolicy, type PolicyFile } from '#signature';
import { expertLines, policyFor, verifyFile, type FileAnswer, type FileOptions } from '#verifier';
import { EXIT, JSON_INDENT, UsageError, type Command, type ExitCode } from '../command.ts';
import { isFolder, JUDGE_OPTIONS, readArguments, readEvidence, readInput, readMoment, readTrust } from '../material.ts';
import { verifyFolder } from './verify-folder.ts';

const OPTIONS = {
  ...JUDGE_OPTIONS,
  signers: { type: 'string' },
  evidence: { type: 'string', multiple: true },
  confirmation: { type: 'string' },
  schema: { type: 'string' },
  'crypto-only': { type: 'boolean' },
  policy: { type: 'string' },
  expert: { type: 'boolean' },
} as const;
const EXIT_OF: Readonly<Record<FileAnswer['verdict'], ExitCode>> = {
  'TOTAL-PASSED': EXIT.done,
  'TOTAL-FAILED': EXIT.refused,
  INDETERMINATE: EXIT.indeterminate,
};

/**
 * `hocba verify FILE|FOLDER`: judges a file, or each file of a folder, offline, with nothing but what the arguments give. Three layers: what it means and what
 * to do; with `--expert` every question and its answer; with `--json` all of it for programs (docs/verification-report.md). `--policy` judges under a policy
 * file of the caller's.
 */
export const verify: Command = async (args, console) => {
  const {
    values,
    positionals: [file, ...more],
  } = readArguments(args, OPTIONS);
  if (file === undefined || more.length > 0) throw new UsageError('Cần đúng một tệp hoặc một thư mục để kiểm tra.');
  const { schema = 'hbs-1' } = values;
  if (schema !== 'hbs-1' && schema !== 'none') throw new UsageError(`--schema là hbs-1 hoặc none, không phải "${schema}".`);
  const asked = { schema, cryptoOnly: values['crypto-only'] === true } as const;
  const options: FileOptions = {
    trust: await readTrust(values),
    at: readMoment(values.at, Instant.of(Date.now())),
    ...asked,
    ...(values.policy !== undefined && { policy: await ownPolicy(values.policy, policyFor(asked)) }),
    ...(values.signers !== undefined && { signers: await readInput(values.signers) }),
    ...(values.confirmation !== undefined && { confirmation: await readInput(values.confirmation) }),
  };
  if (await isFolder(file)) {
    const { evidence = [] } = values;
    for (const path of evidence)
      if (!(await isFolder(path)))
        throw new UsageError(`Khi kiểm tra cả thư mục, --evidence là thư mục các tệp <sha256>.xml; ${path} không phải thư mục.`);
    return verifyFolder(
      file,
      { options, evidence },
      (name, line) => (values.json === true ? JSON.stringify({ file: name, ...line }) : oneLine(name, line)),
      console,
    );
  }
  const bytes = await readInput(file);
  const judge = (evidence: readonly Uint8Array[]) => verifyFile(bytes, { ...options, evidence }, nodePrimitives);
  // A folder holds the evidence of many: which packets the file has is known once it has been read.
  const answer = judge(values.evidence === undefined ? [] : await readEvidence(values.evidence, () => judge([]).packets));
  console.out(
    values.json === true
      ? JSON.stringify(answer, null, JSON_INDENT)
      : [...forPeople(answer), ...(values.expert === true ? ['', ...expertLines(answer)] : [])].join('\n'),
  );
  return EXIT_OF[answer.verdict];
};

/** A policy file that is not understood as a whole is not applied at all. */
async function ownPolicy(path: string, { scope }: PolicyFile): Promise<PolicyFile> {
  const read = readPolicy(await readInput(path));
  if (!read.ok) throw new UsageError(`Tệp chính sách ${path} không dùng được:\n${read.error.map((fault) => `  ${fault}`).join('\n')}`);
  if (read.value.scope !== scope)
    throw new UsageError(`Tệp chính sách ${path} có phạm vi ${read.value.scope}, câu hỏi này cần phạm vi ${scope}.`);
  return read.value;
}

const VERDICT: Readonly<Record<string, string>> = {
  'TOTAL-PASSED': 'HỢP LỆ',
  INDETERMINATE: 'CHƯA XÁC ĐỊNH',
  'TOTAL-FAILED': 'KHÔNG HỢP LỆ',
};

const oneLine = (name: string, { verdict, errors }: Pick<FileAnswer, 'verdict' | 'errors'>): string =>
  [`${name}: ${VERDICT[verdict]!}`, ...errors.map(({ code, message }) => `  ${code}: ${message}`)].join('\n');

function forPeople({ verdict, subIndication, citizen, signatures, errors, warnings, notes }: FileAnswer): readonly string[] {
  const moment = (iso: string | null): string => {
    const instant = iso === null ? undefined : Instant.parse(iso);
    return instant?.ok === true ? Instant.toVietnamese(instant.value) : 'không rõ';
  };
  return [
    `Kết luận: ${VERDICT[verdict]!}${subIndication === null ? '' : ` (${subIndication})`}`,
    citizen.sentence,
    `Việc cần làm: ${citizen.advice}`,
    ...(signatures.length === 0 ? [] : ['', 'Chữ ký:']),
    ...signatures.map(
      (one) =>
        `  ${one.role ?? 'chữ ký'}: ${one.signer}: ${VERDICT[one.verdict]!.toLowerCase()}; ký lúc ${moment(one.signingTime)}${one.bestSignatureTime === null ? '' : `, dấu thời gian ${moment(one.bestSignatureTime)}`}; ${one.level}, ${one.algorithm}`,
    ),
    ...(errors.length === 0 ? [] : ['', 'Lý do:']),
    ...errors.map(({ code, message, where }) => `  ${code}: ${message}${where === undefined ? '' : ` [${where}]`}`),
    ...(warnings.length === 0 ? [] : ['', 'Không làm đổi kết luận:']),
    ...[...new Set(warnings.map(({ code, message }) => `  ${code}: ${message}`))],
    ...(notes.length === 0 ? [] : ['', ...notes.map((note) => `Lưu ý: ${note}`)]),
  ];
}
