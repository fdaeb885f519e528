import type { Refusal, SchoolCode } from '#domain';
import { ok, type Result } from '#kernel';
import { inSchool, type SchoolContext, type SchoolPorts } from './context.ts';
import { createBackground } from './background.ts';
import { classSummaryPdf, classSummaryXlsx, handoverPdf } from './class-sheet/service.ts';
import { handoversZip, summariesZip } from './class-sheet/whole-school.ts';
import { classPage } from './desk/class-page.ts';
import { recordHistory } from './desk/history.ts';
import { overview } from './desk/overview.ts';
import { policiesView } from './desk/policies.ts';
import { setAssessmentWay } from './entry/assessment-way.ts';
import { confirmAward } from './entry/award.ts';
import { markDoubtSeen } from './entry/doubt-seen.ts';
import { giveSectorCode } from './entry/pupil-code.ts';
import { acceptResult, editCells } from './entry/service.ts';
import { recordSupplementary } from './entry/supplementary.ts';
import { type ListKind, prepareList } from './exchange/prepare.ts';
import { openReplacement, reopen } from './exchange/reopen.ts';
import { submitClass, withdraw } from './exchange/submit.ts';
import type { SyncReport } from './exchange/sync.ts';
import { exportList } from './export/service.ts';
import { findSubmission, listSubmissions, submitQueue } from './exchange/views.ts';
import { answerLayouts, forgetImportLayout, importLayouts } from './import/layouts.ts';
import { refusedRows } from './import/refused-rows.ts';
import {
  answerImport,
  commitImport,
  dryRunImport,
  findImportDetail,
  findImportFindings,
  findImportRun,
  listImportRuns,
} from './import/service.ts';
import { undoImport, undoPreview } from './import/undo.ts';
import { importHead, importView, pupilsPage, spellingsPage, undoView, type WantedPupils } from './import/view.ts';
import type { Actor, School } from './model.ts';
import { listSchools, saveSchool } from './postgres/people.ts';
import { editPointCells, pointPage, pointsOverview } from './points/service.ts';
import { loadStages } from './postgres/records.ts';
import type { SchoolTables } from './postgres/tables.ts';
import { extractPdf, previewPdf } from './print/print-record.ts';
import { cancelPrintRun, findPrintRun, listPrintRuns, printRunFile, resumePrintRun, startPrintRun } from './print/run-service.ts';
import { signersPage } from './signers/page.ts';
import { giveSignatures, signHashes } from './sign/helper.ts';
import { findSignRun, listSignRuns, pauseSignRun, resumeSignRun, signQueue, startSignRun } from './sign/service.ts';

type Bound<F> = F extends (context: SchoolContext, ...rest: infer A) => infer R ? (...rest: A) => R : never;
const map = async <T, U>(result: Promise<Result<T, Refusal>>, change: (value: T) => U): Promise<Result<U, Refusal>> => {
  const got = await result;
  return got.ok ? ok(change(got.value)) : got;
};

