/** Bounds on a document, checked while it is read, so a hostile file costs no more than these. */
export interface XmlLimits {
  readonly bytesMax: number;
  readonly depthMax: number;
  readonly nodesMax: number;
  readonly attributesPerElementMax: number;
}

export const DEFAULT_LIMITS: XmlLimits = { bytesMax: 32 * 1024 * 1024, depthMax: 64, nodesMax: 500_000, attributesPerElementMax: 64 };
