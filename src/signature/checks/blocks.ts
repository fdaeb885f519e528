/** For what a verification is: whether signatures are intact, whether a document of others is validly signed, whether it is a valid học bạ or message of the exchange. */
export const SCOPES = ['integrity', 'document', 'exchange'] as const;
export type Scope = (typeof SCOPES)[number];

/** What a question is about. */
export type SubjectKind = 'document' | 'signature' | 'timestamp' | 'certificate';

interface BlockRow {
  readonly about: SubjectKind;
  /** The narrowest purpose that asks these questions; wider ones ask them too. */
  readonly scope: Scope;
  /** The first question that fails ends the block, so that the others stay unanswered. */
  readonly stops?: true;
  /**
   * A policy may make these warnings, or not ask them: who may sign, when and how. Everything else says whether there is an intact signature of a certificate
   * that can be trusted at all; without that nothing after it means anything (EN 319 102-1 §5.1.4.1; unreachable revocation is never valid).
   */
  readonly lowerable?: true;
}

/** Questions that are asked together, in the order of EN 319 102-1 §5.2 as far as they depend on each other. */
export const BLOCKS = {
  reading: { about: 'document', scope: 'integrity', stops: true },
  form: { about: 'document', scope: 'document' },
  ids: { about: 'document', scope: 'exchange' },
  slots: { about: 'document', scope: 'integrity', stops: true },
  roles: { about: 'document', scope: 'exchange' },
  coverage: { about: 'document', scope: 'document' },
  items: { about: 'document', scope: 'exchange' },
  content: { about: 'document', scope: 'exchange' },
  evidence: { about: 'document', scope: 'exchange' },
  pdfPacket: { about: 'document', scope: 'exchange', lowerable: true },
  pdfForm: { about: 'signature', scope: 'integrity', stops: true },
  pdfChanges: { about: 'signature', scope: 'integrity' },
  pdfSource: { about: 'signature', scope: 'exchange', lowerable: true },
  shape: { about: 'signature', scope: 'integrity' },
  binding: { about: 'signature', scope: 'document' },
  integrity: { about: 'signature', scope: 'integrity' },
  label: { about: 'signature', scope: 'exchange', lowerable: true },
  claims: { about: 'signature', scope: 'document', lowerable: true },
  signer: { about: 'signature', scope: 'exchange', lowerable: true },
  persons: { about: 'signature', scope: 'exchange', lowerable: true },
  order: { about: 'signature', scope: 'exchange', lowerable: true },
  token: { about: 'timestamp', scope: 'document', stops: true },
  path: { about: 'certificate', scope: 'document', stops: true },
  chain: { about: 'certificate', scope: 'document', stops: true },
  dates: { about: 'certificate', scope: 'document', stops: true },
  revocation: { about: 'certificate', scope: 'document', stops: true },
} as const satisfies Readonly<Record<string, BlockRow>>;
export type Block = keyof typeof BLOCKS;

/** Whether a purpose asks the questions of a block. */
export const isAsked = (block: Block, scope: Scope): boolean => SCOPES.indexOf(BLOCKS[block].scope) <= SCOPES.indexOf(scope);
