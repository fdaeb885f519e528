import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type ImportLayouts, type ImportRun, type LayoutAnswer, schoolDesk, type SheetLayout } from '#contract';
import { call } from '../../shared/api.ts';
import { Alert, Failure, Panel, Skeleton } from '../../shared/ui.tsx';
import { CONFIDENCES } from './words.ts';

type Kind = SheetLayout['kind'];
const SHEETS_SHOWN = 4;

/** Which column of an unknown file is which: asked sheet by sheet, guesses filled in. Layouts that were answered can be answered anew. */
export function Layouts({ run }: { run: ImportRun }) {
  const isPending = run.state === 'dryRun' || run.state === 'refused';
  const query = useQuery({
    queryKey: ['import-layouts'],
    enabled: isPending && run.layouts.length > 0,
    queryFn: ({ signal }) => call(schoolDesk.importLayouts, { signal }),
  });
  if (!isPending || run.layouts.length === 0) return null;
  const asked = run.layouts.filter(({ state }) => state === 'asked').length;
  return (
    <Panel id="layouts" title="Cột trong tệp là gì" end={asked > 0 ? `${asked} câu hỏi` : 'không còn câu hỏi'}>
      {query.isPending ? (
        <Skeleton />
      ) : query.isError ? (
        <div className="inside">
          <Failure error={query.error} retry={() => query.refetch()} />
        </div>
      ) : (
        <div className="stack">
          {run.layouts.map((layout) => (
            <LayoutQuestion key={`${layout.fingerprint} ${layout.state}`} run={run} layout={layout} kinds={query.data.kinds} />
          ))}
        </div>
      )}
    </Panel>
  );
}

const STATES: Readonly<Record<SheetLayout['state'], string>> = {
  asked: 'Chưa đọc được trang này. Xem lại từng cột rồi xác nhận; trường chỉ phải trả lời một lần cho các tệp có cùng tiêu đề.',
  offered: 'Trang này đọc được rồi. Vài cột có tên lạ có thể dùng thêm; không cần thì để nguyên.',
  mapped: 'Đọc theo câu trả lời của trường.',
  skipped: 'Bỏ qua trong lần nhập này.',
};

