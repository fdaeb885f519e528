import { singleAttribute, type SignerInfo } from '../cms/signed-data.ts';
import { bytesOf, explicitOf, guardDer, Members, sequenceOf, type DerNode } from '../der/index.ts';
import { PDF_CMS } from './oids.ts';

/** Lists and answers a signer put into the signature itself. */
export interface ArchivedEvidence {
  readonly crls: readonly Uint8Array[];
  readonly ocsps: readonly Uint8Array[];
}

const NOTHING: ArchivedEvidence = { crls: [], ocsps: [] };

/** The signed attribute adbe-revocationInfoArchival (ISO 32000-2 §12.8.3.3.2). Help like any other: each proves itself, and what cannot be read helps nobody. */
export function archivedEvidence({ signedAttributes }: SignerInfo): ArchivedEvidence {
  const value = singleAttribute(signedAttributes, PDF_CMS.revocationArchival);
  const read = value === undefined ? undefined : guardDer(() => readArchival(value));
  return read?.ok === true ? read.value : NOTHING;
}

function readArchival(node: DerNode): ArchivedEvidence {
  const members = Members.of(node, 'archived revocation information');
  const crls = members.optionalContext(0);
  const ocsps = members.optionalContext(1);
  const within = (tagged: DerNode | undefined) =>
    tagged === undefined ? [] : sequenceOf(explicitOf(tagged, 'evidence'), 'evidence').map(bytesOf);
  return { crls: within(crls), ocsps: within(ocsps) };
}
