import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import { render, type RenderResult } from '@testing-library/react';
import type { ReactNode } from 'react';
import { parseSearch, stringifySearch } from '@/lib/address';
import { type Locale, LocaleContext } from '@/lib/locale';

export const testLocale: Locale = { language: 'en', tag: 'en-GB', zone: 'UTC' };

/** Renders a component as the app would: theme, queries, router at an address, English and UTC. */
export async function renderApp(node: ReactNode, address = '/', locale = testLocale): Promise<RenderResult> {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const root = createRootRoute({
    component: () => (
      <MantineProvider env="test">
        <LocaleContext value={locale}>{node}</LocaleContext>
      </MantineProvider>
    ),
    notFoundComponent: () => null,
  });
  const router = createRouter({
    routeTree: root,
    parseSearch,
    stringifySearch,
    history: createMemoryHistory({ initialEntries: [address] }),
  });
  await router.load();
  return render(
    <QueryClientProvider client={client}>
      <RouterProvider router={router as never} />
    </QueryClientProvider>,
  );
}
