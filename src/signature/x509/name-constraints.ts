import type { NameConstraints } from './extensions.ts';
import type { GeneralName } from './general-name.ts';
import { isEmptyName, valuesOf, type DistinguishedName } from './name.ts';
import { NAME_ATTRIBUTE } from './oids.ts';
import type { Certificate } from './certificate.ts';

/** The constraints gathered on the way down: a name must lie inside every `permitted` list and outside every excluded subtree. */
export interface NameSpace {
  readonly permitted: readonly (readonly GeneralName[])[];
  readonly excluded: readonly GeneralName[];
}

export const WHOLE_NAME_SPACE: NameSpace = { permitted: [], excluded: [] };

/** RFC 5280 §6.1.4 (g). Each authority's permitted list is kept apart; their intersection is asked name by name. */
export function narrow(space: NameSpace, constraints: NameConstraints | undefined): NameSpace {
  if (constraints === undefined) return space;
  return {
    permitted: constraints.permitted.length > 0 ? [...space.permitted, constraints.permitted] : space.permitted,
    excluded: [...space.excluded, ...constraints.excluded],
  };
}

/** RFC 5280 §6.1.3 (b), (c): whether the subject and every alternative name lie inside the name space. */
export function namesAllowed(certificate: Certificate, space: NameSpace): boolean {
  if (space.permitted.length === 0 && space.excluded.length === 0) return true;
  return namesOf(certificate).every((name) => isAllowed(name, space));
}

function namesOf(certificate: Certificate): readonly GeneralName[] {
  const { subject, subjectAltNames } = certificate;
  const directory: readonly GeneralName[] = isEmptyName(subject) ? [] : [{ kind: 'directory', name: subject }];
  // An address in the subject counts only when the certificate has no alternative e-mail name (RFC 5280 §4.2.1.10).
  const emails: readonly GeneralName[] = subjectAltNames.some(({ kind }) => kind === 'email')
    ? []
    : valuesOf(subject, NAME_ATTRIBUTE.emailAddress).map((text) => ({ kind: 'email', text }));
  return [...directory, ...subjectAltNames, ...emails];
}

function isAllowed(name: GeneralName, space: NameSpace): boolean {
  if (space.excluded.some((base) => isSameForm(name, base) && isWithin(name, base) !== false)) return false;
  return space.permitted.every((list) => {
    const relevant = list.filter((base) => isSameForm(name, base));
    return relevant.length === 0 || relevant.some((base) => isWithin(name, base) === true);
  });
}

const isSameForm = (name: GeneralName, base: GeneralName): boolean =>
  name.kind === base.kind && (name.kind !== 'other' || base.kind !== 'other' || name.tag === base.tag);

/** Whether a name lies in a subtree; undefined for forms whose constraints we cannot compare, which then never helps the name. */
function isWithin(name: GeneralName, base: GeneralName): boolean | undefined {
  if (name.kind === 'directory' && base.kind === 'directory') return isDirectoryWithin(name.name, base.name);
  if (name.kind === 'dns' && base.kind === 'dns') return isDomainWithin(name.text, base.text);
  if (name.kind === 'email' && base.kind === 'email') return isEmailWithin(name.text, base.text);
  if (name.kind === 'uri' && base.kind === 'uri') return isUriWithin(name.text, base.text);
  if (name.kind === 'ip' && base.kind === 'ip') return isAddressWithin(name.bytes, base.bytes);
  return undefined;
}

const isDirectoryWithin = (name: DistinguishedName, base: DistinguishedName): boolean =>
  base.relativeKeys.every((key, i) => name.relativeKeys[i] === key);

function isDomainWithin(name: string, base: string): boolean {
  const host = name.toLowerCase();
  const domain = base.toLowerCase();
  return domain === '' || host === domain || host.endsWith(domain.startsWith('.') ? domain : `.${domain}`);
}

/** A base is a mailbox, a host (`example.vn`: exactly that host) or a domain (`.example.vn`: hosts below it). */
function isEmailWithin(name: string, base: string): boolean | undefined {
  const at = name.lastIndexOf('@');
  if (at <= 0) return undefined;
  const host = name.slice(at + 1).toLowerCase();
  if (base.includes('@')) {
    const baseAt = base.lastIndexOf('@');
    return name.slice(0, at) === base.slice(0, baseAt) && host === base.slice(baseAt + 1).toLowerCase();
  }
  return base.startsWith('.') ? host.endsWith(base.toLowerCase()) : host === base.toLowerCase();
}

const URI_HOST = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#@]*@)?([^/?#:[\]]+)(?::\d+)?(?:[/?#]|$)/i;

/** A URI without a host name (an address, a name without authority) cannot be compared (RFC 5280 §4.2.1.10). */
function isUriWithin(name: string, base: string): boolean | undefined {
  const host = URI_HOST.exec(name)?.[1]?.toLowerCase();
  if (host === undefined || /^[\d.]+$/.test(host)) return undefined;
  return base.startsWith('.') ? host.endsWith(base.toLowerCase()) : host === base.toLowerCase();
}

/** `base` is address and mask, 8 or 32 octets (RFC 5280 §4.2.1.10). */
function isAddressWithin(address: Uint8Array, base: Uint8Array): boolean | undefined {
  if (base.length !== 8 && base.length !== 32) return undefined;
  const half = base.length / 2;
  if (address.length !== half) return false;
  return address.every((octet, i) => (octet & base[half + i]!) === (base[i]! & base[half + i]!));
}
