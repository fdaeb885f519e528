import type { Certificate } from '../x509/certificate.ts';
import type { DistributionPoint, DistributionPointName } from '../x509/extensions.ts';
import { generalNameKey } from '../x509/general-name.ts';
import { nameOf, type DistinguishedName } from '../x509/name.ts';
import type { Crl } from './crl.ts';

/** Reason flags that a list can be split by (RFC 5280 §4.2.1.13); together they are every reason. */
export const ALL_REASONS: ReadonlySet<number> = new Set([1, 2, 3, 4, 5, 6, 7, 8]);

/** The reasons for which this list speaks about this certificate; empty when it does not speak about it at all (RFC 5280 §6.3.3 b, d). */
export function reasonsCovered(crl: Crl, certificate: Certificate): ReadonlySet<number> {
  if (crl.unknownCritical.length > 0 || !kindInScope(crl, certificate)) return new Set();
  const points = distributionPointsOf(certificate).filter((point) => pointMatches(crl, certificate, point));
  const covered = new Set<number>();
  for (const point of points) {
    for (const reason of ALL_REASONS) {
      const inList = crl.issuingDistributionPoint?.onlySomeReasons?.has(reason) ?? true;
      if (inList && (point.reasons?.has(reason) ?? true)) covered.add(reason);
    }
  }
  return covered;
}

/** The newest complete list that a delta list continues (RFC 5280 §5.2.4, §6.3.3 c). */
export function baseOf(delta: Crl, lists: readonly Crl[]): Crl | undefined {
  const fits = lists.filter(
    ({ issuer, scope, number, baseNumber }) =>
      baseNumber === undefined &&
      issuer.key === delta.issuer.key &&
      scope === delta.scope &&
      number !== undefined &&
      number >= delta.baseNumber! &&
      (delta.number === undefined || number < delta.number),
  );
  return fits.sort((a, b) => b.thisUpdate - a.thisUpdate)[0];
}

function kindInScope(crl: Crl, certificate: Certificate): boolean {
  const point = crl.issuingDistributionPoint;
  if (point === undefined) return true;
  const isAuthority = certificate.basicConstraints?.ca ?? false;
  return (
    !point.onlyAttributeCertificates && !(point.onlyUserCertificates && isAuthority) && !(point.onlyAuthorityCertificates && !isAuthority)
  );
}

/** The certificate's own points, and last the one RFC 5280 §6.3.3 adds: everything its issuer publishes. */
const distributionPointsOf = (certificate: Certificate): readonly DistributionPoint[] => [...certificate.crlDistributionPoints, {}];

function pointMatches(crl: Crl, certificate: Certificate, point: DistributionPoint): boolean {
  const list = crl.issuingDistributionPoint;
  if (point.crlIssuer !== undefined) {
    const named = point.crlIssuer.some((name) => name.kind === 'directory' && name.name.key === crl.issuer.key);
    if (!named || list?.indirect !== true) return false;
  } else if (crl.issuer.key !== certificate.issuer.key) return false;
  if (list?.name === undefined) return true;
  const listNames = fullNameKeys(list.name, crl.issuer);
  const pointNames =
    point.name !== undefined
      ? fullNameKeys(point.name, pointIssuer(point, certificate))
      : (point.crlIssuer ?? [{ kind: 'directory' as const, name: certificate.issuer }]).map(generalNameKey);
  return pointNames.some((key) => listNames.includes(key));
}

function pointIssuer(point: DistributionPoint, certificate: Certificate): DistinguishedName {
  const directory = point.crlIssuer?.find((name) => name.kind === 'directory');
  return directory?.name ?? certificate.issuer;
}

/** A relative name continues the issuer's name. */
function fullNameKeys(name: DistributionPointName, issuer: DistinguishedName): readonly string[] {
  if (name.fullName !== undefined) return name.fullName.map(generalNameKey);
  if (name.relativeName === undefined) return [];
  return [generalNameKey({ kind: 'directory', name: nameOf(issuer.der, [...issuer.relativeNames, name.relativeName]) })];
}

/** Names under which lists about this certificate may be published. */
export function listIssuersOf(certificate: Certificate): readonly string[] {
  const delegated = certificate.crlDistributionPoints
    .flatMap((point) => point.crlIssuer ?? [])
    .flatMap((name) => (name.kind === 'directory' ? [name.name.key] : []));
  return [...new Set([certificate.issuer.key, ...delegated])];
}
