import { consoleMenu, consolePages } from '@/features/console/pages';
import { homeMenu, homePages } from '@/features/home/pages';
import { signinPages } from '@/features/signin/pages';
import { dashboardPage } from './dashboardPage';
import type { MenuEntry, Page } from '@/kit/contract';

/** All pages of the app: one line per feature. */
export const pages: readonly Page[] = [
  ...signinPages,
  ...homePages,
  ...consolePages,
  dashboardPage,
];

/** The navigation, in its order within a section: one line per feature. */
export const menu: readonly MenuEntry[] = [
  ...homeMenu,
  ...consoleMenu,
];
