import { assert, equalBytes, err, type Result } from '#kernel';
import { digestOfAlgorithm, parseCertificate, type Primitives } from '#signature';
import type { HashToSign, Signer, SignerFailure } from './port.ts';

/**
 * Signs and checks every signature against the signer's own certificate before anybody stores it: a device may answer with another key's
 * signature, a service with somebody else's. `expectedCertificate` is the one whose digest the document already names.
 */
export async function signAndVerify(
  signer: Signer,
  hashes: readonly HashToSign[],
  primitives: Primitives,
  expectedCertificate?: Uint8Array,
): Promise<readonly Result<Uint8Array, SignerFailure>[]> {
  const [own] = signer.certificates;
  const refuseAll = (detail: string) => hashes.map(() => err<SignerFailure>({ code: 'signer/wrong-certificate', detail }));
  if (own === undefined) return refuseAll('không có chứng thư số của người ký');
  if (expectedCertificate !== undefined && !equalBytes(own, expectedCertificate))
    return refuseAll('chứng thư số khác với chứng thư đã ghi trong tệp cần ký');
  const certificate = parseCertificate(own);
  if (!certificate.ok) return refuseAll(`${certificate.error.code}: ${certificate.error.what}`);
  const digest = digestOfAlgorithm(signer.algorithm);
  for (const hash of hashes)
    assert(equalBytes(primitives.digest(digest, hash.data), hash.digest), 'the digest to sign belongs to the data');
  const answers = await signer.sign(hashes);
  return hashes.map((hash, i) => {
    const answer = answers[i] ?? err<SignerFailure>({ code: 'signer/unavailable', detail: 'không có trả lời cho mục này' });
    if (!answer.ok || primitives.verify(signer.algorithm, certificate.value.publicKey.spki, hash.data, answer.value)) return answer;
    return err<SignerFailure>({ code: 'signer/wrong-signature', detail: 'chữ ký không khớp với chứng thư số' });
  });
}
