import { SecondFactor } from './second-factor.tsx';
import { useSession } from './session.tsx';
import { PageHead, TestBar } from './shell.tsx';
import { Panel } from './ui.tsx';

/** TK-1: one's own account. */
export function AccountPage() {
  const { user } = useSession().session;
  return (
    <>
      <PageHead
        trail={
          <>
            <li>{user.organisation.name}</li>
            <li>
              <span aria-current="page">Tài khoản</span>
            </li>
          </>
        }
        code="TK-1"
        title="Tài khoản của tôi"
      />
      <div className="stack">
        <Panel id="me" title={user.fullName}>
          <div className="inside">
            <p>
              Tên đăng nhập <span className="code">{user.username}</span> · {user.roleLabel}
            </p>
          </div>
        </Panel>
        <SecondFactor />
      </div>
    </>
  );
}

/** All that somebody sees whose role needs a second factor and who has none yet. */
export function SecondFactorDue() {
  const { session, logOut } = useSession();
  return (
    <>
      <TestBar standing={session.standing} />
      <main className="work">
        <div className="head">
          <h1>Bật lớp bảo vệ thứ hai</h1>
          <div className="buttons">
            <button type="button" className="button" onClick={logOut}>
              Đăng xuất
            </button>
          </div>
        </div>
        <p className="lead below-16">
          Vai trò {session.user.roleLabel} phải có lớp bảo vệ thứ hai trước khi làm việc. Việc này làm một lần, mất vài phút.
        </p>
        <SecondFactor />
      </main>
    </>
  );
}
