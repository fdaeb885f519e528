import type { Instant } from '#kernel';
import { CONFIRMATION_SLOT, readConfirmation, type RegisteredSigner } from '#packet';
import type { Primitives, TrustMaterial } from '#signature';
import {
  type Binding,
  bindingOfConfirmation,
  bindingOfSigners,
  type FileAnswer,
  firstBinding,
  type PacketJudgement,
  verifyFile,
  verifyPacket,
  verifySealed,
} from '#verifier';
import { readXml } from '#xml';
import type { RegistryYear } from './port.ts';

/** Judges packets and files with the trust lists, revocation data and registered signers of the tier. */
export interface PortalJudge {
  /** A packet of the registry, judged anew from its octets: what is shown is what was signed. */
  packet(year: RegistryYear, at: Instant): Promise<PacketJudgement>;
  /** A file somebody brought, and the evidence files they brought with it. */
  file(bytes: Uint8Array, evidence: readonly Uint8Array[], at: Instant): Promise<FileAnswer>;
}

/** What the tier knows at a moment. */
export interface JudgeMaterial {
  /** Anchors, intermediates and revocation data; the province's own seals are among the anchors, so that its word counts. */
  readonly trust: TrustMaterial;
  /** Certificates (DER) the province seals confirmations with. */
  readonly provinceCertificates: readonly Uint8Array[];
  /** Approved signers; empty where only confirmations say who may sign (the ministry). */
  readonly signers: readonly RegisteredSigner[];
}

export function portalJudge(materialAt: (at: Instant) => Promise<JudgeMaterial>, primitives: Primitives): PortalJudge {
  return {
    async packet({ packet, confirmation }, at) {
      const material = await materialAt(at);
      const confirmed = confirmation && confirmationBinding(confirmation, material, at, primitives);
      const binding = firstBinding([...(confirmed ? [confirmed] : []), bindingOfSigners(material.signers)]);
      return verifyPacket({ bytes: packet.bytes, trust: material.trust, at, binding }, primitives);
    },
    async file(bytes, evidence, at) {
      const { trust, signers } = await materialAt(at);
      return verifyFile(bytes, { trust, at, schema: 'hbs-1', cryptoOnly: false, registered: signers, evidence }, primitives);
    },
  };
}

/** A confirmation names who signed in which role; it counts only under the province's own seal. */
function confirmationBinding(
  bytes: Uint8Array,
  { trust, provinceCertificates }: JudgeMaterial,
  at: Instant,
  primitives: Primitives,
): Binding | undefined {
  const document = readXml(bytes);
  if (!document.ok) return undefined;
  const confirmation = readConfirmation(document.value);
  const sealed = verifySealed(
    { document: document.value, slot: CONFIRMATION_SLOT, trust, at, expectedCertificates: provinceCertificates },
    primitives,
  );
  return confirmation.ok && sealed.verdict === 'TOTAL-PASSED' ? bindingOfConfirmation(confirmation.value) : undefined;
}
