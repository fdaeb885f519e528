import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { schoolDesk } from '#contract';
import { call } from '../shared/api.ts';
import { moment } from '../shared/format.ts';
import { Alert, Failure, Panel, Skeleton } from '../shared/ui.tsx';

const DAYS = 7;
const USES = { import: 'nhập tệp', export: 'xuất danh sách', print: 'in học bạ' } as const;

/** Tokens for the command-line program; the secret is shown once. */
export function Tokens() {
  const client = useQueryClient();
  const query = useQuery({ queryKey: ['access-tokens'], queryFn: ({ signal }) => call(schoolDesk.accessTokens, { signal }) });
  const refresh = () => client.invalidateQueries({ queryKey: ['access-tokens'] });
  const issue = useMutation({
    mutationFn: () => call(schoolDesk.issueAccessToken, { body: { uses: ['import', 'export', 'print'], days: DAYS } }),
    onSuccess: refresh,
  });
  const revoke = useMutation({
    mutationFn: (tokenId: string) => call(schoolDesk.revokeAccessToken, { params: { tokenId } }),
    onSuccess: refresh,
  });
  const failed = issue.error ?? revoke.error;
  return (
    <Panel id="tokens" title="Mã truy cập cho chương trình dòng lệnh">
      <div className="inside stack">
        <p>
          Chương trình <span className="code">hocba import</span>, <span className="code">hocba export</span> và{' '}
          <span className="code">hocba print</span> làm việc thay thầy cô bằng mã này (biến HOCBA_TOKEN). Mã có hạn {DAYS} ngày, chỉ nhập,
          xuất tệp và in được, không ký và không nộp được.
        </p>
        {issue.data ? (
          <Alert tone="signed" title="Chép mã ngay: mã chỉ hiện một lần.">
            <p className="code" id="new-token">
              {issue.data.token}
            </p>
          </Alert>
        ) : null}
        {failed ? <Failure error={failed} /> : null}
        <div className="buttons">
          <button type="button" className="button" disabled={issue.isPending} onClick={() => issue.mutate()}>
            Cấp mã truy cập
          </button>
        </div>
      </div>
      {query.isPending ? (
        <Skeleton />
      ) : query.isError ? (
        <Failure error={query.error} retry={() => query.refetch()} />
      ) : query.data.tokens.length === 0 ? null : (
        <ul className="todo plain under">
          {query.data.tokens.map(({ tokenId, uses, createdAt, endsAt }) => (
            <li key={tokenId}>
              <div>
                <b>Cấp lúc {moment(createdAt)}</b>
                <p>
                  Hết hạn {moment(endsAt)} · {uses.map((use) => USES[use]).join(', ')}
                </p>
              </div>
              <button type="button" className="button" disabled={revoke.isPending} onClick={() => revoke.mutate(tokenId)}>
                Huỷ mã
              </button>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
