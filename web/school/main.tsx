import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { schoolDesk } from '#contract';
import { SessionGate } from '../shared/session.tsx';
import { router } from './routes.tsx';

const client = new QueryClient({ defaultOptions: { queries: { retry: 1, staleTime: 5_000 } } });
const door = { routes: schoolDesk, place: 'Bàn làm việc của trường', who: 'giáo viên, hiệu trưởng, văn thư' };

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <SessionGate door={door}>
        <RouterProvider router={router} />
      </SessionGate>
    </QueryClientProvider>
  </StrictMode>,
);
