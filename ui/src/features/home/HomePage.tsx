import { Anchor, Card, Group, Paper, SimpleGrid, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useCan } from '@/api/abilities';
import { call } from '@/api/http';
import { useMe } from '@/api/session';
import { EntityIcon } from '@/kit/EntityIcon';
import { PageHeader } from '@/kit/page';
import { RelativeTime } from '@/kit/RelativeTime';
import { Loaded, LoadingLines } from '@/kit/states';
import { useFormats } from '@/lib/format';
import { useText } from '@/lib/locale';
import { auditText } from '@/lib/text/audit';
import { homeText } from '@/lib/text/home';
import { type Counts, SystemFirstHour, TenantFirstHour } from './FirstHour';
import { useLiveCounts } from './useLiveCounts';

const first = { page: 0, pageSize: 1, includeCustomers: true };

const counters = [
  ['DEVICE', 'devices', '/devices', async () => (await call('get', '/api/deviceInfos/all', { query: first })).totalElements],
  ['ASSET', 'assets', '/assets', async () => (await call('get', '/api/assetInfos/all', { query: first })).totalElements],
  ['CUSTOMER', 'customers', '/customers', async () => (await call('get', '/api/customerInfos/all', { query: first })).totalElements],
  ['USER', 'users', '/users', async () => (await call('get', '/api/userInfos/all', { query: first })).totalElements],
  [
    'DASHBOARD',
    'dashboardCount',
    '/dashboards',
    async () => (await call('get', '/api/dashboards/all', { query: first })).totalElements,
  ],
] as const;

function HomePage() {
  const t = useText(homeText);
  const me = useMe();
  const can = useCan();
  return (
    <Stack p="md" gap="lg" maw={1200}>
      <PageHeader title={me.firstName ? t('hello', { name: me.firstName }) : t('helloYou')} text={t('text')} />
      {me.authority === 'SYS_ADMIN' && <SystemFirstHour />}
      {me.authority === 'TENANT_ADMIN' && <FirstHour />}
      <SimpleGrid cols={{ base: 2, sm: 3, lg: 5 }}>
        {counters
          .filter(([kind]) => me.authority !== 'SYS_ADMIN' && can('READ', kind))
          .map(([kind, key, to, count]) => (
            <Counter key={kind} kind={kind} title={t(key)} to={to} count={count} />
          ))}
      </SimpleGrid>
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        {me.authority !== 'SYS_ADMIN' && (
          <Stack gap="md">
            <RecentDashboards />
            {can('READ', 'DEVICE') && <NewestDevices />}
          </Stack>
        )}
        {me.authority !== 'SYS_ADMIN' && can('READ', 'AUDIT_LOG') && <RecentChanges />}
      </SimpleGrid>
    </Stack>
  );
}

/** By the numbers that stand below it; they are asked for once. */
function FirstHour() {
  const countOf = (wanted: keyof Counts) => counters.find(([kind]) => kind === wanted)?.[3] ?? (() => Promise.resolve(0));
  const devices = useQuery({ queryKey: ['DEVICE', 'count'], queryFn: countOf('DEVICE') });
  const dashboards = useQuery({ queryKey: ['DASHBOARD', 'count'], queryFn: countOf('DASHBOARD') });
  const customers = useQuery({ queryKey: ['CUSTOMER', 'count'], queryFn: countOf('CUSTOMER') });
  return <TenantFirstHour counts={{ DEVICE: devices.data, DASHBOARD: dashboards.data, CUSTOMER: customers.data }} />;
}

interface CounterProps {
  readonly kind: string;
  readonly title: string;
  readonly to: string;
  readonly count: () => Promise<number>;
}

function Counter({ kind, title, to, count }: CounterProps) {
  const formats = useFormats();
  const total = useQuery({ queryKey: [kind, 'count'], queryFn: count });
  return (
    <Card component={Link} to={to} withBorder padding="md">
      <Group gap="xs" c="dimmed">
        <EntityIcon kind={kind} />
        <Text size="sm">{title}</Text>
      </Group>
      {total.data === undefined ? (
        total.isError ? <Text size="xl">–</Text> : <Skeleton height={26} width={60} mt={6} />
      ) : (
        <Text size="xl" fw={650}>
          {formats.number(total.data)}
        </Text>
      )}
      {kind === 'DEVICE' && (total.data ?? 0) > 0 && <Inactive />}
    </Card>
  );
}

/** How many devices are not active, now. */
function Inactive() {
  const t = useText(homeText);
  useLiveCounts();
  const { data } = useQuery({
    queryKey: ['DEVICE', 'inactive'],
    queryFn: () => call('get', '/api/deviceInfos/all', { query: { ...first, active: false } }),
  });
  if (data === undefined) return <Skeleton height={12} width={90} mt={4} />;
  const count = data.totalElements;
  return (
    <Text size="xs" c={count === 0 ? 'dimmed' : 'light-dark(#b34700, #ffa94d)'}>
      {count === 0 ? t('allActive') : t('offline', { count })}
    </Text>
  );
}

