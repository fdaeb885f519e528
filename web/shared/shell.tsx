import { CircleQuestionMark, LogOut } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import type { Standing } from '#contract';
import { moment } from './format.ts';
import { useSession } from './session.tsx';

export function Brand() {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="6" fill="var(--primary)" />
      <path d="M11 0v32M21.5 0v32M0 10.5h32M0 21h32" stroke="#fff" strokeOpacity=".2" />
      <path d="m8 17.5 5.5 5.5L25 9.5" fill="none" stroke="#fff" strokeWidth="3.25" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}

/** What is not real here, on top of every page. Before log-in the standing is not known, so the bar only warns in general. */
export function TestBar({ standing }: { standing?: Standing }) {
  if (standing && !standing.testData && !standing.testSignatures && !standing.virtualClock) return null;
  return (
    <aside className="testbar" aria-label="Dữ liệu thử nghiệm">
      <p>
        <b>DỮ LIỆU THỬ NGHIỆM</b>
        <span className="wide-only"> · chữ ký thử, không có giá trị pháp lý</span>
        {standing?.virtualClock ? (
          <>
            {' '}
            · <span className="wide-only">đồng hồ diễn tập </span>
            {moment(standing.now)}
          </>
        ) : null}
      </p>
    </aside>
  );
}

export interface MenuItem {
  readonly key: string;
  readonly label: string;
  readonly href: string;
  readonly count?: number;
}

/** On a phone the menu is one line: where one is must not lie beyond its end. */
function showEntry(entry: HTMLLIElement | null): void {
  const list = entry?.parentElement;
  if (list) list.scrollLeft = entry.offsetLeft - (list.clientWidth - entry.offsetWidth) / 2;
}

const initials = (name: string) =>
  name
    .split(' ')
    .slice(-2)
    .map((word) => word[0] ?? '')
    .join('')
    .toUpperCase();

/** Top bar, numbered menu (people on the phone say "vào mục 3"), work area. `link` renders an in-app link. */
export function Shell({
  menu,
  current,
  account,
  link,
  children,
}: {
  menu: readonly MenuItem[];
  current: string;
  account: string;
  link: (href: string, children: ReactNode, props: { 'aria-current'?: 'page'; className?: string }) => ReactNode;
  children: ReactNode;
}) {
  const { session, logOut } = useSession();
  const { user } = session;
  return (
    <>
      <a className="skip" href="#main">
        Tới nội dung chính
      </a>
      <TestBar standing={session.standing} />
      <header className="topbar">
        {link(
          menu[0]!.href,
          <>
            <Brand />
            Học bạ số
          </>,
          { className: 'brand' },
        )}
        <span className="unit">{user.organisation.name}</span>
        <div className="end">
          <a className="button plain" href="/huong-dan" target="_blank" rel="noreferrer" aria-label="Hướng dẫn">
            <CircleQuestionMark className="icon" aria-hidden="true" />
            <span className="wide-only">Hướng dẫn</span>
          </a>
          {link(
            account,
            <>
              <span className="initials" aria-hidden="true">
                {initials(user.fullName)}
              </span>
              <span className="hidden">Tài khoản: </span>
              <span>
                {user.fullName}
                {user.fullName === user.roleLabel ? null : <span className="muted"> · {user.roleLabel}</span>}
              </span>
            </>,
            { className: 'person' },
          )}
          <button type="button" className="button plain square" onClick={logOut} aria-label="Đăng xuất" title="Đăng xuất">
            <LogOut className="icon" aria-hidden="true" />
          </button>
        </div>
      </header>
      <div className="frame">
        <nav className="menu" aria-label="Các mục">
          <ul>
            {menu.map((item) => (
              <li key={item.href} ref={item.href === current ? showEntry : null}>
                {link(
                  item.href,
                  <>
                    <span className="key">{item.key}</span>
                    {item.label}
                    {item.count ? (
                      <span className="count">
                        {item.count}
                        <span className="hidden"> việc chờ</span>
                      </span>
                    ) : null}
                  </>,
                  item.href === current ? { 'aria-current': 'page' } : {},
                )}
              </li>
            ))}
          </ul>
        </nav>
        <main id="main" className="work">
          {children}
        </main>
      </div>
    </>
  );
}

/** What stands at an address of the desk that leads nowhere. */
export function NoScreen({ home }: { home: ReactNode }) {
  useEffect(() => {
    document.title = 'Không có màn hình này · Học bạ số';
  }, []);
  return (
    <>
      <div className="head">
        <h1>Không có màn hình này</h1>
      </div>
      <p className="below-16">Liên kết có thể đã cũ hoặc gõ thiếu; chọn một mục ở danh mục hoặc về trang đầu.</p>
      <div className="buttons">{home}</div>
    </>
  );
}

/** Breadcrumb with the stable code of the screen, then title and buttons. */
export function PageHead({
  trail,
  code,
  title,
  aside,
  buttons,
}: {
  trail: ReactNode;
  code: string;
  title: string;
  aside?: ReactNode;
  buttons?: ReactNode;
}) {
  const { session } = useSession();
  useEffect(() => {
    document.title = `${title} · ${session.user.organisation.name} · Học bạ số`;
  }, [title, session.user.organisation.name]);
  return (
    <>
      <nav className="trail" aria-label="Đường dẫn">
        <ol>{trail}</ol>
        <span className="end">
          <span className="screen" title="Mã màn hình, đọc cho tổng đài khi cần hỗ trợ">
            {code}
          </span>
        </span>
      </nav>
      <div className="head">
        <h1>{title}</h1>
        {aside ? <span className="muted">{aside}</span> : null}
        {buttons ? <div className="buttons">{buttons}</div> : null}
      </div>
    </>
  );
}
