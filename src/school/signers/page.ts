import type { SchoolSigners, SignerStanding } from '#contract';
import { calendarOf, type Refusal, type SignerFacts, type SignerWarning, warningsOf } from '#domain';
import { Instant, ok, type PlainDate, type Result, toHex } from '#kernel';
import { displayName, parseCertificate } from '#signature';
import { reaches } from '../authority.ts';
import { inSchool, type SchoolContext } from '../context.ts';
import { type SignerRole, signerRolesOf } from '../exchange/lists.ts';
import { certificatesOf, loadSource } from '../exchange/prepare.ts';
import type { Actor } from '../model.ts';
import { homeroomTeacherOf } from '../record/staff.ts';
import { knownStanding, refreshStanding } from './standing.ts';

type Line = SchoolSigners['roles'][number];
interface Role extends Omit<SignerRole, 'fullName' | 'staffId'> {
  readonly fullName: string | undefined;
  readonly staffId: string | undefined;
}

/** Who signs for the school, with the certificate at hand, the province's word and what to do about it. Teachers see their own classes. */
export async function signersPage(context: SchoolContext, who: Actor): Promise<Result<SchoolSigners, Refusal>> {
  const source = await loadSource(context, who);
  if (!source.ok) return source;
  const { school, schoolYear, staff, classrooms } = source.value;
  // What the province said before is shown when it cannot be asked now.
  await refreshStanding(context, who.schoolCode, 'anew');
  const known = await inSchool(context, who.schoolCode, async (scope) => ok(await knownStanding(scope)));
  if (!known.ok) return known;
  const vacant = classrooms
    .filter((one) => homeroomTeacherOf(one, staff) === undefined)
    .map(({ classroom }): Role => ({ who: '', staffId: undefined, fullName: undefined, role: 'homeroomTeacher', classrooms: [classroom] }));
  const mine = (role: { readonly classrooms: readonly string[] }) =>
    role.classrooms.length === 0 ? reaches(who, '') : role.classrooms.some((classroom) => reaches(who, classroom));
  const roles = [...signerRolesOf(source.value), ...vacant].filter(mine);
  const certificates = await certificatesOf(context, { school, staff, classrooms });
  const today = Instant.toPlainDate(context.clock.now());
  const { waves } = calendarOf(schoolYear);
  const deadline = [waves[1].dueOn, waves[2].dueOn].find((day) => today <= day);
  const lines = roles.map((role) => lineOf(context, role, certificates.get(role.who), known.value?.standing));
  const local = lines.flatMap((line) =>
    warningsOf(factsOf(line), { today, deadline }).map((warning) => ({ ...warning, role: line.role, classrooms: line.classrooms })),
  );
  return ok({
    askedAt: known.value === undefined ? null : Instant.toIso(known.value.askedAt),
    warnings: shown(known.value?.standing.warnings.filter(mine) ?? [], local),
    roles: lines,
  });
}

interface RoleWarning extends SignerWarning {
  readonly role: string;
  readonly classrooms: readonly string[];
}
const isSameRole = (a: RoleWarning, b: RoleWarning): boolean =>
  a.kind === b.kind && a.role === b.role && (a.classrooms.length === 0 || a.classrooms.some((one) => b.classrooms.includes(one)));

/** The register speaks of what is approved, the certificates at hand of what will be sent: each thing is said once. */
const shown = (registered: readonly RoleWarning[], local: readonly RoleWarning[]): SchoolSigners['warnings'] =>
  [...registered, ...local.filter((one) => !registered.some((other) => isSameRole(other, one)))].map(
    ({ kind, weight, message, remedy }) => ({ kind, weight, message, remedy }),
  );

function lineOf(
  { primitives }: SchoolContext,
  { role, staffId, fullName, classrooms }: Role,
  certificate: Uint8Array | undefined,
  standing: SignerStanding | undefined,
): Line {
  const sha256 = certificate && toHex(primitives.digest('sha256', certificate));
  const parsed = certificate && parseCertificate(certificate);
  const own =
    standing?.signers.filter(
      (one) => one.role === role && one.staffId === staffId && (sha256 === undefined || one.certificateSha256 === sha256),
    ) ?? [];
  const found = own.find(({ state }) => state === 'approved' || state === 'waiting') ?? own.at(-1);
  return {
    role,
    fullName: fullName ?? null,
    classrooms: [...classrooms],
    certificateSubject: parsed?.ok ? displayName(parsed.value.subject) : (found?.certificateSubject ?? null),
    certificateUntil: parsed?.ok ? Instant.toPlainDate(parsed.value.notAfter) : (found?.lastDay ?? null),
    state: found?.state ?? (certificate === undefined ? 'noCertificate' : 'notSent'),
    reason: found?.state === 'refused' ? found.decisionReason : null,
    ending: found?.ending ?? null,
  };
}

/** The certificate at hand; where there is none, the one the register names. */
const factsOf = ({ role, fullName, classrooms, certificateSubject, certificateUntil }: Line): SignerFacts => ({
  role,
  fullName: fullName ?? undefined,
  classrooms,
  certificate:
    certificateSubject === null || certificateUntil === null
      ? undefined
      : { subject: certificateSubject, lastDay: certificateUntil as PlainDate, revokedOn: undefined },
});
