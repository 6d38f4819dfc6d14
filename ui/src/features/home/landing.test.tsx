import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import {
  createMemoryHistory, createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet, type RouteComponent,
  RouterProvider,
} from '@tanstack/react-router';
import { render, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { testLocale } from '@/testing/render';
import { pretendServer } from '@/testing/server';
import { LocaleContext } from '@/lib/locale';
import { page as LandingPage } from './LandingPage';

/** The start page in a router with Home and one other page, whose code comes when it is told to. */
function start() {
  let loaded: () => void = () => undefined;
  const code = new Promise<{ readonly page: () => string }>((resolve) => (loaded = () => resolve({ page: () => 'The customers' })));
  const root = createRootRoute({
    component: () => (
      <MantineProvider env="test">
        <LocaleContext value={testLocale}>
          <Outlet />
        </LocaleContext>
      </MantineProvider>
    ),
  });
  const at = (path: string, component: RouteComponent) => createRoute({ getParentRoute: () => root, path, component });
  const router = createRouter({
    routeTree: root.addChildren([
      at('/', LandingPage),
      at('/home', () => 'My home'),
      at('/customers', lazyRouteComponent(() => code, 'page')),
    ]),
    history: createMemoryHistory({ initialEntries: ['/'] }),
  });
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <QueryClientProvider client={client}>
      <RouterProvider router={router as never} />
    </QueryClientProvider>,
  );
  return { router, loaded };
}

describe('The start page', () => {
  it('leads home who has no dashboard', async () => {
    pretendServer({
      'GET /api/auth/user': () => ({ authority: 'TENANT_ADMIN' }),
      'GET /api/dashboard/home/info': () => ({ dashboardId: null }),
    });
    start();
    expect(await screen.findByText('My home')).toBeVisible();
  });

  it('tells who sees dashboards only that his is not shared with him, what he can open, and whom to ask', async () => {
    pretendServer({
      // The server leaves out the id of a dashboard that the user may not read.
      'GET /api/auth/user': () => ({
        authority: 'CUSTOMER_USER',
        ownerId: { entityType: 'CUSTOMER', id: 'a' },
        additionalInfo: { defaultDashboardFullscreen: true },
      }),
      'GET /api/permissions/allowedPermissions': () => ({}),
      'GET /api/dashboard/home/info': () => ({ dashboardId: null }),
      'GET /api/ownerInfo/CUSTOMER/a': () => ({ id: { entityType: 'CUSTOMER', id: 'a' }, name: 'Customer A' }),
      'GET /api/user/dashboards': () => ({ data: [{ id: { entityType: 'DASHBOARD', id: 'o' }, title: 'Offices' }], totalElements: 1 }),
    });
    start();
    expect(await screen.findByRole('heading', { name: 'This dashboard is not shared with you' })).toBeVisible();
    expect(await screen.findByText(/administrators of Customer A/)).toBeVisible();
    expect(await screen.findByRole('link', { name: 'Offices' })).toHaveAttribute('href', '/dashboards/o');
    expect(screen.queryByText('My home')).toBeNull();
  });

  it('leaves who clicked on in the meantime on that way', async () => {
    let answer: () => void = () => undefined;
    const came = pretendServer({
      'GET /api/auth/user': () => ({ authority: 'TENANT_ADMIN' }),
      'GET /api/dashboard/home/info': () => new Promise((resolve) => (answer = () => resolve({ dashboardId: null }))),
    });
    const { router, loaded } = start();
    await waitFor(() => expect(came.some(({ path }) => path === '/api/dashboard/home/info')).toBe(true));
    void router.navigate({ to: '/customers' });
    answer();
    await waitFor(() => expect(router.state.isLoading).toBe(true));
    loaded();
    expect(await screen.findByText('The customers')).toBeVisible();
    expect(screen.queryByText('My home')).toBeNull();
  });
});
