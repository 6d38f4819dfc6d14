import { Alert, Anchor, Button, Code, Group, List, Paper, Text, ThemeIcon, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Check, Circle } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useCan } from '@/api/abilities';
import { call } from '@/api/http';
import { useSession } from '@/api/session';
import { undoMs, useGoingOf, usePlanRemoval } from '@/entities/removals';
import { useToasts } from '@/kit/toast';
import type { EntityRef } from '@/lib/entity';
import { useText } from '@/lib/locale';
import { firstHourText } from '@/lib/text/firstHour';
import { anySharedQuery, type FirstHourState, firstHourQuery, saveFirstHour } from './firstHour';
import { addSample } from './sample';

/** Who has more than these of anything is past the first hour. */
const few = 5;

export interface Counts {
  readonly DEVICE: number | undefined;
  readonly DASHBOARD: number | undefined;
  readonly CUSTOMER: number | undefined;
}

/** What a tenant does first, as a list that ticks itself off; it goes when all of it is done. */
export function TenantFirstHour({ counts }: { readonly counts: Counts }) {
  const t = useText(firstHourText);
  const can = useCan();
  const { DEVICE: devices, DASHBOARD: dashboards, CUSTOMER: customers } = counts;
  // What was just deleted counts as gone, as in lists.
  const going = useGoingOf();
  const known = devices !== undefined && dashboards !== undefined && customers !== undefined;
  const all = ([['DEVICE', devices], ['DASHBOARD', dashboards], ['CUSTOMER', customers]] as const).map(([kind, count]) => (count ?? 0) - going(kind));
  const isNew = known && (all.includes(0) || all.every((count) => count <= few));
  const state = useQuery(firstHourQuery);
  const sample = state.data?.sample ?? [];
  const isLooked = can('CREATE', 'DEVICE') && can('CREATE', 'CUSTOMER') && state.data !== undefined && state.data.hidden !== true;
  const isAsked = isLooked && known && (isNew || sample.length > 0);
  const shared = useQuery({ ...anySharedQuery, enabled: isAsked });
  if (!isAsked || shared.data === undefined) return null;
  if (sample.length === 0 && !all.includes(0) && shared.data) return null;
  return (
    <Frame text={t('text')} state={state.data}>
      <List listStyleType="none" spacing="xs">
        <Step isDone={all[0] !== 0} title={t('device')} text={t('deviceText')} to="/devices" search={{ run: 'add-DEVICE' }} />
        <Step isDone={all[1] !== 0} title={t('dashboard')} text={t('dashboardText')} to="/dashboards" search={{ run: 'add-DASHBOARD' }} />
        <Step isDone={all[2] !== 0} title={t('customer')} text={t('customerText')} to="/customers" search={{ run: 'add-customer' }} />
        <Step isDone={shared.data} title={t('share')} text={t('shareText')} to={all[0] === 0 ? '/dashboards' : '/devices'} />
      </List>
      <Sample sample={sample} />
    </Frame>
  );
}

/** What a new installation needs. */
export function SystemFirstHour() {
  const t = useText(firstHourText);
  const state = useQuery(firstHourQuery);
  const tiles = useSession()?.mapTiles ?? '';
  const tenants = useQuery({ queryKey: ['TENANT', 'count'], queryFn: async () => (await call('get', '/api/tenants', { query: { page: 0, pageSize: 2 } })).data });
  const first = tenants.data?.[0]?.id.id;
  const administrators = useQuery({
    queryKey: ['TENANT', first, 'administrators', 'count'],
    queryFn: async () => (await call('get', '/api/tenant/{tenantId}/users', { path: { tenantId: first ?? '' }, query: { page: 0, pageSize: 1 } })).totalElements,
    enabled: first !== undefined,
  });
  const features = useQuery({ queryKey: ['features'], queryFn: () => call('get', '/api/admin/featuresInfo') });
  if (state.data === undefined || state.data.hidden === true || tenants.data === undefined || features.data === undefined) return null;
  const hasMail = features.data.emailEnabled === true;
  return (
    <Frame text={t('systemText')} state={state.data}>
      <List listStyleType="none" spacing="xs">
        <Step isDone={tenants.data.length > 0} title={t('tenant')} text={t('tenantText')} to="/tenants" />
        <Step isDone={(administrators.data ?? 0) > 0} title={t('administrator')} text={t('administratorText')} to="/tenants" />
        <Step isDone={hasMail} title={t('mail')} text={t('mailText')} isOptional />
        <Step isDone={tiles !== ''} title={t('tiles')} text={t('tilesText')} isOptional>
          <Code style={{ overflowWrap: 'anywhere' }}>{'ATRIUM_MAP_TILES=https://tiles.example.org/{z}/{x}/{y}.png'}</Code>
        </Step>
      </List>
    </Frame>
  );
}

