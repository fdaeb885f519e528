import { concatBytes, err, fromBase64, ok, type Result, toBase64 } from '#kernel';
import { parseCertificate } from '#signature';
import { decodeDer, integerBytes, Members } from '../../der/index.ts';
import type { HashToSign, Signer, SignerFailure } from '../port.ts';
import { HASH_OID } from './algorithms.ts';
import { Authorization, Signatures } from './answers.ts';
import type { CscClient } from './client.ts';
import { type Credential, type CredentialOrder, findCredential } from './credential.ts';

/**
 * A key kept by a remote signing service (CSC API v2.0.0.2). Each batch is confirmed once by its holder (§11.6): the confirmation names the very
 * hashes, so what the service shows is what is signed, and nothing else can be signed with it. One confirmation covers at most `perConfirmation` hashes.
 */
export async function openCscSigner(client: CscClient, order: CredentialOrder): Promise<Result<Signer, SignerFailure>> {
  const found = await findCredential(client, order);
  if (!found.ok) return found;
  const credential = found.value;
  return ok({
    certificates: credential.certificates,
    algorithm: credential.how.algorithm,
    testOnly: false,
    perConfirmation: credential.multisign,
    sign: (hashes) =>
      signAll(client, credential, order, hashes).catch((cause: unknown) =>
        hashes.map(() => err({ code: 'signer/unavailable', detail: cause instanceof Error ? cause.message : String(cause) })),
      ),
  });
}

type Answers = readonly Result<Uint8Array, SignerFailure>[];

/** As many confirmations as the service needs; after the first that fails nobody is asked again. */
async function signAll(client: CscClient, credential: Credential, order: CredentialOrder, hashes: readonly HashToSign[]): Promise<Answers> {
  const answers: Result<Uint8Array, SignerFailure>[] = [];
  for (let from = 0; from < hashes.length; from += credential.multisign) {
    const batch = hashes.slice(from, from + credential.multisign).map(({ digest }) => toBase64(digest));
    const signed = await signBatch(client, credential, order, batch);
    if (!signed.ok) return [...answers, ...hashes.slice(from).map(() => signed)];
    answers.push(...batch.map((_, i) => valueOf(credential, signed.value[i])));
  }
  return answers;
}

async function signBatch(
  client: CscClient,
  credential: Credential,
  order: CredentialOrder,
  hashes: readonly string[],
): Promise<Result<readonly string[], SignerFailure>> {
  const sad = await authorize(client, credential, order, hashes);
  if (!sad.ok) return sad;
  const { signAlgo, signAlgoParams, digest } = credential.how;
  const signed = await client.call(
    'signatures/signHash',
    {
      credentialID: credential.id,
      SAD: sad.value,
      hashes,
      hashAlgorithmOID: HASH_OID[digest],
      signAlgo,
      ...(signAlgoParams === undefined ? {} : { signAlgoParams }),
      operationMode: 'S',
    },
    Signatures,
  );
  if (!signed.ok) return signed;
  // §11.10: the signatures are in the order of the hashes; more of them than hashes have no order.
  return signed.value.signatures.length > hashes.length
    ? err({ code: 'signer/malformed-answer', detail: `${signed.value.signatures.length}/${hashes.length} chữ ký` })
    : ok(signed.value.signatures);
}

/** §11.6 and, while the holder has not decided, §11.7. */
async function authorize(
  client: CscClient,
  { id, how, pinObject }: Credential,
  { pin }: CredentialOrder,
  hashes: readonly string[],
): Promise<Result<string, SignerFailure>> {
  const {
    limits: { confirmationMs, pollMs },
    clock,
  } = client;
  const late = err<SignerFailure>({ code: 'signer/timed-out', detail: `${Math.round(confirmationMs / 1000)} giây` });
  const until = clock.now() + confirmationMs;
  let answer = await client.call(
    'credentials/authorize',
    {
      credentialID: id,
      numSignatures: hashes.length,
      hashes,
      hashAlgorithmOID: HASH_OID[how.digest],
      description: `Học bạ số: ký ${hashes.length} văn bản`,
      ...(pinObject === undefined || pin === undefined ? {} : { authData: [{ id: pinObject, value: pin() }] }),
    },
    Authorization,
  );
  while (answer.ok && 'handle' in answer.value) {
    if (clock.now() + pollMs > until) return late;
    await clock.wait(pollMs);
    answer = await client.call('credentials/authorizeCheck', { handle: answer.value.handle }, Authorization);
  }
  return answer.ok && 'SAD' in answer.value ? ok(answer.value.SAD) : answer.ok ? late : answer;
}

function valueOf({ certificates, how }: Credential, text: string | undefined): Result<Uint8Array, SignerFailure> {
  if (text === undefined) return err({ code: 'signer/malformed-answer', detail: 'dịch vụ trả thiếu chữ ký' });
  const value = fromBase64(text);
  if (!value.ok) return err({ code: 'signer/malformed-answer', detail: 'chữ ký không phải base64' });
  return ok(how.algorithm.startsWith('ecdsa') ? fixedLength(value.value, certificates[0]!) : value.value);
}

const SCALAR_LENGTH = { 'P-256': 32, 'P-384': 48, 'P-521': 66 } as const;

/** ECDSA-Sig-Value (RFC 3279 §2.2.3) as r ‖ s; what is neither stays as it is and verifies with nothing. */
function fixedLength(value: Uint8Array, certificate: Uint8Array): Uint8Array {
  const own = parseCertificate(certificate);
  const length = own.ok && own.value.publicKey.kind === 'ec' ? SCALAR_LENGTH[own.value.publicKey.curve] : 0;
  if (value.length === 2 * length) return value;
  const read = decodeDer(value, (node) => {
    const members = Members.of(node, 'ECDSA signature');
    const scalars = [integerBytes(members.next()), integerBytes(members.next())];
    members.done();
    return scalars;
  });
  const scalars = read.ok ? read.value.map((scalar) => scalar.subarray(scalar.findIndex((octet) => octet !== 0))) : [];
  if (scalars.length !== 2 || scalars.some((scalar) => scalar.length > length)) return value;
  return concatBytes(...scalars.map((scalar) => concatBytes(new Uint8Array(length - scalar.length), scalar)));
}
