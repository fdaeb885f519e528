import { CircleAlert, CircleCheck, Info, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { ApiProblem } from './api.ts';

export function Panel({ title, end, children, id }: { title: ReactNode; end?: ReactNode; children: ReactNode; id?: string }) {
  return (
    <section className="panel" aria-labelledby={id}>
      <header>
        <h2 id={id}>{title}</h2>
        {end ? <span className="end">{end}</span> : null}
      </header>
      {children}
    </section>
  );
}

/** The cause and the next step, never a bare "no data". */
export function Empty({ cause, next }: { cause: string; next: ReactNode }) {
  return (
    <div className="empty">
      <b>{cause}</b>
      <p>{next}</p>
    </div>
  );
}

export function Skeleton({ lines = 4 }: { lines?: number }) {
  return (
    <div className="inside stack" role="status" aria-label="Đang tải">
      {Array.from({ length: lines }, (_, i) => (
        <div key={i} className="skeleton" />
      ))}
    </div>
  );
}

const TONES: Record<'refused' | 'waiting' | 'finalized' | 'signed', LucideIcon> = {
  refused: CircleAlert,
  waiting: CircleAlert,
  finalized: CircleCheck,
  signed: Info,
};

export function Alert({
  tone,
  title,
  children,
  action,
}: {
  tone: keyof typeof TONES;
  title: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
}) {
  const Icon = TONES[tone];
  return (
    <div className={`alert ${tone}`} role={tone === 'refused' ? 'alert' : 'status'}>
      <Icon className="icon" aria-hidden="true" />
      <div>
        <h3>{title}</h3>
        {children}
      </div>
      {action ? <div className="buttons">{action}</div> : null}
    </div>
  );
}

const FORBIDDEN = 403;

/** A refusal or a lost connection: what happened, what to do, and the code to read out on the phone. Asking again does not give anybody a right. */
export function Failure({ error, retry }: { error: unknown; retry?: () => void }) {
  const problem = error instanceof ApiProblem ? error.problem : undefined;
  return (
    <Alert
      tone="refused"
      title={problem?.detail ?? 'Màn hình này gặp lỗi.'}
      action={
        retry && problem?.status !== FORBIDDEN ? (
          <button type="button" className="button" onClick={retry}>
            Thử lại
          </button>
        ) : undefined
      }
    >
      <p>{problem?.remedy ?? 'Tải lại trang; nếu vẫn lỗi, báo cho bộ phận hỗ trợ.'}</p>
      {problem?.errors?.length ? (
        <ul>
          {problem.errors.map((e, i) => (
            <li key={i}>
              {e.message}
              {e.where ? ` (${e.where})` : ''}
            </li>
          ))}
        </ul>
      ) : null}
      {problem ? (
        <p className="small muted">
          Mã lỗi: <span className="code">{problem.publicCode ?? problem.code}</span>
        </p>
      ) : null}
    </Alert>
  );
}

/** Done, failed, left: one bar and three numbers. */
export function Progress({ total, done, failed, label }: { total: number; done: number; failed: number; label: string }) {
  const left = Math.max(0, total - done - failed);
  const share = (n: number) => `${total === 0 ? 0 : (n / total) * 100}%`;
  return (
    <div className="progress">
      <progress className="hidden" max={total} value={done + failed} aria-label={label} />
      <svg className="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
        <rect width="100" height="4" fill="var(--draft-tint)" />
        <rect width={share(done)} height="4" fill="var(--primary)" />
        <rect x={share(done)} width={share(failed)} height="4" fill="var(--seal)" />
      </svg>
      <ul aria-live="polite">
        <li>
          <b>{done}</b> xong
        </li>
        <li>
          <b>{failed}</b> lỗi
        </li>
        <li>
          <b>{left}</b> còn lại
        </li>
      </ul>
    </div>
  );
}