function Frame({ text, state, children }: { readonly text: string; readonly state: FirstHourState; readonly children: ReactNode }) {
  const t = useText(firstHourText);
  const client = useQueryClient();
  const toasts = useToasts();
  const hide = () => {
    client.setQueryData(firstHourQuery.queryKey, { ...state, hidden: true });
    saveFirstHour({ hidden: true }).catch(toasts.failed);
  };
  return (
    <Paper withBorder p="md" component="section" aria-label={t('title')}>
      <Group justify="space-between" wrap="nowrap" align="flex-start" mb="sm">
        <div>
          <Title order={2} size="h5">
            {t('title')}
          </Title>
          <Text size="sm" c="dimmed">
            {text}
          </Text>
        </div>
        <Button size="compact-sm" variant="subtle" onClick={hide} aria-label={t('hideAll')} style={{ flex: 'none' }}>
          {t('hide')}
        </Button>
      </Group>
      {children}
    </Paper>
  );
}

interface StepProps {
  readonly isDone: boolean;
  readonly title: string;
  readonly text: string;
  readonly to?: string;
  readonly search?: Readonly<Record<string, string>>;
  readonly isOptional?: boolean;
  readonly children?: ReactNode;
}

function Step({ isDone, title, text, to, search = {}, isOptional = false, children }: StepProps) {
  const t = useText(firstHourText);
  return (
    <List.Item
      icon={
        <ThemeIcon size={22} radius="xl" variant={isDone ? 'filled' : 'default'} role="img" aria-label={t(isDone ? 'done' : 'open')}>
          {isDone ? <Check size={14} aria-hidden /> : <Circle size={12} aria-hidden />}
        </ThemeIcon>
      }
    >
      {to === undefined ? (
        <Text span fw={600} size="sm">
          {title}
        </Text>
      ) : (
        <Anchor component={Link} to={to} search={search as never} fw={600} size="sm">
          {title}
        </Anchor>
      )}
      {isOptional && (
        <Text span size="xs" c="dimmed">
          {` (${t('optional')})`}
        </Text>
      )}
      {!isDone && (
        <Text size="sm" c="dimmed">
          {text}
        </Text>
      )}
      {!isDone && children}
    </List.Item>
  );
}

function Sample({ sample }: { readonly sample: readonly EntityRef[] }) {
  const t = useText(firstHourText);
  const client = useQueryClient();
  const toasts = useToasts();
  const plan = usePlanRemoval();
  const [busy, setBusy] = useState(false);
  const keep = (made: readonly EntityRef[]) => saveFirstHour({ sample: made });
  const run = (work: () => Promise<void>) => {
    setBusy(true);
    work()
      .catch(toasts.failed)
      .finally(() => {
        setBusy(false);
        void client.invalidateQueries();
      });
  };
  const add = () =>
    run(async () => {
      const names = { building: t('building'), thermometer: t('thermometer'), dashboard: t('sampleDashboard'), customer: t('sampleCustomer'), temperature: t('temperature') };
      await addSample(names, keep);
      toasts.done(t('sampleAdded'));
    });
  const remove = () =>
    run(async () => {
      const { undo } = await plan(sample);
      await keep([]);
      toasts.done(t('sampleRemoved'), () => undo().then(() => keep(sample)).then(() => client.invalidateQueries()), undoMs);
    });
  const dashboard = sample.find(({ entityType }) => entityType === 'DASHBOARD');
  return (
    <Alert mt="md" variant="light" color="gray" title={sample.length === 0 ? t('sample') : undefined}>
      <Group justify="space-between" gap="sm">
        <Text size="sm" style={{ flex: '1 1 260px' }}>
          {sample.length === 0 ? t('sampleText') : t('sampleThere', { building: t('building') })}
        </Text>
        {dashboard !== undefined && (
          <Anchor component={Link} to={`/dashboards/${dashboard.id}`} size="sm">
            {t('openDashboard')}
          </Anchor>
        )}
        <Button size="xs" variant="default" loading={busy} onClick={sample.length === 0 ? add : remove}>
          {t(sample.length === 0 ? 'addSample' : 'removeSample')}
        </Button>
      </Group>
    </Alert>
  );
}
