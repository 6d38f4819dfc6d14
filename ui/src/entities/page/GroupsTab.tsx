import { ActionIcon, Badge, Button, Group, Text, Tooltip } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { FolderPlus, Info, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useCan } from '@/api/abilities';
import { call, type Wire } from '@/api/http';
import { usePagedRows } from '@/api/rows';
import { useMe } from '@/api/session';
import { ConfirmDialog } from '@/kit/ConfirmDialog';
import { type Column, DataTable } from '@/kit/DataTable';
import { EntityIcon } from '@/kit/EntityIcon';
import { RelativeTime } from '@/kit/RelativeTime';
import { SearchField } from '@/kit/SearchField';
import { EmptyState } from '@/kit/states';
import { useToasts } from '@/kit/toast';
import type { EntityRef } from '@/lib/entity';
import { useMidSentence, useText } from '@/lib/locale';
import { entitiesText } from '@/lib/text/entities';
import type { EntityDescriptor, EntitiesT } from '../descriptor';
import { useActions, useRun } from './ActionHost';
import { useLabel } from './useLabel';
import { GroupFormDialog } from './GroupDialogs';
import classes from './page.module.css';
import type { ListState } from './useListState';

type GroupRow = Wire<'EntityGroupInfo'>;

type Open = { readonly what: 'add' } | { readonly what: 'edit' | 'delete'; readonly group: GroupRow };

interface GroupsTabProps {
  readonly descriptor: EntityDescriptor;
  readonly state: ListState;
  readonly owner: EntityRef | undefined;
}

/** The groups of an owner. A click shows what is in a group; sharing one is an action of its row. */
export function GroupsTab({ descriptor, state, owner }: GroupsTabProps) {
  const t = useText(entitiesText);
  const inside = useMidSentence();
  const me = useMe();
  const can = useCan();
  const { change, search } = state;
  const holder = owner ?? me.ownerId;
  const [dialog, setDialog] = useState<Open>();
  const { kind } = descriptor;
  const rows = usePagedRows(['groups', kind, 'list', holder.id, search], (page, pageSize) =>
    call('get', '/api/entityGroups/{ownerType}/{ownerId}/{groupType}', {
      path: { ownerType: holder.entityType, ownerId: holder.id, groupType: kind },
      query: { page, pageSize, textSearch: search, sortProperty: 'name', sortOrder: 'ASC' },
    }),
  );
  const icons = useActions(kind, 'group').length + 3;
  const mayAdd = can('CREATE', `${kind}_GROUP`);
  return (
    <div className={classes.list}>
      <Group gap="xs" className={classes.tools}>
        <SearchField label={t('search', { things: inside(t('groups')) })} value={search} onChange={(q) => change({ q: q || undefined }, false)} />
        {mayAdd && (
          <Button variant="default" leftSection={<FolderPlus size={16} />} ml="auto" onClick={() => setDialog({ what: 'add' })}>
            {t('addGroup')}
          </Button>
        )}
      </Group>
      <DataTable
        label={t('groups')}
        columns={groupColumns(t)}
        rows={rows}
        idOf={({ id }) => id.id}
        nameOf={({ name }) => name}
        openId={state.openGroupId}
        onOpen={({ id }) => change({ tab: undefined, group: id.id, q: undefined })}
        empty={<EmptyState title={t('noGroups')} text={t('noGroupsText')} />}
        actions={(group) => (
          <GroupActions
            descriptor={descriptor}
            group={group}
            onDetails={() => change({ openGroup: group.id.id, open: undefined })}
            onEdit={() => setDialog({ what: 'edit', group })}
            onDelete={() => setDialog({ what: 'delete', group })}
          />
        )}
        actionsWidth={icons * 30 + 26}
      />
      <GroupDialog dialog={dialog} descriptor={descriptor} owner={owner} onClose={() => setDialog(undefined)} />
    </div>
  );
}

