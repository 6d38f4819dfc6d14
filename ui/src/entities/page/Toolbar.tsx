import { ActionIcon, Badge, Button, CloseButton, Group, Select, Switch, Tooltip } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Download, RefreshCw } from 'lucide-react';
import { useState } from 'react';
import { call } from '@/api/http';
import { SearchField } from '@/kit/SearchField';
import { csvLine, download } from '@/lib/csv';
import { useMidSentence, useText } from '@/lib/locale';
import { entitiesText } from '@/lib/text/entities';
import { type EntityDescriptor, type EntityRow, textOf } from '../descriptor';
import { useProfileNames } from './EntityForm';
import classes from './page.module.css';
import { type ListState, viewOf } from './useListState';

interface ToolbarProps {
  readonly descriptor: EntityDescriptor;
  readonly state: ListState;
  readonly scopeId: string | undefined;
}

/** Search and filters of a list. All of it stands in the address. */
export function Toolbar({ descriptor, state, scopeId }: ToolbarProps) {
  const t = useText(entitiesText);
  const inside = useMidSentence();
  const client = useQueryClient();
  const { change, filtered, groupId, filters } = state;
  const clear = () => change({ q: undefined, owner: undefined, group: undefined, profile: undefined, active: undefined });
  return (
    <Group gap="xs">
      <SearchField label={t('search', { things: inside(t(descriptor.many)) })} value={state.search} onChange={(q) => change({ q: q || undefined }, false)} />
      <div className={classes.filters}>
        {groupId !== undefined && <GroupChip groupId={groupId} onLeave={() => change({ group: undefined })} />}
        {groupId === undefined && descriptor.profileKind !== undefined && (
          <ProfileFilter descriptor={descriptor} value={filters.profileId} onChange={(profile) => change({ profile })} />
        )}
        {groupId === undefined && descriptor.hasState === true && (
          <Select
            aria-label={t('state')}
            placeholder={t('anyState')}
            clearable
            w={150}
            data={[
              { value: '1', label: t('onlyActive') },
              { value: '0', label: t('onlyInactive') },
            ]}
            value={filters.active === undefined ? null : filters.active ? '1' : '0'}
            onChange={(active) => change({ active: active ?? undefined })}
          />
        )}
        {groupId === undefined && scopeId === undefined && <OwnerFilter value={state.ownerId} onChange={(owner) => change({ owner })} />}
        {groupId === undefined && state.ownerId === undefined && (
          <Tooltip label={t('belowHint')}>
            <Switch
              size="sm"
              label={t(descriptor.kind === 'CUSTOMER' ? 'belowCUSTOMER' : 'below')}
              checked={state.below}
              onChange={(event) => change({ below: event.currentTarget.checked ? undefined : '0' })}
            />
          </Tooltip>
        )}
        {filtered && (
          <Button variant="subtle" size="compact-sm" onClick={clear}>
            {t('clearFilters')}
          </Button>
        )}
        <Group gap={4} ml="auto">
          <ExportButton descriptor={descriptor} state={state} scopeId={scopeId} />
          <Tooltip label={t('refresh')}>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('refresh')}
              onClick={() => void client.invalidateQueries({ queryKey: [descriptor.kind] })}
            >
              <RefreshCw size={17} />
            </ActionIcon>
          </Tooltip>
        </Group>
      </div>
    </Group>
  );
}

function GroupChip({ groupId, onLeave }: { readonly groupId: string; readonly onLeave: () => void }) {
  const t = useText(entitiesText);
  const group = useQuery({
    queryKey: ['group', groupId],
    queryFn: () => call('get', '/api/entityGroup/{entityGroupId}', { path: { entityGroupId: groupId } }),
  });
  return (
    <Badge
      variant="light"
      size="lg"
      tt="none"
      rightSection={<CloseButton size="xs" aria-label={t('leaveGroup')} onClick={onLeave} />}
    >
      {t('inGroup', { name: group.data?.name ?? '…' })}
    </Badge>
  );
}

interface FilterProps {
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
}

function ProfileFilter({ descriptor, value, onChange }: FilterProps & { readonly descriptor: EntityDescriptor }) {
  const t = useText(entitiesText);
  const profiles = useProfileNames(descriptor.profileKind).data ?? [];
  return (
    <Select
      aria-label={t('profile')}
      placeholder={t('anyProfile')}
      clearable
      searchable
      w={160}
      data={profiles.map(({ id, name }) => ({ value: id.id, label: name }))}
      value={value ?? null}
      onChange={(next) => onChange(next ?? undefined)}
    />
  );
}

function OwnerFilter({ value, onChange }: FilterProps) {
  const t = useText(entitiesText);
  const [search, setSearch] = useState('');
  const owners = useQuery({
    queryKey: ['owners', search],
    queryFn: () => call('get', '/api/ownerInfos', { query: { page: 0, pageSize: 50, textSearch: search } }),
  });
  const customers = (owners.data?.data ?? []).filter(({ id }) => id.entityType === 'CUSTOMER');
  if (search === '' && value === undefined && customers.length === 0) return null;
  return (
    <Select
      aria-label={t('owner')}
      placeholder={t('anyOwner')}
      clearable
      searchable
      w={170}
      data={customers.map(({ id, name }) => ({ value: id.id, label: name }))}
      value={value ?? null}
      onChange={(next) => onChange(next ?? undefined)}
      onSearchChange={setSearch}
      filter={({ options }) => options}
    />
  );
}

const exportPage = 1_000;

/** Everything that the filters leave, page by page, as CSV. */
function ExportButton({ descriptor, state, scopeId }: ToolbarProps) {
  const t = useText(entitiesText);
  const [busy, setBusy] = useState(false);
  const run = async () => {
    setBusy(true);
    const lines = [csvLine([t(descriptor.nameTitle), ...descriptor.columns.map(({ title }) => t(title)), t('owner'), t('groups'), t('created'), 'id'])];
    for (let page = 0, more = true; more; page++) {
      const sortOrder = state.sort.descending ? 'DESC' : 'ASC';
      const query = { page, pageSize: exportPage, textSearch: state.search, sortProperty: state.sort.by, sortOrder } as const;
      const { data, totalElements } = await descriptor.list(viewOf(state, scopeId), query, state.filters);
      lines.push(...data.map((row) => exportLine(descriptor, row)));
      more = (page + 1) * exportPage < totalElements;
    }
    download(`${descriptor.path}.csv`, lines.join('\r\n'));
    setBusy(false);
  };
  return (
    <Tooltip label={t('exportCsv')}>
      <ActionIcon variant="subtle" color="gray" aria-label={t('exportCsv')} loading={busy} onClick={() => void run().catch(() => setBusy(false))}>
        <Download size={17} />
      </ActionIcon>
    </Tooltip>
  );
}

function exportLine(descriptor: EntityDescriptor, row: EntityRow): string {
  return csvLine([
    descriptor.nameOf(row),
    ...descriptor.columns.map(({ id }) => textOf(row, id)),
    row.ownerName,
    (row.groups ?? []).map(({ name }) => name).join('; '),
    new Date(row.createdTime).toISOString(),
    row.id.id,
  ]);
}
