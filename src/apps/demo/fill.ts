import { provinceDesk, schoolDesk } from '#contract';
import { type Desk, logIn } from '../client/desk.ts';
import { isSupplementary, type SampleSchool } from './samples.ts';
import type { System } from './system.ts';

/** Desks of a school, by what the person does. */
export interface SchoolDesks {
  readonly sample: SampleSchool;
  readonly admin: Desk;
  readonly head: Desk;
  readonly clerk: Desk;
  teacher(classroom: string): Promise<Desk>;
}

export async function openDesks(system: System, sample: SampleSchool): Promise<SchoolDesks> {
  const open = (username: string) => logIn(system.baseUrl, '/api/school/v1', `${username}.${sample.letter}`, system.password);
  const [admin, head, clerk] = await Promise.all([open('quantri'), open('hieutruong'), open('vanthu')]);
  const teachers = new Map<string, Promise<Desk>>();
  return {
    sample,
    admin,
    head,
    clerk,
    teacher(classroom) {
      let desk = teachers.get(classroom);
      if (!desk) teachers.set(classroom, (desk = open(`gv.${classroom.toLowerCase()}`)));
      return desk;
    },
  };
}

/** Uploads workbooks as the school's administrator and commits what the dry run found. Throws with the problems when there are errors. */
export async function importFiles(desks: SchoolDesks, files: SampleSchool['files']) {
  const form = new FormData();
  for (const { name, bytes } of files) form.append('files', new Blob([new Uint8Array(bytes)]), name);
  const run = await desks.admin.call(schoolDesk.dryRunImport, { form });
  const errors = run.problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0)
    throw new Error(
      `${desks.sample.name}: ${errors.map((p) => `${p.file} ${p.sheet ?? ''} ${p.column ?? ''}${p.row ?? ''}: ${p.message} ${p.remedy}`).join('\n')}`,
    );
  return desks.admin.call(schoolDesk.commitImport, { params: { importId: run.importId }, body: { acceptedOnly: false } });
}

/** Sends the two lists that come first; an officer approves the signers, and each school looks. */
export async function prepareProvince(system: System, desks: readonly SchoolDesks[], officer: Desk): Promise<void> {
  for (const { clerk, sample } of desks) {
    for (const kind of ['signers', 'roster'] as const) await clerk.call(schoolDesk.prepare, { body: { kind } });
    await system.school.sync(sample.code);
  }
  const { signers } = await officer.call(provinceDesk.signers, {});
  const waiting = signers.filter(({ state }) => state === 'waiting').map(({ signerId }) => signerId);
  if (waiting.length > 0) await officer.call(provinceDesk.approveSigners, { body: { signerIds: waiting, approve: true } });
  for (const { clerk } of desks) await clerk.call(schoolDesk.signers, {});
}

/** The homeroom teacher accepts what Điều 9 gives wherever the workbook says otherwise. */
export async function acceptComputed(desks: SchoolDesks, classroom: string): Promise<number> {
  const teacher = await desks.teacher(classroom);
  const page = await teacher.call(schoolDesk.classPage, { params: { classroom } });
  const differing = page.pupils.filter(({ computed }) => computed.differs && !computed.accepted);
  for (const { pupilId } of differing) await teacher.call(schoolDesk.acceptResult, { params: { pupilId } });
  return differing.length;
}

/** Signs everything that waits for one signer in one slot; answers how many were signed. */
export async function signAll(
  system: System,
  desk: Desk,
  slot: 'homeroomTeacher' | 'schoolHead' | 'orgSignature',
  only?: readonly string[],
): Promise<number> {
  const queue = await desk.call(schoolDesk.signQueue, { query: { slot } });
  const classrooms = queue.classes
    .filter(({ ready, classroom }) => ready > 0 && (only === undefined || only.includes(classroom)))
    .map(({ classroom }) => classroom);
  if (classrooms.length === 0) return 0;
  const { runId } = await desk.call(schoolDesk.startSignRun, { body: { slot, classrooms } });
  await system.school.settled();
  const run = await desk.call(schoolDesk.signRun, { params: { runId } });
  const failed = run.items.filter(({ state }) => state === 'failed');
  if (failed.length > 0)
    throw new Error(`${failed.length} records were not signed: ${failed[0]!.fullName}: ${failed[0]!.refusal?.message}`);
  return run.done;
}

/** Submits what is ready of a wave, class by class, and waits for the province's answers. */
export async function submitAll(system: System, desks: SchoolDesks, wave: 1 | 2): Promise<number> {
  const { ready } = await desks.clerk.call(schoolDesk.submitQueue, {});
  let count = 0;
  for (const item of ready.filter((one) => one.wave === wave)) {
    await desks.clerk.call(schoolDesk.submit, { body: { classroom: item.classroom, wave } });
    count += item.count;
  }
  await exchange(system, desks.sample);
  return count;
}

/** School sends, province judges, school fetches results and confirmations. */
export async function exchange(system: System, sample: SampleSchool): Promise<void> {
  const before = await system.school.sync(sample.code);
  await system.background.settle();
  const after = await system.school.sync(sample.code);
  const trouble = [...before.troubles, ...after.troubles][0];
  if (trouble) throw new Error(`${sample.name}: ${trouble.code} ${JSON.stringify(trouble.params ?? {})} ${trouble.where ?? ''}`);
}

/** Fills a fresh demonstration so that every screen has something in every state: the first school signed and submitted in part, the second at entry. */
export async function fillDemo(system: System): Promise<void> {
  const officer = await logIn(system.baseUrl, '/api/province/v1', 'so.tiepnhan', system.password);
  const desks: SchoolDesks[] = [];
  for (const sample of system.samples) {
    const own = await openDesks(system, sample);
    await importFiles(
      own,
      sample.files.filter((file) => !isSupplementary(file)),
    );
    desks.push(own);
  }
  await prepareProvince(system, desks, officer);
  const [first] = desks;
  if (!first) return;
  const { classes } = await first.admin.call(schoolDesk.overview, {});
  const [submitted, signed, withHead] = [classes.slice(0, 2), classes.slice(2, 3), classes.slice(3, 4)].map((some) =>
    some.map(({ classroom }) => classroom),
  );
  for (const classroom of [...submitted!, ...signed!, ...withHead!]) {
    await acceptComputed(first, classroom);
    await signAll(system, await first.teacher(classroom), 'homeroomTeacher');
  }
  await signAll(system, first.head, 'schoolHead', [...submitted!, ...signed!]);
  await signAll(system, first.clerk, 'orgSignature', submitted!);
  await submitAll(system, first, 1);
}
