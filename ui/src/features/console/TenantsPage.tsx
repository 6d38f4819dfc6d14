import { Button, Group, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Pencil, Plus, Trash2, UsersRound } from 'lucide-react';
import { useState } from 'react';
import { call, type Wire } from '@/api/http';
import { usePagedRows } from '@/api/rows';
import { ConfirmDialog } from '@/kit/ConfirmDialog';
import { type Column, DataTable } from '@/kit/DataTable';
import { FormDialog } from '@/kit/FormDialog';
import { PageHeader } from '@/kit/page';
import { RelativeTime } from '@/kit/RelativeTime';
import { SearchField } from '@/kit/SearchField';
import { EmptyState } from '@/kit/states';
import { useToasts } from '@/kit/toast';
import { useAddress } from '@/kit/useAddress';
import { useText } from '@/lib/locale';
import { parseSort, sortText } from '@/lib/rows';
import { tenantsText } from '@/lib/text/tenants';
import classes from './console.module.css';
import { RowButton } from './RowButton';
import { TenantAdministrators } from './TenantAdministrators';

type Tenant = Wire<'TenantInfo'>;
type Open =
  | { readonly what: 'edit'; readonly tenant: Tenant | undefined }
  | { readonly what: 'delete' | 'administrators'; readonly tenant: Tenant };

/** The tenants of the installation, for its system administrator. */
function TenantsPage() {
  const t = useText(tenantsText);
  const client = useQueryClient();
  const [search, change] = useAddress();
  const [open, setOpen] = useState<Open>();
  const sort = parseSort(search['sort'], { by: 'title', descending: false });
  const { q = '' } = search;
  const rows = usePagedRows(['TENANT', q, sort], (page, pageSize) =>
    call('get', '/api/tenantInfos', {
      query: { page, pageSize, textSearch: q, sortProperty: sort.by as 'title', sortOrder: sort.descending ? 'DESC' : 'ASC' },
    }),
  );
  const close = () => {
    setOpen(undefined);
    void client.invalidateQueries({ queryKey: ['TENANT'] });
  };
  const edit = (tenant: Tenant | undefined) => setOpen({ what: 'edit', tenant });
  const add = (
    <Button leftSection={<Plus size={16} />} onClick={() => edit(undefined)}>
      {t('add')}
    </Button>
  );
  return (
    <div className={classes.page}>
      <Stack className={classes.top} gap="xs">
        <PageHeader title={t('title')} text={t('text')} actions={add} />
        <Group gap="xs">
          <SearchField value={q} onChange={(text) => change({ q: text || undefined }, false)} />
        </Group>
      </Stack>
      <DataTable
        label={t('title')}
        columns={useColumns()}
        rows={rows}
        idOf={({ id }) => id.id}
        nameOf={({ title }) => title}
        sort={sort}
        onSort={(next) => change({ sort: sortText(next) })}
        onOpen={edit}
        onEdit={edit}
        empty={<EmptyState title={t('empty')} action={add} />}
        actionsWidth={130}
        actions={(tenant) => (
          <Group gap={2} justify="flex-end" wrap="nowrap">
            <RowButton icon={UsersRound} label={t('administrators')} of={tenant.title} onClick={() => setOpen({ what: 'administrators', tenant })} />
            <RowButton icon={Pencil} label={t('edit')} of={tenant.title} onClick={() => edit(tenant)} />
            <RowButton icon={Trash2} label={t('delete')} of={tenant.title} onClick={() => setOpen({ what: 'delete', tenant })} />
          </Group>
        )}
      />
      {open?.what === 'edit' && <TenantDialog tenant={open.tenant} onClose={close} />}
      {open?.what === 'delete' && <DeleteTenant tenant={open.tenant} onClose={close} />}
      {open?.what === 'administrators' && <TenantAdministrators tenant={open.tenant} onClose={close} />}
    </div>
  );
}

function useColumns(): readonly Column<Tenant>[] {
  const t = useText(tenantsText);
  return [
    { id: 'title', title: t('name'), sort: 'title', cell: ({ title }) => title },
    { id: 'email', title: t('email'), sort: 'email', rank: 2, cell: ({ email }) => email },
    { id: 'city', title: t('city'), sort: 'city', rank: 2, cell: ({ city }) => city },
    { id: 'country', title: t('country'), sort: 'country', rank: 3, cell: ({ country }) => country },
    { id: 'created', title: t('created'), sort: 'createdTime', width: 150, rank: 3, cell: ({ createdTime }) => <RelativeTime millis={createdTime} /> },
  ];
}

const fields = ['email', 'phone', 'city', 'country'] as const;

function TenantDialog({ tenant, onClose }: { readonly tenant: Tenant | undefined; readonly onClose: () => void }) {
  const t = useText(tenantsText);
  const toasts = useToasts();
  const [title, setTitle] = useState(tenant?.title ?? '');
  const [values, setValues] = useState(() => Object.fromEntries(fields.map((field) => [field, tenant?.[field] ?? ''])));
  const submit = async () => {
    const given = Object.fromEntries(fields.map((field) => [field, values[field] === '' ? null : values[field]]));
    await call('post', '/api/tenant', { body: { ...tenant, ...given, title: title.trim() } as never });
    toasts.done(t('saved'));
  };
  return (
    <FormDialog title={t(tenant === undefined ? 'add' : 'edit')} verb={t('save')} ready={title.trim() !== ''} onSubmit={submit} onClose={onClose}>
      <TextInput label={t('name')} data-autofocus value={title} onChange={(event) => setTitle(event.currentTarget.value)} />
      <SimpleGrid cols={2} spacing="sm">
        {fields.map((field) => (
          <TextInput
            key={field}
            label={t(field)}
            value={values[field] ?? ''}
            onChange={(event) => setValues({ ...values, [field]: event.currentTarget.value })}
          />
        ))}
      </SimpleGrid>
    </FormDialog>
  );
}

function DeleteTenant({ tenant, onClose }: { readonly tenant: Tenant; readonly onClose: () => void }) {
  const t = useText(tenantsText);
  const toasts = useToasts();
  const remove = async () => {
    await call('delete', '/api/tenant/{tenantId}', { path: { tenantId: tenant.id.id } });
    toasts.done(t('deleted'));
  };
  return (
    <ConfirmDialog title={t('deleteTitle', { name: tenant.title })} verb={t('delete')} danger onConfirm={remove} onClose={onClose}>
      {t('deleteText')}
    </ConfirmDialog>
  );
}

export { TenantsPage as page };
