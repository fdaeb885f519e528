import { isC14nUri, type C14nUri } from '#xml';

/**
 * How a kind of document may be signed; `form` of a verification policy. The strict profile of our own messages: same-document references by Id, exclusive
 * C14N and nothing else. Documents of others: also Canonical XML 1.0 and 1.1, the whole document, the enveloped signature.
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

export function c14nOf(uri: string, rules: SignatureRules): C14nUri | undefined {
  return isC14nUri(uri) && rules.canonicalizations.has(uri) ? uri : undefined;
}
