import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { CircleAlert } from 'lucide-react';
import { createContext, type FormEvent, lazy, type ReactNode, Suspense, useContext, useEffect, useRef, useState } from 'react';
import type { Problem, Session, sessionRoutes } from '#contract';
import { ApiProblem, call, isSessionOver } from './api.ts';
import { Brand, TestBar } from './shell.tsx';
import { Failure, Skeleton } from './ui.tsx';

type Routes = ReturnType<typeof sessionRoutes>;
const SecondFactorDue = lazy(async () => ({ default: (await import('./account.tsx')).SecondFactorDue }));

interface Door {
  readonly routes: Routes;
  readonly place: string;
  readonly who: string;
}

interface Inside {
  readonly session: Session;
  readonly routes: Routes;
  readonly logOut: () => void;
}
const SessionContext = createContext<Inside | null>(null);

export function useSession(): Inside {
  const value = useContext(SessionContext);
  if (!value) throw new Error('a screen behind the door has a session');
  return value;
}

/** Shows its children to somebody who has logged in, the log-in page to everybody else. */
export function SessionGate({ door, children }: { door: Door; children: ReactNode }) {
  const client = useQueryClient();
  const query = useQuery({
    queryKey: ['session'],
    queryFn: () => call(door.routes.current, {}),
    retry: false,
    staleTime: 15_000,
    refetchInterval: 30_000,
  });
  const logOut = useMutation({
    mutationFn: () => call(door.routes.logOut, {}),
    onSettled: () => {
      client.clear();
      location.reload();
    },
  });
  if (query.isPending) return <Skeleton />;
  const refused = isSessionOver(query.error) ? query.error.problem : undefined;
  // Whoever logs in next may be somebody else: nothing of what the last one saw is kept.
  const begin = () => {
    client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
    void query.refetch();
  };
  if (refused) return <LogIn door={door} ended={query.data ? refused : undefined} onDone={begin} />;
  if (query.data)
    return (
      <SessionContext value={{ session: query.data, routes: door.routes, logOut: () => logOut.mutate() }}>
        {query.data.user.secondFactor === 'due' ? (
          <Suspense fallback={<Skeleton />}>
            <SecondFactorDue />
          </Suspense>
        ) : (
          children
        )}
      </SessionContext>
    );
  return (
    <main className="work">
      <Failure error={query.error} retry={() => query.refetch()} />
    </main>
  );
}

/** The log-in page; `ended` says why somebody who was at work sees it again. */
function LogIn({ door, ended, onDone }: { door: Door; ended: Problem | undefined; onDone: () => void }) {
  const form = useRef<HTMLFormElement>(null);
  const [needsCode, setNeedsCode] = useState(false);
  const logIn = useMutation({
    mutationFn: (body: { username: string; password: string; code?: string }) => call(door.routes.logIn, { body }),
    onSuccess: onDone,
    onError: (error) => {
      if (error instanceof ApiProblem && error.problem.code === 'identity/second-factor-needed') setNeedsCode(true);
    },
  });
  useEffect(() => {
    document.title = `Đăng nhập · ${door.place} · Học bạ số`;
  }, [door.place]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const data = new FormData(form.current!);
    const code = String(data.get('code') ?? '').trim();
    logIn.mutate({ username: String(data.get('username')).trim(), password: String(data.get('password')), ...(code !== '' && { code }) });
  };
  const refused = logIn.error instanceof ApiProblem ? logIn.error.problem : undefined;
  // Being asked for the code is a step of the way, no failure.
  const problem = refused?.code === 'identity/second-factor-needed' ? undefined : (refused ?? ended);
  return (
    <>
      <TestBar />
      <div className="door">
        <div className="cover">
          <div className="label">
            <div className="edge">
              <span className="brand">
                <Brand />
                Học bạ số
              </span>
              <dl>
                <dt>Nơi dùng:</dt>
                <dd>{door.place}</dd>
                <dt>Người dùng:</dt>
                <dd>{door.who}</dd>
                <dt>Cấp học:</dt>
                <dd>Tiểu học</dd>
              </dl>
            </div>
          </div>
          <p className="muted small">Học bạ của mỗi em là tài liệu riêng tư. Mọi lần xem đều được ghi lại.</p>
        </div>
        <main>
          <form ref={form} onSubmit={submit}>
            <h1>Đăng nhập</h1>
            {problem ? (
              <div className="problems slim" role="alert">
                <h2>
                  <CircleAlert className="icon" aria-hidden="true" /> {problem.detail}
                </h2>
                <p>{problem.remedy}</p>
              </div>
            ) : null}
            <div className="field">
              <label htmlFor="username">Tên đăng nhập</label>
              <input
                className="input"
                id="username"
                name="username"
                autoComplete="username"
                autoCapitalize="none"
                spellCheck={false}
                required
                autoFocus
              />
            </div>
            <div className="field">
              <label htmlFor="password">Mật khẩu</label>
              <input className="input" id="password" name="password" type="password" autoComplete="current-password" required />
            </div>
            {needsCode ? (
              <div className="field">
                <label htmlFor="code">Mã của ứng dụng xác thực</label>
                <input
                  className="input code"
                  id="code"
                  name="code"
                  autoComplete="one-time-code"
                  inputMode="numeric"
                  minLength={6}
                  maxLength={30}
                  required
                  autoFocus
                  aria-describedby="code-hint"
                />
                <span className="hint" id="code-hint">
                  Sáu chữ số điện thoại đang hiện, hoặc một mã dự phòng.
                </span>
              </div>
            ) : null}
            <button type="submit" className="button primary large wide" disabled={logIn.isPending}>
              {logIn.isPending ? 'Đang đăng nhập…' : 'Đăng nhập'}
            </button>
            <p className="muted small">
              Phụ huynh không cần tài khoản: <a href="/tra-cuu">tra cứu học bạ bằng mã</a>.
            </p>
          </form>
        </main>
      </div>
    </>
  );
}
