import type { SchoolCode, StaffId } from '#domain';
import type { PlainDate } from '#kernel';
import type { RegisteredSigner, SignerRole } from '#packet';
import type { ProvinceTransaction } from './tables.ts';

const joined = (trx: ProvinceTransaction) =>
  trx.selectFrom('signer').innerJoin('school_unit', 'school_unit.school_id', 'signer.school_id')
    .leftJoin('signer_decision', (join) => join.onRef('signer_decision.school_id', '=', 'signer.school_id').onRef('signer_decision.signer_id', '=', 'signer.signer_id'))
    .selectAll('signer').select(['school_unit.code', 'school_unit.name', 'signer_decision.approved']);
type SignerRow = Awaited<ReturnType<ReturnType<typeof joined>['execute']>>[number];

/** Every certificate schools have named, with the decision about it if there is one. */
export const listSigners = (trx: ProvinceTransaction): Promise<SignerRow[]> => joined(trx).orderBy('school_unit.name').orderBy('signer.role').orderBy('signer.full_name').execute();

const registered = (row: SignerRow): RegisteredSigner => ({
  schoolCode: row.code as SchoolCode, staffId: row.staff_id as StaffId, fullName: row.full_name, role: row.role as SignerRole, classrooms: row.classrooms, certificate: new Uint8Array(row.certificate),
  from: row.valid_from as PlainDate, until: row.valid_until as PlainDate, ...(row.delegation === null ? {} : { delegation: { number: row.delegation.number, date: row.delegation.date as PlainDate } }),
});

/** Signers an officer has approved; of one school when its id is given. */
export async function approvedSigners(trx: ProvinceTransaction, schoolId?: string): Promise<readonly RegisteredSigner[]> {
  const query = joined(trx).where('signer_decision.approved', '=', true);
  return (await (schoolId === undefined ? query : query.where('signer.school_id', '=', schoolId)).orderBy('signer.signer_id').execute()).map(registered);
}

/** Seals the school has named, approved or waiting; refused ones are not among them. */
export async function namedSeals(trx: ProvinceTransaction, schoolId: string): Promise<readonly { readonly certificate: Uint8Array; readonly approved: boolean }[]> {
  const rows = await joined(trx).where('signer.school_id', '=', schoolId).where('signer.role', '=', 'orgSignature').execute();
  return rows.filter(({ approved }) => approved !== false).map(({ certificate, approved }) => ({ certificate: new Uint8Array(certificate), approved: approved === true }));
}
