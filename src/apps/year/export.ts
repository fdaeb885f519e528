import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { LookupCode, PupilId } from '#domain';
import { Instant, toBase64, unwrap, utf8 } from '#kernel';
import { SIGNERS_EXTRACT_SLOT, writeSignersExtract } from '#packet';
import { judgeYear, printCopy } from '#portal';
import { approvedSigners } from '#province/postgres';
import { evidenceOf, proofsOf, renewLog, publishedFile, publishedPaths, sealed } from '#province/registry';
import { openDesks } from '../demo/fill.ts';
import { PROVINCE_SEAL } from '../demo/keys.ts';
import type { System } from '../demo/system.ts';
import { pupilsOf, sha256Hex, type YearLog } from './scenario.ts';

/** Words of the contract for the last state of a packet. */
const STATES = {
  admitted: 'DA_TIEP_NHAN',
  withdrawn: 'DA_THU_HOI',
  replaced: 'DA_THAY_THE',
  finalized: 'DA_CHOT',
  reported: 'DA_BAO_CAO_BO',
} as const;
const pem = (label: string, der: Uint8Array): string =>
  `-----BEGIN ${label}-----\n${toBase64(der).replace(/(.{64})(?=.)/g, '$1\n')}\n-----END ${label}-----\n`;

/** Writes everything the year has left behind, as files anybody can check without this program, and their summary. */
export async function exportYear(system: System, out: string, log: YearLog, say: (sentence: string) => void) {
  const write = (path: string, content: string | Uint8Array) => {
    const file = join(out, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  };
  const { database } = system.province;
  const province = { province: true } as const;
  const at = system.clocks.province.now();

  const rows = await database.inScope(province, (trx) =>
    trx
      .selectFrom('packet')
      .innerJoin('school_unit', 'school_unit.school_id', 'packet.school_id')
      .selectAll('packet')
      .select('school_unit.code')
      .orderBy('school_unit.code')
      .orderBy('pupil_id')
      .orderBy('version_number')
      .execute(),
  );
  const events = Map.groupBy(
    await database.inScope(province, (trx) =>
      trx.selectFrom('registry_event').select(['version_id', 'kind', 'effective_date']).orderBy('at').execute(),
    ),
    (event) => event.version_id,
  );
  const ORDER = ['admitted', 'withdrawn', 'replaced', 'finalized', 'reported'] as const;
  const packets = rows.map((row) => {
    const own = events.get(row.version_id) ?? [];
    const state = ORDER.findLast((kind) => own.some((event) => event.kind === kind)) ?? 'admitted';
    const file = `packets/${row.version_id}.xml`;
    write(file, row.bytes);
    return {
      file,
      sha256: row.sha256,
      lookupCode: row.lookup_code,
      pupilId: row.pupil_id,
      school: row.code,
      classroom: row.classroom,
      grade: row.grade,
      version: row.version_number,
      versionId: row.version_id,
      state: STATES[state],
      wave: row.wave,
      overallResult: row.overall_result,
      effectiveDate: own.find(({ effective_date }) => effective_date !== null)?.effective_date ?? null,
    };
  });
  for (const row of await database.inScope(province, (trx) => trx.selectFrom('message').select(['message_id', 'receipt']).execute()))
    write(`receipts/${row.message_id}.xml`, row.receipt);
  for (const row of await database.inScope(province, (trx) =>
    trx.selectFrom('confirmation').select(['leaf_index', 'version_id', 'event', 'xml']).execute(),
  ))
    write(`confirmations/${row.version_id}-${row.event}.xml`, row.xml);
  say(`Đã ghi ${packets.length} gói tin, biên nhận và xác nhận.`);

  unwrap(await renewLog(system.province, 'year'));
  await system.background.settle();
  for (const row of rows) {
    const evidence = await database.inScope(province, (trx) => evidenceOf(system.province, trx, row.school_id, row.version_id));
    if (evidence !== undefined) write(`evidence/${row.sha256}.xml`, unwrap(evidence).bytes);
  }
  say('Đã ghi bằng chứng để kiểm tra lâu dài.');

  const pdf: { file: string; sha256: string; packetSha256: string }[] = [];
  for (const code of [...new Set(rows.map((row) => row.lookup_code))]) {
    const record = await system.portal.reader.read(code as LookupCode, at);
    for (const year of record?.years ?? []) {
      if (year.state !== 'finalized' && year.state !== 'reported') continue;
      const judged = await judgeYear(system.portal.judge, year, at);
      const bytes = unwrap(await printCopy(system.portal, { product: 'hocBa', years: [judged], now: at }));
      const file = `pdf/${year.versionId}.pdf`;
      write(file, bytes);
      pdf.push({ file, sha256: sha256Hex(bytes), packetSha256: year.packet.sha256 });
    }
  }
  say(`Đã in ${pdf.length} bản học bạ theo mẫu Thông tư 27 (PDF/A-3).`);

  for (const path of await publishedPaths(database)) write(`log/${path}`, (await publishedFile(database, system.province, path))!);
  for (const { path, bytes } of await proofsOf(database)) write(`log/${path}`, bytes);
  write('trust/log.pub', (await publishedFile(database, system.province, 'log.pub'))!);
  const { pki } = system.keys;
  for (const [name, der] of [
    ['root', pki.root],
    ['issuing', pki.issuing],
    ['tsa', pki.tsaAuthority],
    ['province', pki.credential(PROVINCE_SEAL).certificate],
  ] as const)
    write(`trust/${name}.pem`, pem('CERTIFICATE', der));
  for (const { name, der } of await pki.makeCrls(at, unwrap(Instant.parse('2024-10-31T00:00:00+07:00'))))
    write(`trust/${name}.crl`, pem('X509 CRL', der));
  const signers = await database.inScope(province, (trx) => approvedSigners(trx));
  write(
    'trust/signers.xml',
    await sealed(system.province, writeSignersExtract({ date: Instant.toPlainDate(at), signers }), SIGNERS_EXTRACT_SLOT),
  );

  const checkpoint = await database.inScope(province, (trx) =>
    trx.selectFrom('log_checkpoint').select(['size', 'root']).orderBy('size', 'desc').limit(1).executeTakeFirst(),
  );
  const schools = [];
  for (const sample of system.samples) {
    const desks = await openDesks(system, sample);
    const pupils = await pupilsOf(desks);
    const own = packets.filter(({ school }) => school === sample.code);
    const distinct = (list: readonly { pupilId: string }[]) => new Set(list.map(({ pupilId }) => pupilId)).size;
    const finalized = own.filter(({ state }) => state === 'DA_CHOT' || state === 'DA_BAO_CAO_BO');
    const done = new Set<string>(finalized.map(({ pupilId }) => pupilId));
    const open = pupils
      .filter(({ pupilId, status }) => status !== 'left' && !done.has(pupilId))
      .map(({ pupilId, computed, state }) => ({
        pupilId: pupilId as PupilId,
        reason: state === 'withdrawn' ? 'Đã thu hồi, chưa nộp lại' : computed.sentence,
      }));
    const counted = { issued: distinct(own), submitted: distinct(own), admitted: distinct(own) };
    schools.push({
      code: sample.code,
      name: sample.name,
      imported: pupils.length,
      left: pupils.filter(({ status }) => status === 'left').length,
      ...counted,
      finalizedWave1: finalized.filter(({ wave }) => wave === 1).length,
      finalizedWave2: finalized.filter(({ wave }) => wave === 2).length,
      open,
    });
  }
  const upward = await database.inScope(province, (trx) =>
    trx
      .selectFrom('upward_batch')
      .leftJoin('upward_receipt', 'upward_receipt.message_id', 'upward_batch.message_id')
      .leftJoin('upward_result', 'upward_result.message_id', 'upward_batch.message_id')
      .select(['record_count', 'upward_receipt.message_id as received', 'accepted'])
      .execute(),
  );
  const records = (list: typeof upward) => list.reduce((sum, { record_count }) => sum + record_count, 0);
  const summary = {
    schoolYear: '2023-2024',
    schools,
    packets,
    pdf,
    refusals: log.refusals,
    log: { size: checkpoint?.size ?? 0, rootHash: checkpoint ? Buffer.from(checkpoint.root).toString('hex') : '' },
    ministry: {
      received: records(upward.filter(({ received }) => received !== null)),
      acknowledged: records(upward.filter(({ accepted }) => accepted === true)),
    },
  };
  write('summary.json', utf8(`${JSON.stringify(summary, null, 1)}\n`));
  return summary;
}
