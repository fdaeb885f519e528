import { useQuery } from '@tanstack/react-query';
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
import { schoolDesk } from '#contract';
import { call } from '../shared/api.ts';
import { useSession } from '../shared/session.tsx';
import { type MenuItem, NoScreen, Shell } from '../shared/shell.tsx';
import { OverviewPage } from './overview.tsx';
import { SLOT_OF, WAITS_FOR } from './slots.ts';

/** Keys of the whole map of the school desk; people on the phone say "vào mục 3". */
const MENU: readonly MenuItem[] = [
  { key: '1', label: 'Tổng quan', href: '/' },
  { key: '2', label: 'Dữ liệu', href: '/du-lieu' },
  { key: '3', label: 'Lớp', href: '/lop' },
  { key: '4', label: 'Ký & phát hành', href: '/ky' },
  { key: '5', label: 'Nộp & trạng thái', href: '/nop' },
  { key: '6', label: 'In học bạ', href: '/in' },
  { key: '7', label: 'Chính sách', href: '/chinh-sach' },
];

function Desk() {
  const path = useRouterState({ select: (state) => state.location.pathname });
  const overview = useQuery({ queryKey: ['overview'], queryFn: ({ signal }) => call(schoolDesk.overview, { signal }), staleTime: 15_000 });
  const { session } = useSession();
  const slot = SLOT_OF[session.user.role];
  const counts = overview.data?.counts ?? {};
  const waiting: Readonly<Record<string, number>> = {
    '/ky': slot === undefined ? 0 : WAITS_FOR[slot].reduce((sum, state) => sum + (counts[state] ?? 0), 0),
    '/nop': (counts.issued ?? 0) + (counts.refused ?? 0),
  };
  const current = MENU.findLast(({ href }) => (href === '/' ? path === '/' : path.startsWith(href)))?.href ?? '';
  return (
    <Shell
      account="/tai-khoan"
      menu={MENU.map((item) => ({ ...item, count: waiting[item.href] ?? 0 }))}
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
          Về Tổng quan
        </Link>
      }
    />
  ),
});
const page = <const P extends string>(path: P, component: RouteComponent) => createRoute({ getParentRoute: () => root, path, component });

const overview = page('/', OverviewPage);
const imports = page(
  '/du-lieu',
  lazyRouteComponent(() => import('./imports.tsx'), 'ImportsPage'),
);
const importRun = page(
  '/du-lieu/$importId',
  lazyRouteComponent(() => import('./import-run.tsx'), 'ImportRunPage'),
);
const classes = page(
  '/lop',
  lazyRouteComponent(() => import('./classes.tsx'), 'ClassesPage'),
);
const classPage = page(
  '/lop/$classroom',
  lazyRouteComponent(() => import('./class/page.tsx'), 'ClassPage'),
);
const pointPage = page(
  '/lop/$classroom/$point',
  lazyRouteComponent(() => import('./class/point-page.tsx'), 'PointPage'),
);
const sign = page(
  '/ky',
  lazyRouteComponent(() => import('./sign-queue.tsx'), 'SignQueuePage'),
);
const signRun = page(
  '/ky/$runId',
  lazyRouteComponent(() => import('./sign-run.tsx'), 'SignRunPage'),
);
const submit = page(
  '/nop',
  lazyRouteComponent(() => import('./submit.tsx'), 'SubmitPage'),
);
const prints = page(
  '/in',
  lazyRouteComponent(() => import('./print-runs.tsx'), 'PrintRunsPage'),
);
const printRun = page(
  '/in/$runId',
  lazyRouteComponent(() => import('./print-run.tsx'), 'PrintRunPage'),
);
const submission = page(
  '/nop/$messageId',
  lazyRouteComponent(() => import('./submission.tsx'), 'SubmissionPage'),
);
const signers = page(
  '/nop/nguoi-ky',
  lazyRouteComponent(() => import('./signers.tsx'), 'SignersPage'),
);
const account = page(
  '/tai-khoan',
  lazyRouteComponent(() => import('../shared/account.tsx'), 'AccountPage'),
);
const policies = page(
  '/chinh-sach',
  lazyRouteComponent(() => import('./policies.tsx'), 'PoliciesPage'),
);

export const router = createRouter({
  basepath: '/truong',
  routeTree: root.addChildren([
    overview,
    imports,
    importRun,
    classes,
    classPage,
    pointPage,
    sign,
    signRun,
    signers,
    submit,
    submission,
    prints,
    printRun,
    policies,
    account,
  ]),
  defaultPreload: 'intent',
});
