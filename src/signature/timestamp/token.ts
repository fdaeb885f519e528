import type { Instant, Result } from '#kernel';
import {
  booleanOf,
  bytesOf,
  childrenOf,
  decodeDer,
  fail,
  integerBytes,
  Members,
  octetStringOf,
  oidOf,
  readInner,
  smallInteger,
  TAG,
  timeOf,
  explicitOf,
  type DerError,
  type DerNode,
} from '../der/index.ts';
import { readSignedData, type SignedData, type SignerInfo } from '../cms/signed-data.ts';
import { CMS } from '../cms/oids.ts';
import { readAlgorithmIdentifier, type AlgorithmIdentifier } from '../x509/algorithm-identifier.ts';
import { readGeneralName, type GeneralName } from '../x509/general-name.ts';

/** TSTInfo (RFC 3161 §2.4.2). */
export interface TimestampInfo {
  readonly policy: string;
  readonly imprintAlgorithm: AlgorithmIdentifier;
  readonly imprint: Uint8Array;
  readonly serial: Uint8Array;
  readonly genTime: Instant;
  /** How far the authority's clock may be off, in milliseconds; undefined when it does not say. */
  readonly accuracyMs: number | undefined;
  readonly ordering: boolean;
  readonly nonce: Uint8Array | undefined;
  readonly authority: GeneralName | undefined;
  readonly unknownCritical: readonly string[];
}

export interface TimestampToken {
  readonly der: Uint8Array;
  readonly info: TimestampInfo;
  /** The octets of TSTInfo that the message digest covers. */
  readonly content: Uint8Array;
  readonly signedData: SignedData;
  readonly signer: SignerInfo;
}

/** Reads a time-stamp token: CMS signed data by exactly one signer over a TSTInfo. Proves nothing yet; `verifyTimestampToken` does. */
export function parseTimestampToken(token: Uint8Array): Result<TimestampToken, DerError> {
  return decodeDer(token, (node) => {
    const signedData = readSignedData(node);
    const { content } = signedData;
    const [signer, ...more] = signedData.signers;
    if (signedData.contentType !== CMS.tstInfo || content === undefined) fail('content is not a time-stamp', node.start);
    if (signer === undefined || more.length > 0) fail('a time-stamp has exactly one signer', node.start);
    return { der: bytesOf(node), info: readInfo(readInner(content)), content, signedData, signer };
  });
}

function readInfo(node: DerNode): TimestampInfo {
  const members = Members.of(node, 'time-stamp info');
  if (smallInteger(members.next()) !== 1) fail('time-stamp version', node.start);
  const policy = oidOf(members.next());
  const imprint = Members.of(members.next(), 'message imprint');
  const imprintAlgorithm = readAlgorithmIdentifier(imprint.next());
  const imprintDigest = octetStringOf(imprint.next());
  imprint.done();
  const serial = integerBytes(members.next());
  const genTime = timeOf(members.next(), true);
  const accuracy = members.optionalType(TAG.sequence);
  const ordering = members.optionalType(TAG.boolean);
  const nonce = members.optionalType(TAG.integer);
  const authority = members.optionalContext(0);
  const extensions = members.optionalContext(1);
  members.done();
  return {
    policy,
    imprintAlgorithm,
    imprint: imprintDigest,
    serial,
    genTime,
    accuracyMs: accuracy === undefined ? undefined : readAccuracy(accuracy),
    ordering: ordering !== undefined && booleanOf(ordering),
    nonce: nonce === undefined ? undefined : integerBytes(nonce),
    authority: authority === undefined ? undefined : readGeneralName(explicitOf(authority, 'authority')),
    unknownCritical: extensions === undefined ? [] : criticalExtensions(extensions),
  };
}

function readAccuracy(node: DerNode): number {
  const members = Members.of(node, 'accuracy');
  const seconds = members.optionalType(TAG.integer);
  const millis = members.optionalContext(0);
  const micros = members.optionalContext(1);
  members.done();
  const part = (value: DerNode | undefined, implicit: boolean) => (value === undefined ? 0 : smallInteger(value, implicit));
  return part(seconds, false) * 1000 + part(millis, true) + part(micros, true) / 1000;
}

/** No extension of a time-stamp is known here, so every critical one is unknown. */
function criticalExtensions(node: DerNode): readonly string[] {
  return childrenOf(node).flatMap((child) => {
    const members = Members.of(child, 'extension');
    const oid = oidOf(members.next());
    const critical = members.optionalType(TAG.boolean);
    octetStringOf(members.next());
    members.done();
    return critical !== undefined && booleanOf(critical) ? [oid] : [];
  });
}
