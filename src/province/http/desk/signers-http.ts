import { provinceDesk, type SignerCoverage } from '#contract';
import { describe, nameOfRole, type Refusal, refusal, type SchoolCode } from '#domain';
import { schoolIdOf, type Session } from '#identity';
import { serveRoute } from '#identity/http';
import { err, Instant, ok, type Result } from '#kernel';
import { writeCsv } from '#workbook';
import type { FastifyInstance } from 'fastify';
import { coverageOf, type CoverageRow } from '../../postgres/signer-roles.ts';
import type { ProvinceTransaction } from '../../postgres/tables.ts';
import { decideSigners, undoWithdrawal, withdrawSigner } from '../../registry/signers/decide.ts';
import { schoolWarnings, signerLines, type WarnedSchool, whenOf } from '../../registry/signers/views.ts';
import { type DeskFloor, OFFICERS, READERS } from './floor.ts';

const idOf = (schoolCode: string) => schoolIdOf(schoolCode as SchoolCode);

/** SO-6: who signs for the schools: the officer's word, warnings, coverage. */
export function signersHttp(app: FastifyInstance, floor: DeskFloor): void {
  const { context, inProvince, now, schoolsOf } = floor;
  const today = () => Instant.toPlainDate(now());
  serveRoute(app, provinceDesk.signers, OFFICERS, async ({ query }) =>
    inProvince(async (trx) =>
      ok({
        signers: await signerLines(trx, {
          today: today(),
          state: query.state,
          ...(query.schoolCode === undefined ? {} : { schools: [idOf(query.schoolCode)] }),
        }),
      }),
    ),
  );
  serveRoute(app, provinceDesk.approveSigners, OFFICERS, async ({ body, session }) =>
    inProvince(async (trx) => {
      const { signerIds, approve, reason } = body;
      const decided = await decideSigners(context, trx, [...new Set(signerIds)], { approve, reason, by: session.fullName });
      const names = new Map((await signerLines(trx, { today: today(), signerIds })).map(({ signerId, fullName }) => [signerId, fullName]));
      return ok({
        signers: await signerLines(trx, { today: today() }),
        results: decided.map((one) => ({
          signerId: one.signerId,
          fullName: names.get(one.signerId) ?? '',
          done: one.refusal === undefined,
          ...(one.refusal && { refusal: describe(one.refusal) }),
        })),
      });
    }),
  );
  const changed = async (trx: ProvinceTransaction, signerId: string, openRecords: number) => {
    const [signer] = await signerLines(trx, { today: today(), signerIds: [signerId] });
    return signer === undefined ? err(refusal('province/signer-not-found')) : ok({ signer, openRecords });
  };
  serveRoute(app, provinceDesk.withdrawSigner, OFFICERS, async ({ params, body, session }) =>
    inProvince(async (trx) => {
      const done = await withdrawSigner(
        context,
        trx,
        params.signerId,
        { from: body.from, reason: body.reason, ...(body.decisionNumber === undefined ? {} : { decisionNumber: body.decisionNumber }) },
        session.fullName,
      );
      return done.ok ? changed(trx, params.signerId, done.value.openRecords) : done;
    }),
  );
  serveRoute(app, provinceDesk.undoWithdrawal, OFFICERS, async ({ params, session }) =>
    inProvince(async (trx) => {
      const done = await undoWithdrawal(context, trx, params.signerId, session.fullName);
      return done.ok ? changed(trx, params.signerId, 0) : done;
    }),
  );
  serveRoute(app, provinceDesk.signerWarnings, READERS, async ({ query, session }) =>
    inProvince(async (trx) => {
      const found = await warned(floor, trx, session, query);
      return ok({
        today: found.today,
        deadline: found.deadline ?? null,
        warnings: found.warnings.map(({ school, warning }) => ({
          ...warning,
          schoolCode: school.code,
          schoolName: school.name,
          commune: school.commune,
          district: school.district,
        })),
      });
    }),
  );
  serveRoute(app, provinceDesk.signerWarningsCsv, READERS, async ({ query, session }) =>
    inProvince(async (trx) => {
      const { warnings, today: day } = await warned(floor, trx, session, query);
      return ok({ bytes: writeCsv([HEADINGS, ...warnings.map(rowOf)]), fileName: `canh-bao-chung-thu-so-${day}.csv` });
    }),
  );
  serveRoute(
    app,
    provinceDesk.signerCoverage,
    READERS,
    ({ session }): Promise<Result<SignerCoverage, Refusal>> =>
      inProvince(async (trx) => {
        const when = await whenOf(trx, now());
        return ok(coverageView(await coverageOf(trx, { ...when, schools: await schoolsOf(trx, session) }), when));
      }),
  );
}

interface Wanted {
  readonly schoolCode?: string | undefined;
  readonly kind?: string | undefined;
  readonly area?: string | undefined;
}

/** The warnings a person may see, as far as they are asked for. */
async function warned({ now, schoolsOf }: DeskFloor, trx: ProvinceTransaction, session: Session, { schoolCode, kind, area }: Wanted) {
  const when = await whenOf(trx, now());
  const allowed = await schoolsOf(trx, session);
  const schools = schoolCode === undefined ? allowed : [idOf(schoolCode)].filter((id) => allowed === undefined || allowed.includes(id));
  const all = await schoolWarnings(trx, { ...when, schools });
  return {
    ...when,
    warnings: all.filter(
      ({ school, warning }) =>
        (kind === undefined || warning.kind === kind) && (area === undefined || school.commune === area || school.district === area),
    ),
  };
}

const HEADINGS = ['Mã trường', 'Tên trường', 'Xã, phường', 'Quận, huyện', 'Vai trò', 'Họ và tên', 'Lớp', 'Mức', 'Cảnh báo', 'Cách xử lý'];
const WEIGHTS = { blocking: 'Không ký được', soon: 'Cần xử lý sớm' } as const;
const rowOf = ({ school, role, warning }: WarnedSchool): readonly string[] => [
  school.code,
  school.name,
  school.commune,
  school.district ?? '',
  nameOfRole({ role: role.role, fullName: undefined, classrooms: [] }),
  role.fullName ?? '',
  role.classrooms.join(', '),
  WEIGHTS[warning.weight],
  warning.message,
  warning.remedy,
];

function coverageView(
  rows: readonly CoverageRow[],
  { today, deadline }: { readonly today: string; readonly deadline: string | undefined },
): SignerCoverage {
  const counts = ({ schools, teachers, heads, seals }: CoverageRow) => ({ schools, teachers, heads, seals });
  const none = { required: 0, today: 0, deadline: 0 };
  const total = rows.find(({ level }) => level === 'total');
  return {
    today,
    deadline: deadline ?? null,
    total: total === undefined ? { schools: 0, teachers: none, heads: none, seals: none } : counts(total),
    areas: rows.flatMap((row) =>
      (row.level === 'district' && row.district !== null) || (row.level === 'commune' && row.commune !== null)
        ? [{ level: row.level, name: (row.level === 'district' ? row.district : row.commune) ?? '', ...counts(row) }]
        : [],
    ),
    schools: rows.flatMap((row) =>
      row.level === 'school'
        ? [{ code: row.code ?? '', name: row.name ?? '', commune: row.commune ?? '', district: row.district, ...counts(row) }]
        : [],
    ),
  };
}
