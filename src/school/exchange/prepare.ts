import { type Refusal, refusal, type SchoolYear } from '#domain';
import { err, ok, type Result } from '#kernel';
import { ROSTER_SLOT, SIGNERS_SLOT, SUPPLEMENTARY_SLOT, writeRoster, writeSigners, writeSupplementary } from '#packet';
import { mayDo } from '../authority.ts';
import { currentYear, inSchool, type SchoolAndYear, type SchoolContext } from '../context.ts';
import { type Examined, loadExamined } from '../desk/examine.ts';
import type { Actor, Classroom, StaffMember } from '../model.ts';
import { insertMessage, listMessages, type OutboxMessage } from '../postgres/exchange.ts';
import { loadClassrooms, loadStaff } from '../postgres/people.ts';
import { rosterOf, signersOf, supplementaryListOf } from './lists.ts';
import { contentDigest, headerOf, type MessageDraft, seal } from './seal.ts';

export type ListKind = 'roster' | 'signers' | 'supplementary';
export const LIST_LABEL: Readonly<Record<ListKind, string>> = {
  roster: 'Danh sách học sinh',
  signers: 'Danh sách người ký',
  supplementary: 'Danh sách đánh giá bổ sung',
};

export interface ListSource extends SchoolAndYear {
  readonly pupils: readonly Examined[];
  readonly staff: readonly StaffMember[];
  readonly classrooms: readonly Classroom[];
}

export function loadSource(context: SchoolContext, who: Actor): Promise<Result<ListSource, Refusal>> {
  return inSchool(context, who.schoolCode, async (scope) => {
    const now = await currentYear(scope, who.schoolCode);
    if (!now.ok) return now;
    const { schoolYear } = now.value;
    return ok({
      ...now.value,
      pupils: await loadExamined(scope, { schoolYear }),
      staff: await loadStaff(scope, schoolYear),
      classrooms: await loadClassrooms(scope, schoolYear),
    });
  });
}

/** The certificates of everybody who has to sign, as far as they are at hand. */
export async function certificatesOf(
  context: SchoolContext,
  { school, staff, classrooms }: Pick<ListSource, 'school' | 'staff' | 'classrooms'>,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const people = new Set([
    'seal',
    ...staff
      .map((one) => one.staffId as string)
      .filter(
        (id) =>
          classrooms.some((one) => one.homeroomStaffId === id) ||
          /^hiệu trưởng$/i.test(staff.find((one) => one.staffId === id)?.position ?? ''),
      ),
  ]);
  const certificates = new Map<string, Uint8Array>();
  await Promise.all(
    [...people].map(async (one) => {
      const signer = await context.signerFor(school.code, one);
      const certificate = signer.ok ? signer.value?.certificates[0] : undefined;
      if (certificate !== undefined) certificates.set(one, certificate);
    }),
  );
  return certificates;
}

interface ListContent {
  readonly items: readonly unknown[];
  /** What of the items makes the list untrue when it changes. */
  readonly compared: readonly unknown[];
  readonly missing: readonly string[];
  readonly draft: (header: MessageDraft['header']) => Pick<MessageDraft, 'unsigned' | 'slot'>;
}

/** What a list would say now. A look-up code the province gave back by admitting a record is no news to it. */
async function contentOf(context: SchoolContext, kind: ListKind, source: ListSource): Promise<ListContent> {
  if (kind === 'roster') {
    const pupils = rosterOf(source.pupils);
    return {
      items: pupils,
      compared: pupils.map(({ lookupCode: _, ...said }) => said),
      missing: [],
      draft: (header) => ({ unsigned: writeRoster({ header, pupils }), slot: ROSTER_SLOT }),
    };
  }
  if (kind === 'supplementary') {
    const pupils = supplementaryListOf(source.pupils);
    return {
      items: pupils,
      compared: pupils,
      missing: [],
      draft: (header) => ({ unsigned: writeSupplementary({ header, pupils }), slot: SUPPLEMENTARY_SLOT }),
    };
  }
  const { signers, missing } = signersOf({ ...source, certificates: await certificatesOf(context, source) });
  return {
    items: signers,
    compared: signers,
    missing,
    draft: (header) => ({ unsigned: writeSigners({ header, signers }), slot: SIGNERS_SLOT }),
  };
}

