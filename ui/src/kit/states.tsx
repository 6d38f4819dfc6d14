import { Button, Center, Loader, Skeleton, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { CloudOff, Inbox, Lock, SearchX, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useText } from '@/lib/locale';
import { failureOf, messageOf } from '@/lib/problem';
import { kitText } from '@/lib/text/kit';

interface StateProps {
  readonly icon: ReactNode;
  readonly title: string;
  readonly text?: string | undefined;
  readonly action?: ReactNode;
  readonly role?: 'status' | 'alert';
  /** Of the heading: 1 where the state is the whole page. */
  readonly order?: 1 | 2;
}

/** A view that has nothing to show says why, and what to do next. */
function State({ icon, title, text, action, role = 'status', order = 2 }: StateProps) {
  return (
    <Center p="xl" mih={180} role={role}>
      <Stack align="center" gap="xs" maw={420} ta="center">
        <ThemeIcon variant="light" size={48} radius="xl" aria-hidden>
          {icon}
        </ThemeIcon>
        <Title order={order} size="h4">
          {title}
        </Title>
        {text !== undefined && (
          <Text c="dimmed" size="sm" style={{ overflowWrap: 'anywhere' }}>
            {text}
          </Text>
        )}
        {action}
      </Stack>
    </Center>
  );
}

export function LoadingState({ label }: { readonly label?: string }) {
  const t = useText(kitText);
  return (
    <Center p="xl" mih={180} role="status" aria-label={label ?? t('loading')}>
      <Loader type="dots" aria-hidden />
    </Center>
  );
}

/** Grey lines in the place of text that is on its way. */
export function LoadingLines({ lines = 4 }: { readonly lines?: number }) {
  const t = useText(kitText);
  return (
    <Stack gap="xs" role="status" aria-label={t('loading')}>
      {Array.from({ length: lines }, (_, line) => (
        <Skeleton key={line} height={14} width={`${92 - ((line * 17) % 40)}%`} />
      ))}
    </Stack>
  );
}

interface EmptyProps {
  readonly title?: string;
  readonly text?: string;
  readonly action?: ReactNode;
  readonly icon?: ReactNode;
  readonly order?: 1 | 2;
}

export function EmptyState({ title, text, action, icon, order = 2 }: EmptyProps) {
  const t = useText(kitText);
  return <State icon={icon ?? <Inbox size={24} />} title={title ?? t('emptyTitle')} text={text} action={action} order={order} />;
}

export function DeniedState() {
  const t = useText(kitText);
  return <State icon={<Lock size={24} />} title={t('deniedTitle')} text={t('deniedText')} />;
}

/** What went wrong, by its cause: denied, missing, out of reach, or broken with a button to try again. */
export function FailedState({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }) {
  const t = useText(kitText);
  const failure = failureOf(error);
  if (failure === 'denied') return <DeniedState />;
  if (failure === 'missing') {
    return <State icon={<SearchX size={24} />} title={t('missingTitle')} text={t('missingText')} />;
  }
  const retry = onRetry && (
    <Button variant="default" onClick={onRetry}>
      {t('retry')}
    </Button>
  );
  const offline = failure === 'offline';
  return (
    <State
      role="alert"
      icon={offline ? <CloudOff size={24} /> : <TriangleAlert size={24} />}
      title={offline ? t('offlineTitle') : t('brokenTitle')}
      text={offline ? undefined : messageOf(error)}
      action={retry}
    />
  );
}

/** The part of a query result that decides what a view shows; TanStack's results fit. */
export interface Loadable<T> {
  readonly data: T | undefined;
  readonly error: unknown;
  readonly isPending: boolean;
  readonly refetch: () => unknown;
}

interface LoadedProps<T> {
  readonly query: Loadable<T>;
  readonly children: (data: T) => ReactNode;
  readonly loading?: ReactNode;
  readonly empty?: ReactNode;
  readonly isEmpty?: (data: T) => boolean;
}

/** Shows the data of a query, or its loading, failed, denied or empty state. */
export function Loaded<T>({ query, children, loading, empty, isEmpty }: LoadedProps<T>) {
  if (query.data !== undefined && !(query.error !== null && failureOf(query.error) !== 'offline')) {
    return isEmpty?.(query.data) === true ? (empty ?? <EmptyState />) : children(query.data);
  }
  if (query.error) return <FailedState error={query.error} onRetry={() => void query.refetch()} />;
  return loading ?? <LoadingState />;
}
