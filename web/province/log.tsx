import { useQuery } from '@tanstack/react-query';
import { provinceDesk } from '#contract';
import { call } from '../shared/api.ts';
import { count, moment } from '../shared/format.ts';
import { Empty, Failure, Panel, Skeleton } from '../shared/ui.tsx';
import { Head } from './head.tsx';

/** SO-7: the transparency log: checkpoint, public key, the latest leaves. It holds no personal data. */
export function LogPage() {
  const query = useQuery({ queryKey: ['log'], queryFn: ({ signal }) => call(provinceDesk.log, { signal }), refetchInterval: 10_000 });
  if (query.isPending)
    return (
      <>
        <Head code="SO-7" title="Nhật ký minh bạch" />
        <Skeleton lines={8} />
      </>
    );
  if (query.isError)
    return (
      <>
        <Head code="SO-7" title="Nhật ký minh bạch" />
        <Failure error={query.error} retry={() => query.refetch()} />
      </>
    );
  const log = query.data;
  return (
    <>
      <Head code="SO-7" title="Nhật ký minh bạch" />
      <p className="lead below-16">
        {count(log.size)} sự kiện đã ghi; ai cũng kiểm tra được rằng không sự kiện nào bị sửa, xoá hay chèn thêm.
      </p>
      <div className="stack">
        <Panel id="checkpoint" title="Điểm kiểm tra đã ký">
          <div className="inside stack">
            <pre className="code">{log.checkpoint}</pre>
            <dl className="facts technical">
              <dt>Nguồn</dt>
              <dd className="code">{log.origin}</dd>
              <dt>Băm gốc</dt>
              <dd className="code">{log.rootHash}</dd>
              <dt>Khoá công khai</dt>
              <dd className="code">{log.publicKey}</dd>
            </dl>
          </div>
        </Panel>
        <Panel id="latest" title="Mới nhất">
          {log.latest.length === 0 ? (
            <Empty cause="Chưa có sự kiện nào." next="Mỗi lần tiếp nhận, thu hồi, thay thế, chốt là một dòng ở đây." />
          ) : (
            <table className="table cards">
              <thead>
                <tr>
                  <th scope="col" className="number">
                    Số
                  </th>
                  <th scope="col">Lúc</th>
                  <th scope="col">Băm của lá</th>
                </tr>
              </thead>
              <tbody>
                {log.latest.map((leaf) => (
                  <tr key={leaf.index}>
                    <td className="number">{leaf.index}</td>
                    <td className="nowrap">{moment(leaf.at)}</td>
                    <td className="code">{leaf.leafHash}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </Panel>
      </div>
    </>
  );
}
