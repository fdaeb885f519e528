import { toTimestamptz } from '#database';
import { provinceDesk } from '#contract';
import { serveRoute } from '#identity/http';
import { ok } from '#kernel';
import { displayName, isTestCertificate, parseCertificate } from '#signature';
import type { FastifyInstance } from 'fastify';
import { listSigners } from '../../postgres/signers.ts';
import { type DeskFloor, OFFICERS } from './floor.ts';

/** SO-5: who signs for the schools, waiting for the officer's word and with it. */
export function signersHttp(app: FastifyInstance, { inProvince, now }: DeskFloor): void {
  const signersAnswer = () => inProvince(async (trx) => ({
    signers: (await listSigners(trx)).map((row) => ({
      signerId: row.signer_id, schoolCode: row.code, schoolName: row.name, staffId: row.staff_id, fullName: row.full_name, role: row.role, classrooms: row.classrooms, ...certificateFacts(new Uint8Array(row.certificate)),
      certificateSha256: row.certificate_sha256, validFrom: row.valid_from, validTo: row.valid_until, state: row.approved === null ? 'waiting' as const : row.approved ? 'approved' as const : 'refused' as const,
    })),
  }));
  serveRoute(app, provinceDesk.signers, OFFICERS, async () => ok(await signersAnswer()));
  serveRoute(app, provinceDesk.approveSigners, OFFICERS, async ({ body, session }) => {
    await inProvince(async (trx) => {
      const rows = await trx.selectFrom('signer').select(['school_id', 'signer_id']).where('signer_id', 'in', body.signerIds).execute();
      if (rows.length === 0) return;
      await trx.insertInto('signer_decision').values(rows.map((row) => ({ school_id: row.school_id, signer_id: row.signer_id, approved: body.approve, reason: body.reason ?? null, decided_by: session.fullName, decided_at: toTimestamptz(now()) }))).onConflict((conflict) => conflict.doNothing()).execute();
    });
    return ok(await signersAnswer());
  });
}

function certificateFacts(der: Uint8Array): { readonly certificateSubject: string; readonly testOnly: boolean } {
  const certificate = parseCertificate(der);
  return certificate.ok ? { certificateSubject: displayName(certificate.value.subject), testOnly: isTestCertificate(certificate.value) } : { certificateSubject: 'không đọc được', testOnly: false };
}