/** Everything the school desk does, with the person who does it as an argument: HTTP, demonstrations and programs use the same functions. */
export function createSchool(
  ports: SchoolPorts,
  options: { readonly syncEveryMs?: number; readonly onTrouble?: (code: SchoolCode, troubles: readonly Refusal[]) => void } = {},
) {
  const context: SchoolContext = { ...ports, database: ports.tier.tables<SchoolTables>() };
  const bind = <F extends (context: SchoolContext, ...rest: never[]) => unknown>(work: F) =>
    ((...rest: never[]) => work(context, ...rest)) as Bound<F>;
  const background = createBackground(context, options);

  return {
    context,
    /** Registers a school or changes its names; its data stay. */
    registerSchool: (school: School) =>
      inSchool(context, school.code, async (scope) => {
        const [known] = (await listSchools(scope.trx)).filter((one) => one.code === school.code);
        const year = school.currentSchoolYear ?? known?.currentSchoolYear;
        await saveSchool(scope, { ...school, ...(year === undefined ? {} : { currentSchoolYear: year }) });
        return ok(undefined);
      }),
    schools: () => context.database.inScope('none', listSchools),
    overview: bind(overview),
    classPage: bind(classPage),
    editCells: bind(editCells),
    pointsOverview: bind(pointsOverview),
    pointPage: bind(pointPage),
    editPointCells: bind(editPointCells),
    classSummaryPdf: bind(classSummaryPdf),
    classSummaryXlsx: bind(classSummaryXlsx),
    handoverPdf: bind(handoverPdf),
    summariesZip: bind(summariesZip),
    handoversZip: bind(handoversZip),
    acceptResult: bind(acceptResult),
    supplementary: bind(recordSupplementary),
    confirmAward: bind(confirmAward),
    assessmentWay: bind(setAssessmentWay),
    pupilCode: bind(giveSectorCode),
    doubtSeen: bind(markDoubtSeen),
    policies: () => policiesView(context),
    dryRunImport: (...args: Parameters<Bound<typeof dryRunImport>>) => map(dryRunImport(context, ...args), importView),
    commitImport: (...args: Parameters<Bound<typeof commitImport>>) => map(commitImport(context, ...args), importView),
    importRun: (...args: Parameters<Bound<typeof findImportRun>>) => map(findImportRun(context, ...args), importView),
    imports: (who: Actor) => map(listImportRuns(context, who), (runs) => ({ imports: runs.map(importHead) })),
    importPupils: (who: Actor, importId: string, wanted: WantedPupils) =>
      map(findImportFindings(context, who, importId), (findings) => pupilsPage(findings, wanted)),
    importSpellings: (who: Actor, importId: string, wanted: Parameters<typeof spellingsPage>[1]) =>
      map(findImportDetail(context, who, importId), (detail) => spellingsPage(detail, wanted)),
    answerImport: (...args: Parameters<Bound<typeof answerImport>>) => map(answerImport(context, ...args), importView),
    answerLayouts: (...args: Parameters<Bound<typeof answerLayouts>>) => map(answerLayouts(context, ...args), importView),
    importLayouts: bind(importLayouts),
    forgetImportLayout: bind(forgetImportLayout),
    refusedRows: bind(refusedRows),
    undoPreview: (...args: Parameters<Bound<typeof undoPreview>>) => map(undoPreview(context, ...args), undoView),
    undoImport: (...args: Parameters<Bound<typeof undoImport>>) => map(undoImport(context, ...args), importView),
    exportList: bind(exportList),
    signQueue: bind(signQueue),
    startSignRun: (...args: Parameters<Bound<typeof startSignRun>>) =>
      map(startSignRun(context, ...args), (run) => {
        background.sign(args[0].schoolCode, run.runId);
        return run;
      }),
    signRun: bind(findSignRun),
    signRuns: (who: Actor) => map(listSignRuns(context, who), (runs) => ({ runs: [...runs] })),
    pauseSignRun: bind(pauseSignRun),
    resumeSignRun: (...args: Parameters<Bound<typeof resumeSignRun>>) =>
      map(resumeSignRun(context, ...args), (run) => {
        background.sign(args[0].schoolCode, run.runId);
        return run;
      }),
    signHashes: bind(signHashes),
    giveSignatures: bind(giveSignatures),
    signers: bind(signersPage),
    submitQueue: bind(submitQueue),
    prepare: async (who: Actor, kind: ListKind) =>
      sentSoon(who, await map(prepareList(context, who, kind), (message) => message.messageId)),
    submit: async (who: Actor, classroom: string, wave: 1 | 2) => {
      const messages = await submitClass(context, who, classroom, wave);
      if (!messages.ok) return messages;
      background.sync(who.schoolCode);
      const submissions = [];
      for (const { messageId } of messages.value) {
        const one = await findSubmission(context, who, messageId);
        if (!one.ok) return one;
        submissions.push(one.value);
      }
      return ok({ submissions });
    },
    submissions: (who: Actor) => map(listSubmissions(context, who), (submissions) => ({ submissions: [...submissions] })),
    submission: bind(findSubmission),
    withdraw: async (who: Actor, pupilId: string, reason: string) =>
      sentSoon(who, await map(withdraw(context, who, pupilId, reason), (message) => message.messageId)),
    replace: bind(openReplacement),
    reopen: bind(reopen),
    previewPdf: bind(previewPdf),
    extractPdf: bind(extractPdf),
    startPrintRun: (...args: Parameters<Bound<typeof startPrintRun>>) =>
      map(startPrintRun(context, ...args), (run) => {
        background.print(args[0].schoolCode, run.runId);
        return run;
      }),
    printRun: bind(findPrintRun),
    printRuns: bind(listPrintRuns),
    cancelPrintRun: bind(cancelPrintRun),
    resumePrintRun: (...args: Parameters<Bound<typeof resumePrintRun>>) =>
      map(resumePrintRun(context, ...args), (run) => {
        background.print(args[0].schoolCode, run.runId);
        return run;
      }),
    printRunFile: bind(printRunFile),
    history: bind(recordHistory),
    /** The exact octets of an issued version; undefined when this school has issued none of that id. */
    issuedPacket: async (code: SchoolCode, versionId: string): Promise<Uint8Array | undefined> => {
      const stages = await inSchool(context, code, async (scope) => ok(await loadStages(scope, [versionId], 'orgSignature')));
      return stages.ok ? stages.value.get(versionId)?.bytes : undefined;
    },
    /** Lets go of printed files that were kept long enough; also happens every hour by itself. */
    sweep: () => background.sweep(),
    /** Sends and fetches now, and waits for it. */
    sync: (code: SchoolCode): Promise<SyncReport> => background.syncNow(code),
    /** Waits until no sign or print run of this process is at work. */
    settled: () => background.settled(),
    /** Takes up sign and print runs a stopped process left, and begins to exchange with the province in the background. */
    start: () => background.start(),
    stop: () => background.stop(),
  };

  async function sentSoon(who: Actor, messageId: Result<string, Refusal>) {
    if (!messageId.ok) return messageId;
    background.sync(who.schoolCode);
    return findSubmission(context, who, messageId.value);
  }
}

export type SchoolServices = ReturnType<typeof createSchool>;
