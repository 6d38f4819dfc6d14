import { ActionIcon, Button, Group, SegmentedControl, Stack, Table, Text, TextInput, Tooltip, VisuallyHidden } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Check, Pencil, Plus, Trash2, X } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useMay } from '@/api/abilities';
import { call } from '@/api/http';
import { RelativeTime } from '@/kit/RelativeTime';
import { EmptyState, Loaded, LoadingLines } from '@/kit/states';
import { useToasts } from '@/kit/toast';
import { useLeave, useUnsaved } from '@/kit/unsaved';
import type { EntityHandle } from '@/lib/entity';
import { useText } from '@/lib/locale';
import { entitiesText } from '@/lib/text/entities';
import { kitText } from '@/lib/text/kit';
import { readValue, typedText, type Value, valueText } from '@/lib/values';
import { type Attribute, attributesKey, type AttributeScope, useAttributes } from './liveAttributes';

/** Attributes by scope; a value is changed where it stands. */
export function AttributesTab({ entity }: { readonly entity: EntityHandle }) {
  const t = useText(entitiesText);
  const k = useText(kitText);
  const isDevice = entity.id.entityType === 'DEVICE';
  const [scope, setScope] = useState<AttributeScope>('SERVER_SCOPE');
  const [adding, setAdding] = useState(false);
  const leave = useLeave();
  const may = useMay('WRITE_ATTRIBUTES', entity.id) === true;
  const isChangeable = may && scope !== 'CLIENT_SCOPE';
  const attributes = useAttributes(entity.id, scope);
  const { save, remove } = useAttributeChanges(entity, scope);
  return (
    <Stack>
      <Group justify="space-between">
        {isDevice ? (
          <SegmentedControl
            size="xs"
            aria-label={t('scope')}
            value={scope}
            onChange={(next) => leave(() => setScope(next as AttributeScope))}
            data={(['SERVER_SCOPE', 'SHARED_SCOPE', 'CLIENT_SCOPE'] as const).map((value) => ({ value, label: t(`scope${value}`) }))}
          />
        ) : (
          <span />
        )}
        {isChangeable && (
          <Button size="xs" variant="default" leftSection={<Plus size={14} />} onClick={() => setAdding(true)}>
            {t('addAttribute')}
          </Button>
        )}
      </Group>
      {adding && <AddRow onClose={() => setAdding(false)} onSave={(key, value) => save.mutateAsync({ key, value })} />}
      <Loaded
        query={attributes}
        loading={<LoadingLines />}
        isEmpty={(list) => list.length === 0}
        empty={adding ? null : <EmptyState title={t('noAttributes')} />}
      >
        {(list) => (
          <Table layout="fixed" fz="sm" verticalSpacing={5} horizontalSpacing="xs" aria-label={t('tabAttributes')}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('key')}</Table.Th>
                <Table.Th>{t('value')}</Table.Th>
                <Table.Th visibleFrom="xs" style={{ width: 120 }}>
                  {t('updated')}
                </Table.Th>
                {isChangeable && (
                  <Table.Th style={{ width: 68 }}>
                    <VisuallyHidden>{k('actions')}</VisuallyHidden>
                  </Table.Th>
                )}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {[...list]
                .sort((a, b) => a.key.localeCompare(b.key))
                .map((attribute) => (
                  <Row
                    key={attribute.key}
                    attribute={attribute}
                    may={isChangeable}
                    onSave={(value) => save.mutateAsync({ key: attribute.key, value })}
                    onDelete={() => remove.mutate(attribute)}
                  />
                ))}
            </Table.Tbody>
          </Table>
        )}
      </Loaded>
    </Stack>
  );
}

function useAttributeChanges(entity: EntityHandle, scope: AttributeScope) {
  const t = useText(entitiesText);
  const toasts = useToasts();
  const client = useQueryClient();
  const { entityType, id: entityId } = entity.id;
  const path = { entityType, entityId, scope };
  const reload = () => client.invalidateQueries({ queryKey: attributesKey(entityId, scope) });
  const write = (key: string, value: unknown) =>
    call('post', '/api/plugins/telemetry/{entityType}/{entityId}/{scope}', { path, body: { [key]: value } as never });
  const save = useMutation({
    mutationFn: ({ key, value }: { readonly key: string; readonly value: Value }) => write(key, value),
    onSuccess: async (_, { key }) => {
      await reload();
      toasts.done(t('attributeSaved', { key }));
    },
    onError: toasts.failed,
  });
  const remove = useMutation({
    mutationFn: ({ key }: Attribute) =>
      call('delete', '/api/plugins/telemetry/{entityType}/{entityId}/{scope}', { path, query: { key: [key] as never } }),
    onSuccess: async (_, { key, value }) => {
      await reload();
      toasts.done(t('attributeDeleted', { key }), () => write(key, value).then(reload));
    },
    onError: toasts.failed,
  });
  return { save, remove };
}

