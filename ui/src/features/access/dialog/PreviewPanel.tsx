import { Badge, Group, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Minus, Plus, Users } from 'lucide-react';
import type { ReactNode } from 'react';
import { LoadingLines } from '@/kit/states';
import { useText } from '@/lib/locale';
import { messageOf } from '@/lib/problem';
import { accessText } from '@/lib/text/access';
import { type AccessPlan, keyOf, type Named } from '../model/plan';
import { type Effect, effectsOf } from '../model/preview';
import classes from '../access.module.css';

const shownPeople = 6;

/** Who gains and who loses sight of what, before the change is made. Follows the plan while it is being put together. */
export function PreviewPanel({ plan }: { readonly plan: AccessPlan }) {
  const [settled] = useDebouncedValue(plan, 150);
  const query = useQuery({
    queryKey: ['access', 'preview', settled],
    queryFn: ({ signal }) => effectsOf(settled, signal),
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: 5_000,
  });
  return <Preview query={query}>{(effects) => <Effects effects={effects} />}</Preview>;
}

interface PreviewProps<T> {
  readonly query: { readonly data: T | undefined; readonly error: unknown; readonly isFetching: boolean };
  readonly children: (data: T) => ReactNode;
}

/** The place of every dialog that tells what will change. */
export function Preview<T>({ query, children }: PreviewProps<T>) {
  const t = useText(accessText);
  return (
    <section
      className={classes.preview}
      aria-label={t('preview')}
      aria-live="polite"
      aria-busy={query.isFetching}
    >
      <Text size="xs" fw={650} c="dimmed" mb={4}>
        {t('preview')}
      </Text>
      {query.error !== null ? (
        <Text size="sm" c="red" role="alert">
          {messageOf(query.error)}
        </Text>
      ) : query.data === undefined ? (
        <LoadingLines lines={2} />
      ) : (
        children(query.data)
      )}
    </section>
  );
}

export function Effects({ effects }: { readonly effects: readonly Effect[] }) {
  const t = useText(accessText);
  if (effects.length === 0) {
    return (
      <Group gap={6} wrap="nowrap">
        <Users size={16} aria-hidden />
        <Text size="sm">{t('nobodyAffected')}</Text>
      </Group>
    );
  }
  return (
    <Stack gap={0}>
      {effects.slice(0, shownPeople).map((effect) => (
        <EffectLine key={keyOf(effect.user.id)} effect={effect} />
      ))}
      {effects.length > shownPeople && (
        <Text size="xs" c="dimmed">
          {t('morePeople', { count: effects.length - shownPeople })}
        </Text>
      )}
    </Stack>
  );
}

function EffectLine({ effect }: { readonly effect: Effect }) {
  const t = useText(accessText);
  const { user, ownerName, gains, gainCount, losses, lossCount } = effect;
  return (
    <Stack gap={2} py={4}>
      <Group gap={6} wrap="wrap">
        <Text size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
          {user.name}
        </Text>
        <Text size="xs" c="dimmed">
          {ownerName}
        </Text>
      </Group>
      {gainCount > 0 && (
        <Change color="teal" icon={<Plus size={12} />} word={t('gains')} things={gains} count={gainCount} />
      )}
      {lossCount > 0 && (
        <Change color="red" icon={<Minus size={12} />} word={t('loses')} things={losses} count={lossCount} />
      )}
    </Stack>
  );
}

interface ChangeProps {
  readonly color: string;
  readonly icon: ReactNode;
  readonly word: string;
  readonly things: readonly Named[];
  readonly count: number;
}

function Change({ color, icon, word, things, count }: ChangeProps) {
  const t = useText(accessText);
  const named = things.slice(0, 5);
  return (
    <Group gap={6} wrap="nowrap" align="flex-start">
      <Badge size="sm" variant="light" color={color} leftSection={icon} tt="none" flex="none">
        {word}
      </Badge>
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        {named.map(({ name }) => name).join(', ')}
        {count > named.length && ` ${t('andMore', { count: count - named.length })}`}
      </Text>
    </Group>
  );
}
