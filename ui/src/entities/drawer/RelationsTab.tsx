import { ActionIcon, Anchor, Button, Group, Select, Stack, Table, Text, TextInput, Title, VisuallyHidden } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Plus, Trash2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useMay } from '@/api/abilities';
import { call, type Wire } from '@/api/http';
import { EntityIcon } from '@/kit/EntityIcon';
import { MultiPick } from '@/kit/MultiPick';
import { Loaded, LoadingLines } from '@/kit/states';
import { useToasts } from '@/kit/toast';
import { useUnsaved } from '@/kit/unsaved';
import type { EntityHandle, EntityRef } from '@/lib/entity';
import { useText } from '@/lib/locale';
import { entitiesText } from '@/lib/text/entities';
import { descriptorOf, kinds } from '../kinds';
import { relate } from '../page/PartOf';

type Relation = Wire<'EntityRelationInfo'>;

/** What an entity contains and what it belongs to. */
export function RelationsTab({ entity }: { readonly entity: EntityHandle }) {
  const t = useText(entitiesText);
  const may = useMay('WRITE', entity.id) === true;
  const [adding, setAdding] = useState(false);
  return (
    <Stack>
      {may && !adding && (
        <Group justify="flex-end">
          <Button size="xs" variant="default" leftSection={<Plus size={14} />} onClick={() => setAdding(true)}>
            {t('addRelation')}
          </Button>
        </Group>
      )}
      {adding && <AddRelation from={entity.id} onClose={() => setAdding(false)} />}
      <Direction entity={entity} out may={may} />
      <Direction entity={entity} out={false} may={may} />
    </Stack>
  );
}

interface DirectionProps {
  readonly entity: EntityHandle;
  readonly out: boolean;
  readonly may: boolean;
}

function Direction({ entity, out, may }: DirectionProps) {
  const t = useText(entitiesText);
  const { entityType, id } = entity.id;
  const relations = useQuery({
    queryKey: ['relations', id, out],
    queryFn: () =>
      call('get', '/api/relations/info', {
        query: (out ? { fromId: id, fromType: entityType } : { toId: id, toType: entityType }) as never,
      }),
  });
  const title = t(out ? 'relFrom' : 'relTo');
  return (
    <section aria-label={title}>
      <Title order={3} size="h6" mb={4}>
        {title}
      </Title>
      <Loaded
        query={relations}
        loading={<LoadingLines lines={2} />}
        isEmpty={(list) => list.length === 0}
        empty={
          <Text size="sm" c="dimmed">
            {t('noRelations')}
          </Text>
        }
      >
        {(list) => (
          <Table layout="fixed" fz="sm" verticalSpacing={5} horizontalSpacing="xs" aria-label={title}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('target')}</Table.Th>
                <Table.Th style={{ width: 120 }}>
                  {t('relationType')}
                </Table.Th>
                {may && (
                  <Table.Th style={{ width: 44 }}>
                    <VisuallyHidden>{t('delete')}</VisuallyHidden>
                  </Table.Th>
                )}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {list.map((relation) => (
                <Row key={`${relation.type} ${relation.from.id} ${relation.to.id}`} relation={relation} out={out} may={may} />
              ))}
            </Table.Tbody>
          </Table>
        )}
      </Loaded>
    </section>
  );
}

function Row({ relation, out, may }: { readonly relation: Relation; readonly out: boolean; readonly may: boolean }) {
  const t = useText(entitiesText);
  const other = out ? relation.to : relation.from;
  const name = (out ? relation.toName : relation.fromName) ?? other.id;
  const remove = useRemove(relation);
  return (
    <Table.Tr>
      <Table.Td>
        <Group gap={6} wrap="nowrap">
          <EntityIcon kind={other.entityType} size={15} />
          <EntityLink to={other} name={name} />
        </Group>
      </Table.Td>
      <Table.Td>{relation.type}</Table.Td>
      {may && (
        <Table.Td>
          <ActionIcon size="sm" variant="subtle" color="gray" aria-label={t('deleteRelation', { name })} onClick={remove}>
            <Trash2 size={14} />
          </ActionIcon>
        </Table.Td>
      )}
    </Table.Tr>
  );
}

