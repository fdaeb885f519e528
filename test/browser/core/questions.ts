import { fromBase64, toBase64, unwrap } from '#kernel';
import type { DigestAlgorithm, Primitives } from '#signature';
import { type FileOptions, verifyFile } from '#verifier';
import type { SignatureVector } from '../../builders/signature-vectors.ts';

/** What the pure core is asked, wherever it runs. */
export interface Questions {
  readonly vectors: readonly Pick<SignatureVector, 'algorithm' | 'spki' | 'data' | 'signature'>[];
  readonly digests: readonly (readonly [DigestAlgorithm, Uint8Array])[];
  readonly files: readonly { readonly bytes: Uint8Array; readonly options: FileOptions }[];
}

/** Octets as base64 inside JSON, so that the same text goes into a browser and its answer comes out. */
export const questionsAsText = (questions: Questions): string => JSON.stringify(questions, (_, value: unknown) => (value instanceof Uint8Array ? { octets: toBase64(value) } : value));

/** The answers of the core over these primitives, as text: verdict of each signature, with its own and with any salt, digests, and the whole answer about each file. */
export function answersTo(text: string, primitives: Primitives): readonly string[] {
  const { vectors, digests, files } = JSON.parse(text, (_, value: { octets?: string } | null) => (typeof value?.octets === 'string' ? unwrap(fromBase64(value.octets)) : value)) as Questions;
  return [
    ...vectors.map(({ algorithm, spki, data, signature }) => `${primitives.verify(algorithm, spki, data, signature)}, ${primitives.verifyAnySalt(algorithm, spki, data, signature)}`),
    ...digests.map(([algorithm, data]) => toBase64(primitives.digest(algorithm, data))),
    ...files.map(({ bytes, options }) => JSON.stringify(verifyFile(bytes, options, primitives))),
  ];
}
