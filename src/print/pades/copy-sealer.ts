import type { Refusal } from '#domain';
import { type Instant, ok, type Result } from '#kernel';
import type { Primitives, TrustMaterial } from '#signature';
import { evidenceFor } from './evidence.ts';
import { type PdfSigner, signPdf } from './sign-pdf.ts';
import { addValidationData } from './validation-data.ts';

export type SealLevel = 'B-B' | 'B-T' | 'B-LT';
export interface SealedCopy {
  readonly bytes: Uint8Array;
  readonly level: SealLevel;
}

/** Puts an organisation's seal on copies it gives out. */
export interface CopySealer {
  /** Whose seal it is, as printed. */
  readonly by: string;
  seal(pdf: Uint8Array): Promise<Result<SealedCopy, Refusal>>;
}

export interface CopySealerOptions {
  readonly by: string;
  readonly signer: PdfSigner;
  readonly tsaUrl: string;
  readonly clock: { now(): Instant };
  readonly trust: (at: Instant) => Promise<TrustMaterial>;
  readonly primitives: Primitives;
  /** Hears why a copy goes out with less than B-LT, or without a seal: readers get it all the same, the operator has to know. */
  readonly onTrouble?: (trouble: Refusal) => void;
}

/** An authority that gave no time-stamp is not waited for by every reader. */
const TSA_REST_MS = 30_000;

/**
 * Seals with a time-stamp and the evidence to judge it for years (B-LT). Without the evidence at hand the seal stays at B-T; without the time-stamping
 * authority it is B-B, which still proves every octet, only not when. A signer that cannot be reached is a refusal.
 */
export function createCopySealer({
  by,
  signer,
  tsaUrl,
  clock,
  trust,
  primitives,
  onTrouble = () => undefined,
}: CopySealerOptions): CopySealer {
  let tsaRestsUntil = 0;
  return {
    by,
    async seal(pdf) {
      const at = clock.now();
      const common = { signer, signingTime: at, primitives };
      if (performance.now() >= tsaRestsUntil) {
        const stamped = await signPdf(pdf, { ...common, tsaUrl });
        if (stamped.ok) {
          const material = await trust(at);
          const lasting = addValidationData(stamped.value, {
            evidence: evidenceFor(
              stamped.value,
              { ...material, intermediates: [...material.intermediates, ...signer.certificates] },
              primitives,
            ),
            anchors: material.anchors,
            at: clock.now(),
            primitives,
          });
          if (!lasting.ok) onTrouble(lasting.error);
          return ok(lasting.ok ? { bytes: lasting.value, level: 'B-LT' } : { bytes: stamped.value, level: 'B-T' });
        }
        onTrouble(stamped.error);
        if (stamped.error.code !== 'signer/timestamp-unavailable') return stamped;
        tsaRestsUntil = performance.now() + TSA_REST_MS;
      }
      const bare = await signPdf(pdf, common);
      return bare.ok ? ok({ bytes: bare.value, level: 'B-B' }) : bare;
    },
  };
}
