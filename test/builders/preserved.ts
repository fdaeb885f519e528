import { hash } from 'node:crypto';
import type { Sha256Hex, VersionId } from '#domain';
import { type Instant, toHex, unwrap } from '#kernel';
import { type EvidenceFile, type Renewal, type RenewedLeaf, writeEvidence } from '#packet';
import { buildTimestampRequest, parseTimestampResponse } from '#signature';
import { appendLeaves, eventLeafHash, inclusionPath, renewalDigest, renewalStatement, treeRoot } from '#translog';
import { nodeLogPrimitives } from '#translog/node';
import { issueCertificate } from '../../src/apps/demo/pki/certificates.ts';
import type { Credential, DemoPki } from '../../src/apps/demo/pki/index.ts';
import { generateKey, toSigningKeys } from '../../src/apps/demo/pki/keys.ts';
import { authoritySubject, timestampSubject } from '../../src/apps/demo/pki/profile.ts';
import { answerTimestampRequest, openTimestampAuthority } from '../../src/apps/demo/pki/timestamp-answer.ts';
import { instant } from '../actors/authority.ts';

const { sha256 } = nodeLogPrimitives;
export const sha256Of = (bytes: Uint8Array): Sha256Hex => hash('sha256', bytes, 'hex') as Sha256Hex;

type Stamping = Pick<Credential, 'certificate' | 'chain' | 'pkcs8'>;

/** A further time-stamping certificate of the same authority, for the years after the first has expired. */
export async function furtherTsa(pki: DemoPki, from: string, to: string): Promise<Stamping> {
  const pkcs8 = await generateKey('rsa-2048'), authority = pki.state().authorities.tsa;
  const { publicKey } = await toSigningKeys(pkcs8);
  const certificate = await issueCertificate({ subject: timestampSubject, validity: { from: instant(from), to: instant(to) }, publicKey, usage: 'timestamping' }, { subject: authoritySubject('tsa'), keys: await toSigningKeys(authority.pkcs8) });
  return { certificate, chain: [certificate, authority.certificate], pkcs8 };
}

/** A token of that authority at that time. */
export function stamp(credential: Stamping, octets: Uint8Array, at: Instant): Uint8Array {
  const imprint = new Uint8Array(hash('sha256', octets, 'buffer')), nonce = Uint8Array.of(0x11, 2, 3, 4, 5, 6, 7, 8);
  return unwrap(parseTimestampResponse(answerTimestampRequest(openTimestampAuthority(credential), buildTimestampRequest(imprint, nonce), at), { imprint, nonce }));
}

/** The leaf of a packet in a log of three, and the renewals of the given times, chained. */
export function renewedLeaf(packet: Uint8Array, times: readonly { readonly tsa: Stamping; readonly at: string }[]): RenewedLeaf {
  const event = { versionId: 'a3d1e0c47b2f4e59b8c60d9f1e2a7b33' as VersionId, event: 'admitted', at: instant('2024-06-01'), salt: '0f'.repeat(16) } as const;
  const own = eventLeafHash(sha256, new Uint8Array(16).fill(15), { type: event.event, versionId: event.versionId, packetSha256: sha256Of(packet), instant: event.at });
  const leaves = [sha256(Uint8Array.of(1)), own, sha256(Uint8Array.of(2))];
  const held = new Map<string, Uint8Array>();
  const read = (level: number, index: number) => held.get(`${level}/${index}`)!;
  for (const { level, index, hash: value } of appendLeaves(sha256, read, 0, leaves)) held.set(`${level}/${index}`, value);
  const root = toHex(treeRoot(sha256, read, leaves.length)) as Sha256Hex;
  const renewals: Renewal[] = [];
  for (const { tsa, at } of times) {
    const before = renewals.at(-1);
    const statement = { origin: 'hoc-ba-so/22', treeSize: leaves.length, root, ...(before && { previous: renewalDigest(sha256, before) as Sha256Hex }) };
    renewals.push({ ...statement, token: stamp(tsa, renewalStatement(statement), instant(at)) });
  }
  return { ...event, index: 1, path: inclusionPath(sha256, read, 1, leaves.length).map((step) => toHex(step) as Sha256Hex), renewals };
}

/** The evidence file of a packet: chains and lists of the trial authorities as of a day. */
export async function evidenceOf(pki: DemoPki, packet: Uint8Array, day: string, change: Partial<EvidenceFile> = {}): Promise<Uint8Array> {
  const { intermediates, crls } = await pki.trust(instant(day));
  return unwrap(writeEvidence({ sha256: sha256Of(packet), at: instant(day), certificates: intermediates, crls, ocsps: [], ...change }));
}
