import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { schoolDesk } from '#contract';
import { call } from '../../shared/api.ts';
import { moment } from '../../shared/format.ts';
import { Failure, Panel } from '../../shared/ui.tsx';

/** Layouts of other programs that the school has answered: seen, and forgotten, here. */
export function RememberedLayouts() {
  const client = useQueryClient();
  const query = useQuery({ queryKey: ['import-layouts'], queryFn: ({ signal }) => call(schoolDesk.importLayouts, { signal }) });
  const forget = useMutation({
    mutationFn: (fingerprint: string) => call(schoolDesk.forgetImportLayout, { params: { fingerprint } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['import-layouts'] }),
  });
  if (!query.data || query.data.remembered.length === 0) return null;
  const labelOf = new Map(query.data.kinds.map(({ kind, label }) => [kind, label]));
  return (
    <Panel id="remembered" title="Cách trình bày đã nhớ" end={`${query.data.remembered.length} loại tệp`}>
      <p className="inside">
        Tệp có cùng các tiêu đề được đọc theo câu trả lời này mà không hỏi lại. Trả lời nhầm thì quên đi; lần sau sẽ được hỏi.
      </p>
      {forget.isError ? (
        <div className="inside">
          <Failure error={forget.error} />
        </div>
      ) : null}
      <table className="table middle cards">
        <thead>
          <tr>
            <th scope="col">Trang tính</th>
            <th scope="col">Loại</th>
            <th scope="col">Cột</th>
            <th scope="col">Nhớ lúc</th>
            <th scope="col">Việc</th>
          </tr>
        </thead>
        <tbody>
          {query.data.remembered.map((one) => (
            <tr key={one.fingerprint}>
              <th scope="row">{one.sheet}</th>
              <td>{labelOf.get(one.kind)}</td>
              <td>
                <details>
                  <summary>{one.columns.length} cột</summary>
                  <ul>
                    {one.columns.map(({ header, label }) => (
                      <li key={header}>
                        {header}: {label}
                      </li>
                    ))}
                  </ul>
                </details>
              </td>
              <td>
                {moment(one.rememberedAt)} <span className="muted">{one.rememberedBy}</span>
              </td>
              <td>
                <button
                  type="button"
                  className="button"
                  disabled={forget.isPending}
                  onClick={() => forget.mutate(one.fingerprint)}
                  aria-label={`Quên cách trình bày ${one.sheet}`}
                >
                  Quên
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
