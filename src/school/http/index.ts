import { type LayoutAnswer, schoolDesk } from '#contract';
import type { FastifyInstance } from 'fastify';
import { type Access, accessTokenHttp, serveRoute } from '#identity/http';
import type { Session } from '#identity';
import { assert } from '#kernel';
import type { Actor } from '../model.ts';
import type { SchoolServices } from '../service.ts';

const STAFF = {
  session: ['homeroomTeacher', 'subjectTeacher', 'schoolHead', 'deputyHead', 'clerk', 'schoolAdmin'],
} as const satisfies Access;

/** The person behind a session, as the flows of the school see people. */
export function actorOf(session: Session): Actor {
  const { schoolCode, role, staffId } = session;
  assert(
    schoolCode !== undefined && (STAFF.session as readonly string[]).includes(role),
    'a session of the school desk belongs to a school',
  );
  return {
    schoolCode,
    name: session.fullName,
    role: role as Actor['role'],
    classrooms: session.classrooms,
    ...(staffId === undefined ? {} : { staffId }),
  };
}

/** A column that is not read is not said. */
const layoutAnswer = (answer: LayoutAnswer) =>
  'skip' in answer || 'header' in answer
    ? answer
    : {
        fingerprint: answer.fingerprint,
        kind: answer.kind,
        ...(answer.constants?.length ? { constants: answer.constants } : {}),
        columns: answer.columns.flatMap(({ header, field }) => (field === null ? [] : [{ header, field }])),
      };

