import { Group, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ArrowRightLeft } from 'lucide-react';
import { useText } from '@/lib/locale';
import { accessPeopleText } from '@/lib/text/accessPeople';
import { Effects, Preview } from '../dialog/PreviewPanel';
import type { PlannedThing } from '../model/change';
import { type Onboarding, previewSheet } from './onboarding';

/** What a new customer would take from others, and who would gain or lose sight of what. */
export function SheetPreviewPanel({ draft }: { readonly draft: Onboarding }) {
  const key = JSON.stringify({ ...draft, customer: draft.customer['ownerId'], user: undefined });
  const [settled] = useDebouncedValue(key, 150);
  const query = useQuery({
    queryKey: ['access', 'sheetPreview', settled],
    queryFn: ({ signal }) => previewSheet(draft, signal),
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: 5_000,
    enabled: settled === key,
  });
  return (
    <Preview query={query}>
      {({ taken, effects }) => (
        <Stack gap={4}>
          {ownersOf(taken).map(([owner, names]) => (
            <Taken key={owner} owner={owner} names={names} />
          ))}
          <Effects effects={effects} />
        </Stack>
      )}
    </Preview>
  );
}

function ownersOf(taken: readonly PlannedThing[]): readonly (readonly [string, readonly string[]])[] {
  const owners = new Map<string, string[]>();
  for (const { name, ownerName } of taken) {
    const owner = ownerName ?? '';
    owners.set(owner, [...(owners.get(owner) ?? []), name]);
  }
  return [...owners];
}

const shownNames = 5;

function Taken({ owner, names }: { readonly owner: string; readonly names: readonly string[] }) {
  const t = useText(accessPeopleText);
  const rest = names.length - shownNames;
  const text = names.slice(0, shownNames).join(', ') + (rest > 0 ? ` +${rest}` : '');
  return (
    <Group gap={6} wrap="nowrap" align="flex-start" c="light-dark(#b34700, #ffa94d)">
      <ArrowRightLeft size={16} aria-hidden style={{ flex: 'none', marginTop: 3 }} />
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        {t('takenFrom', { owner, names: text })}
      </Text>
    </Group>
  );
}
