import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { schoolDesk } from '#contract';
import { call } from '../../shared/api.ts';
import { Failure, Panel } from '../../shared/ui.tsx';
import { signWaiting } from './sign-waiting.ts';

const ASK_MS = 1_000;

/** Signs with the device of this machine while a run of its owner is at work; shows each hash before the device signs it. */
export function HelperPanel({ runId }: { runId: string }) {
  const work = useQuery({
    queryKey: ['sign-hashes', runId],
    queryFn: ({ signal }) => call(schoolDesk.signHashes, { params: { runId }, signal }),
    refetchInterval: (query) => (query.state.data?.byHelper === false ? false : ASK_MS),
    retry: false,
  });
  const [error, setError] = useState<unknown>();
  const [round, setRound] = useState(0);
  const working = useRef(false);
  const hashes = work.data?.hashes;
  const first = hashes?.[0];
  const { refetch } = work;
  useEffect(() => {
    // A device does one thing at a time, and after trouble it is not asked for its PIN again by itself.
    if (working.current || error !== undefined || hashes === undefined || hashes.length === 0) return;
    working.current = true;
    signWaiting(hashes, (answers) => call(schoolDesk.giveSignatures, { params: { runId }, body: { answers: [...answers] } }))
      .catch(setError)
      .then(() => refetch())
      .finally(() => {
        working.current = false;
        setRound(round + 1);
      });
  }, [error, hashes, refetch, round, runId]);
  if (work.data?.byHelper !== true) return null;
  return (
    <Panel id="device" title="Thiết bị ký trên máy này" end={first ? `${hashes?.length} chờ ký` : undefined}>
      <div className="inside stack">
        {error === undefined ? null : <Failure error={error} retry={() => setError(undefined)} />}
        <p role="status">
          {first ? (
            <>
              Đang ký học bạ của <b>{first.shown}</b>. Nhập mã PIN khi thiết bị hỏi.
            </>
          ) : (
            'Đang chuẩn bị…'
          )}
        </p>
        {first ? (
          <p className="muted small">
            Mã băm SHA-256 được ký: <span className="code">{first.hash}</span>
          </p>
        ) : null}
      </div>
    </Panel>
  );
}
