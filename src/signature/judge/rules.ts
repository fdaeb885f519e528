import { C14N, isC14nUri, type C14nUri } from '#xml';

/**
 * How a kind of document may be signed. `strict` is the profile of our own messages: same-document references by Id, exclusive C14N and nothing
 * else. `general` judges documents of others: also Canonical XML 1.0 and 1.1, the whole document, the enveloped signature.
 */
export interface SignatureRules {
  readonly canonicalizations: ReadonlySet<C14nUri>;
  readonly wholeDocument: boolean;
  readonly enveloped: boolean;
  readonly inclusivePrefixes: boolean;
  /** References one signature may have, so that hostile files stay cheap. */
  readonly referencesMax: number;
  /** Whether signed XAdES properties are demanded. */
  readonly xades: boolean;
  /** Objects beside the XAdES properties are allowed. */
  readonly otherObjects: boolean;
}

const ALL: ReadonlySet<C14nUri> = new Set(Object.values(C14N));

export const STRICT: SignatureRules = {
  canonicalizations: new Set([C14N.exclusive]), wholeDocument: false, enveloped: false, inclusivePrefixes: false, referencesMax: 8, xades: true, otherObjects: false,
};
export const GENERAL: SignatureRules = {
  canonicalizations: ALL, wholeDocument: true, enveloped: true, inclusivePrefixes: true, referencesMax: 64, xades: true, otherObjects: true,
};
/** Integrity alone: plain XML Signature too. */
export const CRYPTO_ONLY: SignatureRules = { ...GENERAL, xades: false };

export function c14nOf(uri: string, rules: SignatureRules): C14nUri | undefined {
  return isC14nUri(uri) && rules.canonicalizations.has(uri) ? uri : undefined;
}
