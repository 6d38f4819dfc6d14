import { Group, Select, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call, type Wire } from '@/api/http';
import type { TabProps } from '@/entities/contract';
import { EntityIcon } from '@/kit/EntityIcon';
import { SearchField } from '@/kit/SearchField';
import { EmptyState, Loaded } from '@/kit/states';
import { useText } from '@/lib/locale';
import { accessText } from '@/lib/text/access';
import classes from '../access.module.css';
import { Lines } from './Lines';
import { Reason } from './Reason';
import { usePages } from './usePages';

/** What a user can see and why; of a customer, what each of its users can. */
export function WhatTab({ entity, kind }: TabProps) {
  return kind === 'CUSTOMER' ? <OfCustomer customerId={entity.id.id} /> : <OfUser userId={entity.id.id} />;
}

function OfCustomer({ customerId }: { readonly customerId: string }) {
  const t = useText(accessText);
  const [picked, setPicked] = useState<string>();
  const users = useQuery({
    queryKey: ['access', 'customerUsers', customerId],
    queryFn: () =>
      call('get', '/api/customer/{customerId}/users', {
        path: { customerId },
        query: { pageSize: 100, page: 0 },
      }),
  });
  return (
    <Loaded
      query={users}
      isEmpty={({ data }) => data.length === 0}
      empty={<EmptyState title={t('noUsersYet')} text={t('noUsersYetText')} />}
    >
      {({ data }) => {
        const userId = picked ?? data[0]?.id.id ?? '';
        return (
          <Stack gap="sm">
            {data.length > 1 && (
              <Select
                label={t('asSeenBy')}
                data={data.map(({ id, email }) => ({ value: id.id, label: email }))}
                value={userId}
                onChange={(id) => setPicked(id ?? undefined)}
                allowDeselect={false}
                searchable
              />
            )}
            {data.length === 1 && (
              <Text size="sm" c="dimmed">
                {t('asSeenByOne', { name: data[0]?.email ?? '' })}
              </Text>
            )}
            <OfUser userId={userId} />
          </Stack>
        );
      }}
    </Loaded>
  );
}

const kinds = ['DEVICE', 'ASSET', 'DASHBOARD', 'CUSTOMER', 'USER'] as const;

function OfUser({ userId }: { readonly userId: string }) {
  const t = useText(accessText);
  const [search, setSearch] = useState('');
  const [kind, setKind] = useState<string | null>(null);
  const query = usePages(['access', 'what', userId, kind], search, (ask) =>
    call('get', '/api/access/what', { query: { userId, entityType: kind ?? undefined, ...ask } }),
  );
  return (
    <Stack gap="sm">
      <Group wrap="nowrap">
        <SearchField value={search} onChange={setSearch} label={t('searchThings')} />
        <Select
          aria-label={t('kind')}
          placeholder={t('allKinds')}
          data={kinds.map((value) => ({ value, label: t(`kind_${value}`) }))}
          value={kind}
          onChange={setKind}
          clearable
          w={150}
        />
      </Group>
      <Lines
        label={t('whatTitle')}
        query={query}
        count={(count) => t('whatCount', { count })}
        empty={<EmptyState title={t('seesNothing')} text={t('seesNothingText')} />}
        line={(thing) => <ThingLine key={thing.entity?.id ?? thing.name} thing={thing} />}
      />
    </Stack>
  );
}

function ThingLine({ thing }: { readonly thing: Wire<'Visible'> }) {
  return (
    <Stack component="li" gap={4} className={classes.line}>
      <Group gap={6} wrap="nowrap">
        <EntityIcon kind={thing.entity?.entityType ?? ''} size={16} />
        <Text size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
          {thing.name}
        </Text>
        <Text size="xs" c="dimmed">
          {thing.ownerName}
        </Text>
      </Group>
      <Reason reason={thing.reason} via={thing.viaName} until={thing.until} />
    </Stack>
  );
}
