import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type ImportRun, schoolDesk } from '#contract';
import { call } from '../../shared/api.ts';
import { count } from '../../shared/format.ts';
import { Failure, Panel, Skeleton } from '../../shared/ui.tsx';

/** What was read although it was written otherwise: how many by rule, each cell on demand. */
export function Spellings({ run }: { run: ImportRun }) {
  const [rule, setRule] = useState('');
  const [open, setOpen] = useState(false);
  const [page, setPage] = useState(1);
  const total = run.normalised.reduce((sum, one) => sum + one.count, 0);
  const query = useQuery({
    queryKey: ['import', run.importId, 'spellings', rule, page],
    enabled: open,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      call(schoolDesk.importSpellings, { params: { importId: run.importId }, query: { rule: rule || undefined, page }, signal }),
  });
  if (total === 0) return null;
  return (
    <Panel id="normalised" title="Đã chuẩn hoá cách viết" end={`${count(total)} ô`}>
      <ul className="inside">
        {run.normalised.map((one) => (
          <li key={one.rule}>
            {one.rule}: <b>{count(one.count)}</b> ô
          </li>
        ))}
      </ul>
      <details className="inside under layer" onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>Xem từng ô</summary>
        <div className="field">
          <label htmlFor="spelling-rule">Quy tắc</label>
          <select
            className="input"
            id="spelling-rule"
            value={rule}
            onChange={(event) => {
              setRule(event.target.value);
              setPage(1);
            }}
          >
            <option value="">Tất cả</option>
            {run.normalised.map((one) => (
              <option key={one.rule}>{one.rule}</option>
            ))}
          </select>
        </div>
        {query.isPending ? (
          <Skeleton />
        ) : query.isError ? (
          <Failure error={query.error} retry={() => query.refetch()} />
        ) : (
          <>
            <table className="table cards">
              <thead>
                <tr>
                  <th scope="col">Ô</th>
                  <th scope="col">Trong tệp</th>
                  <th scope="col">Hiểu là</th>
                  <th scope="col">Quy tắc</th>
                </tr>
              </thead>
              <tbody>
                {query.data.items.map((n, i) => (
                  <tr key={i}>
                    <th scope="row" className="small">
                      {n.file} · {n.sheet} · {n.cell}
                    </th>
                    <td>{n.from}</td>
                    <td>{n.to}</td>
                    <td className="muted">{n.rule}</td>
                  </tr>
                ))}
              </tbody>
            </table>
            {query.data.pages > 1 ? (
              <div className="buttons above-8">
                <button type="button" className="button" disabled={page <= 1} onClick={() => setPage(page - 1)}>
                  Trang trước
                </button>
                <span>
                  Trang {page}/{query.data.pages}
                </span>
                <button type="button" className="button" disabled={page >= query.data.pages} onClick={() => setPage(page + 1)}>
                  Trang sau
                </button>
              </div>
            ) : null}
          </>
        )}
      </details>
    </Panel>
  );
}
