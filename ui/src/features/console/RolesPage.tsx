import { Badge, Button, Group, Select, Stack } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useCan } from '@/api/abilities';
import { call, type Wire } from '@/api/http';
import { usePagedRows } from '@/api/rows';
import { ConfirmDialog } from '@/kit/ConfirmDialog';
import { type Column, DataTable } from '@/kit/DataTable';
import { PageHeader } from '@/kit/page';
import { RelativeTime } from '@/kit/RelativeTime';
import { SearchField } from '@/kit/SearchField';
import { EmptyState } from '@/kit/states';
import { useToasts } from '@/kit/toast';
import { useAddress } from '@/kit/useAddress';
import { textField } from '@/lib/entity';
import { useText } from '@/lib/locale';
import { parseSort, sortText } from '@/lib/rows';
import type { Translate } from '@/lib/text/area';
import { rolesText } from '@/lib/text/roles';
import classes from './console.module.css';
import { RoleDialog, useResourceName } from './RoleDialog';
import { RowButton } from './RowButton';

type Role = Wire<'Role'>;
type Open = { readonly what: 'edit'; readonly role: Role | undefined } | { readonly what: 'delete'; readonly role: Role };

function RolesPage() {
  const t = useText(rolesText);
  const can = useCan();
  const client = useQueryClient();
  const [search, change] = useAddress();
  const [open, setOpen] = useState<Open>();
  const sort = parseSort(search['sort'], { by: 'name', descending: false });
  const { q = '', type } = search;
  const rows = usePagedRows(['ROLE', q, type, sort], (page, pageSize) =>
    call('get', '/api/roles', {
      query: {
        page,
        pageSize,
        textSearch: q,
        type: type as 'GENERIC' | 'GROUP' | undefined,
        sortProperty: sort.by as 'name',
        sortOrder: sort.descending ? 'DESC' : 'ASC',
      },
    }),
  );
  const close = () => {
    setOpen(undefined);
    void client.invalidateQueries({ queryKey: ['ROLE'] });
  };
  const edit = (role: Role | undefined) => setOpen({ what: 'edit', role });
  const add = can('CREATE', 'ROLE') && (
    <Button leftSection={<Plus size={16} />} onClick={() => edit(undefined)}>
      {t('add')}
    </Button>
  );
  const mayWrite = can('WRITE', 'ROLE');
  return (
    <div className={classes.page}>
      <Stack className={classes.top} gap="xs">
        <PageHeader title={t('title')} text={t('text')} actions={add} />
        <Group gap="xs">
          <SearchField value={q} onChange={(text) => change({ q: text || undefined }, false)} />
          <Select
            aria-label={t('type')}
            placeholder={t('anyType')}
            clearable
            w={150}
            data={(['GENERIC', 'GROUP'] as const).map((value) => ({ value, label: t(value) }))}
            value={type ?? null}
            onChange={(next) => change({ type: next ?? undefined })}
          />
        </Group>
      </Stack>
      <DataTable
        label={t('title')}
        columns={useColumns()}
        rows={rows}
        idOf={({ id }) => id.id}
        nameOf={({ name }) => name}
        sort={sort}
        onSort={(next) => change({ sort: sortText(next) })}
        onOpen={edit}
        empty={<EmptyState title={t('empty')} action={add} />}
        actions={(role) => (
          <Group gap={2} justify="flex-end" wrap="nowrap">
            {mayWrite && <RowButton icon={Pencil} label={t('edit')} of={role.name} onClick={() => edit(role)} />}
            {can('DELETE', 'ROLE') && (
              <RowButton icon={Trash2} label={t('delete')} of={role.name} onClick={() => setOpen({ what: 'delete', role })} />
            )}
          </Group>
        )}
      />
      {open?.what === 'edit' && <RoleDialog role={open.role} readOnly={!mayWrite && open.role !== undefined} onClose={close} />}
      {open?.what === 'delete' && <DeleteRole role={open.role} onClose={close} />}
    </div>
  );
}

function useColumns(): readonly Column<Role>[] {
  const t = useText(rolesText);
  const nameOf = useResourceName();
  return [
    { id: 'name', title: t('name'), sort: 'name', cell: ({ name }) => name },
    {
      id: 'type',
      title: t('type'),
      sort: 'type',
      width: 140,
      narrow: 96,
      cell: ({ type }) => (
        <Badge variant="light" color={type === 'GENERIC' ? 'teal' : 'indigo'} tt="none" fw={500}>
          {t(type === 'GENERIC' ? 'GENERIC' : 'GROUP')}
        </Badge>
      ),
    },
    {
      id: 'description',
      title: t('description'),
      rank: 2,
      cell: (role) => textField(role.additionalInfo, 'description') || summaryOf(role.permissions, t, nameOf),
    },
    { id: 'created', title: t('created'), sort: 'createdTime', width: 150, rank: 3, cell: ({ createdTime }) => <RelativeTime millis={createdTime} /> },
  ];
}

/** What a role allows, in a few words: its operations, or the resources that it names. */
function summaryOf(permissions: unknown, t: Translate<keyof typeof rolesText.en>, nameOf: (resource: string) => string): string {
  const held = (Array.isArray(permissions) ? { ALL: permissions } : (permissions ?? {})) as Readonly<Record<string, readonly string[]>>;
  const words = Object.entries(held).map(([resource, operations]) => {
    const what = operations.includes('ALL') ? t('ALL') : operations.map((operation) => t(operation as 'READ')).join(', ');
    return resource === 'ALL' ? what : `${nameOf(resource)}: ${what}`;
  });
  return words.join('; ');
}

function DeleteRole({ role, onClose }: { readonly role: Role; readonly onClose: () => void }) {
  const t = useText(rolesText);
  const toasts = useToasts();
  const remove = async () => {
    await call('delete', '/api/role/{roleId}', { path: { roleId: role.id.id } });
    toasts.done(t('deleted'));
  };
  return (
    <ConfirmDialog title={t('deleteTitle', { name: role.name })} verb={t('delete')} danger onConfirm={remove} onClose={onClose}>
      {t('deleteText')}
    </ConfirmDialog>
  );
}

export { RolesPage as page };
