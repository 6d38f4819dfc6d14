import { Badge, Button, Group, Select, Stack, Tabs, Textarea, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Pencil, Plus, Star, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useCan } from '@/api/abilities';
import { usePagedRows } from '@/api/rows';
import { DashboardSelect } from '@/entities/page/EntityForm';
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
import type { Translate } from '@/lib/text/area';
import { profilesText } from '@/lib/text/profiles';
import classes from './console.module.css';
import { profileKinds, type Profile, type ProfileKind, transports } from './profileKinds';
import { RowButton } from './RowButton';

type Open = { readonly what: 'edit'; readonly profile: Profile | undefined } | { readonly what: 'delete'; readonly profile: Profile };

function ProfilesPage() {
  const t = useText(profilesText);
  const can = useCan();
  const client = useQueryClient();
  const toasts = useToasts();
  const [search, change] = useAddress();
  const [open, setOpen] = useState<Open>();
  const tab = search['tab'] === 'assets' ? 'assets' : 'devices';
  const kind = profileKinds[tab];
  const { q = '' } = search;
  const sort = parseSort(search['sort'], { by: 'name', descending: false });
  const rows = usePagedRows([kind.kind, 'page', q, sort], (page, pageSize) =>
    kind.list({ page, pageSize, textSearch: q, sortProperty: sort.by as 'name', sortOrder: sort.descending ? 'DESC' : 'ASC' }),
  );
  const reload = () => client.invalidateQueries({ queryKey: [kind.kind] });
  const close = () => {
    setOpen(undefined);
    void reload();
  };
  const makeDefault = ({ id, name }: Profile) =>
    void kind.makeDefault(id.id).then(() => {
      toasts.done(t('madeDefault', { name }));
      return reload();
    }, toasts.failed);
  const edit = (profile: Profile | undefined) => setOpen({ what: 'edit', profile });
  const mayWrite = can('WRITE', kind.kind);
  const add = can('CREATE', kind.kind) && (
    <Button leftSection={<Plus size={16} />} onClick={() => edit(undefined)}>
      {t('add')}
    </Button>
  );
  return (
    <div className={classes.page}>
      <Stack className={classes.top} gap="xs">
        <PageHeader title={t('title')} text={t('text')} actions={add} />
        <Tabs value={tab} onChange={(next) => change({ tab: next === 'assets' ? 'assets' : undefined, q: undefined, sort: undefined })}>
          <Tabs.List>
            <Tabs.Tab value="devices">{t('devices')}</Tabs.Tab>
            <Tabs.Tab value="assets">{t('assets')}</Tabs.Tab>
          </Tabs.List>
        </Tabs>
        <Group>
          <SearchField label={t('search')} value={q} onChange={(text) => change({ q: text || undefined }, false)} />
        </Group>
      </Stack>
      <DataTable
        label={t(tab)}
        columns={useColumns(kind)}
        rows={rows}
        idOf={({ id }) => id.id}
        nameOf={({ name }) => name}
        sort={sort}
        onSort={(next) => change({ sort: sortText(next) })}
        {...(mayWrite ? { onOpen: edit, onEdit: edit } : {})}
        empty={<EmptyState title={t('empty')} action={add} />}
        actionsWidth={130}
        actions={(profile) => (
          <Group gap={2} justify="flex-end" wrap="nowrap">
            {mayWrite && profile.default !== true && (
              <RowButton icon={Star} label={t('makeDefault')} of={profile.name} onClick={() => makeDefault(profile)} />
            )}
            {mayWrite && <RowButton icon={Pencil} label={t('edit')} of={profile.name} onClick={() => edit(profile)} />}
            {can('DELETE', kind.kind) && profile.default !== true && (
              <RowButton icon={Trash2} label={t('delete')} of={profile.name} onClick={() => setOpen({ what: 'delete', profile })} />
            )}
          </Group>
        )}
      />
      {open?.what === 'edit' && <ProfileDialog kind={kind} profile={open.profile} onClose={close} />}
      {open?.what === 'delete' && <DeleteProfile kind={kind} profile={open.profile} onClose={close} />}
    </div>
  );
}

/** The first of them is a choice of words, the others are names. */
function transportName(transport: string | null | undefined, t: Translate<keyof typeof profilesText.en>): string {
  return transport === 'DEFAULT' ? t('anyTransport') : (transport ?? '');
}

function useColumns({ hasTransport }: ProfileKind): readonly Column<Profile>[] {
  const t = useText(profilesText);
  return [
    {
      id: 'name',
      title: t('name'),
      sort: 'name',
      cell: (profile) => (
        <Group gap={8} wrap="nowrap">
          {profile.name}
          {profile.default === true && (
            <Badge variant="light" tt="none" fw={500}>
              {t('isDefault')}
            </Badge>
          )}
        </Group>
      ),
    },
    ...(hasTransport
      ? [{ id: 'transport', title: t('transport'), sort: 'transportType', width: 190, rank: 2 as const, cell: ({ transportType }: Profile) => transportName(transportType, t) }]
      : []),
    { id: 'description', title: t('description'), sort: 'description', rank: 2, cell: ({ description }) => description },
    { id: 'created', title: t('created'), sort: 'createdTime', width: 150, rank: 3, cell: ({ createdTime }) => <RelativeTime millis={createdTime} /> },
  ];
}

interface ProfileDialogProps {
  readonly kind: ProfileKind;
  readonly profile: Profile | undefined;
  readonly onClose: () => void;
}

function ProfileDialog({ kind, profile, onClose }: ProfileDialogProps) {
  const t = useText(profilesText);
  const toasts = useToasts();
  const [name, setName] = useState(profile?.name ?? '');
  const [description, setDescription] = useState(profile?.description ?? '');
  const [transportType, setTransport] = useState(profile?.transportType ?? 'DEFAULT');
  const [dashboard, setDashboard] = useState(profile?.defaultDashboardId?.id ?? '');
  const submit = async () => {
    const defaultDashboardId = dashboard === '' ? null : { entityType: 'DASHBOARD', id: dashboard };
    const transport = kind.hasTransport ? { transportType } : {};
    await kind.save({ ...profile, name: name.trim(), description, defaultDashboardId, ...transport });
    toasts.done(t('saved'));
  };
  return (
    <FormDialog title={t(profile === undefined ? 'add' : 'edit')} verb={t('save')} ready={name.trim() !== ''} onSubmit={submit} onClose={onClose}>
      <TextInput label={t('name')} data-autofocus value={name} onChange={(event) => setName(event.currentTarget.value)} />
      {kind.hasTransport && (
        <Select label={t('transport')} allowDeselect={false} data={transports.map((value) => ({ value, label: transportName(value, t) }))} value={transportType} onChange={(next) => setTransport(next ?? 'DEFAULT')} />
      )}
      <DashboardSelect label={t('dashboard')} value={dashboard} onChange={setDashboard} />
      <Textarea label={t('description')} autosize minRows={2} value={description} onChange={(event) => setDescription(event.currentTarget.value)} />
    </FormDialog>
  );
}

function DeleteProfile({ kind, profile, onClose }: ProfileDialogProps & { readonly profile: Profile }) {
  const t = useText(profilesText);
  const toasts = useToasts();
  const remove = async () => {
    await kind.remove(profile.id.id);
    toasts.done(t('deleted'));
  };
  return (
    <ConfirmDialog title={t('deleteTitle', { name: profile.name })} verb={t('delete')} danger onConfirm={remove} onClose={onClose}>
      {t('deleteText')}
    </ConfirmDialog>
  );
}

export { ProfilesPage as page };
