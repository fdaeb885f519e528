import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, lazy, Suspense, useState } from 'react';
import { call } from './api.ts';
import { save } from './save.ts';
import { useSession } from './session.tsx';
import { Alert, Failure, Panel, Skeleton } from './ui.tsx';

const Qr = lazy(() => import('./qr.tsx'));
const inGroups = (secret: string): string => secret.match(/.{1,4}/g)!.join(' ');

/** A field for a code, and what it is for. */
function CodeForm({
  id,
  label,
  button,
  busy,
  onCode,
}: {
  id: string;
  label: string;
  button: string;
  busy: boolean;
  onCode: (code: string) => void;
}) {
  const [code, setCode] = useState('');
  return (
    <form
      className="stack"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        onCode(code.trim());
      }}
    >
      <div className="field">
        <label htmlFor={id}>{label}</label>
        <input
          className="input code"
          id={id}
          value={code}
          onChange={(event) => setCode(event.target.value)}
          autoComplete="one-time-code"
          inputMode="numeric"
          required
          minLength={6}
          maxLength={30}
        />
      </div>
      <div className="buttons">
        <button type="submit" className="button primary" disabled={busy}>
          {button}
        </button>
      </div>
    </form>
  );
}

/** Shown once: what opens the account on the day the phone is lost. */
function RecoveryCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const keep = () =>
    save(
      new Blob([`Học bạ số: mã dự phòng, mỗi mã dùng một lần.\r\n\r\n${codes.join('\r\n')}\r\n`], { type: 'text/plain;charset=utf-8' }),
      'ma-du-phong.txt',
    );
  return (
    <div className="inside stack">
      <Alert tone="signed" title="Đã bật. Cất các mã dự phòng ngay: chúng chỉ hiện một lần.">
        <p>Mất điện thoại thì mỗi mã thay ứng dụng được một lần. In ra, cất ở nơi khóa được; không để trong điện thoại đó.</p>
        <p>Các máy khác đang mở tài khoản này đã bị đăng xuất, mã truy cập cấp cho chương trình đã hết hiệu lực; cần thì cấp lại.</p>
      </Alert>
      <ol className="codes code" aria-label="Mã dự phòng">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <div className="buttons">
        <button type="button" className="button" onClick={keep}>
          Tải tệp mã dự phòng
        </button>
        <button type="button" className="button primary" onClick={onDone}>
          Đã cất, tiếp tục
        </button>
      </div>
    </div>
  );
}

/** A person's second factor: set up with any authenticator app, confirmed by its first code, turned off by a code of it. */
export function SecondFactor() {
  const { routes } = useSession();
  const client = useQueryClient();
  const query = useQuery({ queryKey: ['second-factor'], queryFn: ({ signal }) => call(routes.secondFactor, { signal }) });
  const refresh = () => Promise.all(['second-factor', 'session'].map((key) => client.invalidateQueries({ queryKey: [key] })));
  const offer = useMutation({ mutationFn: () => call(routes.offerSecondFactor, {}) });
  const confirm = useMutation({ mutationFn: (code: string) => call(routes.confirmSecondFactor, { body: { code } }) });
  const end = useMutation({
    mutationFn: (code: string) => call(routes.endSecondFactor, { body: { code } }),
    onSuccess: () => {
      offer.reset();
      confirm.reset();
      return refresh();
    },
  });
  const failed = offer.error ?? confirm.error ?? end.error;
  return (
    <Panel id="second-factor" title="Lớp bảo vệ thứ hai">
      {query.isPending ? (
        <Skeleton />
      ) : query.isError ? (
        <Failure error={query.error} retry={() => query.refetch()} />
      ) : confirm.data ? (
        <RecoveryCodes
          codes={confirm.data.recoveryCodes}
          onDone={() => {
            confirm.reset();
            offer.reset();
            void refresh();
          }}
        />
      ) : (
        <div className="inside stack">
          {failed ? <Failure error={failed} /> : null}
          {query.data.isOn ? (
            <>
              <p>
                Đang bật: đăng nhập cần mật khẩu và mã của ứng dụng xác thực. Còn <b>{query.data.recoveryCodesLeft}</b> mã dự phòng.
              </p>
              <CodeForm
                id="end-code"
                label="Mã hiện tại, để tắt (khi đổi điện thoại)"
                button="Tắt lớp bảo vệ thứ hai"
                busy={end.isPending}
                onCode={(code) => end.mutate(code)}
              />
            </>
          ) : offer.data ? (
            <>
              <p>1. Mở ứng dụng xác thực trên điện thoại (Google Authenticator, Microsoft Authenticator, …) và quét mã này.</p>
              <Suspense fallback={<Skeleton lines={2} />}>
                <Qr text={offer.data.uri} label="Mã QR cho ứng dụng xác thực" />
              </Suspense>
              <p>
                Không quét được thì nhập khóa:{' '}
                <span className="code" id="device-secret">
                  {inGroups(offer.data.secret)}
                </span>
              </p>
              <CodeForm
                id="first-code"
                label="2. Nhập mã sáu chữ số ứng dụng đang hiện"
                button="Bật"
                busy={confirm.isPending}
                onCode={(code) => confirm.mutate(code)}
              />
            </>
          ) : query.data.offered ? (
            <>
              <p>
                Mật khẩu lộ ra thì người khác ký và nộp thay được. Với lớp bảo vệ thứ hai, đăng nhập còn cần một mã sáu chữ số mà chỉ điện
                thoại của thầy cô có; không cần mạng, không cần tin nhắn.
              </p>
              <div className="buttons">
                <button type="button" className="button primary" disabled={offer.isPending} onClick={() => offer.mutate()}>
                  Bật lớp bảo vệ thứ hai
                </button>
              </div>
            </>
          ) : (
            <p>Hệ thống này chưa bật lớp bảo vệ thứ hai; hỏi người vận hành.</p>
          )}
        </div>
      )}
    </Panel>
  );
}