function LayoutQuestion({ run, layout, kinds }: { run: ImportRun; layout: SheetLayout; kinds: ImportLayouts['kinds'] }) {
  const client = useQueryClient();
  const { fingerprint, state, sheets, columns, headerRows, firstRows } = layout;
  const [kind, setKind] = useState<Kind>(layout.kind);
  const [open, setOpen] = useState(state === 'asked');
  const [fields, setFields] = useState<ReadonlyMap<string, string>>(
    new Map(columns.flatMap(({ header, field }) => (field === null ? [] : [[header, field] as const]))),
  );
  const [constants, setConstants] = useState<ReadonlyMap<string, string>>(
    new Map(layout.constants.map(({ field, value }) => [field, value])),
  );
  const send = useMutation({
    mutationFn: (answer: LayoutAnswer) =>
      call(schoolDesk.answerLayouts, { params: { importId: run.importId }, body: { layouts: [answer] } }),
    onSuccess: (next) => {
      client.setQueryData(['import', run.importId], next);
      for (const key of [['imports'], ['import', run.importId, 'pupils'], ['import-layouts']])
        void client.invalidateQueries({ queryKey: key });
    },
  });
  const known = kinds.find((one) => one.kind === kind)!;
  const possible = new Set(known.fields.map(({ field }) => field));
  const chosen = columns.map(({ header }) => ({ header, field: fields.get(header) ?? '' })).filter(({ field }) => possible.has(field));
  const absent = known.fields.filter(({ field }) => chosen.every((one) => one.field !== field));
  const said = absent.flatMap(({ field, mayBeConstant }) =>
    mayBeConstant && constants.get(field)?.trim() ? [{ field, value: constants.get(field)!.trim() }] : [],
  );
  const missing = absent.filter(({ field, needed }) => needed && said.every((one) => one.field !== field));
  const sayable = absent.filter(({ needed, mayBeConstant, field }) => mayBeConstant && (needed || constants.has(field)));
  const doubled = known.fields.filter(({ field }) => chosen.filter((one) => one.field === field).length > 1);
  const titled =
    sheets
      .slice(0, SHEETS_SHOWN)
      .map(({ file, sheet }) => `${file} · ${sheet}`)
      .join(', ') + (sheets.length > SHEETS_SHOWN ? ` và ${sheets.length - SHEETS_SHOWN} trang tính cùng tiêu đề` : '');
  const id = fingerprint.slice(0, 12);
  return (
    <section aria-labelledby={`layout-${id}`}>
      <div className="inside stack">
        <h3 id={`layout-${id}`}>{titled}</h3>
        <p>
          {STATES[state]}{' '}
          {headerRows ? (
            <span className="muted">
              Tiêu đề ở dòng {headerRows.from === headerRows.to ? headerRows.from : `${headerRows.from} đến ${headerRows.to}`}.
            </span>
          ) : (
            <span className="muted">Trang này không có hàng tiêu đề nên câu trả lời chỉ dùng cho lần nhập này.</span>
          )}
        </p>
        {open && firstRows.length > 0 ? (
          <HeaderChoice id={id} layout={layout} isPending={send.isPending} choose={(header) => send.mutate({ fingerprint, header })} />
        ) : null}
        {open ? (
          <div className="field">
            <label htmlFor={`kind-${id}`}>Trang này là</label>
            <select className="input" id={`kind-${id}`} value={kind} onChange={(event) => setKind(event.target.value as Kind)}>
              {kinds.map((one) => (
                <option key={one.kind} value={one.kind}>
                  {one.label}
                </option>
              ))}
            </select>
          </div>
        ) : null}
      </div>
      {open ? (
        <table className="table cards">
          <thead>
            <tr>
              <th scope="col">Cột trong tệp</th>
              <th scope="col">Ví dụ</th>
              <th scope="col">Là</th>
            </tr>
          </thead>
          <tbody>
            {columns.map(({ column, header, samples, field, confidence }) => (
              <tr key={header}>
                <th scope="row">
                  {header} <span className="muted small">cột {column}</span>
                </th>
                <td>{samples.length > 0 ? samples.join(' · ') : <span className="muted">trống</span>}</td>
                <td>
                  <select
                    className="input"
                    aria-label={`${header} là`}
                    value={possible.has(fields.get(header) ?? '') ? fields.get(header) : ''}
                    onChange={(event) => setFields(new Map(fields).set(header, event.target.value))}
                  >
                    <option value="">Không dùng</option>
                    {known.fields.map((one) => (
                      <option key={one.field} value={one.field}>
                        {one.label}
                        {one.needed ? ' (cần có)' : ''}
                      </option>
                    ))}
                  </select>
                  {confidence !== null && fields.get(header) === field && state === 'asked' ? (
                    <p className="small muted">{CONFIDENCES[confidence]}</p>
                  ) : null}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      <div className="inside stack">
        {open && doubled.length > 0 ? (
          <Alert tone="refused" title={`Hai cột cùng là: ${doubled.map(({ label }) => label).join(', ')}. Giữ một cột.`} />
        ) : null}
        {open && sayable.length > 0 ? (
          <fieldset className="stack">
            <legend>Không có cột nhưng mọi dòng như nhau</legend>
            {sayable.map(({ field, label }) => (
              <div className="field" key={field}>
                <label htmlFor={`constant-${id}-${field}`}>{label} của mọi dòng</label>
                <input
                  className="input"
                  id={`constant-${id}-${field}`}
                  value={constants.get(field) ?? ''}
                  maxLength={60}
                  onChange={(event) => setConstants(new Map(constants).set(field, event.target.value))}
                />
              </div>
            ))}
            <p className="small muted">Chỉ dùng cho lần nhập này; để trống nếu không đúng với mọi em.</p>
          </fieldset>
        ) : null}
        {open && missing.length > 0 ? <p>Chưa có cột cho: {missing.map(({ label }) => label).join(', ')}.</p> : null}
        {send.isError ? <Failure error={send.error} /> : null}
        <div className="buttons">
          {open ? (
            <button
              type="button"
              className="button primary"
              disabled={send.isPending || doubled.length > 0 || chosen.length === 0}
              onClick={() => send.mutate({ fingerprint, kind, columns: chosen, ...(said.length > 0 ? { constants: said } : {}) })}
            >
              {send.isPending ? 'Đang đọc lại các tệp…' : `Xác nhận ${chosen.length} cột`}
            </button>
          ) : (
            <button type="button" className="button" onClick={() => setOpen(true)}>
              {state === 'offered' ? 'Xem các cột' : 'Đổi câu trả lời'}
            </button>
          )}
          {state === 'skipped' ? null : (
            <button type="button" className="button" disabled={send.isPending} onClick={() => send.mutate({ fingerprint, skip: true })}>
              Bỏ qua trang tính này
            </button>
          )}
        </div>
      </div>
    </section>
  );
}

const HEADER_ROWS_MAX = 5;
type HeaderRows = NonNullable<SheetLayout['headerRows']>;

/** In which rows the header stands, where it was looked for in the wrong ones. */
function HeaderChoice({
  id,
  layout: { firstRows, headerRows },
  isPending,
  choose,
}: {
  id: string;
  layout: SheetLayout;
  isPending: boolean;
  choose: (rows: HeaderRows) => void;
}) {
  const [rows, setRows] = useState<HeaderRows>(headerRows ?? { from: firstRows[0]!.row, to: firstRows[0]!.row });
  const isSame = headerRows !== null && headerRows.from === rows.from && headerRows.to === rows.to;
  const option = ({ row, texts }: SheetLayout['firstRows'][number]) => (
    <option key={row} value={row}>{`dòng ${row}: ${texts.join(' · ')}`}</option>
  );
  return (
    <details>
      <summary>Hàng tiêu đề ở dòng khác?</summary>
      <div className="stack above-8">
        <div className="field">
          <label htmlFor={`from-${id}`}>Tiêu đề bắt đầu ở</label>
          <select
            className="input"
            id={`from-${id}`}
            value={rows.from}
            onChange={(event) => setRows({ from: Number(event.target.value), to: Number(event.target.value) })}
          >
            {firstRows.map(option)}
          </select>
        </div>
        <div className="field">
          <label htmlFor={`to-${id}`}>và hết ở</label>
          <select
            className="input"
            id={`to-${id}`}
            value={rows.to}
            onChange={(event) => setRows({ ...rows, to: Number(event.target.value) })}
          >
            {firstRows.filter(({ row }) => row >= rows.from && row < rows.from + HEADER_ROWS_MAX).map(option)}
          </select>
        </div>
        <div className="buttons">
          <button type="button" className="button" disabled={isPending || isSame} onClick={() => choose(rows)}>
            Đọc lại với hàng tiêu đề này
          </button>
        </div>
      </div>
    </details>
  );
}
