import { Badge, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { call } from '@/api/http';
import { useMe } from '@/api/session';
import { DataTable } from '@/kit/DataTable';
import { EmptyState, Loaded } from '@/kit/states';
import { useText } from '@/lib/locale';
import { rowsOf } from '@/lib/rows';
import { entitiesText } from '@/lib/text/entities';
import type { EntityDescriptor, EntityRow } from '../descriptor';
import { columnsOf } from './columns';
import classes from './page.module.css';
import { RowActions } from './RowActions';
import type { ListState } from './useListState';

const pageSize = 1_000;

/** What others own and the user may see; shared groups stand above it as a way to narrow it. */
export function SharedTab({ descriptor, state }: { readonly descriptor: EntityDescriptor; readonly state: ListState }) {
  const t = useText(entitiesText);
  const me = useMe();
  const navigate = useNavigate();
  const owner = me.ownerId.id;
  const shared = useQuery({
    queryKey: [descriptor.kind, 'shared', owner, state.search],
    queryFn: async () => {
      const own = await idsOf((page) => descriptor.list({ of: 'own', below: true }, page, {}), state.search);
      const all = await everything((page) => descriptor.visible(page), state.search);
      return all.filter(({ id }) => !own.has(id.id) && id.id !== owner);
    },
  });
  const { pageOf } = descriptor;
  return (
    <div className={classes.list}>
      <SharedGroups descriptor={descriptor} state={state} />
      <Loaded
        query={shared}
        isEmpty={(list) => list.length === 0}
        empty={<EmptyState title={t('noShared')} text={t('sharedText')} />}
      >
        {(list) => (
          <DataTable
            label={t('shared')}
            columns={columnsOf(descriptor, t)
              .filter(({ id }) => id !== 'owner' && id !== 'groups')
              .map(({ sort: _, ...column }) => column)}
            rows={rowsOf(list)}
            idOf={({ id }) => id.id}
            nameOf={descriptor.nameOf}
            openId={state.openId}
            actions={(row) => (
              <RowActions
                descriptor={descriptor}
                row={row}
                isShared
                {...(pageOf === undefined ? {} : { onDetails: () => state.change({ open: row.id.id }) })}
              />
            )}
            onOpen={(row) => (pageOf === undefined ? state.change({ open: row.id.id }) : void navigate({ to: pageOf(row) }))}
          />
        )}
      </Loaded>
    </div>
  );
}

function SharedGroups({ descriptor, state }: { readonly descriptor: EntityDescriptor; readonly state: ListState }) {
  const t = useText(entitiesText);
  const groups = useQuery({
    queryKey: ['groups', descriptor.kind, 'shared'],
    queryFn: () => call('get', '/api/entityGroups/{groupType}/shared/all', { path: { groupType: descriptor.kind } }),
  });
  if ((groups.data ?? []).length === 0) return null;
  return (
    <Group gap="xs" px="md" py="xs">
      <Text size="sm" c="dimmed">
        {t('sharedGroups')}
      </Text>
      {(groups.data ?? []).map(({ id, name }) => (
        <Badge
          key={id.id}
          component="button"
          variant="light"
          tt="none"
          style={{ cursor: 'pointer' }}
          onClick={() => state.change({ tab: undefined, group: id.id })}
        >
          {name}
        </Badge>
      ))}
    </Group>
  );
}

type Fetch = (page: { page: number; pageSize: number; textSearch: string }) => Promise<{
  readonly data: readonly EntityRow[];
  readonly totalElements: number;
}>;

async function everything(fetchPage: Fetch, textSearch: string): Promise<EntityRow[]> {
  const all: EntityRow[] = [];
  for (let page = 0, more = true; more; page++) {
    const { data, totalElements } = await fetchPage({ page, pageSize, textSearch });
    all.push(...data);
    more = (page + 1) * pageSize < totalElements;
  }
  return all;
}

async function idsOf(fetchPage: Fetch, textSearch: string): Promise<ReadonlySet<string>> {
  return new Set((await everything(fetchPage, textSearch)).map(({ id }) => id.id));
}
