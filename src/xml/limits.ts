/** Bounds on a document, checked while it is read, so a hostile file costs no more than these. */
export interface XmlLimits {
  readonly bytesMax: number;
  readonly depthMax: number;
  readonly nodesMax: number;
  readonly attributesPerElementMax: number;
  /** Namespace declarations in force at one element: looking a prefix up must not grow with the file. */
  readonly declarationsInScopeMax: number;
  /** Characters of a namespace name; canonical form may repeat it at every element. */
  readonly namespaceLengthMax: number;
}

export const DEFAULT_LIMITS: XmlLimits = {
  bytesMax: 32 * 1024 * 1024,
  depthMax: 64,
  nodesMax: 500_000,
  attributesPerElementMax: 64,
  declarationsInScopeMax: 256,
  namespaceLengthMax: 512,
};

/** Octets one canonical form may have: declarations and references can make it far longer than the file. */
export const CANONICAL_BYTES_MAX = 64 * 1024 * 1024;
