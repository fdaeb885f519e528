import type { XmlDocument, XmlElement } from '#xml';

/** Who signs inside a học bạ. */
export type SignerRole = 'subjectTeacher' | 'homeroomTeacher' | 'schoolHead' | 'orgSignature';

/** One thing a signature refers to. */
export interface SlotReference {
  /** Value of an Id in the document, without `#`. */
  readonly id: string;
  readonly type?: string;
  readonly mimeType?: string;
}

/** A place for one signature: where it stands, what it is called and exactly what it must refer to. Feeds signing and judging alike. */
export interface SignatureSlot {
  /** Claimed role: the name of the slot element. */
  readonly claimedRole: string;
  /** Set for the slots of a học bạ. */
  readonly role?: SignerRole;
  readonly signatureId: string;
  /** A time-stamp must prove when this signature was made: who judges asks for it everywhere, not only at the gateway. */
  readonly timestamped?: true;
  /** Absolute place for people: `/HOC_BA/PHAT_HANH_HOC_BA/KY_PHAT_HANH`. */
  readonly path: string;
  readonly references: readonly SlotReference[];
  /** The slot element; undefined when it is missing or stands twice. */
  slot(document: XmlDocument): XmlElement | undefined;
}