/** Writes, seals and keeps a list for the province; sending follows. */
export async function prepareList(context: SchoolContext, who: Actor, kind: ListKind): Promise<Result<OutboxMessage, Refusal>> {
  const allowed = mayDo(who, 'exchange');
  if (!allowed.ok) return allowed;
  const source = await loadSource(context, who);
  if (!source.ok) return source;
  const { school, schoolYear } = source.value;
  const content = await contentOf(context, kind, source.value);
  if (content.items.length === 0) return err(refusal('school/list-empty', { list: LIST_LABEL[kind].toLowerCase() }));
  const header = headerOf(context, school, schoolYear);
  const sealed = await seal(context, school, who.name, {
    kind,
    header,
    itemCount: content.items.length,
    content: content.compared,
    ...content.draft(header),
  });
  if (!sealed.ok) return sealed;
  return inSchool(context, who.schoolCode, async (scope) => {
    await insertMessage(scope, sealed.value.message, sealed.value.bytes, []);
    return ok(sealed.value.message);
  });
}

export type PreparationState = 'missing' | 'sent' | 'accepted' | 'outdated' | 'notNeeded';
export interface Preparation {
  readonly kind: ListKind;
  readonly state: PreparationState;
  readonly sentence: string;
}

/** For each list: does the province have it, and is it still true? */
export async function preparationsOf(
  context: SchoolContext,
  who: Actor,
): Promise<Result<{ preparations: readonly Preparation[]; source: ListSource }, Refusal>> {
  const source = await loadSource(context, who);
  if (!source.ok) return source;
  const messages = await inSchool(context, who.schoolCode, async (scope) =>
    ok(await listMessages(scope, { year: source.value.schoolYear as SchoolYear })),
  );
  if (!messages.ok) return messages;
  const preparations: Preparation[] = [];
  for (const kind of ['roster', 'signers', 'supplementary'] as const) {
    const content = await contentOf(context, kind, source.value);
    const latest =
      messages.value.find((one) => one.kind === kind && one.state !== 'refused') ?? messages.value.find((one) => one.kind === kind);
    const state = preparationState(content.items.length, latest, contentDigest(context, content.compared));
    preparations.push({ kind, state, sentence: sentenceOf(kind, state, content.items.length, content.missing, latest) });
  }
  return ok({ preparations, source: source.value });
}

export function preparationState(
  items: number,
  latest: Pick<OutboxMessage, 'state' | 'contentSha256'> | undefined,
  present: string,
): PreparationState {
  if (latest === undefined || latest.state === 'refused') return items === 0 ? 'notNeeded' : 'missing';
  if (latest.contentSha256 !== present) return 'outdated';
  return latest.state === 'queued' || latest.state === 'sent' ? 'sent' : 'accepted';
}

const UNIT: Readonly<Record<ListKind, string>> = { roster: 'học sinh', signers: 'người ký', supplementary: 'em' };

function sentenceOf(
  kind: ListKind,
  state: PreparationState,
  items: number,
  missing: readonly string[],
  latest: OutboxMessage | undefined,
): string {
  const size = `${items} ${UNIT[kind]}`;
  const lacking = missing.length === 0 ? '' : ` Chưa có chứng thư số: ${missing.join(', ')}.`;
  switch (state) {
    case 'notNeeded':
      return 'Không có em nào phải đánh giá bổ sung.';
    case 'missing':
      return `${latest?.state === 'refused' ? `Sở chưa nhận: ${latest.refusals.map((one) => one.message).join('; ')}` : `Chưa gửi (${size})`}.${lacking}`.replace(
        '..',
        '.',
      );
    case 'sent':
      return `Đã gửi ${size}, chờ biên nhận của Sở.${lacking}`;
    case 'accepted':
      return `Sở đã nhận ${size}.${lacking}`;
    case 'outdated':
      return `Dữ liệu đã đổi sau lần gửi trước: cần gửi lại (${size}).${lacking}`;
  }
}
