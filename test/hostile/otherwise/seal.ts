import { type Instant, unwrap } from '#kernel';
import { packetSlots } from '#packet';
import { prepareXades } from '#signature';
import { nodePrimitives } from '#signature/node';
import { readXml } from '#xml';
import { instant } from '../../actors/authority.ts';
import { hocBa } from '../../builders/hoc-ba.ts';
import { type HostileRoom, textOf } from '../room.ts';

export const SIGNED_AT = instant('2024-05-31T09:00:00Z');
export type Role = keyof ReturnType<typeof packetSlots>;

export interface OddOrder {
  /** The genuine packet without its seal unless given. */
  readonly bytes?: Uint8Array;
  readonly role?: Role;
  readonly who?: string;
  readonly certificates?: readonly Uint8Array[];
  readonly signingTime?: Instant;
  /** Makes the token over these octets. */
  readonly token?: (octets: Uint8Array) => Uint8Array;
}

export const withoutSeal = (text: string): string => text.replace(/<ds:Signature [^>]*Id="sig-phathanh">.*?<\/ds:Signature>/s, '');
export const withoutSignatures = (text: string): string => text.replace(/<ds:Signature .*?<\/ds:Signature>/gs, '');

/** Signs as software does that asks nothing: whatever certificate, time and token it is given. */
export async function signOddly(room: HostileRoom, { bytes = new TextEncoder().encode(withoutSeal(textOf(room.packet))), role = 'orgSignature', who = '22205411', certificates, signingTime = SIGNED_AT, token }: OddOrder): Promise<Uint8Array> {
  const signer = room.pki.signer(who);
  const prepared = unwrap(prepareXades(unwrap(readXml(bytes)), packetSlots(hocBa())[role], { algorithm: signer.algorithm, certificates: certificates ?? signer.certificates, signingTime }, nodePrimitives));
  const [value] = await signer.sign([{ data: prepared.toSign, digest: prepared.digest }]), octets = unwrap(value!);
  return prepared.complete(octets, token?.(prepared.timestampInput(octets)));
}
