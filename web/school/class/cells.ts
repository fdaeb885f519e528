import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { type GridPupil, schoolDesk } from '#contract';
import type { EarlierPoint } from '#domain';
import { ApiProblem, call, isSessionOver } from '../../shared/api.ts';
import { useSession } from '../../shared/session.tsx';

export interface Edit {
  readonly pupilId: string;
  readonly key: string;
  readonly value: string;
}
interface Draft extends Edit {
  readonly baseRevision: number;
  readonly refusal?: string;
}
/** What one cell shows: the text and whether the server has it. */
export interface Shown {
  readonly value: string;
  readonly state: 'saved' | 'local' | 'bad';
  readonly why?: string;
}

const SEND_AFTER_MS = 350;
const RETRY_AFTER_MS = 4_000;
const nameOf = (pupilId: string, key: string) => `${pupilId}|${key}`;
/** The cells of a class at the year end, or at an earlier point. */
interface Source {
  readonly classroom: string;
  readonly point?: EarlierPoint;
  readonly pupils: readonly Pick<GridPupil, 'pupilId' | 'cells'>[];
}
/** Of one person: what somebody typed is never sent in another's name, nor to another school's class of that name. */
const storeName = ({ classroom, point }: Source, accountId: string) =>
  `hocba.unsent.${accountId}.${classroom}${point === undefined ? '' : `.${point}`}`;

/**
 * The cells of a class: what the server has, under what was typed here and is on its way. What is typed is kept on this machine until
 * the server has it, so a lost line or a closed page loses nothing.
 */
export function useCells(data: Source) {
  const client = useQueryClient();
  const { session } = useSession();
  const { classroom, point } = data;
  const store = storeName(data, session.user.accountId);
  const [drafts, setDrafts] = useState<ReadonlyMap<string, Draft>>(() => readDrafts(store));
  const [offline, setOffline] = useState(false);
  const undo = useRef<Edit[][]>([]);
  const sending = useRef(false);
  const pupils = useMemo(() => new Map(data.pupils.map((p) => [p.pupilId, p])), [data.pupils]);
  const saved = useCallback((pupilId: string, key: string) => pupils.get(pupilId)?.cells[key], [pupils]);

  const show = useCallback(
    (pupilId: string, key: string): Shown => {
      const draft = drafts.get(nameOf(pupilId, key));
      if (!draft) return { value: saved(pupilId, key)?.value ?? '', state: 'saved' };
      return draft.refusal === undefined
        ? { value: draft.value, state: 'local' }
        : { value: draft.value, state: 'bad', why: draft.refusal };
    },
    [drafts, saved],
  );

  const put = useCallback(
    (edits: readonly Edit[]) => {
      setDrafts((before) => {
        const after = new Map(before);
        for (const edit of edits)
          after.set(nameOf(edit.pupilId, edit.key), { ...edit, baseRevision: saved(edit.pupilId, edit.key)?.revision ?? 0 });
        return after;
      });
    },
    [saved],
  );

  const edit = useCallback(
    (edits: readonly Edit[]) => {
      const changed = edits.filter((e) => show(e.pupilId, e.key).value !== e.value);
      if (changed.length === 0) return;
      undo.current.push(changed.map((e) => ({ ...e, value: show(e.pupilId, e.key).value })));
      put(changed);
    },
    [put, show],
  );

  const undoLast = useCallback(() => {
    const last = undo.current.pop();
    if (last) put(last);
  }, [put]);

  useEffect(() => {
    writeDrafts(store, drafts);
  }, [store, drafts]);

  useEffect(() => {
    const waiting = [...drafts.values()].filter((draft) => draft.refusal === undefined);
    if (waiting.length === 0 || sending.current) return;
    const timer = setTimeout(
      async () => {
        sending.current = true;
        try {
          const body = { edits: waiting.map(({ pupilId, key, value, baseRevision }) => ({ pupilId, key, value, baseRevision })) };
          const answer = await (point === undefined
            ? call(schoolDesk.editCells, { params: { classroom }, body })
            : call(schoolDesk.editPointCells, { params: { classroom, point }, body }));
          setOffline(false);
          await client.invalidateQueries({ queryKey: point === undefined ? ['class', classroom] : ['point', classroom, point] });
          const sent = new Map(waiting.map((draft) => [nameOf(draft.pupilId, draft.key), draft.value]));
          setDrafts((before) => settle(before, sent, answer.results));
          void client.invalidateQueries({ queryKey: ['overview'] });
          void client.invalidateQueries({ queryKey: ['points'] });
        } catch (error) {
          // What is typed waits on this machine until the same person has logged in again.
          if (isSessionOver(error)) {
            await client.invalidateQueries({ queryKey: ['session'] });
            setOffline(true);
          } else if (error instanceof ApiProblem && error.problem.status >= 400 && error.problem.status < 500) {
            setDrafts(
              (before) =>
                new Map(
                  [...before].map(([name, draft]) => [
                    name,
                    draft.refusal === undefined
                      ? { ...draft, refusal: `${(error as ApiProblem).problem.detail} ${(error as ApiProblem).problem.remedy}` }
                      : draft,
                  ]),
                ),
            );
          } else setOffline(true);
        } finally {
          sending.current = false;
        }
      },
      offline ? RETRY_AFTER_MS : SEND_AFTER_MS,
    );
    return () => clearTimeout(timer);
  }, [drafts, offline, client, classroom, point]);

  const local = [...drafts.values()].filter((draft) => draft.refusal === undefined).length;
  const bad = drafts.size - local;
  const sentence = [
    local > 0
      ? offline
        ? `Mất kết nối: ${local} ô đã lưu trên máy này, sẽ tự gửi lại`
        : `${local} ô đã lưu trên máy, đang gửi`
      : 'Mọi ô đã lưu trên máy chủ',
    ...(bad > 0 ? [`${bad} ô không nhận`] : []),
  ].join(' · ');
  return { show, edit, undo: undoLast, sentence };
}
export type Cells = ReturnType<typeof useCells>;

/** Drops what the server has taken; keeps, with the reason, what it refused; keeps what was typed again in the meantime. */
function settle(
  before: ReadonlyMap<string, Draft>,
  sent: ReadonlyMap<string, string>,
  results: readonly {
    pupilId: string;
    key: string;
    saved: boolean;
    revision: number;
    refusal?: { message: string; remedy: string } | undefined;
  }[],
): ReadonlyMap<string, Draft> {
  const after = new Map(before);
  for (const result of results) {
    const name = nameOf(result.pupilId, result.key);
    const draft = after.get(name);
    if (!draft) continue;
    if (draft.value !== sent.get(name)) after.set(name, { ...draft, baseRevision: result.revision });
    else if (result.saved) after.delete(name);
    else
      after.set(name, {
        ...draft,
        baseRevision: result.revision,
        refusal: result.refusal ? `${result.refusal.message} ${result.refusal.remedy}` : 'Máy chủ không nhận ô này.',
      });
  }
  return after;
}

function readDrafts(store: string): ReadonlyMap<string, Draft> {
  try {
    const kept = JSON.parse(localStorage.getItem(store) ?? '[]') as Draft[];
    return new Map(kept.map((draft) => [nameOf(draft.pupilId, draft.key), draft]));
  } catch {
    return new Map();
  }
}

function writeDrafts(store: string, drafts: ReadonlyMap<string, Draft>): void {
  if (drafts.size === 0) localStorage.removeItem(store);
  else localStorage.setItem(store, JSON.stringify([...drafts.values()]));
}
