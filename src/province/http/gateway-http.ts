import { fromTimestamptz } from '#database';
import { gateway } from '#contract';
import { refusal, type SchoolCode } from '#domain';
import { schoolIdOf } from '#identity';
import { serveRoute, tokenHttp } from '#identity/http';
import { err, Instant, ok, toBase64 } from '#kernel';
import { SIGNERS_EXTRACT_SLOT, writeSignersExtract } from '#packet';
import type { FastifyInstance } from 'fastify';
import type { ProvinceBackground } from '../background.ts';
import { receiveMessage } from '../gateway/intake.ts';
import type { ProvinceContext } from '../registry/context.ts';
import { evidenceOf } from '../registry/evidence/assemble.ts';
import { sealed } from '../registry/sign.ts';
import { standingOfSchool } from '../registry/signers/views.ts';
import { approvedSigners } from '../postgres/signers.ts';
import type { MessageKindName } from '../postgres/tables.ts';

const CONFIRMATIONS_AT_ONCE = 100;
const client = { client: true } as const;

/** What any school software speaks to the province. A client sees the messages of its own school only. */
export function gatewayHttp(app: FastifyInstance, context: ProvinceContext, background: ProvinceBackground): void {
  tokenHttp(app, gateway.token);
  const INTAKE = [
    [gateway.submitBatch, 'batch'],
    [gateway.submitRoster, 'roster'],
    [gateway.submitSupplementary, 'supplementary'],
    [gateway.submitSigners, 'signers'],
    [gateway.earlyFinalization, 'earlyFinalization'],
  ] as const;
  for (const [route, kind] of INTAKE) {
    serveRoute(app, route, client, async ({ client: { clientId }, raw }) => {
      const received = await receiveMessage(context, clientId, kind as MessageKindName, raw);
      if (received.ok) background.poke();
      return received;
    });
  }
  const own = (clientId: string, messageId: string) =>
    context.database.inScope({ province: true }, (trx) =>
      trx
        .selectFrom('message')
        .leftJoin('message_result', (join) =>
          join.onRef('message_result.school_id', '=', 'message.school_id').onRef('message_result.message_id', '=', 'message.message_id'),
        )
        .select(['message.message_id', 'receipt', 'message.received_at', 'item_count', 'refusals', 'result'])
        .where('message.school_id', '=', schoolIdOf(clientId as SchoolCode))
        .where('message.message_id', '=', messageId)
        .executeTakeFirst(),
    );
  serveRoute(app, gateway.batchState, client, async ({ client: { clientId }, params }) => {
    const row = await own(clientId, params.messageId);
    if (!row) return err(refusal('gateway/message-not-found'));
    const items = await context.database.inScope({ province: true }, (trx) =>
      trx
        .selectFrom('message_item')
        .select('accepted')
        .where('school_id', '=', schoolIdOf(clientId as SchoolCode))
        .where('message_id', '=', params.messageId)
        .execute(),
    );
    const accepted = items.filter((item) => item.accepted).length;
    return ok({
      messageId: row.message_id,
      state: row.refusals.length > 0 ? ('refused' as const) : row.result ? ('answered' as const) : ('waiting' as const),
      receivedAt: Instant.toIso(fromTimestamptz(row.received_at)),
      items: row.item_count,
      accepted,
      refused: items.length - accepted,
    });
  });
  serveRoute(app, gateway.batchReceipt, client, async ({ client: { clientId }, params }) => {
    const row = await own(clientId, params.messageId);
    return row ? ok(new Uint8Array(row.receipt)) : err(refusal('gateway/message-not-found'));
  });
  serveRoute(app, gateway.batchResult, client, async ({ client: { clientId }, params }, reply) => {
    const row = await own(clientId, params.messageId);
    if (!row) return err(refusal('gateway/message-not-found'));
    if (row.result) return ok(new Uint8Array(row.result));
    reply.header('retry-after', '1');
    return err(refusal('gateway/result-not-ready'));
  });
  serveRoute(app, gateway.signersExtract, client, async ({ client: { clientId } }) => {
    const signers = await context.database.inScope({ province: true }, (trx) => approvedSigners(trx, schoolIdOf(clientId as SchoolCode)));
    return ok(
      await sealed(context, writeSignersExtract({ date: Instant.toPlainDate(context.clock.now()), signers }), SIGNERS_EXTRACT_SLOT),
    );
  });
  serveRoute(app, gateway.signerStanding, client, async ({ client: { clientId } }) =>
    ok(
      await context.database.inScope({ province: true }, (trx) =>
        standingOfSchool(trx, schoolIdOf(clientId as SchoolCode), context.clock.now()),
      ),
    ),
  );
  serveRoute(app, gateway.evidence, client, async ({ client: { clientId }, params }, reply) => {
    const evidence = await context.database.inScope({ province: true }, (trx) =>
      evidenceOf(context, trx, schoolIdOf(clientId as SchoolCode), params.versionId),
    );
    if (evidence !== undefined) return evidence.ok ? ok(evidence.value.bytes) : evidence;
    reply.header('retry-after', '60');
    return err(refusal('gateway/evidence-not-found'));
  });
  serveRoute(app, gateway.confirmations, client, async ({ client: { clientId }, query }) => {
    const after = /^\d{1,15}$/.test(query.after ?? '') ? Number(query.after) : -1;
    const rows = await context.database.inScope({ province: true }, (trx) =>
      trx
        .selectFrom('confirmation')
        .select(['leaf_index', 'version_id', 'event', 'xml'])
        .where('school_id', '=', schoolIdOf(clientId as SchoolCode))
        .where('leaf_index', '>', after)
        .orderBy('leaf_index')
        .limit(CONFIRMATIONS_AT_ONCE)
        .execute(),
    );
    return ok({
      confirmations: rows.map((row) => ({
        cursor: String(row.leaf_index),
        versionId: row.version_id,
        event: row.event as 'admitted',
        xml: toBase64(row.xml),
      })),
      next: rows.length === CONFIRMATIONS_AT_ONCE ? String(rows.at(-1)!.leaf_index) : null,
    });
  });
}