function groupColumns(t: EntitiesT): readonly Column<GroupRow>[] {
  return [
    {
      id: 'name',
      title: t('name'),
      cell: ({ name, groupAll }) => (
        <Group gap={8} wrap="nowrap">
          <Text span c="dimmed" lh={0}>
            <EntityIcon kind="ENTITY_GROUP" size={16} />
          </Text>
          {name}
          {groupAll === true && (
            <Badge size="sm" variant="default" tt="none" fw={500}>
              {t('everything')}
            </Badge>
          )}
        </Group>
      ),
    },
    {
      id: 'created',
      title: t('created'),
      width: 150,
      rank: 2,
      cell: ({ createdTime }) => <RelativeTime millis={createdTime} />,
    },
  ];
}

interface GroupActionsProps {
  readonly descriptor: EntityDescriptor;
  readonly group: GroupRow;
  readonly onDetails: () => void;
  readonly onEdit: () => void;
  readonly onDelete: () => void;
}

function GroupActions({ descriptor, group, onDetails, onEdit, onDelete }: GroupActionsProps) {
  const t = useText(entitiesText);
  const labelOf = useLabel();
  const run = useRun();
  const can = useCan();
  const actions = useActions(descriptor.kind, 'group');
  const handle = { id: group.id, name: group.name, ownerId: group.ownerId };
  return (
    <Group gap={2} justify="flex-end" wrap="nowrap">
      {actions.map((action) => (
        <Tooltip key={action.id} label={labelOf(action.label)}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`${labelOf(action.label)}: ${group.name}`}
            onClick={() => run(action, [handle])}
          >
            <action.icon size={17} />
          </ActionIcon>
        </Tooltip>
      ))}
      <Tooltip label={t('details')}>
        <ActionIcon variant="subtle" color="gray" aria-label={`${t('details')}: ${group.name}`} onClick={onDetails}>
          <Info size={17} />
        </ActionIcon>
      </Tooltip>
      {group.groupAll !== true && can('WRITE', `${descriptor.kind}_GROUP`) && (
        <Tooltip label={t('edit')}>
          <ActionIcon variant="subtle" color="gray" aria-label={`${t('edit')}: ${group.name}`} onClick={onEdit}>
            <Pencil size={17} />
          </ActionIcon>
        </Tooltip>
      )}
      {group.groupAll !== true && can('DELETE', `${descriptor.kind}_GROUP`) && (
        <Tooltip label={t('delete')}>
          <ActionIcon variant="subtle" color="gray" aria-label={`${t('delete')}: ${group.name}`} onClick={onDelete}>
            <Trash2 size={17} />
          </ActionIcon>
        </Tooltip>
      )}
    </Group>
  );
}

interface GroupDialogProps {
  readonly dialog: Open | undefined;
  readonly descriptor: EntityDescriptor;
  readonly owner: EntityRef | undefined;
  readonly onClose: () => void;
}

function GroupDialog({ dialog, descriptor, owner, onClose }: GroupDialogProps) {
  const t = useText(entitiesText);
  const toasts = useToasts();
  const client = useQueryClient();
  if (dialog === undefined) return null;
  const close = () => {
    onClose();
    void client.invalidateQueries({ queryKey: ['groups', descriptor.kind] });
    void client.invalidateQueries({ queryKey: ['group'] });
    void client.invalidateQueries({ queryKey: [descriptor.kind] });
  };
  if (dialog.what !== 'delete') {
    return <GroupFormDialog kind={descriptor.kind} owner={owner} group={dialog.what === 'edit' ? dialog.group : undefined} onClose={close} />;
  }
  const { group } = dialog;
  const remove = async () => {
    await call('delete', '/api/entityGroup/{entityGroupId}', { path: { entityGroupId: group.id.id } });
    toasts.done(t('groupDeleted'));
  };
  return (
    <ConfirmDialog
      title={t('deleteTitle', { count: 1, name: group.name })}
      verb={t('delete')}
      danger
      onConfirm={remove}
      onClose={close}
    >
      {t('deleteGroupText')}
    </ConfirmDialog>
  );
}
