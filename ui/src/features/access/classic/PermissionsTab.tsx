import { ActionIcon, Badge, Button, Group, Stack, Text, Tooltip } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useMay } from '@/api/abilities';
import { call } from '@/api/http';
import type { TabProps } from '@/entities/contract';
import { ConfirmDialog } from '@/kit/ConfirmDialog';
import { EmptyState, Loaded } from '@/kit/states';
import { useToasts } from '@/kit/toast';
import type { EntityHandle } from '@/lib/entity';
import { useFormats } from '@/lib/format';
import { useText } from '@/lib/locale';
import { accessClassicText } from '@/lib/text/accessClassic';
import { refreshAll } from '../model/queries';
import classes from '../access.module.css';
import { PermissionDialog } from './PermissionDialog';
import { groupQuery, type Permission, permissionsQuery, roleName, type Side } from './permissions';

/** Who has which role on a group of things; of a group of users, which roles it has. */
export function PermissionsTab({ entity }: TabProps) {
  const group = useQuery(groupQuery(entity.id.id));
  return (
    <Loaded query={group}>
      {({ type }) => <Permissions group={entity} type={type} side={type === 'USER' ? 'users' : 'things'} />}
    </Loaded>
  );
}

interface PermissionsProps {
  readonly group: EntityHandle;
  readonly type: string;
  readonly side: Side;
}

function Permissions({ group, type, side }: PermissionsProps) {
  const t = useText(accessClassicText);
  const [editing, setEditing] = useState<Permission | 'new'>();
  const [removing, setRemoving] = useState<Permission>();
  const mayChange = useMay('WRITE', group.id) === true;
  const query = useQuery(permissionsQuery(group.id.id, side));
  const isUsers = side === 'users';
  return (
    <Stack gap="sm">
      {mayChange && (
        <Button
          variant="default"
          size="xs"
          w="fit-content"
          leftSection={<Plus size={14} />}
          onClick={() => setEditing('new')}
        >
          {t(isUsers ? 'addRole' : 'add')}
        </Button>
      )}
      <Loaded
        query={query}
        isEmpty={(rows) => rows.length === 0}
        empty={
          <EmptyState
            title={t(isUsers ? 'noRoles' : 'none')}
            text={t(isUsers ? 'noRolesText' : 'noneText')}
          />
        }
      >
        {(rows) => (
          <Stack
            gap={0}
            component="ul"
            m={0}
            p={0}
            style={{ listStyle: 'none' }}
            aria-label={t('permissions')}
          >
            {rows.map((row) => (
              <PermissionLine
                key={row.id.id}
                row={row}
                side={side}
                mayChange={mayChange}
                onEdit={() => setEditing(row)}
                onRemove={() => setRemoving(row)}
              />
            ))}
          </Stack>
        )}
      </Loaded>
      {editing !== undefined && (
        <PermissionDialog
          group={group}
          type={type}
          side={side}
          permission={editing === 'new' ? undefined : editing}
          onClose={() => setEditing(undefined)}
        />
      )}
      {removing !== undefined && <RemoveDialog row={removing} onClose={() => setRemoving(undefined)} />}
    </Stack>
  );
}

interface PermissionLineProps {
  readonly row: Permission;
  readonly side: Side;
  readonly mayChange: boolean;
  readonly onEdit: () => void;
  readonly onRemove: () => void;
}

function PermissionLine({ row, side, mayChange, onEdit, onRemove }: PermissionLineProps) {
  const t = useText(accessClassicText);
  const formats = useFormats();
  const name = row.userGroupName ?? '';
  const where = row.entityGroupName ?? undefined;
  const what = where === undefined ? t('everything') : t('on', { name: where });
  return (
    <Group component="li" className={classes.line} wrap="nowrap" justify="space-between" gap="xs">
      <Stack gap={4} miw={0}>
        <Text size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
          {side === 'users' ? roleName(row) : name}
        </Text>
        <Group gap={6}>
          {side === 'things' && (
            <Badge size="sm" variant="light" tt="none">
              {roleName(row)}
            </Badge>
          )}
          <Text size="xs" c="dimmed">
            {side === 'users' ? what : row.userGroupOwnerName}
          </Text>
          {typeof row.until === 'number' && (
            <Badge size="sm" variant="default" tt="none">
              {t('until', { day: formats.date(row.until) })}
            </Badge>
          )}
          {row.isPublic === true && (
            <Badge size="sm" variant="light" color="orange" tt="none">
              {t('public')}
            </Badge>
          )}
        </Group>
      </Stack>
      {mayChange && row.readOnly !== true && (
        <Group gap={2} wrap="nowrap">
          <Tooltip label={t('edit')}>
            <ActionIcon variant="subtle" color="gray" aria-label={t('editOf', { name })} onClick={onEdit}>
              <Pencil size={16} />
            </ActionIcon>
          </Tooltip>
          <Tooltip label={t('remove')}>
            <ActionIcon variant="subtle" color="red" aria-label={t('removeOf', { name })} onClick={onRemove}>
              <Trash2 size={16} />
            </ActionIcon>
          </Tooltip>
        </Group>
      )}
    </Group>
  );
}

function RemoveDialog({ row, onClose }: { readonly row: Permission; readonly onClose: () => void }) {
  const t = useText(accessClassicText);
  const client = useQueryClient();
  const toasts = useToasts();
  const remove = async () => {
    await call('delete', '/api/groupPermission/{groupPermissionId}', {
      path: { groupPermissionId: row.id.id },
    });
    await refreshAll(client);
    toasts.done(t('removed'));
  };
  return (
    <ConfirmDialog title={t('removeTitle')} verb={t('remove')} danger onConfirm={remove} onClose={onClose}>
      {t('removeText', { name: row.userGroupName ?? '', role: roleName(row) })}
    </ConfirmDialog>
  );
}
