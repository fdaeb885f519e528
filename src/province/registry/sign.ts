import type { Refusal } from '#domain';
import { unwrap, type Result } from '#kernel';
import type { SignatureSlot } from '#packet';
import { signSlots } from '#signature/signers';
import type { ProvinceContext } from './context.ts';

/** Seals a document of the province (B-T). Throws when the seal or the time-stamping authority is not at hand: the caller tries again later. */
export async function sealed(context: ProvinceContext, unsigned: Result<Uint8Array, Refusal>, slot: SignatureSlot): Promise<Uint8Array> {
  const [signed] = await sealedAll(context, [unsigned], slot);
  return signed!;
}

/** The same for many documents: time-stamps are fetched side by side. */
export async function sealedAll(
  context: ProvinceContext,
  unsigned: readonly Result<Uint8Array, Refusal>[],
  slot: SignatureSlot,
): Promise<readonly Uint8Array[]> {
  const jobs = unsigned.map((document) => ({ bytes: unwrap(document), slot }));
  const signed = await signSlots(jobs, {
    signer: context.seal,
    signingTime: context.clock.now(),
    primitives: context.primitives,
    tsaUrl: context.tsaUrl,
  });
  return signed.map((one) => unwrap(one));
}
