import type { SignatureAlgorithm } from '../algorithms.ts';
import type { SignatureScheme } from './algorithm-identifier.ts';

const PREFIX = { 'rsa-pkcs1': 'rsa', 'rsa-pss': 'rsa-pss', ecdsa: 'ecdsa' } as const;

/** The name under which the primitives know a scheme of X.509 and CMS. */
export const algorithmNamed = ({ family, digest }: SignatureScheme): SignatureAlgorithm => `${PREFIX[family]}-${digest}`;
