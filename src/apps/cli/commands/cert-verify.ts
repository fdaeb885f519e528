import { Instant } from '#kernel';
import { toRfc4514, validatePath, type Certificate, type PathJudgement } from '#signature';
import { nodePrimitives } from '#signature/node';
import { EXIT, JSON_INDENT, UsageError, type Command, type ExitCode } from '../command.ts';
import { JUDGE_OPTIONS, readArguments, readDer, readMoment, readTrust } from '../material.ts';

const OPTIONS = { ...JUDGE_OPTIONS, policy: { type: 'string', multiple: true } } as const;
const EXIT_OF: Readonly<Record<PathJudgement['verdict'], ExitCode>> = {
  PASSED: EXIT.done,
  FAILED: EXIT.refused,
  INDETERMINATE: EXIT.indeterminate,
};

/** `hocba cert verify CERT`: RFC 5280 path validation alone, for no particular purpose. */
export const certVerify: Command = async (args, console) => {
  const {
    values,
    positionals: [file, ...more],
  } = readArguments(args, OPTIONS);
  if (file === undefined || more.length > 0) throw new UsageError('Cần đúng một chứng thư số để kiểm tra.');
  const [certificate, ...beside] = await readDer(file);
  const judged = validatePath(
    {
      certificate: certificate!,
      ...(await readTrust(values)),
      extraCertificates: beside,
      at: readMoment(values.at, Instant.of(Date.now())),
      purpose: 'any',
      ...(values.policy !== undefined && { policies: values.policy }),
    },
    nodePrimitives,
  );
  const answer = {
    verdict: judged.verdict,
    subIndication: judged.subIndication ?? null,
    reason: judged.reason ?? null,
    message: judged.sentence ?? null,
    chain: judged.chain.map(describeCertificate),
    revocation: judged.revocation.map(({ kind }) => kind),
  };
  console.out(
    values.json === true
      ? JSON.stringify(answer, null, JSON_INDENT)
      : [
          `Kết luận: ${{ PASSED: 'HỢP LỆ', FAILED: 'KHÔNG HỢP LỆ', INDETERMINATE: 'CHƯA XÁC ĐỊNH' }[judged.verdict]}${judged.subIndication === undefined ? '' : ` (${judged.subIndication})`}`,
          ...(judged.sentence === undefined ? [] : [judged.sentence]),
          ...answer.chain.map(({ subject, notAfter }, i) => `${'  '.repeat(i + 1)}${subject} (đến ${notAfter})`),
        ].join('\n'),
  );
  return EXIT_OF[judged.verdict];
};

const describeCertificate = ({ subject, issuer, serialHex, notBefore, notAfter }: Certificate) => ({
  subject: toRfc4514(subject),
  issuer: toRfc4514(issuer),
  serial: serialHex,
  notBefore: Instant.toIso(notBefore),
  notAfter: Instant.toIso(notAfter),
});
