import type { XmlDocument, XmlElement } from '#xml';

/** One thing a signature must refer to. */
export interface SlotTarget {
  /** Value of an Id in the document, without `#`. */
  readonly id: string;
  readonly type?: string;
  readonly mimeType?: string;
}

/** A place for one signature, as far as signing and judging need to know it: whoever defines documents defines their slots. */
export interface SlotLike {
  /** Name of the role the signer claims. */
  readonly claimedRole: string;
  readonly signatureId: string;
  /** Absolute place for people. */
  readonly path: string;
  /** Exactly what the signature refers to, besides its own signed properties. */
  readonly references: readonly SlotTarget[];
  /** The slot element; undefined when it is missing or stands twice. */
  slot(document: XmlDocument): XmlElement | undefined;
}

/** A refusal in the shape every area shows to people: `code` has its row in the catalogue of refusals. */
export interface SignatureRefusal {
  readonly code: string;
  readonly params?: Readonly<Record<string, string | number>>;
  readonly where?: string;
}
