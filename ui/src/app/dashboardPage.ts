import type { Page } from '@/kit/contract';

/** An open dashboard: the one page that is made of two areas, the viewer and the widgets. */
export const dashboardPage: Page = {
  path: '/dashboards/$dashboardId',
  frame: 'dashboard',
  load: () => import('./DashboardWithWidgets'),
};
