import type { SignerLine, SignerStanding } from '#contract';
import { calendarOf, type SignerWarning, SchoolYear, warningsOf } from '#domain';
import { Instant, PlainDate } from '#kernel';
import { displayName, isTestCertificate, parseCertificate } from '#signature';
import { type RoleOfSchool, rolesOf, type RolesAsked } from '../../postgres/signer-roles.ts';
import { endingsOf, listSigners, type RecordedEnding, type SignerFilter, type SignerRow } from '../../postgres/signers.ts';
import { currentSchoolYear } from '../../postgres/standing.ts';
import type { ProvinceTransaction } from '../../postgres/tables.ts';

/** Entries of the register for the screen. */
export async function signerLines(trx: ProvinceTransaction, filter: SignerFilter): Promise<SignerLine[]> {
  const rows = await listSigners(trx, filter);
  const endings = Map.groupBy(
    await endingsOf(
      trx,
      rows.map((row) => row.signer_id),
    ),
    ({ signerId }) => signerId,
  );
  return rows.map((row) => lineOf(row, endings.get(row.signer_id)?.[0], filter.today));
}

function lineOf(row: SignerRow, ending: RecordedEnding | undefined, today: PlainDate): SignerLine {
  const isEnded = row.decision !== 'refused' && (row.last_day < today || (row.closed && row.decision === 'waiting'));
  return {
    signerId: row.signer_id,
    schoolCode: row.code,
    schoolName: row.name,
    staffId: row.staff_id,
    fullName: row.full_name,
    role: row.role,
    classrooms: row.classrooms,
    ...certificateFacts(new Uint8Array(row.certificate)),
    certificateSha256: row.certificate_sha256,
    validFrom: row.valid_from,
    validTo: row.valid_until,
    lastDay: row.last_day,
    state: isEnded ? 'ended' : row.decision,
    decidedBy: row.decided_by,
    decisionReason: row.decision_reason,
    ending:
      ending === undefined
        ? null
        : {
            cause: ending.cause,
            from: PlainDate.addDays(ending.lastDay, 1),
            reason: ending.reason,
            decisionNumber: ending.decisionNumber,
            by: ending.recordedBy,
            undoable: ending.cause === 'withdrawn' && today <= ending.lastDay,
          },
  };
}

function certificateFacts(der: Uint8Array): { readonly certificateSubject: string; readonly testOnly: boolean } {
  const certificate = parseCertificate(der);
  return certificate.ok
    ? { certificateSubject: displayName(certificate.value.subject), testOnly: isTestCertificate(certificate.value) }
    : { certificateSubject: 'không đọc được', testOnly: false };
}

/** Today, and the next day by which schools hand in. */
export async function whenOf(trx: ProvinceTransaction, now: Instant): Promise<Pick<RolesAsked, 'schoolYear' | 'today' | 'deadline'>> {
  const today = Instant.toPlainDate(now);
  const schoolYear = (await currentSchoolYear(trx)) ?? SchoolYear.on(today);
  const { waves } = calendarOf(schoolYear);
  return { schoolYear, today, deadline: [waves[1].dueOn, waves[2].dueOn].find((day) => today <= day) };
}

export interface WarnedSchool {
  readonly school: RoleOfSchool['school'];
  readonly role: RoleOfSchool;
  readonly warning: SignerWarning;
}

/** Everything that is wrong with the certificates of required roles, or soon will be. */
export const schoolWarnings = async (trx: ProvinceTransaction, asked: RolesAsked): Promise<readonly WarnedSchool[]> =>
  (await rolesOf(trx, asked)).flatMap((role) => warningsOf(role, asked).map((warning) => ({ school: role.school, role, warning })));

/** What the register says about one school, for its own software. */
export async function standingOfSchool(trx: ProvinceTransaction, schoolId: string, now: Instant): Promise<SignerStanding> {
  const when = await whenOf(trx, now);
  const lines = await signerLines(trx, { schools: [schoolId], today: when.today });
  return {
    asOf: Instant.toIso(now),
    deadline: when.deadline ?? null,
    warnings: (await schoolWarnings(trx, { ...when, schools: [schoolId] })).map(({ role, warning }) => ({
      ...warning,
      role: role.role,
      classrooms: [...role.classrooms],
    })),
    signers: lines.map(({ signerId: _, schoolCode: _c, schoolName: _n, testOnly: _t, decidedBy: _d, ending, ...line }) => ({
      ...line,
      ending: ending && { ...ending, by: 'Sở GD&ĐT' },
    })),
  };
}