/** Puts every route of the school desk on a context of the school tier; who may do what is decided by the flows, which name the remedy. */
export function schoolHttp(app: FastifyInstance, school: SchoolServices): void {
  const r = schoolDesk;
  serveRoute(app, r.overview, STAFF, ({ session }) => school.overview(actorOf(session)));
  serveRoute(app, r.classPage, STAFF, ({ session, params }) => school.classPage(actorOf(session), params.classroom));
  serveRoute(app, r.editCells, STAFF, ({ session, params, body }) => school.editCells(actorOf(session), params.classroom, body), {
    bodyBytes: 6_000_000,
  });
  serveRoute(app, r.points, STAFF, ({ session }) => school.pointsOverview(actorOf(session)));
  serveRoute(app, r.pointPage, STAFF, ({ session, params }) => school.pointPage(actorOf(session), params.classroom, params.point));
  serveRoute(
    app,
    r.editPointCells,
    STAFF,
    ({ session, params, body }) => school.editPointCells(actorOf(session), params.classroom, params.point, body),
    { bodyBytes: 6_000_000 },
  );
  serveRoute(app, r.classSummaryPdf, { ...STAFF, use: 'print' }, ({ session, params }) =>
    school.classSummaryPdf(actorOf(session), params.classroom, params.point),
  );
  serveRoute(app, r.classSummaryXlsx, { ...STAFF, use: 'export' }, ({ session, params }) =>
    school.classSummaryXlsx(actorOf(session), params.classroom, params.point),
  );
  serveRoute(app, r.summariesZip, { ...STAFF, use: 'print' }, ({ session, params }) => school.summariesZip(actorOf(session), params.point));
  serveRoute(app, r.handoversZip, { ...STAFF, use: 'print' }, ({ session }) => school.handoversZip(actorOf(session)));
  serveRoute(app, r.handoverPdf, { ...STAFF, use: 'print' }, ({ session, params }) =>
    school.handoverPdf(actorOf(session), params.classroom),
  );
  serveRoute(app, r.acceptResult, STAFF, ({ session, params }) => school.acceptResult(actorOf(session), params.pupilId));
  serveRoute(app, r.supplementary, STAFF, ({ session, params, body }) => school.supplementary(actorOf(session), params.pupilId, body));
  serveRoute(app, r.doubtSeen, STAFF, ({ session, params, body }) => school.doubtSeen(actorOf(session), params.pupilId, body.key));
  serveRoute(app, r.confirmAward, STAFF, ({ session, params, body }) => school.confirmAward(actorOf(session), params.pupilId, body));
  serveRoute(app, r.assessmentWay, STAFF, ({ session, params, body }) => school.assessmentWay(actorOf(session), params.pupilId, body));
  serveRoute(app, r.pupilCode, STAFF, ({ session, params, body }) => school.pupilCode(actorOf(session), params.pupilId, body.code));
  serveRoute(app, r.policies, STAFF, () => school.policies());
  serveRoute(app, r.dryRunImport, { ...STAFF, use: 'import' }, ({ session, files, fields }) =>
    school.dryRunImport(actorOf(session), files, { year: fields['schoolYear'], school: fields['schoolCode'] }),
  );
  serveRoute(app, r.imports, STAFF, ({ session }) => school.imports(actorOf(session)));
  serveRoute(app, r.importRun, { ...STAFF, use: 'import' }, ({ session, params }) => school.importRun(actorOf(session), params.importId));
  const IMPORT = { ...STAFF, use: 'import' } as const;
  serveRoute(app, r.commitImport, IMPORT, ({ session, params, body }) => school.commitImport(actorOf(session), params.importId, body));
  serveRoute(app, r.importPupils, IMPORT, ({ session, params, query }) => school.importPupils(actorOf(session), params.importId, query));
  serveRoute(app, r.importSpellings, IMPORT, ({ session, params, query }) =>
    school.importSpellings(actorOf(session), params.importId, query),
  );
  serveRoute(app, r.answerImport, IMPORT, ({ session, params, body }) =>
    school.answerImport(actorOf(session), params.importId, body.answers),
  );
  serveRoute(
    app,
    r.answerLayouts,
    IMPORT,
    ({ session, params, body }) => school.answerLayouts(actorOf(session), params.importId, body.layouts.map(layoutAnswer)),
    { bodyBytes: 2_000_000 },
  );
  serveRoute(app, r.importLayouts, IMPORT, ({ session }) => school.importLayouts(actorOf(session)));
  serveRoute(app, r.forgetImportLayout, IMPORT, ({ session, params }) => school.forgetImportLayout(actorOf(session), params.fingerprint));
  serveRoute(app, r.refusedRows, IMPORT, ({ session, params }) => school.refusedRows(actorOf(session), params.importId, params.number));
  serveRoute(app, r.undoPreview, IMPORT, ({ session, params }) => school.undoPreview(actorOf(session), params.importId));
  serveRoute(app, r.undoImport, IMPORT, ({ session, params, body }) => school.undoImport(actorOf(session), params.importId, body.reason));
  serveRoute(app, r.exportList, { ...STAFF, use: 'export' }, ({ session, params, query }) =>
    school.exportList(actorOf(session), { list: params.list, ...query }),
  );
  serveRoute(app, r.signQueue, STAFF, ({ session, query }) => school.signQueue(actorOf(session), query.slot));
  serveRoute(app, r.startSignRun, STAFF, ({ session, body }) => school.startSignRun(actorOf(session), body));
  serveRoute(app, r.signRuns, STAFF, ({ session }) => school.signRuns(actorOf(session)));
  serveRoute(app, r.signRun, STAFF, ({ session, params }) => school.signRun(actorOf(session), params.runId));
  serveRoute(app, r.pauseSignRun, STAFF, ({ session, params }) => school.pauseSignRun(actorOf(session), params.runId));
  serveRoute(app, r.resumeSignRun, STAFF, ({ session, params }) => school.resumeSignRun(actorOf(session), params.runId));
  serveRoute(app, r.signHashes, STAFF, ({ session, params }) => school.signHashes(actorOf(session), params.runId));
  serveRoute(app, r.giveSignatures, STAFF, ({ session, params, body }) => school.giveSignatures(actorOf(session), params.runId, body));
  serveRoute(app, r.signers, STAFF, ({ session }) => school.signers(actorOf(session)));
  serveRoute(app, r.submitQueue, STAFF, ({ session }) => school.submitQueue(actorOf(session)));
  serveRoute(app, r.prepare, STAFF, ({ session, body }) => school.prepare(actorOf(session), body.kind));
  serveRoute(app, r.submit, STAFF, ({ session, body }) => school.submit(actorOf(session), body.classroom, body.wave));
  serveRoute(app, r.submissions, STAFF, ({ session }) => school.submissions(actorOf(session)));
  serveRoute(app, r.submission, STAFF, ({ session, params }) => school.submission(actorOf(session), params.messageId));
  serveRoute(app, r.withdraw, STAFF, ({ session, params, body }) => school.withdraw(actorOf(session), params.pupilId, body.reason));
  serveRoute(app, r.replace, STAFF, ({ session, params, body }) => school.replace(actorOf(session), params.pupilId, body.reason));
  serveRoute(app, r.reopen, STAFF, ({ session, params, body }) => school.reopen(actorOf(session), params.pupilId, body.reason));
  serveRoute(app, r.previewPdf, { ...STAFF, use: 'print' }, ({ session, params }) => school.previewPdf(actorOf(session), params.pupilId));
  serveRoute(app, r.extractPdf, { ...STAFF, use: 'print' }, ({ session, params, query }) =>
    school.extractPdf(actorOf(session), params.pupilId, query.schoolYear),
  );
  const PRINT = { ...STAFF, use: 'print' } as const;
  serveRoute(app, r.startPrintRun, PRINT, ({ session, body }) => school.startPrintRun(actorOf(session), body));
  serveRoute(app, r.printRuns, PRINT, ({ session }) => school.printRuns(actorOf(session)));
  serveRoute(app, r.printRun, PRINT, ({ session, params }) => school.printRun(actorOf(session), params.runId));
  serveRoute(app, r.cancelPrintRun, PRINT, ({ session, params }) => school.cancelPrintRun(actorOf(session), params.runId));
  serveRoute(app, r.resumePrintRun, PRINT, ({ session, params }) => school.resumePrintRun(actorOf(session), params.runId));
  serveRoute(app, r.printRunZip, PRINT, ({ session, params }) => school.printRunFile(actorOf(session), params.runId, 'zip'));
  serveRoute(app, r.printRunPdf, PRINT, ({ session, params }) => school.printRunFile(actorOf(session), params.runId, 'pdf'));
  accessTokenHttp(app, r, STAFF);
  serveRoute(app, r.logs, STAFF, ({ session, params }) => school.history(actorOf(session), params.pupilId));
}
