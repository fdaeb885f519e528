import { err, fromUtf8, ok, PlainDate, type Result, utf8 } from '#kernel';
import { C14N } from '#xml';
import { SIGNATURE_ALGORITHMS } from '../algorithms.ts';
import { isDecisive } from '../checks/answered.ts';
import { isAsked, SCOPES } from '../checks/blocks.ts';
import { CHECKS, type Check } from '../checks/index.ts';
import { LEVELS } from '../judge/policy.ts';
import { RSA_BITS_MAX, RSA_BITS_MIN } from '../x509/public-key.ts';
import { DIGEST_URI } from '../xades/names.ts';
import { BOUNDS, type PolicyFile } from './file.ts';

/** What a value must be, in Vietnamese; undefined when it is. */
type Field = (value: unknown) => string | undefined;
const text: Field = (value) =>
  typeof value === 'string' && value.trim() !== '' && value.normalize('NFC') === value ? undefined : 'chữ, không để trống';
const day: Field = (value) => (typeof value === 'string' && PlainDate.parse(value).ok ? undefined : 'ngày dạng 2024-04-11');
const flag: Field = (value) => (typeof value === 'boolean' ? undefined : 'true hoặc false');
const whole =
  (min: number, max: number): Field =>
  (value) =>
    Number.isInteger(value) && (value as number) >= min && (value as number) <= max ? undefined : `số nguyên từ ${min} đến ${max}`;
const oneOf =
  (names: readonly string[]): Field =>
  (value) =>
    names.includes(value as string) ? undefined : `một trong: ${names.join(', ')}`;
const someOf =
  (names: readonly string[]): Field =>
  (value) =>
    Array.isArray(value) && value.length > 0 && value.every((one) => names.includes(one))
      ? undefined
      : `danh sách gồm: ${names.join(', ')}`;
const optional =
  (field: Field): Field =>
  (value) =>
    value === undefined ? undefined : field(value);

const SOURCE = { from: day, document: text, article: text };
const DIGESTS = Object.keys(DIGEST_URI);
const NAMES = [...SIGNATURE_ALGORITHMS, ...DIGESTS];
/** Every section, the fields of its entries, and the field that says what an entry is about. */
const SECTIONS: Readonly<
  Record<'form' | 'bounds' | 'algorithms' | 'checks', { readonly key?: string; readonly fields: Readonly<Record<string, Field>> }>
> = {
  form: {
    fields: {
      ...SOURCE,
      canonicalizations: someOf(Object.values(C14N)),
      wholeDocument: flag,
      enveloped: flag,
      inclusivePrefixes: flag,
      referencesMax: whole(1, 64),
      xades: flag,
      otherObjects: flag,
    },
  },
  bounds: { key: 'name', fields: { ...SOURCE, name: oneOf(BOUNDS), value: whole(0, 10_000) } },
  algorithms: {
    key: 'name',
    fields: { ...SOURCE, name: oneOf(NAMES), keyBitsMin: optional(whole(256, RSA_BITS_MAX)), until: optional(day) },
  },
  checks: { key: 'check', fields: { ...SOURCE, check: oneOf(CHECKS.map(({ id }) => id)), level: oneOf(LEVELS) } },
};
const HEAD: Readonly<Record<string, Field>> = { id: text, title: text, scope: oneOf(SCOPES) };

type Entry = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Entry => typeof value === 'object' && value !== null && !Array.isArray(value);

const POLICY_BYTES_MAX = 1_048_576;

/** Reads a policy file. @returns every fault with its place, in Vietnamese: a policy that is not understood is not applied in part */
export function readPolicy(octets: Uint8Array): Result<PolicyFile, readonly string[]> {
  if (octets.length > POLICY_BYTES_MAX) return err([`tệp chính sách dài hơn ${POLICY_BYTES_MAX} byte`]);
  const decoded = fromUtf8(octets);
  if (!decoded.ok) return err(['tệp chính sách không phải UTF-8']);
  let value: unknown;
  try {
    value = JSON.parse(decoded.value);
  } catch {
    return err(['tệp chính sách không phải JSON']);
  }
  if (!isObject(value)) return err(['tệp chính sách phải là một đối tượng JSON']);
  const faults = [
    ...fieldFaults(value, HEAD, '', Object.keys(SECTIONS)),
    ...Object.keys(SECTIONS).flatMap((name) => sectionFaults(value, name as keyof typeof SECTIONS)),
  ];
  if (faults.length > 0) return err(faults);
  const file = { ...(value as unknown as Omit<PolicyFile, 'octets'>), octets };
  const whole = wholeFaults(file);
  return whole.length > 0 ? err(whole) : ok(file);
}

