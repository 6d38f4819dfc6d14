import './mantine.css';
import '@mantine/notifications/styles.css';
import { QueryClient } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { onSessionEnd } from '@/api/http';
import { sessionQuery } from '@/api/session';
import { recoverAfterOutages } from '@/api/recovery';
import { Problem } from '@/lib/problem';
import { enterFromApp } from './appView';
import { pages } from './pages';
import { Providers, styleNonce } from './Providers';
import { routerOf } from './router';

// Dialogs lock the scrolling of what is below them with a style element, whose library looks for the nonce here.
Object.assign(globalThis, { __webpack_nonce__: styleNonce() });

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      // A server in the same house is there without the internet, whatever the browser thinks of its network.
      networkMode: 'always',
      refetchOnReconnect: true,
      retry: (count, error) => count < 2 && !(error instanceof Problem && error.status >= 400 && error.status < 500),
    },
    mutations: { networkMode: 'always' },
  },
});
recoverAfterOutages(client);
const root = document.getElementById('root');
if (root === null) throw new Error('The page has no #root');
const page = createRoot(root);

/** The router reads the address, so it is made after tokens of the mobile app have gone from there. */
function start(): void {
  const router = routerOf(pages, client);
  onSessionEnd(() => {
    const { pathname, href } = router.state.location;
    if (pathname.startsWith('/login')) return;
    client.setQueryData(sessionQuery.queryKey, null);
    void router.navigate({ to: '/login', search: { back: href, ended: '1' } as never, ignoreBlocker: true });
  });
  page.render(
    <StrictMode>
      <Providers client={client}>
        <RouterProvider router={router} />
      </Providers>
    </StrictMode>,
  );
}

void enterFromApp(window).then(start);
