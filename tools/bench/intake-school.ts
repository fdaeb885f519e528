import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { provinceDesk } from '#contract';
import { databaseSecrets } from '#database';
import { embeddedPrograms, startEmbedded } from '#database/embedded';
import { type HocBa, SchoolCode, SchoolYear, type Sha256Hex, StaffId } from '#domain';
import { schoolIdOf } from '#identity';
import { PlainDate, type Result, toHex, unwrap } from '#kernel';
import {
  BATCH_SLOT,
  MessageId,
  readReceipt,
  ROSTER_SLOT,
  type SignatureSlot,
  SIGNERS_SLOT,
  writeBatch,
  writeRoster,
  writeSigners,
} from '#packet';
import { createGatewayClient, type GatewayClient } from '#school';
import { nodePrimitives } from '#signature/node';
import { signSlots } from '#signature/signers';
import { readXml } from '#xml';
import { startSystem, type System } from '../../src/apps/demo/system.ts';
import { logIn } from '../../src/apps/client/desk.ts';
import { ROLES, type Signing, uuidHex } from './packets.ts';

const YEAR = unwrap(SchoolYear.parse('2023-2024'));
const PROVINCE = unwrap(SchoolCode.parse('22'));

/** A demonstration without workbooks on a PostgreSQL server of its own, thrown away on close. */
export async function openSystem(): Promise<{ readonly system: System; close(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'hocba-bench-'));
  chmodSync(folder, 0o711);
  const samples = join(folder, 'no-workbooks');
  mkdirSync(samples);
  const secrets = databaseSecrets(folder);
  const embedded = unwrap(
    await startEmbedded({ programs: unwrap(embeddedPrograms(folder)), folder: join(folder, 'postgresql'), adminPassword: secrets.admin }),
  );
  const system = await startSystem({ adminUrl: embedded.adminUrl, dataFolder: folder, secrets, samples, schoolYear: YEAR, port: 0 });
  return {
    system,
    async close() {
      await system.stop();
      await embedded.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A school that speaks to the gateway as any school software does. */
export interface SendingSchool {
  readonly code: SchoolCode;
  readonly client: GatewayClient;
  /** How its packets are signed now. */
  signing(): Signing;
  /** A sealed batch of these packets. */
  batch(records: readonly HocBa[], packets: readonly Uint8Array[]): Promise<{ readonly messageId: string; readonly bytes: Uint8Array }>;
  /** Sends a message; throws unless the province accepts it. */
  send(kind: Parameters<GatewayClient['send']>[1], bytes: Uint8Array): Promise<void>;
}

/** Enters the school of the records with the province: its signers, approved, and its roster. */
export async function enterSchool(system: System, records: readonly HocBa[]): Promise<SendingSchool> {
  const { school, homeroomTeacher, schoolHead } = records[0]!;
  const { code, name } = school;
  await system.province.database.inScope({ province: true }, (trx) =>
    trx
      .insertInto('school_unit')
      .values({ school_id: schoolIdOf(code), code, name, commune: school.commune, district: school.district ?? null })
      .execute(),
  );
  const holders = { homeroomTeacher, schoolHead, orgSignature: { staffId: unwrap(StaffId.parse(code)), fullName: name } };
  for (const role of ROLES) {
    const { staffId, fullName } = holders[role];
    await system.keys.pki.issue({
      id: `${code}.${staffId}`,
      kind: role === 'orgSignature' ? 'organisation' : 'person',
      name: fullName,
      organisation: name,
      key: role === 'homeroomTeacher' ? 'ec-p256' : 'rsa-2048',
    });
  }
  const signer = (role: (typeof ROLES)[number]) => system.keys.pki.signer(`${code}.${holders[role].staffId}`);
  const signers = { homeroomTeacher: signer('homeroomTeacher'), schoolHead: signer('schoolHead'), orgSignature: signer('orgSignature') };
  const client = createGatewayClient({
    baseUrl: system.baseUrl,
    credentialsFor: async () => ({ clientId: code, clientSecret: await system.clientSecret('province', code) }),
  });

  let messages = 0;
  const header = () => ({
    messageId: unwrap(MessageId.of(code, uuidHex(`message ${messages++}`))),
    from: code,
    to: PROVINCE,
    sentAt: system.clocks.school.now(),
    schoolYear: YEAR,
  });
  const sealed = async (unsigned: Result<Uint8Array, unknown>, slot: SignatureSlot): Promise<Uint8Array> => {
    const [signed] = await signSlots([{ bytes: unwrap(unsigned), slot }], {
      signer: signers.orgSignature,
      signingTime: system.clocks.school.now(),
      primitives: nodePrimitives,
      tsaUrl: system.tsaUrl,
    });
    return unwrap(signed!);
  };
  const own: SendingSchool = {
    code,
    client,
    signing: () => ({ signers, signingTime: system.clocks.school.now(), tsaUrl: system.tsaUrl }),
    async batch(some, packets) {
      const items = some.map(
        ({ lookupCode, versionId }, i) =>
          ({
            action: 'submit',
            lookupCode,
            versionId,
            sha256: toHex(nodePrimitives.digest('sha256', packets[i]!)) as Sha256Hex,
            bytes: packets[i]!,
          }) as const,
      );
      const wave = { ...header(), wave: 1, classroom: some[0]!.classroom } as const;
      return { messageId: wave.messageId, bytes: await sealed(writeBatch({ header: wave, items }), BATCH_SLOT) };
    },
    async send(kind, bytes) {
      const sent = await client.send(code, kind, bytes);
      const receipt = sent.ok ? unwrap(readReceipt(unwrap(readXml(sent.value)))) : undefined;
      if (receipt?.accepted !== true)
        throw new Error(`the province does not take the ${kind}: ${JSON.stringify(sent.ok ? receipt?.reasons : sent.error)}`);
    },
  };

  const day = (text: string) => unwrap(PlainDate.parse(text));
  const entries = ROLES.map((role) => ({
    ...holders[role],
    role,
    classrooms: [],
    certificate: signers[role].certificates[0]!,
    from: day('2023-09-05'),
    until: day('2024-08-31'),
  }));
  await own.send('signers', await sealed(writeSigners({ header: header(), signers: entries }), SIGNERS_SLOT));
  const officer = await logIn(system.baseUrl, '/api/province/v1', 'so.tiepnhan', system.password);
  const waiting = (await officer.call(provinceDesk.signers, {})).signers.map(({ signerId }) => signerId);
  await officer.call(provinceDesk.approveSigners, { body: { signerIds: waiting, approve: true } });
  const pupils = records.map(
    ({ pupil: { pupilId, fullName, birthDate }, assessment: { grade }, classroom }) =>
      ({ pupilId, fullName, birthDate, grade, classroom, status: 'studying' }) as const,
  );
  await own.send('roster', await sealed(writeRoster({ header: header(), pupils }), ROSTER_SLOT));
  return own;
}