/** The octets of a policy that is given as a value: an entry a line, so that people can read it and compare it, and `sha256sum` answers the digest of the report. */
export function policyOctets(value: Readonly<Record<string, unknown>>): Uint8Array {
  const lines = Object.entries(value).map(
    ([name, part]) =>
      ` ${JSON.stringify(name)}: ${Array.isArray(part) ? `[\n${part.map((entry) => `  ${JSON.stringify(entry)}`).join(',\n')}\n ]` : JSON.stringify(part)}`,
  );
  return utf8(`{\n${lines.join(',\n')}\n}\n`);
}

function fieldFaults(
  entry: Entry,
  fields: Readonly<Record<string, Field>>,
  place: string,
  others: readonly string[] = [],
): readonly string[] {
  const wrong = Object.entries(fields).flatMap(([name, field]) => {
    const wanted = field(entry[name]);
    return wanted === undefined ? [] : [`${place}${name}: phải là ${wanted}, không phải ${JSON.stringify(entry[name]) ?? 'để trống'}`];
  });
  return [
    ...wrong,
    ...Object.keys(entry)
      .filter((name) => !Object.hasOwn(fields, name) && !others.includes(name))
      .map((name) => `${place}${name}: không có mục này trong chính sách`),
  ];
}

function sectionFaults(value: Entry, name: keyof typeof SECTIONS): readonly string[] {
  const entries = value[name];
  const { key, fields } = SECTIONS[name];
  if (!Array.isArray(entries) || entries.length === 0) return [`${name}: phải là danh sách, ít nhất một dòng`];
  const faults = entries.flatMap((entry: unknown, i) =>
    isObject(entry) ? fieldFaults(entry, fields, `${name}[${i}].`) : [`${name}[${i}]: phải là một đối tượng`],
  );
  if (faults.length > 0) return faults;
  const groups = Map.groupBy(entries as readonly Entry[], (entry) => (key === undefined ? name : (entry[key] as string)));
  return [...groups].flatMap(([about, group]) =>
    group.every(({ from }, i) => i === 0 || (group[i - 1]!['from'] as string) < (from as string))
      ? []
      : [`${name}: các dòng của ${about} phải theo thứ tự ngày, mỗi ngày một dòng`],
  );
}

/** What only the whole can get wrong: something is missing, or a check is lowered that decides by the standard. */
function wholeFaults({ scope, form, bounds, algorithms, checks }: PolicyFile): readonly string[] {
  const asked = CHECKS.filter(({ block }) => isAsked(block, scope));
  const listed = new Map(CHECKS.map((one) => [one.id as string, one as Check]));
  return [
    ...(scope !== 'integrity' && form.some(({ xades }) => !xades) ? [`form: xades phải là true trong phạm vi ${scope}`] : []),
    ...BOUNDS.filter((name) => !bounds.some((entry) => entry.name === name)).map((name) => `bounds: thiếu ${name}`),
    ...[SIGNATURE_ALGORITHMS, DIGESTS]
      .filter((names) => !algorithms.some(({ name }) => (names as readonly string[]).includes(name)))
      .map((names) => `algorithms: cần ít nhất một trong: ${names.join(', ')}`),
    ...algorithms
      .filter(({ name, keyBitsMin }) => name.startsWith('rsa') && (keyBitsMin ?? 0) < RSA_BITS_MIN)
      .map(({ name }) => `algorithms: ${name}: keyBitsMin không dưới ${RSA_BITS_MIN}`),
    ...asked.filter(({ id }) => !checks.some(({ check }) => check === id)).map(({ id }) => `checks: thiếu ${id}`),
    ...checks
      .filter(({ check }) => !asked.some(({ id }) => id === check))
      .map(({ check }) => `checks: ${check} không thuộc phạm vi ${scope}`),
    ...checks
      .filter(({ check, level }) => level !== 'FAIL' && isDecisive(listed.get(check)!))
      .map(({ check, level }) => `checks: ${check} phải ở mức FAIL, không được hạ xuống ${level}`),
  ];
}