/** A link to the details of any entity that has a page. */
export function EntityLink({ to, name }: { readonly to: EntityRef; readonly name: string }) {
  const path = descriptorOf(to.entityType)?.path;
  if (path === undefined) return <Text size="sm">{name}</Text>;
  return (
    <Anchor component={Link} to={`/${path}?open=${to.id}`} size="sm" truncate>
      {name}
    </Anchor>
  );
}

function useRemove(relation: Relation): () => void {
  const t = useText(entitiesText);
  const toasts = useToasts();
  const client = useQueryClient();
  const reload = () => client.invalidateQueries({ queryKey: ['relations'] });
  const { from, to, type, typeGroup, additionalInfo } = relation;
  const remove = useMutation({
    mutationFn: () =>
      call('delete', '/api/relation', {
        query: {
          fromId: from.id, fromType: from.entityType, toId: to.id, toType: to.entityType, relationType: type,
          relationTypeGroup: typeGroup as never,
        },
      }),
    onSuccess: async () => {
      await reload();
      toasts.done(t('relationDeleted'), () =>
        call('post', '/api/relation', { body: { from, to, type, typeGroup, additionalInfo: additionalInfo as never } }).then(reload),
      );
    },
    onError: toasts.failed,
  });
  return () => remove.mutate();
}

function AddRelation({ from, onClose }: { readonly from: EntityRef; readonly onClose: () => void }) {
  const t = useText(entitiesText);
  const toasts = useToasts();
  const client = useQueryClient();
  const [kind, setKind] = useState('DEVICE');
  const [search, setSearch] = useState('');
  const [targets, setTargets] = useState<readonly { readonly value: string; readonly label: string }[]>([]);
  const [type, setType] = useState('Contains');
  const descriptor = descriptorOf(kind);
  const found = useQuery({
    queryKey: [kind, 'names', search],
    queryFn: () => descriptor?.visible({ page: 0, pageSize: 50, textSearch: search }) ?? Promise.resolve({ data: [], totalElements: 0 }),
  });
  // Nothing is inside itself.
  const offered = (found.data?.data ?? []).filter(({ id }) => id.id !== from.id).map((row) => ({ value: row.id.id, label: descriptor?.nameOf(row) ?? row.name }));
  const known = new Map([...targets, ...offered].map((each) => [each.value, each]));
  const { leave } = useUnsaved(targets.length > 0);
  const save = useMutation({
    mutationFn: () => relate(from, targets.map(({ value }) => ({ entityType: kind, id: value })), type.trim()),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['relations'] });
      onClose();
    },
    onError: toasts.failed,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="xs">
        <Group grow>
          <TextInput size="xs" label={t('relationType')} value={type} onChange={(event) => setType(event.currentTarget.value)} />
          <Select
            size="xs"
            label={t('relationKind')}
            allowDeselect={false}
            data={kinds.map((each) => ({ value: each.kind, label: t(each.one) }))}
            value={kind}
            onChange={(next) => {
              setKind(next ?? 'DEVICE');
              setTargets([]);
            }}
          />
        </Group>
        <MultiPick
          size="xs"
          label={t('relationTargets')}
          searchable
          hidePickedOptions
          data={[...known.values()]}
          value={targets.map(({ value }) => value)}
          onChange={(ids) => setTargets(ids.flatMap((id) => known.get(id) ?? []))}
          searchValue={search}
          onSearchChange={setSearch}
          filter={({ options }) => options}
        />
        <Group>
          <Button size="xs" type="submit" loading={save.isPending} disabled={targets.length === 0 || type.trim() === ''}>
            {t('save')}
          </Button>
          <Button size="xs" variant="default" onClick={() => leave(onClose)}>
            {t('cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
