import { Select, SimpleGrid } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '@/api/http';
import { useToasts } from '@/kit/toast';
import type { EntityHandle, EntityRef } from '@/lib/entity';
import { useText } from '@/lib/locale';
import { accessClassicText } from '@/lib/text/accessClassic';
import { Frame } from '../dialog/Frame';
import { OwnerPicker } from '../fields/OwnerPicker';
import { UserGroupPicker } from '../fields/UserGroupPicker';
import type { Named } from '../model/plan';
import { refreshAll } from '../model/queries';
import { type Permission, rolesQuery, type Side, thingGroupsQuery } from './permissions';

interface PermissionDialogProps {
  readonly group: EntityHandle;
  /** The kind of entities in the group. */
  readonly type: string;
  readonly side: Side;
  readonly permission: Permission | undefined;
  readonly onClose: () => void;
}

interface Terms {
  readonly userGroupId: EntityRef;
  readonly roleId: EntityRef;
  readonly entityGroupId?: EntityRef | undefined;
  readonly entityGroupType?: string | undefined;
}

/** Gives a user group a role on a group of things, or a role on everything. */
export function PermissionDialog({ group, type, side, permission, onClose }: PermissionDialogProps) {
  const t = useText(accessClassicText);
  const [roleId, setRole] = useState(permission?.roleId?.id);
  const [owner, setOwner] = useState(namedOf(permission?.userGroupOwnerId, permission?.userGroupOwnerName));
  const [userGroup, setUserGroup] = useState(namedOf(permission?.userGroupId, permission?.userGroupName));
  const [kind, setKind] = useState(permission?.entityGroupType ?? 'DEVICE');
  const [thingGroup, setThingGroup] = useState(permission?.entityGroupId?.id);
  const roles = useQuery(rolesQuery(side)).data ?? [];
  const role = roles.find(({ id }) => id.id === roleId);
  const onOneGroup = side === 'users' && role?.type === 'GROUP';
  const terms = role && termsOf();
  const { send, busy, error } = useSave(permission, onClose);

  function termsOf(): Terms | undefined {
    const roleRef = { entityType: 'ROLE', id: roleId ?? '' };
    if (side === 'things') {
      return (
        userGroup && {
          userGroupId: userGroup.id,
          roleId: roleRef,
          entityGroupId: group.id,
          entityGroupType: type,
        }
      );
    }
    if (!onOneGroup) return { userGroupId: group.id, roleId: roleRef };
    if (thingGroup === undefined) return undefined;
    const entityGroupId = { entityType: 'ENTITY_GROUP', id: thingGroup };
    return { userGroupId: group.id, roleId: roleRef, entityGroupId, entityGroupType: kind };
  }

  return (
    <Frame
      title={t(permission === undefined ? (side === 'users' ? 'addRole' : 'add') : 'edit')}
      size={520}
      verb={t('save')}
      canSend={terms !== undefined}
      busy={busy}
      error={error}
      onSend={() => terms !== undefined && send(terms)}
      onClose={onClose}
    >
      {side === 'things' && (
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <OwnerPicker
            label={t('owner')}
            value={owner}
            onChange={(next) => {
              setOwner(next);
              setUserGroup(undefined);
            }}
          />
          <UserGroupPicker owner={owner?.id} value={userGroup} onChange={setUserGroup} />
        </SimpleGrid>
      )}
      <Select
        label={t('role')}
        data={roles.map(({ id, name }) => ({ value: id.id, label: name }))}
        value={roleId ?? null}
        onChange={(id) => setRole(id ?? undefined)}
        allowDeselect={false}
        searchable
      />
      {onOneGroup && <ThingGroup kind={kind} onKind={setKind} value={thingGroup} onChange={setThingGroup} />}
    </Frame>
  );
}

function namedOf(id: EntityRef | null | undefined, name: string | null | undefined): Named | undefined {
  return id === null || id === undefined ? undefined : { id, name: name ?? '' };
}

function useSave(permission: Permission | undefined, onClose: () => void) {
  const t = useText(accessClassicText);
  const client = useQueryClient();
  const toasts = useToasts();
  const mutation = useMutation({
    mutationFn: (terms: Terms) =>
      call('post', '/api/groupPermission', {
        body: { ...(permission === undefined ? {} : { id: permission.id }), ...terms },
      }),
    onSuccess: () => {
      toasts.done(t('saved'));
      void refreshAll(client);
      onClose();
    },
  });
  return { send: mutation.mutate, busy: mutation.isPending, error: mutation.error };
}

const kinds = ['DEVICE', 'ASSET', 'DASHBOARD', 'CUSTOMER'] as const;

interface ThingGroupProps {
  readonly kind: string;
  readonly onKind: (kind: string) => void;
  readonly value: string | undefined;
  readonly onChange: (id: string | undefined) => void;
}

function ThingGroup({ kind, onKind, value, onChange }: ThingGroupProps) {
  const t = useText(accessClassicText);
  const groups = useQuery(thingGroupsQuery(kind)).data ?? [];
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }}>
      <Select
        label={t('kind')}
        data={kinds.map((each) => ({ value: each, label: t(`kind_${each}`) }))}
        value={kind}
        onChange={(next) => {
          if (next === null) return;
          onKind(next);
          onChange(undefined);
        }}
        allowDeselect={false}
      />
      <Select
        label={t('group')}
        data={groups.map(({ id, name }) => ({ value: id.id, label: name }))}
        value={value ?? null}
        onChange={(id) => onChange(id ?? undefined)}
        allowDeselect={false}
        searchable
      />
    </SimpleGrid>
  );
}
