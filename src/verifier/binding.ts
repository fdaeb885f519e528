import type { SchoolCode, Sha256Hex } from '#domain';
import { equalBytes, Instant, type PlainDate } from '#kernel';
import type { Confirmation, RegisteredSigner, SignerRole } from '#packet';

/** Who a certificate must belong to, so that a signature in a slot means something. */
export interface SignerQuestion {
  readonly role: SignerRole;
  /** Code of the person the signed data names; for the seal the code of the school. */
  readonly staffId: string;
  readonly schoolCode: SchoolCode;
  readonly classroom: string;
  /** DER. */
  readonly certificate: Uint8Array;
  readonly certificateSha256: Sha256Hex;
  /** SHA-256 of the whole packet. */
  readonly packetSha256: Sha256Hex;
  /** The moment the signature was made, as far as it is known. */
  readonly at: Instant;
}

/** `unknown`: the source says nothing about this. `refused`: it knows better; `detail` says why, in Vietnamese. `withdrawn`: the province took its approval back from that day on. */
export type BindingAnswer =
  | { readonly kind: 'bound' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'refused'; readonly detail: string }
  | { readonly kind: 'withdrawn'; readonly from: PlainDate };

/** Where it is known which certificate stands for which person, role and school: a register, a signed extract of it, a confirmation. */
export type Binding = (question: SignerQuestion) => BindingAnswer;

const BOUND: BindingAnswer = { kind: 'bound' };
const UNKNOWN: BindingAnswer = { kind: 'unknown' };
const refused = (detail: string): BindingAnswer => ({ kind: 'refused', detail });

const isWithin = (day: PlainDate, from: PlainDate, until: PlainDate): boolean => from <= day && day <= until;

/** Each step keeps the entries that still fit; the first that keeps none says why. */
const STEPS: readonly { readonly fits: (entry: RegisteredSigner, question: SignerQuestion) => boolean; readonly detail: string }[] = [
  {
    fits: ({ certificate }, question) => equalBytes(certificate, question.certificate),
    detail: 'chứng thư số không có trong danh sách người ký của trường',
  },
  { fits: ({ role }, question) => role === question.role, detail: 'chứng thư số được đăng ký cho vai trò khác' },
  { fits: ({ staffId }, question) => staffId === question.staffId, detail: 'chứng thư số được đăng ký cho người khác' },
  {
    fits: ({ classrooms }, { classroom }) => classrooms.length === 0 || classrooms.includes(classroom),
    detail: 'người ký không phụ trách lớp này',
  },
  {
    fits: ({ from, until }, { at }) => isWithin(Instant.toPlainDate(at), from, until),
    detail: 'thời điểm ký nằm ngoài thời gian được giao ký',
  },
];

/** Binding by the approved signers as the province has registered them. A school it does not list at all stays unknown. */
export function bindingOfSigners(signers: readonly RegisteredSigner[]): Binding {
  const bySchool = Map.groupBy(signers, ({ schoolCode }) => schoolCode);
  return (question) => {
    let entries = bySchool.get(question.schoolCode);
    if (entries === undefined) return UNKNOWN;
    for (const { fits, detail } of STEPS) {
      entries = entries.filter((entry) => fits(entry, question));
      if (entries.length === 0) return refused(detail);
    }
    return BOUND;
  };
}

/** Binding by the province's confirmation of this very packet, which names the certificates it found bound to the roles. */
export function bindingOfConfirmation(confirmation: Pick<Confirmation, 'sha256' | 'signers'>): Binding {
  return ({ role, certificateSha256, packetSha256 }) => {
    if (confirmation.sha256 !== packetSha256) return UNKNOWN;
    return confirmation.signers.some((signer) => signer.role === role && signer.certificateSha256 === certificateSha256)
      ? BOUND
      : refused('xác nhận của Sở nêu chứng thư số khác');
  };
}

/** The first source that knows answers. */
export function firstBinding(bindings: readonly Binding[]): Binding {
  return (question) => {
    for (const binding of bindings) {
      const answer = binding(question);
      if (answer.kind !== 'unknown') return answer;
    }
    return UNKNOWN;
  };
}
