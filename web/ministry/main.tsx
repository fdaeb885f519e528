import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ministryDesk } from '#contract';
import { AccountPage } from '../shared/account.tsx';
import { SessionGate } from '../shared/session.tsx';
import { Shell } from '../shared/shell.tsx';
import { OverviewPage } from './overview.tsx';

const ACCOUNT = '/bo/tai-khoan';
const client = new QueryClient({ defaultOptions: { queries: { retry: 1, staleTime: 5_000 } } });
const door = { routes: ministryDesk, place: 'Bộ Giáo dục và Đào tạo', who: 'chuyên viên tiếp nhận của Bộ' };

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <SessionGate door={door}>
        <Shell
          account={ACCOUNT}
          menu={[{ key: '1', label: 'Đã nhận', href: '/bo' }]}
          current={location.pathname === ACCOUNT ? ACCOUNT : '/bo'}
          link={(href, children, props) => (
            <a href={href} {...props}>
              {children}
            </a>
          )}
        >
          {location.pathname === ACCOUNT ? <AccountPage /> : <OverviewPage />}
        </Shell>
      </SessionGate>
    </QueryClientProvider>
  </StrictMode>,
);
