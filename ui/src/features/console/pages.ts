import { Box, Building2, Cpu, Gauge, KeyRound, LayoutDashboard, ScrollText, ShieldCheck, UsersRound } from 'lucide-react';
import { createElement } from 'react';
import { label, type MenuEntry, type Page } from '@/kit/contract';
import { auditText } from '@/lib/text/audit';
import { entitiesText } from '@/lib/text/entities';
import { keysText } from '@/lib/text/keys';
import { profilesText } from '@/lib/text/profiles';
import { rolesText } from '@/lib/text/roles';

const kinds = ['DEVICE', 'ASSET', 'CUSTOMER', 'USER', 'DASHBOARD'] as const;
const paths = { DEVICE: 'devices', ASSET: 'assets', CUSTOMER: 'customers', USER: 'users', DASHBOARD: 'dashboards' } as const;

type Kind = (typeof kinds)[number];

/** The page of a kind: the user's own, and that of a customer. */
const loadPage = (kind: Kind) => () =>
  import('./KindPage').then(({ KindPage }) => ({ page: () => createElement(KindPage, { kind }) }));

export const consolePages: readonly Page[] = [
  ...kinds.flatMap((kind): Page[] => [
    { path: `/${paths[kind]}`, frame: 'shell', load: loadPage(kind) },
    { path: `/customers/$customerId/${paths[kind]}`, frame: 'shell', load: loadPage(kind) },
  ]),
  { path: '/profiles', frame: 'shell', load: () => import('./ProfilesPage') },
  { path: '/roles', frame: 'shell', load: () => import('./RolesPage') },
  { path: '/audit', frame: 'shell', load: () => import('./AuditPage') },
  { path: '/keys', frame: 'shell', load: () => import('./ApiKeysPage') },
];

export const consoleMenu: readonly MenuEntry[] = [
  { to: '/dashboards', label: label(entitiesText, 'dashboards'), icon: LayoutDashboard, section: 'work', resource: 'DASHBOARD' },
  { to: '/devices', label: label(entitiesText, 'devices'), icon: Cpu, section: 'things', resource: 'DEVICE' },
  { to: '/assets', label: label(entitiesText, 'assets'), icon: Box, section: 'things', resource: 'ASSET' },
  { to: '/profiles', label: label(profilesText, 'title'), icon: Gauge, section: 'things', resource: 'DEVICE_PROFILE' },
  { to: '/customers', label: label(entitiesText, 'customers'), icon: Building2, section: 'people', resource: 'CUSTOMER' },
  { to: '/users', label: label(entitiesText, 'users'), icon: UsersRound, section: 'people', resource: 'USER' },
  { to: '/roles', label: label(rolesText, 'title'), icon: ShieldCheck, section: 'people', resource: 'ROLE' },
  { to: '/audit', label: label(auditText, 'title'), icon: ScrollText, section: 'system', resource: 'AUDIT_LOG' },
  { to: '/keys', label: label(keysText, 'title'), icon: KeyRound, section: 'system' },
];
