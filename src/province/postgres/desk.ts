import { calendarOf, type SchoolYear, type Wave } from '#domain';
import { foldText, type Instant } from '#kernel';
import { stateOfKinds } from './registry.ts';
import type { ProvinceTransaction } from './tables.ts';

const PAGE = 50;
const REGISTRY_MAX = 2000;

export async function listMessages(trx: ProvinceTransaction, filter: { readonly schoolId?: string; readonly state?: string; readonly before?: Date }) {
  let query = trx.selectFrom('message').innerJoin('school_unit', 'school_unit.school_id', 'message.school_id')
    .leftJoin('message_result', (join) => join.onRef('message_result.school_id', '=', 'message.school_id').onRef('message_result.message_id', '=', 'message.message_id'))
    .select(['message.school_id', 'message.message_id', 'kind', 'school_unit.code', 'school_unit.name', 'classroom', 'wave', 'message.received_at', 'message.refusals', 'item_count', 'message.sha256', 'message_result.message_id as answered']);
  if (filter.schoolId) query = query.where('message.school_id', '=', filter.schoolId);
  if (filter.before) query = query.where('message.received_at', '<', filter.before);
  const rows = await query.orderBy('message.received_at', 'desc').limit(PAGE + 1).execute();
  const items = rows.length === 0 ? [] : await trx.selectFrom('message_item').select(['message_id', 'accepted']).where('message_id', 'in', rows.map((row) => row.message_id)).execute();
  const byMessage = Map.groupBy(items, (item) => item.message_id);
  const lines = rows.slice(0, PAGE).map((row) => {
    const own = byMessage.get(row.message_id) ?? [];
    const refusedWhole = row.refusals.length > 0;
    const isList = row.kind === 'roster' || row.kind === 'signers' || row.kind === 'supplementary';
    const state = refusedWhole ? 'refused' as const : isList || row.answered ? 'answered' as const : 'waiting' as const;
    const accepted = isList && !refusedWhole ? row.item_count : own.filter((item) => item.accepted).length;
    return { row, state, counts: { items: row.item_count, accepted, refused: own.length - own.filter((item) => item.accepted).length } };
  });
  return { lines: filter.state ? lines.filter(({ state }) => state === filter.state) : lines, next: rows.length > PAGE ? rows[PAGE - 1]!.received_at : undefined };
}
export type MessageLine = Awaited<ReturnType<typeof listMessages>>['lines'][number];

const PACKET_COLUMNS = ['school_id', 'version_id', 'version_number', 'pupil_id', 'school_year', 'wave', 'classroom', 'full_name', 'school_name', 'sha256'] as const;

/** The packets of the registry with their state now, newest version first; found by name without marks or by a code. */
export async function searchPackets(trx: ProvinceTransaction, filter: { readonly q?: string; readonly schoolId?: string; readonly state?: string; readonly versionId?: string; readonly pupil?: { readonly schoolId: string; readonly pupilId: string; readonly schoolYear: string } }, now: Instant) {
  let query = trx.selectFrom('packet').select(PACKET_COLUMNS);
  if (filter.q) query = query.where('search_key', 'like', `%${foldText(filter.q).replace(/[\\%_]/g, '\\$&')}%`);
  if (filter.schoolId) query = query.where('school_id', '=', filter.schoolId);
  if (filter.versionId) query = query.where('version_id', '=', filter.versionId);
  if (filter.pupil) query = query.where('school_id', '=', filter.pupil.schoolId).where('pupil_id', '=', filter.pupil.pupilId).where('school_year', '=', filter.pupil.schoolYear);
  const rows = await query.orderBy('search_key').orderBy('version_number', 'desc').limit(REGISTRY_MAX).execute();
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.version_id);
  const events = Map.groupBy(await trx.selectFrom('registry_event').select(['version_id', 'kind', 'effective_date']).where('version_id', 'in', ids).execute(), (event) => event.version_id);
  const found = rows.map((row) => {
    const own = events.get(row.version_id) ?? [];
    const written = stateOfKinds(own.map(({ kind }) => kind));
    const wave = calendarOf(row.school_year as SchoolYear).waves[row.wave as Wave];
    const state = written === 'admitted' && now >= wave.cutOff ? 'finalized' as const : written;
    const effectiveDate = own.find(({ effective_date }) => effective_date !== null)?.effective_date ?? (state === 'finalized' ? wave.effectiveDate : null);
    return { ...row, wave: row.wave as Wave, state, effectiveDate };
  });
  return filter.state ? found.filter(({ state }) => state === filter.state) : found;
}
export type FoundPacket = Awaited<ReturnType<typeof searchPackets>>[number];
