import { Button, Center, Group, List, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { LayoutDashboard, Lock, LogOut } from 'lucide-react';
import { useEffect } from 'react';
import { call } from '@/api/http';
import { useMe } from '@/api/session';
import { useChrome } from '@/kit/chrome';
import { LoadingLines } from '@/kit/states';
import { useText } from '@/lib/locale';
import { dashboardsText } from '@/lib/text/dashboards';
import classes from './dashboard.module.css';

interface NotSharedProps {
  /** The dashboard of the address; it is left out of what can be opened. */
  readonly dashboardId?: string | undefined;
  /** It was open until a moment ago. */
  readonly hasEnded?: boolean;
}

const shownDashboards = 20;

/**
 * A dashboard that is not for its viewer, or not any more. It is the whole page for who sees dashboards alone, so it
 * says what else can be opened and whom to ask, and has the way out.
 */
export function NotShared({ dashboardId, hasEnded = false }: NotSharedProps) {
  const t = useText(dashboardsText);
  const { alone, account, signOut } = useChrome();
  const title = t(hasEnded ? 'notSharedAnyMore' : 'notShared');
  useEffect(() => {
    document.title = `${title} · Atrium`;
  }, [title]);
  return (
    <div className={classes.page} data-alone={alone || undefined}>
      {alone && (
        <header className={classes.toolbar}>
          <Group gap={10} wrap="nowrap">
            <img src="/atrium.svg" alt="" width={24} height={24} className={classes.logo} />
            <Text fw={700}>Atrium</Text>
          </Group>
          {account}
        </header>
      )}
      <Center component={alone ? 'main' : 'div'} p="xl" style={{ flex: 1 }}>
        <Stack align="center" gap="sm" maw={460} w="100%" ta="center">
          <ThemeIcon variant="light" size={48} radius="xl" aria-hidden>
            <Lock size={24} />
          </ThemeIcon>
          <div role="status">
            <Title order={1} size="h4">
              {title}
            </Title>
            <WhomToAsk hasEnded={hasEnded} />
          </div>
          <Openable except={dashboardId} />
          {alone && (
            <Button variant="default" leftSection={<LogOut size={16} aria-hidden />} onClick={signOut}>
              {t('signOut')}
            </Button>
          )}
        </Stack>
      </Center>
    </div>
  );
}

/** The viewer's own organisation, where somebody looks after his access. */
function WhomToAsk({ hasEnded }: { readonly hasEnded: boolean }) {
  const t = useText(dashboardsText);
  const { ownerId } = useMe();
  const owner = useQuery({
    queryKey: ['owner', ownerId?.id],
    queryFn: () =>
      call('get', '/api/ownerInfo/{ownerType}/{ownerId}', {
        path: { ownerType: ownerId?.entityType ?? '', ownerId: ownerId?.id ?? '' },
      }),
    enabled: ownerId !== undefined && ownerId !== null,
    retry: false,
  });
  const name = owner.data?.name;
  return (
    <Text c="dimmed" size="sm" mt={4} style={{ overflowWrap: 'anywhere' }}>
      {hasEnded && `${t('endedTitle')}. `}
      {name === undefined ? t('askSomebody') : t('askOwner', { name })}
    </Text>
  );
}

function Openable({ except }: { readonly except: string | undefined }) {
  const t = useText(dashboardsText);
  const found = useQuery({
    queryKey: ['DASHBOARD', 'openable'],
    queryFn: () => call('get', '/api/user/dashboards', { query: { page: 0, pageSize: shownDashboards, sortProperty: 'title' } }),
    refetchInterval: 15_000,
  });
  if (found.data === undefined) return found.isError ? null : <LoadingLines lines={2} />;
  const others = found.data.data.filter(({ id }) => id.id !== except);
  if (others.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t('nothingToOpen')}
      </Text>
    );
  }
  return (
    <Stack component="section" gap={6} w="100%" aria-label={t('youCanOpen')}>
      <Text size="sm" fw={600}>
        {t('youCanOpen')}
      </Text>
      <List listStyleType="none" spacing={6}>
        {others.map(({ id, title }) => (
          <List.Item key={id.id} styles={{ itemWrapper: { display: 'block' } }}>
            <Button
              component={Link}
              to={`/dashboards/${id.id}`}
              variant="default"
              fullWidth
              justify="flex-start"
              leftSection={<LayoutDashboard size={16} aria-hidden />}
            >
              {title}
            </Button>
          </List.Item>
        ))}
      </List>
    </Stack>
  );
}