interface RowProps {
  readonly attribute: Attribute;
  readonly may: boolean;
  readonly onSave: (value: Value) => Promise<unknown>;
  readonly onDelete: () => void;
}

function Row({ attribute: { key, value, lastUpdateTs }, may, onSave, onDelete }: RowProps) {
  const t = useText(entitiesText);
  const [editing, setEditing] = useState(false);
  if (editing) {
    return (
      <Table.Tr>
        <Table.Td>{key}</Table.Td>
        <Table.Td colSpan={3}>
          <ValueInput
            label={t('editValue', { key })}
            initial={typedText(value)}
            onSave={async (next) => {
              await onSave(next);
              setEditing(false);
            }}
            onClose={() => setEditing(false)}
          />
        </Table.Td>
      </Table.Tr>
    );
  }
  return (
    <Table.Tr>
      <Table.Td style={{ overflowWrap: 'anywhere' }}>{key}</Table.Td>
      <Table.Td>
        <Text size="sm" lineClamp={3} style={{ overflowWrap: 'anywhere' }} onDoubleClick={() => may && setEditing(true)}>
          {valueText(value)}
        </Text>
        {/* On a phone below the value, where it has room. */}
        <Text hiddenFrom="xs" size="xs" c="dimmed">
          <RelativeTime millis={lastUpdateTs} />
        </Text>
      </Table.Td>
      <Table.Td visibleFrom="xs">
        <Text size="xs" c="dimmed">
          <RelativeTime millis={lastUpdateTs} />
        </Text>
      </Table.Td>
      {may && (
        <Table.Td>
          <Group gap={0} wrap="nowrap" justify="flex-end">
            <ActionIcon size="sm" variant="subtle" color="gray" aria-label={t('editValue', { key })} onClick={() => setEditing(true)}>
              <Pencil size={14} />
            </ActionIcon>
            <ActionIcon size="sm" variant="subtle" color="gray" aria-label={t('deleteKey', { key })} onClick={onDelete}>
              <Trash2 size={14} />
            </ActionIcon>
          </Group>
        </Table.Td>
      )}
    </Table.Tr>
  );
}

interface ValueInputProps {
  readonly label: string;
  readonly initial: string;
  readonly onSave: (value: Value) => Promise<unknown>;
  readonly onClose: () => void;
}

function ValueInput({ label, initial, onSave, onClose }: ValueInputProps) {
  const t = useText(entitiesText);
  const [typed, setTyped] = useState(initial);
  const value = readValue(typed);
  const { leave } = useUnsaved(typed !== initial);
  const close = () => leave(onClose);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (value !== undefined) onSave(value).catch(() => undefined);
  };
  return (
    <form onSubmit={submit}>
      <Group gap={4} wrap="nowrap" align="flex-start">
        <TextInput
          size="xs"
          flex={1}
          autoFocus
          aria-label={label}
          value={typed}
          error={value === undefined ? t('badValue') : undefined}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Escape' && close()}
        />
        <ActionIcon type="submit" variant="light" aria-label={t('save')} disabled={value === undefined}>
          <Check size={16} />
        </ActionIcon>
        <ActionIcon variant="subtle" color="gray" aria-label={t('cancel')} onClick={close}>
          <X size={16} />
        </ActionIcon>
      </Group>
    </form>
  );
}

interface AddRowProps {
  readonly onSave: (key: string, value: Value) => Promise<unknown>;
  readonly onClose: () => void;
}

function AddRow({ onSave, onClose }: AddRowProps) {
  const t = useText(entitiesText);
  const [key, setKey] = useState('');
  const [typed, setTyped] = useState('');
  const value = readValue(typed);
  const { leave } = useUnsaved(key + typed !== '');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (key.trim() !== '' && value !== undefined) onSave(key.trim(), value).then(onClose, () => undefined);
  };
  return (
    <form onSubmit={submit}>
      <Group align="flex-end" gap="xs">
        <TextInput size="xs" label={t('key')} autoFocus flex={1} miw={130} value={key} onChange={(event) => setKey(event.currentTarget.value)} />
        <Tooltip label={t('valueHint')}>
          <TextInput
            size="xs"
            label={t('value')}
            flex={1}
            miw={130}
            value={typed}
            error={value === undefined ? t('badValue') : undefined}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        </Tooltip>
        <Button size="xs" type="submit" disabled={key.trim() === '' || value === undefined}>
          {t('save')}
        </Button>
        <Button size="xs" variant="default" onClick={() => leave(onClose)}>
          {t('cancel')}
        </Button>
      </Group>
    </form>
  );
}
