import { ActionIcon, Anchor, Box, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { EntityIcon } from '@/kit/EntityIcon';
import { EmptyState, Loaded } from '@/kit/states';
import { useMidSentence, useText } from '@/lib/locale';
import { entitiesText } from '@/lib/text/entities';
import { customerKind } from '../customer';
import type { EntityRow, View } from '../descriptor';
import { kinds } from '../kinds';
import type { ListState } from './useListState';

/** Customers as a tree; each level is loaded when it is opened. */
export function HierarchyTab({ state }: { readonly state: ListState }) {
  return (
    <Box p="md" style={{ overflow: 'auto' }} flex={1}>
      <Level view={{ of: 'own', below: false }} state={state} />
    </Box>
  );
}

const most = 500;

function Level({ view, state }: { readonly view: View; readonly state: ListState }) {
  const t = useText(entitiesText);
  const inside = useMidSentence();
  const customers = useQuery({
    queryKey: ['CUSTOMER', 'level', view],
    queryFn: () => customerKind.list(view, { page: 0, pageSize: most, sortProperty: 'title', sortOrder: 'ASC' }, {}),
  });
  const empty =
    view.of === 'own' ? (
      <EmptyState title={t('emptyTitle', { things: inside(t('customers')) })} />
    ) : (
      <Text size="sm" c="dimmed" pl={34} py={4}>
        {t('noCustomers')}
      </Text>
    );
  return (
    <Loaded query={customers} isEmpty={({ data }) => data.length === 0} empty={empty}>
      {({ data }) => data.map((row) => <Node key={row.id.id} row={row} state={state} />)}
    </Loaded>
  );
}

function Node({ row, state }: { readonly row: EntityRow; readonly state: ListState }) {
  const t = useText(entitiesText);
  const [open, setOpen] = useState(false);
  const name = customerKind.nameOf(row);
  return (
    <div>
      <Group gap="xs" py={4} wrap="nowrap">
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          aria-expanded={open}
          aria-label={t(open ? 'collapse' : 'expand', { name })}
          onClick={() => setOpen(!open)}
        >
          {open ? <ChevronDown size={16} /> : <ChevronRight size={16} />}
        </ActionIcon>
        <EntityIcon kind="CUSTOMER" />
        <Anchor component="button" size="sm" fw={500} onClick={() => state.change({ open: row.id.id })}>
          {name}
        </Anchor>
      </Group>
      {open && (
        <Box pl={22} ml={11} style={{ borderLeft: '1px solid var(--mantine-color-default-border)' }}>
          <Group gap="md" pl={6} py={4}>
            {kinds.map((each) => (
              <Anchor key={each.kind} component={Link} to={`/customers/${row.id.id}/${each.path}`} size="sm">
                {t(each.many)}
              </Anchor>
            ))}
          </Group>
          <Level view={{ of: 'customer', customerId: row.id.id, below: false }} state={state} />
        </Box>
      )}
    </div>
  );
}
