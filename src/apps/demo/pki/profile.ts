import { PlainDate, unwrap, type Instant } from '#kernel';
import { TEST_LABEL } from '#signature';

export interface Validity {
  readonly from: Instant;
  readonly to: Instant;
}

/** From the start of the first day to the last second of the last one, in Vietnam. */
function validity(first: string, last: string): Validity {
  const [from, to] = [first, last].map((day) => unwrap(PlainDate.parse(day)));
  return { from: PlainDate.startInVietnam(from!), to: (PlainDate.startInVietnam(PlainDate.addDays(to!, 1)) - 1000) as Instant };
}

/** Dates of the demonstration authorities: fixed, so that every trial tells the same story whatever the day it runs on. */
export const VALIDITY = {
  root: validity('2020-01-01', '2045-12-31'),
  authority: validity('2022-01-01', '2037-12-31'),
  timestamping: validity('2023-01-01', '2034-12-31'),
  holder: validity('2023-09-01', '2028-08-31'),
} as const;

export type AuthorityName = 'root' | 'issuing' | 'tsa';

/** Where the lists would be published; `.invalid` never resolves (RFC 2606), so no trial asks the network. */
export const CRL_BASE_URL = 'http://crl.hoc-ba-so.invalid';

/** Where the responders would be asked. */
export const OCSP_BASE_URL = 'http://ocsp.hoc-ba-so.invalid';
export const REVOCATION_HOSTS = [CRL_BASE_URL, OCSP_BASE_URL].map((url) => new URL(url).host);

export type SubjectParts = readonly (readonly [type: string, value: string])[];

const AUTHORITY_NAMES: Readonly<Record<AuthorityName, string>> = {
  root: 'CA gốc diễn tập',
  issuing: 'CA cấp chứng thư diễn tập',
  tsa: 'CA dấu thời gian diễn tập',
};

/** Subjects carry the trial label, so that every screen can tell a trial signature from a real one. */
export const authoritySubject = (name: AuthorityName): SubjectParts => [
  ['C', 'VN'],
  ['O', 'Học bạ số'],
  ['OU', TEST_LABEL],
  ['CN', AUTHORITY_NAMES[name]],
];

export const responderSubject: SubjectParts = [
  ['C', 'VN'],
  ['O', 'Học bạ số'],
  ['OU', TEST_LABEL],
  ['CN', 'Tra cứu trạng thái chứng thư diễn tập'],
];
export const timestampSubject: SubjectParts = [
  ['C', 'VN'],
  ['O', 'Học bạ số'],
  ['OU', TEST_LABEL],
  ['CN', 'Dấu thời gian diễn tập'],
];

/** Somebody who signs: a person or an organisation with its seal. All of them are invented. */
export interface DemoHolder {
  /** Key under which the credential is found again, e.g. the staff code or the school code. */
  readonly id: string;
  readonly kind: 'person' | 'organisation';
  readonly name: string;
  readonly organisation: string;
  readonly title?: string;
  /** Identity number or tax code; made up from the `id` unless given. */
  readonly identifier?: string;
  readonly key: 'ec-p256' | 'rsa-2048';
}

/** Order and prefixes (`CCCD:`, `MST:`) as the certificates of the government authority carry them. */
export function holderSubject(holder: DemoHolder): SubjectParts {
  const identifier = `${holder.kind === 'person' ? 'CCCD' : 'MST'}:${holder.identifier ?? inventedNumber(holder.id)}`;
  return [
    ['C', 'VN'],
    ['O', holder.organisation],
    ['OU', TEST_LABEL],
    ...(holder.title === undefined ? [] : [['T', holder.title] as const]),
    ['CN', holder.name],
    ['0.9.2342.19200300.100.1.1', identifier],
  ];
}

/** Twelve digits that start with 000, a province code that was never given out. */
function inventedNumber(id: string): string {
  let value = 7;
  for (const character of id) value = (value * 31 + character.codePointAt(0)!) % 1_000_000_000;
  return `000${String(value).padStart(9, '0')}`;
}
