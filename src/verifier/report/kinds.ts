import type { Block, Finding, PolicyInForce } from '#signature';
import type { JudgedRefusal } from '../refusals.ts';
import { displaySigner } from '../signer-name.ts';
import { answerChecks, sequence, toldOf, type Subject, type SubjectAnswer } from './answers.ts';
import { documentSubject, signatureSubjects, type JudgedSignature } from './subjects.ts';

/** What was judged, as far as a report needs it. */
export interface ReportInput {
  readonly signatures: readonly (JudgedSignature & { readonly slot?: string; readonly facts: JudgedSignature['facts'] })[];
  readonly refusals: readonly JudgedRefusal[];
  readonly notices: readonly Finding[];
}

const answersOf = (subjects: readonly Subject[], policy: PolicyInForce): readonly SubjectAnswer[] =>
  subjects.map((subject) => answerChecks(subject, policy));
const isIntact = ({ facts }: JudgedSignature): boolean => facts.findings.length === 0;
const titleOf = ({ slot, certificate }: ReportInput['signatures'][number]): string =>
  `Chữ ký${slot === undefined ? '' : ` ${slot}`} của ${displaySigner(certificate)}`;
const all = (blocks: readonly Block[], isReached: boolean): Subject['blocks'] => blocks.map((block) => [block, isReached] as const);

/** A signature that fails one is not looked at further. */
const SOUNDNESS = ['shape', 'binding', 'integrity'] as const satisfies readonly Block[];
const GATHERING = ['reading', 'form', 'ids', 'slots', 'roles', 'coverage'] as const satisfies readonly Block[];

export interface ExchangeReport extends ReportInput {
  /** Blocks about the document that its kind has besides, and whether it came to them. */
  readonly more: Subject['blocks'];
  /** In a học bạ persons and labels are compared, and nothing about signers is asked before every signature is intact. */
  readonly isRecord: boolean;
}

/** A học bạ or a message of the exchange. */
export function exchangeReport(
  { signatures, refusals, notices, more, isRecord }: ExchangeReport,
  policy: PolicyInForce,
): readonly SubjectAnswer[] {
  const told = [...refusals.map(toldOf), ...notices];
  const isWhole = signatures.every(isIntact);
  return answersOf(
    [
      documentSubject([...sequence(GATHERING, told), ...more], told),
      ...signatures.flatMap((judged, index) => {
        const asks = isRecord ? isWhole : isIntact(judged);
        const blocks: Subject['blocks'] = [
          ...sequence(
            SOUNDNESS,
            told.filter(({ where }) => where === judged.where),
          ),
          ...(isRecord ? all(['label'], true) : []),
          ...all(['claims'], isIntact(judged)),
          ...all(['signer'], asks),
          ...(isRecord ? all(['persons'], asks) : []),
          ...(index > 0 ? all(['order'], asks) : []),
        ];
        return signatureSubjects({ index, judged, title: titleOf(judged), told, blocks });
      }),
    ],
    policy,
  );
}

/** A document of others: what its signatures cover is asked once they are read. `isIntegrityOnly` leaves the signers alone. */
export function foreignReport({ signatures, refusals, notices }: ReportInput, policy: PolicyInForce): readonly SubjectAnswer[] {
  const told = [...refusals.map(toldOf), ...notices];
  const isRead = signatures.length > 0;
  return answersOf(
    [
      documentSubject([...sequence(['reading', 'slots'], told), ...all(['form', 'coverage'], isRead)], told),
      ...signatures.flatMap((judged, index) =>
        signatureSubjects({
          index,
          judged,
          title: titleOf(judged),
          told,
          blocks: [
            ...sequence(
              SOUNDNESS,
              told.filter(({ where }) => where === judged.where),
            ),
            ...all(['claims'], isIntact(judged)),
          ],
        }),
      ),
    ],
    policy,
  );
}

/** The signatures of a PDF itself. */
export function pdfReport({ signatures, refusals, notices }: ReportInput, policy: PolicyInForce): readonly SubjectAnswer[] {
  const told = [...refusals.map(toldOf), ...notices];
  return answersOf(
    [
      documentSubject([...sequence(['reading', 'slots'], told), ...all(['pdfPacket'], true)], told),
      ...signatures.flatMap((judged, index) => {
        const own = told.filter(({ where }) => where === judged.where);
        const form = sequence(['pdfForm', ...SOUNDNESS], own);
        return signatureSubjects({
          index,
          judged,
          title: titleOf(judged),
          told,
          blocks: [...form, ...all(['pdfChanges'], form[1]![1]), ...all(['claims', 'pdfSource'], isIntact(judged))],
        });
      }),
    ],
    policy,
  );
}

/** A file that could not be read. */
export const unreadReport = (refusals: readonly JudgedRefusal[], policy: PolicyInForce): readonly SubjectAnswer[] => {
  const told = refusals.map(toldOf);
  return answersOf([documentSubject(sequence(['reading', 'slots'], told), told)], policy);
};

/** Evidence files that could not be read. */
export const evidenceReport = (refusals: readonly JudgedRefusal[], policy: PolicyInForce): readonly SubjectAnswer[] =>
  refusals.length === 0
    ? []
    : answersOf(
        [{ ...documentSubject(all(['evidence'], true), refusals.map(toldOf)), subject: 'evidence', title: 'Tệp bằng chứng' }],
        policy,
      );
