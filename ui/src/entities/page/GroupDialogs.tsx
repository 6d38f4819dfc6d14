import { Select, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call, type Wire } from '@/api/http';
import { useMe } from '@/api/session';
import { FormDialog } from '@/kit/FormDialog';
import { useJobs } from '@/kit/jobs';
import { useToasts } from '@/kit/toast';
import { type EntityHandle, type EntityRef, textField } from '@/lib/entity';
import { useText } from '@/lib/locale';
import { entitiesText } from '@/lib/text/entities';
import type { ActionDialogProps, EntityKind } from '../contract';

function useGroupsOf(owner: EntityRef, kind: EntityKind) {
  return useQuery({
    queryKey: ['groups', kind, 'of', owner.id],
    queryFn: () =>
      call('get', '/api/entityGroups/{ownerType}/{ownerId}/{groupType}/all', {
        path: { ownerType: owner.entityType, ownerId: owner.id, groupType: kind },
      }),
  });
}

/** As many entities go into a group in one call; more are put there in the background, so many at a time. */
const atOnce = 500;

function useGroupJob(kind: EntityKind) {
  const start = useJobs();
  const client = useQueryClient();
  return (
    title: string,
    items: readonly EntityHandle[],
    step: (some: readonly EntityHandle[]) => Promise<unknown>,
    told: (count: number) => string,
  ) => {
    const onEnd = () => {
      void client.invalidateQueries({ queryKey: [kind] });
      void client.invalidateQueries({ queryKey: ['groups', kind] });
    };
    start({ title, items, nameOf: ({ name }) => name, size: atOnce, step, told, onEnd });
  };
}

const create = 'new:';

/** Puts entities into a group of their owner; a new name makes a new group. */
export function AddToGroupDialog({ selection, kind, owner, onClose }: ActionDialogProps) {
  const t = useText(entitiesText);
  const toasts = useToasts();
  const inBackground = useGroupJob(kind);
  const me = useMe();
  const holder = selection[0]?.ownerId ?? owner ?? me.ownerId;
  const groups = (useGroupsOf(holder, kind).data ?? []).filter(({ groupAll }) => groupAll !== true);
  const [chosen, setChosen] = useState<string | null>(null);
  const [typed, setTyped] = useState('');
  const isNew = typed.trim() !== '' && !groups.some(({ name }) => name === typed.trim());
  const options = [
    ...groups.map(({ id, name }) => ({ value: id.id, label: name })),
    ...[...new Set([...(isNew ? [typed.trim()] : []), ...(chosen?.startsWith(create) === true ? [chosen.slice(create.length)] : [])])].map((name) => ({
      value: `${create}${name}`,
      label: t('groupNew', { name }),
    })),
  ];
  // A name that was typed and not chosen is meant as well: a group that has it, or a new one.
  const picked = options.find(({ value }) => value === chosen);
  const wanted = typed.trim() === '' || picked?.label === typed ? chosen : (groups.find(({ name }) => name === typed.trim())?.id.id ?? `${create}${typed.trim()}`);
  const submit = async () => {
    const name = wanted?.startsWith(create) === true ? wanted.slice(create.length) : undefined;
    const group =
      name === undefined
        ? groups.find(({ id }) => id.id === wanted)
        : await call('post', '/api/entityGroup', { body: { name, type: kind, ownerId: holder } });
    if (group === undefined) return;
    const add = (some: readonly EntityHandle[]) =>
      call('post', '/api/entityGroup/{entityGroupId}/addEntities', {
        path: { entityGroupId: group.id.id },
        body: some.map(({ id }) => id.id),
      });
    if (selection.length > atOnce) {
      inBackground(t('grouping', { group: group.name }), selection, add, (count) => t('addedToGroup', { count, group: group.name }));
      return;
    }
    await add(selection);
    toasts.done(t('addedToGroup', { count: selection.length, group: group.name }));
  };
  return (
    <FormDialog title={t('addToGroup')} verb={t('add')} ready={wanted !== null} onSubmit={submit} onClose={onClose}>
      <Select
        label={t('groupPick')}
        placeholder={t('groupPickHint')}
        searchable
        data-autofocus
        data={options}
        value={chosen}
        onChange={setChosen}
        onBlur={() => setChosen(wanted)}
        searchValue={typed}
        onSearchChange={setTyped}
      />
    </FormDialog>
  );
}

/** Takes entities out of one of the groups that they are in. */
export function RemoveFromGroupDialog({ selection, kind, owner, onClose }: ActionDialogProps) {
  const t = useText(entitiesText);
  const toasts = useToasts();
  const inBackground = useGroupJob(kind);
  const me = useMe();
  const holder = selection[0]?.ownerId ?? owner ?? me.ownerId;
  const groups = (useGroupsOf(holder, kind).data ?? []).filter(({ groupAll }) => groupAll !== true);
  const [chosen, setChosen] = useState<string | null>(null);
  const submit = async () => {
    const group = groups.find(({ id }) => id.id === chosen);
    if (group === undefined) return;
    const path = { entityGroupId: group.id.id };
    const body = selection.map(({ id }) => id.id);
    const remove = (some: readonly EntityHandle[]) =>
      call('post', '/api/entityGroup/{entityGroupId}/deleteEntities', { path, body: some.map(({ id }) => id.id) });
    if (selection.length > atOnce) {
      inBackground(t('ungrouping', { group: group.name }), selection, remove, (count) =>
        t('removedFromGroup', { count, group: group.name }),
      );
      return;
    }
    await remove(selection);
    toasts.done(t('removedFromGroup', { count: selection.length, group: group.name }), () =>
      call('post', '/api/entityGroup/{entityGroupId}/addEntities', { path, body }),
    );
  };
  return (
    <FormDialog title={t('removeFromGroup')} verb={t('removeFromGroup')} ready={chosen !== null} onSubmit={submit} onClose={onClose}>
      <Select
        label={t('groupPick')}
        searchable
        data-autofocus
        data={groups.map(({ id, name }) => ({ value: id.id, label: name }))}
        value={chosen}
        onChange={setChosen}
      />
    </FormDialog>
  );
}

interface GroupFormProps extends Pick<ActionDialogProps, 'kind' | 'owner' | 'onClose'> {
  /** The group to rename; without one a new group is made. */
  readonly group?: Wire<'EntityGroupInfo'> | undefined;
}

/** Makes an empty group of the page's kind, or gives one another name and description. */
export function GroupFormDialog({ kind, owner, group, onClose }: GroupFormProps) {
  const t = useText(entitiesText);
  const me = useMe();
  const [name, setName] = useState(group?.name ?? '');
  const [description, setDescription] = useState(textField(group?.additionalInfo, 'description') ?? '');
  const submit = () => {
    const former = (group?.additionalInfo ?? {}) as Readonly<Record<string, unknown>>;
    const stored = group === undefined ? { type: kind, ownerId: owner ?? me.ownerId } : group;
    return call('post', '/api/entityGroup', { body: { ...stored, name: name.trim(), additionalInfo: { ...former, description } } as never });
  };
  return (
    <FormDialog
      title={group === undefined ? t('addGroup') : t('editGroup')}
      verb={group === undefined ? t('add') : t('save')}
      ready={name.trim() !== ''}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextInput label={t('groupName')} data-autofocus value={name} onChange={(event) => setName(event.currentTarget.value)} />
      <TextInput label={t('description')} value={description} onChange={(event) => setDescription(event.currentTarget.value)} />
    </FormDialog>
  );
}
