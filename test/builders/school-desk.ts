import { randomUUID } from 'node:crypto';
import type { Tier } from '#database';
import { addressOf, SchoolCode, SchoolYear, StaffId } from '#domain';
import { Instant, ok, unwrap } from '#kernel';
import type { Printer } from '#print';
import { createGatewayClient, createSchool, type GatewayClient, type SchoolPorts } from '#school';
import { nodePrimitives } from '#signature/node';
import { readWorkbooks } from '#workbook';
import { PROVINCE, registerSchool, type Tiers } from './tiers.ts';
import { sampleFiles, type SampleSchool } from './workbooks.ts';

const NO_PRINTER: Printer = { print: () => Promise.resolve(ok(new Uint8Array())), printSheet: () => Promise.resolve(ok(new Uint8Array())) };

/** The people of one class of a sample school, with keys, and its desk on any database of the school tier. */
export async function openSchoolDesk(tiers: Tiers, sample: SampleSchool, classroom: string, baseUrl: string) {
  const code = unwrap(SchoolCode.parse(sample)), schoolYear = unwrap(SchoolYear.parse('2023-2024'));
  const { pki } = tiers.trial;
  const files = sampleFiles(sample).filter(({ name }) => !name.includes('DanhGiaBoSung'));
  const { data, school } = await readWorkbooks(files, { schoolCode: code, schoolYear });
  const name = school.name ?? code;
  const teacher = data.staff.find((one) => one.homeroomClassrooms.includes(classroom))!, head = data.staff.find(({ position }) => /^hiệu trưởng$/i.test(position))!;
  await pki.issue({ id: `${code}.seal`, kind: 'organisation', name, organisation: name, key: 'rsa-2048' });
  for (const { staffId, fullName } of [teacher, head]) await pki.issue({ id: `${code}.${staffId}`, kind: 'person', name: fullName, organisation: name, key: 'ec-p256' });
  const clientSecret = await registerSchool(tiers.province, code);
  const gateway = createGatewayClient({ baseUrl, credentialsFor: () => Promise.resolve({ clientId: code, clientSecret }) });
  const actor = (role: 'homeroomTeacher' | 'schoolHead' | 'clerk' | 'schoolAdmin', person: { readonly fullName: string; readonly staffId: string }) =>
    ({ schoolCode: code, name: person.fullName, role, staffId: unwrap(StaffId.parse(person.staffId)), classrooms: role === 'homeroomTeacher' ? [classroom] : [] });

  return {
    code, classroom, files, gateway,
    who: { teacher: actor('homeroomTeacher', teacher), head: actor('schoolHead', head), clerk: actor('clerk', { fullName: 'Văn thư', staffId: 'VT0001' }), admin: actor('schoolAdmin', { fullName: 'Quản trị', staffId: 'QT0001' }) },
    registered: { code, name, ...addressOf(code, Instant.toPlainDate(tiers.clock.now())) },
    /** The program of the desk; it exchanges with the province when it is told to. */
    on: (tier: Tier, through: GatewayClient = gateway, signerFor: SchoolPorts['signerFor'] = async (_, who) => ok(pki.holders.has(`${code}.${who}`) ? pki.signer(`${code}.${who}`) : undefined), printer: Printer = NO_PRINTER) => createSchool({
      tier, clock: tiers.clock, ids: { uuid: () => randomUUID() }, primitives: nodePrimitives, signerFor, tsaUrl: tiers.trial.tsa.url,
      gateway: through, provinceCode: PROVINCE, trust: async () => ({ material: await tiers.trial.trust(), provinceCertificates: [tiers.trial.provinceSeal] }), printer, lookUpUrl: 'HTTP://LOCALHOST/T/',
      standing: { testData: true, testSignatures: true, virtualClock: true },
    }, { syncEveryMs: 0 }),
  };
}
export type SchoolDesk = Awaited<ReturnType<typeof openSchoolDesk>>;
