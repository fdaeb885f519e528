import { toTimestamptz } from '#database';
import { endingsNow, readAgainst, type SchoolYear } from '#domain';
import { Instant, type Instant as Moment, type PlainDate, toHex } from '#kernel';
import type { SignerEntry, SignersList } from '#packet';
import { displayName, parseCertificate } from '#signature';
import { insertEndings, listInForce, loadRegister, lockRegister } from '../../postgres/signer-register.ts';
import { json, type ProvinceTransaction } from '../../postgres/tables.ts';
import type { ProvinceContext } from '../context.ts';

export interface TakenList {
  readonly schoolId: string;
  readonly list: SignersList;
  readonly receivedAt: Moment /** Certificate (DER) that sealed the list. */;
  readonly sealedBy: Uint8Array | undefined;
}

/** Enters a list of signers (message 150) into the register of its school: who is new waits, who is named again goes on, who is named no more ends. */
export async function takeList(
  context: ProvinceContext,
  trx: ProvinceTransaction,
  { schoolId, list: { header, signers }, receivedAt, sealedBy }: TakenList,
): Promise<void> {
  await lockRegister(trx, schoolId);
  const digest = (der: Uint8Array) => toHex(context.primitives.digest('sha256', der));
  const on = Instant.toPlainDate(receivedAt);
  const seal = sealedBy && digest(sealedBy);
  const register = await loadRegister(trx, schoolId);
  const named = signers.map((signer) => ({ ...signer, certificateSha256: digest(signer.certificate) }));
  const { known, firstDays } = readAgainst(register, named, on);
  const ids = known.map((signerId) => signerId ?? context.uuid());
  const rows = named.map((signer, i) => ({
    ...rowOf(signer),
    school_id: schoolId,
    signer_id: ids[i]!,
    message_id: header.messageId as string,
    certificate_sha256: signer.certificateSha256,
    first_day: firstDays[i]! as string,
  }));
  const added = rows.filter((_, i) => known[i] === undefined);
  if (added.length > 0) await trx.insertInto('signer').values(added).execute();
  await trx
    .insertInto('signer_list')
    .values({
      school_id: schoolId,
      message_id: header.messageId,
      school_year: header.schoolYear,
      received_at: toTimestamptz(receivedAt),
      seal_sha256: seal ?? null,
    })
    .execute();
  // The seal that speaks for the school is not ended by its own list.
  const speaking = register
    .filter(
      ({ role, certificateSha256, decision, endings }) =>
        role === 'orgSignature' && certificateSha256 === seal && decision !== 'refused' && endings.length === 0,
    )
    .map(({ signerId }) => signerId);
  await trx
    .insertInto('signer_naming')
    .values([...new Set([...ids, ...speaking])].map((signer_id) => ({ school_id: schoolId, message_id: header.messageId, signer_id })))
    .execute();
  await settleEndings(context, trx, schoolId, on, 'Danh sách người ký của trường');
}

/** Writes down what the list in force ends now. */
export async function settleEndings(
  context: ProvinceContext,
  trx: ProvinceTransaction,
  schoolId: string,
  on: PlainDate,
  by: string,
): Promise<void> {
  const inForce = await listInForce(trx, schoolId);
  if (inForce === undefined) return;
  const endings = endingsNow(await loadRegister(trx, schoolId), { on, schoolYear: inForce.schoolYear as SchoolYear });
  await insertEndings(trx, schoolId, endings, { by, at: context.clock.now(), newId: context.uuid });
}

function rowOf(signer: SignerEntry) {
  const certificate = parseCertificate(signer.certificate);
  return {
    staff_id: signer.staffId as string,
    full_name: signer.fullName,
    role: signer.role as string,
    classrooms: [...signer.classrooms],
    certificate: Buffer.from(signer.certificate),
    valid_from: signer.from as string,
    valid_until: signer.until as string,
    delegation: signer.delegation ? json({ number: signer.delegation.number, date: signer.delegation.date as string }) : null,
    certificate_until: certificate.ok ? (Instant.toPlainDate(certificate.value.notAfter) as string) : null,
    certificate_name: certificate.ok ? displayName(certificate.value.subject) : null,
  };
}