function Panel({ title, more, children }: { readonly title: string; readonly more: ReactNode; readonly children: ReactNode }) {
  return (
    <Paper withBorder p="md" component="section">
      <Group justify="space-between" mb="sm" wrap="nowrap">
        <Title order={2} size="h5">
          {title}
        </Title>
        {more}
      </Group>
      {children}
    </Paper>
  );
}

function RecentDashboards() {
  const t = useText(homeText);
  const visited = useQuery({
    queryKey: ['DASHBOARD', 'visited'],
    queryFn: () => call('get', '/api/user/lastVisitedDashboards'),
  });
  const more = (
    <Anchor component={Link} to="/dashboards" size="sm" style={{ whiteSpace: 'nowrap' }}>
      {t('allDashboards')}
    </Anchor>
  );
  return (
    <Panel title={t('dashboards')} more={more}>
      <Loaded
        query={visited}
        loading={<LoadingLines />}
        isEmpty={({ last }) => (last ?? []).length === 0}
        empty={<Quiet text={t('noDashboards')} />}
      >
        {({ last }) => (
          <Stack gap={6}>
            {(last ?? []).slice(0, 6).map(({ id, title, lastVisited }) => (
              <Group key={id} justify="space-between" wrap="nowrap">
                <Anchor component={Link} to={`/dashboards/${id}`} size="sm" truncate>
                  {title}
                </Anchor>
                <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
                  <RelativeTime millis={lastVisited} />
                </Text>
              </Group>
            ))}
          </Stack>
        )}
      </Loaded>
    </Panel>
  );
}

/** The devices that came last, each with its state: whether what was just installed speaks. */
function NewestDevices() {
  const t = useText(homeText);
  const devices = useQuery({
    queryKey: ['DEVICE', 'newest'],
    queryFn: () =>
      call('get', '/api/deviceInfos/all', {
        query: { page: 0, pageSize: 8, includeCustomers: true, sortProperty: 'createdTime', sortOrder: 'DESC' },
      }),
  });
  const more = (
    <Anchor component={Link} to="/devices" size="sm" style={{ whiteSpace: 'nowrap' }}>
      {t('allDevices')}
    </Anchor>
  );
  return (
    <Panel title={t('newest')} more={more}>
      <Loaded query={devices} loading={<LoadingLines />} isEmpty={({ data }) => data.length === 0} empty={<Quiet text={t('noDevices')} />}>
        {({ data }) => (
          <Stack gap={6}>
            {data.map(({ id, name, active, createdTime }) => (
              <Group key={id.id} justify="space-between" wrap="nowrap" gap="xs">
                <Anchor component={Link} to="/devices" search={{ open: id.id } as never} size="sm" truncate>
                  {name}
                </Anchor>
                <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
                  {typeof active === 'boolean' && `${t(active ? 'active' : 'inactive')} · `}
                  <RelativeTime millis={createdTime} />
                </Text>
              </Group>
            ))}
          </Stack>
        )}
      </Loaded>
    </Panel>
  );
}

/** What changes something that people see; signing in and readings would bury it. */
const changing = [
  'ADDED', 'DELETED', 'UPDATED', 'ATTRIBUTES_UPDATED', 'ATTRIBUTES_DELETED', 'CREDENTIALS_UPDATED', 'CHANGE_OWNER', 'ACTIVATED',
  'SUSPENDED', 'RELATION_ADD_OR_UPDATE', 'RELATION_DELETED', 'ADDED_TO_ENTITY_GROUP', 'REMOVED_FROM_ENTITY_GROUP', 'RPC_CALL',
  'MADE_PUBLIC', 'MADE_PRIVATE',
].join(',');

function RecentChanges() {
  const t = useText(homeText);
  const a = useText(auditText);
  const changes = useQuery({
    queryKey: ['AUDIT_LOG', 'latest'],
    queryFn: () =>
      call('get', '/api/audit/logs', {
        query: { page: 0, pageSize: 14, sortProperty: 'createdTime', sortOrder: 'DESC', actionTypes: changing },
      }),
  });
  const more = (
    <Anchor component={Link} to="/audit" size="sm" style={{ whiteSpace: 'nowrap' }}>
      {t('allChanges')}
    </Anchor>
  );
  return (
    <Panel title={t('changes')} more={more}>
      <Loaded query={changes} loading={<LoadingLines />} isEmpty={({ data }) => data.length === 0} empty={<Quiet text={t('noChanges')} />}>
        {({ data }) => (
          <Stack gap={6}>
            {data.map((row) => (
              <Group key={row.id.id} justify="space-between" wrap="nowrap" gap="xs">
                <Text size="sm" truncate>
                  {row.actionType !== null && row.actionType !== undefined && a(row.actionType)}{' '}
                  <Text span inherit fw={600}>
                    {row.entityName}
                  </Text>
                </Text>
                <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
                  <RelativeTime millis={row.createdTime} />
                </Text>
              </Group>
            ))}
          </Stack>
        )}
      </Loaded>
    </Panel>
  );
}

function Quiet({ text }: { readonly text: string }) {
  return (
    <Text size="sm" c="dimmed">
      {text}
    </Text>
  );
}

export { HomePage as page };
