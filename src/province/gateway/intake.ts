import { isUniqueViolation, toTimestamptz } from '#database';
import { type Refusal, refusal, type SchoolCode, type Sha256Hex } from '#domain';
import { schoolIdOf } from '#identity';
import { err, Instant, ok, type Result, toHex } from '#kernel';
import { type Receipt, RECEIPT_SLOT, writeReceipt } from '#packet';
import { verifySealed } from '#verifier';
import type { ProvinceContext } from '../registry/context.ts';
import { sealed } from '../registry/sign.ts';
import { json, type MessageKindName, type ProvinceTransaction } from '../postgres/tables.ts';
import { namedSeals } from '../postgres/signers.ts';
import { storeList } from './lists.ts';
import { type ReadMessage, readMessage } from './read-message.ts';
import { stated, toStored } from './reasons.ts';

/**
 * Takes a message in: reads its form, checks that the sender may speak for itself and that the seal holds, stores the exact octets together with the
 * signed receipt, and only then answers with it. The same message again gets the same receipt; another content under its id is refused (HBS-103).
 * What cannot be read has no id to answer, and what claims another sender gets no receipt: these are refused on the spot.
 */
export async function receiveMessage(
  context: ProvinceContext,
  clientId: string,
  kind: MessageKindName,
  bytes: Uint8Array,
): Promise<Result<Uint8Array, Refusal>> {
  const sender = clientId as SchoolCode;
  const schoolId = schoolIdOf(sender);
  const sha256 = toHex(context.primitives.digest('sha256', bytes)) as Sha256Hex;
  const message = readMessage(bytes, kind);
  if (!message.ok) return message;
  const { header } = message.value;
  if (header.from !== sender) return err(refusal('transport/sender-mismatch', { sender: header.from, client: sender }));
  if (header.to !== context.code)
    return err(
      refusal(
        'form/mismatch',
        { name: 'MA_NHAN', value: header.to, other: 'mã của Sở', expected: context.code },
        '/GOI_TIN/NOI_DUNG/THONG_TIN_CHUNG/MA_NHAN',
      ),
    );
  const known = await findMessage(context, schoolId, header.messageId);
  if (known)
    return known.sha256 === sha256
      ? ok(new Uint8Array(known.receipt))
      : err(refusal('transport/duplicate-id', { messageId: header.messageId }));
  const { refusals, sealedBy } = await judgeSeal(context, schoolId, message.value);
  const receivedAt = context.clock.now();
  const receipt: Receipt = {
    messageId: header.messageId,
    from: sender,
    receivedAt,
    sha256,
    accepted: refusals.length === 0,
    reasons: refusals.map(stated),
  };
  const signed = await sealed(context, writeReceipt(receipt), RECEIPT_SLOT);
  return store(context, { schoolId, sha256, bytes, receivedAt, receipt, signed, message: message.value, sealedBy });
}

const findMessage = (context: ProvinceContext, schoolId: string, messageId: string) =>
  context.database.inScope({ province: true }, (trx) =>
    trx
      .selectFrom('message')
      .select(['sha256', 'receipt'])
      .where('school_id', '=', schoolId)
      .where('message_id', '=', messageId)
      .executeTakeFirst(),
  );

/**
 * Whatever changes the registry needs a seal an officer has approved. A school's first lists come with the seal they name themselves: they change nothing
 * before somebody has approved it.
 */
async function judgeSeal(
  context: ProvinceContext,
  schoolId: string,
  message: ReadMessage,
): Promise<{ readonly refusals: readonly Refusal[]; readonly sealedBy: Uint8Array | undefined }> {
  const seals = await context.database.inScope({ province: true }, (trx) =>
    namedSeals(trx, schoolId, Instant.toPlainDate(context.clock.now())),
  );
  const approved = seals.filter((seal) => seal.approved).map(({ certificate }) => certificate);
  const waiting = seals.filter((seal) => !seal.approved).map(({ certificate }) => certificate);
  const own =
    message.kind === 'signers'
      ? message.content.signers.filter(({ role }) => role === 'orgSignature').map(({ certificate }) => certificate)
      : [];
  const expected =
    message.kind === 'signers'
      ? [...approved, ...waiting, ...own]
      : message.kind === 'roster' && approved.length === 0
        ? waiting
        : approved;
  const isFirstList = seals.length === 0 && message.kind === 'roster';
  const slot = message.slots.at(-1)!;
  const judged = verifySealed(
    {
      document: message.document,
      slot: message.kind === 'earlyFinalization' ? message.slots : slot,
      trust: await context.trust(),
      at: context.clock.now(),
      ...(isFirstList || message.kind === 'earlyFinalization' ? {} : { expectedCertificates: expected }),
    },
    context.primitives,
  );
  return { refusals: judged.refusals, sealedBy: judged.signatures.at(-1)?.certificate?.der };
}

interface Incoming {
  readonly schoolId: string;
  readonly sha256: Sha256Hex;
  readonly bytes: Uint8Array;
  readonly receivedAt: Instant;
  readonly receipt: Receipt;
  readonly signed: Uint8Array;
  readonly message: ReadMessage;
  readonly sealedBy: Uint8Array | undefined;
}

async function store(context: ProvinceContext, incoming: Incoming): Promise<Result<Uint8Array, Refusal>> {
  const { schoolId, message, receipt, signed, sha256 } = incoming;
  try {
    await context.database.inScope({ province: true }, async (trx) => {
      await insertMessage(trx, incoming);
      if (receipt.accepted)
        await storeList(context, trx, { schoolId, message, receivedAt: incoming.receivedAt, sealedBy: incoming.sealedBy });
    });
    return ok(signed);
  } catch (error) {
    // Somebody stored the same message a moment ago: theirs is the receipt that counts.
    if (!isUniqueViolation(error)) throw error;
    const first = await findMessage(context, schoolId, message.header.messageId);
    if (!first) throw error;
    return first.sha256 === sha256
      ? ok(new Uint8Array(first.receipt))
      : err(refusal('transport/duplicate-id', { messageId: message.header.messageId }));
  }
}

async function insertMessage(
  trx: ProvinceTransaction,
  { schoolId, message, bytes, sha256, receivedAt, receipt, signed }: Incoming,
): Promise<void> {
  const { header } = message;
  await trx
    .insertInto('message')
    .values({
      school_id: schoolId,
      message_id: header.messageId,
      kind: message.kind,
      school_year: header.schoolYear,
      classroom: header.classroom ?? null,
      wave: header.wave ?? null,
      bytes: Buffer.from(bytes),
      sha256,
      received_at: toTimestamptz(receivedAt),
      receipt: Buffer.from(signed),
      refusals: json(receipt.reasons.map(toStored)),
      item_count: receipt.accepted ? message.itemCount : 0,
    })
    .execute();
}
