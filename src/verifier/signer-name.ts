import { displayName, type Certificate } from '#signature';

/** How people are told who signed. */
export const displaySigner = (certificate: Certificate | undefined): string =>
  certificate === undefined ? 'người ký không rõ' : displayName(certificate.subject);
