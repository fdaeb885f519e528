import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Link,
  Outlet,
  type RouteComponent,
  useRouterState,
} from '@tanstack/react-router';
import { useSession } from '../shared/session.tsx';
import { type MenuItem, NoScreen, Shell } from '../shared/shell.tsx';
import { BoardPage } from './board.tsx';

/** Keys of the whole map of the province desk. */
const MENU: readonly MenuItem[] = [
  { key: '1', label: 'Toàn cảnh', href: '/' },
  { key: '2', label: 'Tiếp nhận', href: '/tiep-nhan' },
  { key: '3', label: 'CSDL gốc', href: '/csdl-goc' },
  { key: '4', label: 'Chốt & báo cáo Bộ', href: '/chot' },
  { key: '6', label: 'Người ký', href: '/nguoi-ky' },
  { key: '7', label: 'Nhật ký minh bạch', href: '/nhat-ky' },
];
/** What an officer of a district may read: the originals and the register of signers stay with the province. */
const DISTRICT_MENU: readonly MenuItem[] = MENU.flatMap((item) =>
  item.href === '/csdl-goc' ? [] : [item.href === '/nguoi-ky' ? { ...item, label: 'Chứng thư số', href: '/nguoi-ky/canh-bao' } : item],
);
const CLOCK: MenuItem = { key: '9', label: 'Đồng hồ diễn tập', href: '/dong-ho' };

function Desk() {
  const path = useRouterState({ select: (state) => state.location.pathname });
  const { session } = useSession();
  const own = session.user.role === 'districtOfficer' ? DISTRICT_MENU : MENU;
  const menu = session.standing.virtualClock ? [...own, CLOCK] : own;
  const current = menu.findLast(({ href }) => (href === '/' ? path === '/' : path.startsWith(href)))?.href ?? '';
  return (
    <Shell
      account="/tai-khoan"
      menu={menu}
      current={current}
      link={(href, children, props) => (
        <Link to={href} {...props}>
          {children}
        </Link>
      )}
    >
      <Outlet />
    </Shell>
  );
}

const root = createRootRoute({
  component: Desk,
  notFoundComponent: () => (
    <NoScreen
      home={
        <Link className="button" to="/">
          Về Toàn cảnh
        </Link>
      }
    />
  ),
});
const page = <const P extends string>(path: P, component: RouteComponent) => createRoute({ getParentRoute: () => root, path, component });

const board = page('/', BoardPage);
const school = page(
  '/truong/$schoolCode',
  lazyRouteComponent(() => import('./school.tsx'), 'SchoolPage'),
);
const intake = page(
  '/tiep-nhan',
  lazyRouteComponent(() => import('./intake.tsx'), 'IntakePage'),
);
const batch = page(
  '/tiep-nhan/$messageId',
  lazyRouteComponent(() => import('./batch.tsx'), 'BatchPage'),
);
const registry = page(
  '/csdl-goc',
  lazyRouteComponent(() => import('./registry.tsx'), 'RegistryPage'),
);
const history = page(
  '/csdl-goc/$versionId',
  lazyRouteComponent(() => import('./history.tsx'), 'HistoryPage'),
);
const finality = page(
  '/chot',
  lazyRouteComponent(() => import('./finality.tsx'), 'FinalityPage'),
);
const signers = page(
  '/nguoi-ky',
  lazyRouteComponent(() => import('./signers.tsx'), 'SignersPage'),
);
const signerWarnings = page(
  '/nguoi-ky/canh-bao',
  lazyRouteComponent(() => import('./signer-warnings.tsx'), 'SignerWarningsPage'),
);
const log = page(
  '/nhat-ky',
  lazyRouteComponent(() => import('./log.tsx'), 'LogPage'),
);
const account = page(
  '/tai-khoan',
  lazyRouteComponent(() => import('../shared/account.tsx'), 'AccountPage'),
);
const clock = page(
  '/dong-ho',
  lazyRouteComponent(() => import('./clock.tsx'), 'ClockPage'),
);

export const router = createRouter({
  basepath: '/so',
  routeTree: root.addChildren([board, school, intake, batch, registry, history, finality, signers, signerWarnings, log, clock, account]),
  defaultPreload: 'intent',
});
