import {
  BLOCKS,
  checkOf,
  pathFinding,
  tokenFinding,
  type Block,
  type Certificate,
  type Finding,
  type PathJudgement,
  type TimestampJudgement,
} from '#signature';
import type { Instant } from '#kernel';
import { displaySigner } from '../signer-name.ts';
import { sequence, type Subject, type Told } from './answers.ts';

/** What XML and PDF signatures have in common once they are judged. */
export interface JudgedSignature {
  readonly where: string;
  readonly certificate: Certificate | undefined;
  readonly path: PathJudgement | undefined;
  readonly timestamps: readonly TimestampJudgement[];
  readonly provenTime: Instant | undefined;
  readonly facts: { readonly findings: readonly Finding[] };
}

export const documentSubject = (blocks: Subject['blocks'], told: readonly Told[]): Subject => ({
  subject: 'document',
  kind: 'document',
  title: 'Tệp',
  blocks,
  findings: told.filter((one) => blockKind(one) === 'document'),
});

const blockKind = (one: Told): string | undefined => {
  const check = checkOf(one);
  return check && BLOCKS[check.block].about;
};

export interface SignatureQuestion {
  readonly index: number;
  readonly judged: JudgedSignature;
  /** What people call the signature. */
  readonly title: string;
  /** Everything found in the document; what is about this signature has its place. */
  readonly told: readonly Told[];
  readonly blocks: Subject['blocks'];
}

/** A signature, its certificate, its time-stamps and theirs. */
export function signatureSubjects({ index, judged, title, told, blocks }: SignatureQuestion): readonly Subject[] {
  const { where, certificate, path, timestamps, provenTime, facts } = judged;
  const subject = `signature[${index}]`;
  const own = told.filter((one) => one.where === where && blockKind(one) === 'signature');
  const found = path && pathFinding(path, provenTime !== undefined, where);
  return [
    { subject, kind: 'signature', title, where, blocks, findings: own },
    ...(certificate === undefined
      ? unreadable(subject, title, facts.findings)
      : [certificateSubject({ subject: `${subject}.certificate`, certificate, path, found, where })]),
    ...timestamps.flatMap((token, i) => timestampSubjects(`${subject}.timestamp[${i}]`, title, token, where)),
    // A document time-stamp that is definitely wrong was not judged further.
    ...(timestamps.length > 0
      ? []
      : facts.findings
          .filter((one) => one.reason !== undefined && blockKind(one) === 'timestamp')
          .map(
            (one): Subject => ({
              subject: `${subject}.timestamp[0]`,
              kind: 'timestamp',
              title: `Dấu thời gian của ${title}`,
              where,
              blocks: sequence(['token'], [one]),
              findings: [one],
            }),
          )),
  ];
}

/** A certificate the signature names and nobody can read. */
const unreadable = (subject: string, title: string, findings: readonly Finding[]): readonly Subject[] =>
  findings
    .filter((one) => one.reason !== undefined && blockKind(one) === 'certificate')
    .map((one) => ({
      subject: `${subject}.certificate`,
      kind: 'certificate',
      title: `Chứng thư số của ${title}`,
      where: one.where ?? '',
      blocks: sequence(PATH_BLOCKS, [one]),
      findings: [one],
    }));

interface CertificateQuestion {
  readonly subject: string;
  readonly certificate: Certificate;
  readonly path: PathJudgement | undefined;
  readonly found: Finding | undefined;
  readonly where: string;
}

const PATH_BLOCKS = ['path', 'chain', 'dates', 'revocation'] as const satisfies readonly Block[];

function certificateSubject({ subject, certificate, path, found, where }: CertificateQuestion): Subject {
  const findings = found === undefined ? [] : [found];
  // A link that could not be followed is a fault of the chain, and then no path was found either.
  const isLinkBroken = path?.chain.length === 1 && found !== undefined && checkOf(found)?.block === 'chain';
  const blocks = sequence(PATH_BLOCKS, findings, path !== undefined).map(
    ([block, reached]) => [block, reached && !(isLinkBroken && block === 'path')] as const,
  );
  return { subject, kind: 'certificate', title: `Chứng thư số của ${displaySigner(certificate)}`, where, blocks, findings };
}

function timestampSubjects(subject: string, title: string, judgement: TimestampJudgement, where: string): readonly Subject[] {
  const found = tokenFinding(judgement, where);
  const { tsaCertificate: certificate, path } = judgement;
  const isOfToken = found !== undefined && checkOf(found)?.block === 'token';
  return [
    {
      subject,
      kind: 'timestamp',
      title: `Dấu thời gian của ${title}`,
      where,
      blocks: sequence(['token'], isOfToken ? [found] : []),
      findings: isOfToken ? [found] : [],
    },
    ...(certificate === undefined
      ? []
      : [certificateSubject({ subject: `${subject}.certificate`, certificate, path, found: isOfToken ? undefined : found, where })]),
  ];
}
