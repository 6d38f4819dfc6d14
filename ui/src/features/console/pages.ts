import { Box, Building2, Cpu, Gauge, KeyRound, Landmark, LayoutDashboard, ScrollText, ShieldCheck, UsersRound } from 'lucide-react';
import { createElement } from 'react';
import { label, type MenuEntry, type Page } from '@/kit/contract';
import { menuText } from '@/lib/text/menu';

const kinds = ['DEVICE', 'ASSET', 'CUSTOMER', 'USER', 'DASHBOARD'] as const;
const paths = { DEVICE: 'devices', ASSET: 'assets', CUSTOMER: 'customers', USER: 'users', DASHBOARD: 'dashboards' } as const;

type Kind = (typeof kinds)[number];

/** The page of a kind: the user's own, and that of a customer. */
const loadPage = (kind: Kind) => () =>
  import('./KindPage').then(({ KindPage }) => ({ page: () => createElement(KindPage, { kind }) }));

export const consolePages: readonly Page[] = [
  ...kinds.flatMap((kind): Page[] => [
    { path: `/${paths[kind]}`, frame: 'shell', extended: true, load: loadPage(kind) },
    { path: `/customers/$customerId/${paths[kind]}`, frame: 'shell', extended: true, load: loadPage(kind) },
  ]),
  { path: '/profiles', frame: 'shell', load: () => import('./ProfilesPage') },
  { path: '/roles', frame: 'shell', load: () => import('./RolesPage') },
  { path: '/audit', frame: 'shell', load: () => import('./AuditPage') },
  { path: '/tenants', frame: 'shell', load: () => import('./TenantsPage') },
  { path: '/keys', frame: 'shell', load: () => import('./ApiKeysPage') },
];

const owners = ['TENANT_ADMIN', 'CUSTOMER_USER'] as const;

export const consoleMenu: readonly MenuEntry[] = [
  { to: '/dashboards', label: label(menuText, 'dashboards'), icon: LayoutDashboard, section: 'work', resource: 'DASHBOARD', authorities: owners },
  { to: '/devices', label: label(menuText, 'devices'), icon: Cpu, section: 'things', resource: 'DEVICE', authorities: owners },
  { to: '/assets', label: label(menuText, 'assets'), icon: Box, section: 'things', resource: 'ASSET', authorities: owners },
  { to: '/profiles', label: label(menuText, 'profiles'), icon: Gauge, section: 'things', resource: 'DEVICE_PROFILE', authorities: owners },
  { to: '/customers', label: label(menuText, 'customers'), icon: Building2, section: 'people', resource: 'CUSTOMER', authorities: owners },
  { to: '/users', label: label(menuText, 'users'), icon: UsersRound, section: 'people', resource: 'USER', authorities: owners },
  { to: '/roles', label: label(menuText, 'roles'), icon: ShieldCheck, section: 'people', resource: 'ROLE', authorities: owners },
  { to: '/tenants', label: label(menuText, 'tenants'), icon: Landmark, section: 'people', authorities: ['SYS_ADMIN'] },
  { to: '/audit', label: label(menuText, 'audit'), icon: ScrollText, section: 'system', resource: 'AUDIT_LOG', authorities: owners },
  { to: '/audit', label: label(menuText, 'audit'), icon: ScrollText, section: 'system', authorities: ['SYS_ADMIN'] },
  { to: '/keys', label: label(menuText, 'keys'), icon: KeyRound, section: 'system' },
];
